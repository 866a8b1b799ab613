import type { Org, SaveChunk, SavePhase } from '../org.ts';
import { Coverage } from './coverage.ts';
import type { FlowCoverage } from './coverage.ts';
import { fits, inOrder, isStartedBy } from './entry.ts';
import { failureMail } from './failure-report.ts';
import { FlowCatalog } from './flow-catalog.ts';
import { FlowFault, messageOf } from './flow-fault.ts';
import type { FlowAccess, FlowCount, FlowHost } from './flow-host.ts';
import { Interview } from './interview.ts';
import type { FlowTrigger } from './interview.ts';
import { LaterPaths } from './later-paths.ts';
import type { PathRun } from './later-paths.ts';
import type { FlowModel, ScheduledPath } from './model.ts';
import { OrgFlowHost } from './org-flow-host.ts';
import type { InvokeApex } from './org-flow-host.ts';
import { Outbox } from './outbox.ts';
import { finishedRun, runRequested } from './requested-run.ts';
import type { FlowRun, FlowRunRequest } from './requested-run.ts';
import { runLater, runNow } from './run-batch.ts';
import type { Seed } from './run-batch.ts';
import { accessMode } from './run-interview.ts';
import { recordOfRow } from './saved-record.ts';
import type { StoredRow } from './saved-record.ts';
import { SaveFlows } from './save-flows.ts';
import { dueRun, ScheduledWork } from './scheduled-work.ts';
import { scheduledRecords } from './scheduled-records.ts';
import { WorkQueue } from './work-queue.ts';

export type FlowRuntimeOptions = {
  /** Whether a flow that is deployed with the status Active runs at once, which production does only if it is set. */
  activatesOnDeploy?: boolean;
  /** User name of whoever scheduled flows and events run as, and paths whose user is no longer active. */
  defaultWorkflowUser?: string;
  /** Runs Apex actions. May answer a promise, except while a record is being saved. */
  invokeApex?: InvokeApex;
  /** Counts what flows use of the limits of a transaction; throws what ends the transaction. */
  count?: (what: FlowCount, amount: number) => void;
};

const perTransaction = 200;

/** Runs the flows that are deployed to an org. */
export class FlowRuntime {
  readonly outbox: Outbox;
  readonly #org: Org;
  readonly #options: FlowRuntimeOptions;
  readonly #catalog: FlowCatalog;
  readonly #coverage = new Coverage();
  readonly #host: FlowHost;
  readonly #work: ScheduledWork;
  readonly #queue = new WorkQueue();
  readonly #saveFlows: SaveFlows;
  readonly #published = new Map<string, StoredRow[]>();

