import type { Org, SaveChunk, SavePhase } from '../org.ts';
import { Coverage } from './coverage.ts';
import type { FlowCoverage } from './coverage.ts';
import { inOrder, isStartedBy } from './entry.ts';
import { failureMail } from './failure-report.ts';
import { FlowCatalog } from './flow-catalog.ts';
import { FlowFault } from './flow-fault.ts';
import type { FlowCount, FlowHost } from './flow-host.ts';
import { FlowUsers } from './flow-users.ts';
import type { Interview } from './interview.ts';
import { LaterPaths } from './later-paths.ts';
import { isEventFlow, LaterRuns } from './later-runs.ts';
import type { FlowModel } from './model.ts';
import { OrgFlowHost } from './org-flow-host.ts';
import type { InvokeApex } from './org-flow-host.ts';
import { Outbox } from './outbox.ts';
import { finishedRun, runRequested } from './requested-run.ts';
import type { FlowRun, FlowRunRequest } from './requested-run.ts';
import { runLater, runNow } from './run-batch.ts';
import { SaveFlows } from './save-flows.ts';
import { ScheduledWork } from './scheduled-work.ts';
import { WorkQueue } from './work-queue.ts';

export type FlowRuntimeOptions = {
  /** Whether a flow that is deployed with the status Active runs at once, which production does only if it is set. */
  activatesOnDeploy?: boolean;
  /** Name of the user that scheduled flows and events run as, and paths whose user is no longer active. */
  defaultWorkflowUser?: string;
  /** Runs Apex actions. May answer a promise, except while a record is being saved. */
  invokeApex?: InvokeApex;
  /** Counts what flows use of the limits of a transaction; throws what ends the transaction. */
  count?: (what: FlowCount, amount: number) => void;
};

/** Runs the flows that are deployed to an org. */
export class FlowRuntime {
  readonly outbox: Outbox;
  readonly #org: Org;
  readonly #catalog: FlowCatalog;
  readonly #coverage = new Coverage();
  readonly #host: FlowHost;
  readonly #work: ScheduledWork;
  readonly #queue = new WorkQueue();
  readonly #saveFlows: SaveFlows;
  readonly #paths: LaterPaths;
  readonly #users: FlowUsers;
  readonly #later: LaterRuns;