  constructor(org: Org, options: FlowRuntimeOptions = {}) {
    this.#org = org;
    this.#options = options;
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
    const paths = new LaterPaths(org, {
      work: this.#work,
      runAsync: (flow, path, runs) => {
        this.#startPath(flow, path, runs);
      },
    });
    this.#saveFlows = new SaveFlows(this.#host, {
      paths,
      onFailure: (interview) => {
        this.#mailFailure(interview);
      },
    });
    this.#takePart('beforeFlow', ['RecordBeforeSave', 'RecordBeforeDelete']);
    this.#takePart('afterFlow', ['RecordAfterSave']);
    org.onPublished((object, event) => {
      this.#onPublished(object, event);
    });
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

  /** Runs the scheduled paths and scheduled flows whose time has come on the org's clock. */
  async runDue(): Promise<void> {
    await this.settled();
    const now = this.#org.clock.now();
    const due = this.#org.transaction(() => this.#work.takeDue(now));
    const grouped = Map.groupBy(due, ({ flow, path }) => `${flow} ${path}`);
    for (const runs of grouped.values()) {
      const flow = this.#catalog.find(runs[0]?.flow ?? '');
      const path = flow?.start.paths.find(({ name }) => name === runs[0]?.path);
      if (flow !== undefined && path !== undefined) this.#startPath(flow, path, runs);
    }
    for (const flow of this.#catalog.active) this.#runSchedule(flow, now);
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

  /** Each record is read again: the path sees it as it is by then, and not at all once it is deleted. */
  #startPath(flow: FlowModel, path: ScheduledPath, runs: readonly PathRun[]): void {
    for (const chunk of chunks(runs, Math.min(path.batchSize, perTransaction))) {
      this.#enqueue(flow, path.next, () =>
        chunk.flatMap(({ object, recordId, userId, prior }) => {
          const [row] = this.#org.inspect(`SELECT * FROM "${object}" WHERE "Id" = ?`, recordId);
          if (row === undefined || row['IsDeleted'] === 1) return [];
          return [
            {
              access: { userId: this.#activeUser(userId), mode: accessMode(flow) },
              trigger: {
                record: recordOfRow(this.#host, object, row as StoredRow),
                prior: prior === null ? undefined : recordOfRow(this.#host, object, prior),
                isNew: prior === null,
                isBeforeSave: false,
              },
            },
          ];
        }),
      );
    }
  }

  #onPublished(object: string, event: StoredRow): void {
    if (!this.#catalog.active.some((flow) => isEventFlow(flow, object))) return;
    const events = this.#published.get(object);
    if (events !== undefined) {
      events.push(event);
      return;
    }
    const together = [event];
    this.#published.set(object, together);
    queueMicrotask(() => {
      this.#published.delete(object);
      for (const flow of this.#catalog.active.filter((one) => isEventFlow(one, object))) {
        for (const chunk of chunks(together, perTransaction)) this.#enqueueEvents(flow, object, chunk);
      }
    });
  }

  #enqueueEvents(flow: FlowModel, object: string, events: readonly StoredRow[]): void {
    this.#enqueue(flow, flow.start.next, () => {
      const access = { userId: this.#activeUser(undefined), mode: accessMode(flow) };
      return events
        .map((row) => ({ access, trigger: triggerOf(recordOfRow(this.#host, object, row)) }))
        .filter(({ trigger }) => fits({ flow, host: this.#host, access, trigger }));
    });
  }

  #runSchedule(flow: FlowModel, now: Date): void {
    const { schedule, triggerType } = flow.start;
    if (triggerType !== 'Scheduled' || schedule === undefined) return;
    const since = this.#work.lastRun(flow.name) ?? this.#catalog.record(flow.name)?.lastModifiedDate;
    const run = dueRun(schedule, { since: new Date(since ?? 0), now });
    if (run === undefined) return;
    this.#work.noteRun(flow.name, run);
    const access: FlowAccess = { userId: this.#activeUser(undefined), mode: accessMode(flow) };
    if (flow.start.object === undefined) {
      this.#enqueue(flow, flow.start.next, () => [{ access, trigger: undefined }]);
      return;
    }
    const records = scheduledRecords(this.#host, flow, access);
    for (const chunk of chunks(records, perTransaction)) {
      this.#enqueue(flow, flow.start.next, () => chunk.map((record) => ({ access, trigger: triggerOf(record) })));
    }
  }

  /** Runs interviews after what waits already; an error that no fault path takes is mailed. */
  #enqueue(flow: FlowModel, start: string | undefined, read: () => Beginning[]): void {
    this.#queue.add(async () => {
      let first: Interview | undefined;
      try {
        const seeds = read().map(({ access, trigger }): Seed => () => {
          const interview = new Interview({ flow, host: this.#host, access, trigger });
          first ??= interview;
          return { interview, start };
        });
        for (const interview of await runLater(this.#host, seeds)) {
          if (interview.failure !== undefined) this.#mailFailure(interview);
        }
      } catch (error) {
        this.#mailDefect(flow, first, error);
      }
    });
  }

  /** A limit, or a defect: nobody waits for the result, so that the mail is all that tells of it. */
  #mailDefect(flow: FlowModel, first: Interview | undefined, error: unknown): void {
    const access: FlowAccess = { userId: this.#activeUser(undefined), mode: 'system' };
    const interview = first ?? new Interview({ flow, host: this.#host, access });
    interview.failure = {
      element: undefined,
      flow,
      error: error instanceof Error ? error : new Error(messageOf(error)),
    };
    this.#mailFailure(interview);
  }

  #mailFailure(interview: Interview): void {
    const { failure, flow, access } = interview;
    if (failure === undefined) return;
    const author = this.#user(this.#catalog.record(flow.name)?.lastModifiedById ?? access.userId);
    const { name } = this.#user(access.userId);
    this.outbox.keepEmail(failureMail({ interview, failure, to: [author.email], userName: name }));
  }

  #user(id: string): { name: string; email: string } {
    const [row] = this.#org.inspect('SELECT "Name", "Email" FROM "User" WHERE "Id" = ?', id);
    return { name: String((row?.['Name'] ?? '') as string), email: String((row?.['Email'] ?? '') as string) };
  }

  /** The user, if still active; else the default workflow user. */
  #activeUser(id: string | undefined): string {
    const isActive =
      id !== undefined && this.#org.inspect('SELECT 1 FROM "User" WHERE "Id" = ? AND "IsActive" = 1', id).length > 0;
    if (isActive) return id;
    const { defaultWorkflowUser } = this.#options;
    const named = defaultWorkflowUser === undefined ? undefined : this.#org.userId(defaultWorkflowUser);
    if (named !== undefined) return named;
    const [admin] = this.#org.inspect(
      `SELECT u."Id" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
       WHERE p."Name" = 'System Administrator' AND u."IsActive" = 1 ORDER BY u."Id"`,
    );
    return String((admin?.['Id'] ?? '') as string);
  }
}

type Beginning = { access: FlowAccess; trigger: FlowTrigger | undefined };

const isEventFlow = ({ start }: FlowModel, object: string): boolean =>
  start.triggerType === 'PlatformEvent' && start.object?.toLowerCase() === object.toLowerCase();

const triggerOf = (record: FlowTrigger['record']): FlowTrigger => ({
  record,
  prior: undefined,
  isNew: true,
  isBeforeSave: false,
});

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