  constructor(org: Org, options: FlowRuntimeOptions = {}) {
    this.#org = org;
    this.outbox = new Outbox(() => org.clock.now());
    this.#catalog = new FlowCatalog(org, { activatesOnDeploy: options.activatesOnDeploy ?? true });
    this.#host = new OrgFlowHost({
      org,
      outbox: this.outbox,
      findFlow: (name) => this.#catalog.find(name),
      invokeApex: options.invokeApex,
      count: options.count,
      visited: (flow, element) => {
        this.#coverage.note(flow, element);
      },
    });
    this.#work = new ScheduledWork(org);
    this.#users = new FlowUsers(org, options.defaultWorkflowUser);
    const onFailure = (interview: Interview): void => {
      this.#mailFailure(interview);
    };
    this.#later = new LaterRuns({
      org,
      ...{ host: this.#host, catalog: this.#catalog, users: this.#users, work: this.#work, queue: this.#queue },
      onFailure,
    });
    this.#paths = new LaterPaths(org, {
      work: this.#work,
      runAsync: (flow, path, runs) => {
        this.#later.startPath(flow, path, runs);
      },
    });
    this.#saveFlows = new SaveFlows(this.#host, { paths: this.#paths, onFailure });
    this.#takePart('beforeFlow', ['RecordBeforeSave', 'RecordBeforeDelete']);
    this.#takePart('afterFlow', ['RecordAfterSave']);
    org.onCommitted(
      (object) => this.#catalog.active.some((flow) => isEventFlow(flow, object)),
      (events) => {
        this.#later.publish(events);
      },
    );
  }

  /** The active flows. */
  get active(): readonly FlowModel[] {
    return this.#catalog.active;
  }

  /** Asynchronous work that waits or runs. */
  get pending(): number {
    return this.#queue.pending;
  }

  /** What waits for its time. */
  get waiting(): { flow: string; path: string; recordId: string; dueAt: string }[] {
    return this.#work.waiting.map(({ flow, path, recordId, dueAt }) => ({ flow, path, recordId, dueAt }));
  }

  /** Makes the deployed version of a flow the active one, as an admin does in Setup. */
  activate(name: string): void {
    this.#catalog.activate(name);
  }

  deactivate(name: string): void {
    this.#catalog.deactivate(name);
  }

  /** Which elements of the active flows have been run. */
  coverage(): FlowCoverage[] {
    return this.#catalog.active.map((flow) => this.#coverage.of(flow));
  }

  clearCoverage(): void {
    this.#coverage.clear();
  }

  /** Resolves when no asynchronous work waits or runs. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Lets running work end, and starts no other. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** Runs the asynchronous paths that the present Apex test has started. */
  runTestPaths(): void {
    for (const { flow, path, runs } of this.#paths.takeOfTest()) this.#later.runInTest(flow, path, runs);
  }

  /** Runs the scheduled paths and scheduled flows whose time has come on the org's clock. */
  async runDue(): Promise<void> {
    await this.settled();
    const now = this.#org.clock.now();
    const due = this.#org.transaction(() => this.#work.takeDue(now));
    const grouped = Map.groupBy(due, ({ flow, path }) => `${flow} ${path}`);
    for (const runs of grouped.values()) {
      const flow = this.#catalog.find(runs[0]?.flow ?? '');
      const path = flow?.start.paths.find(({ name }) => name === runs[0]?.path);
      if (flow !== undefined && path !== undefined) this.#later.startPath(flow, path, runs);
    }
    for (const flow of this.#catalog.active) this.#later.runSchedule(flow, now);
    await this.settled();
  }

  /** Runs an autolaunched or screen flow in transactions of its own. */
  async run(name: string, request: FlowRunRequest): Promise<FlowRun> {
    const { seed, answerScreen } = this.#requested(name, request);
    const [interview] = await runLater(this.#host, [seed], answerScreen);
    return this.#finished(interview ?? seed().interview);
  }

  /** Runs a flow inside of the present transaction, as Apex does. */
  runInTransaction(name: string, request: FlowRunRequest): FlowRun {
    const { seed, answerScreen } = this.#requested(name, request);
    const one = seed();
    runNow(this.#host, [one], answerScreen);
    return this.#finished(one.interview);
  }

  #requested(name: string, request: FlowRunRequest): ReturnType<typeof runRequested> {
    const flow = this.#catalog.find(name);
    if (flow === undefined) throw new FlowFault(`The flow ${name} isn't active.`);
    return runRequested(this.#host, flow, request);
  }

  #finished(interview: Interview): FlowRun {
    if (interview.failure !== undefined) this.#mailFailure(interview);
    return finishedRun(interview);
  }

  #takePart(phase: SavePhase, triggerTypes: readonly string[]): void {
    const flowsFor = (object: string, operation: SaveChunk['operation']): FlowModel[] =>
      this.#catalog.active.filter((flow) =>
        triggerTypes.some((triggerType) => isStartedBy(flow, { object, operation, triggerType })),
      );
    this.#org.onSave(phase, {
      isFor: (object, operation) => flowsFor(object, operation).length > 0,
      run: (chunk) => {
        for (const flow of inOrder(flowsFor(chunk.object, chunk.operation))) {
          this.#saveFlows.run(flow, chunk, flow.start.triggerType ?? '');
        }
      },
    });
  }

  #mailFailure(interview: Interview): void {
    const { failure, flow, access } = interview;
    if (failure === undefined) return;
    const author = this.#users.details(this.#catalog.record(flow.name)?.lastModifiedById ?? access.userId);
    const { name } = this.#users.details(access.userId);
    this.outbox.keepEmail(failureMail({ interview, failure, to: [author.email], userName: name }));
  }
}
