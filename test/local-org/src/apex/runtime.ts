import { randomUUID } from 'node:crypto';
import type { LibraryClass } from './library.ts';
import type { Org, SaveChunk, SaveParticipant } from '../org.ts';
import { sendByFetch } from './callouts.ts';
import type { CalloutRequest, CalloutResponse, Secrets, Send } from './callout-request.ts';
import { EventTriggers } from './event-triggers.ts';
import { JobQueue } from './job-queue.ts';
import type { Job, Step, StepResult } from './jobs.ts';
import type { TransactionContext } from './library/transaction.ts';
import { operations } from './operations.ts';
import { Program } from './program.ts';
import type { ApexSource, Methods, RuntimeClass } from './program.ts';
import { schemaOf } from './records.ts';
import { readUser } from './running-user.ts';
import type { RunningUser } from './run.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import { makeStub } from './stubs.ts';
import type { Problem } from './symbols.ts';
import { ApexThrow } from './apex-throw.ts';
import { Transaction } from './transaction.ts';
import type { TransactionHost, TransactionOptions } from './transaction-host.ts';
import { runTriggers } from './triggers.ts';
import type { Timing } from './triggers.ts';
import type { Value } from './values.ts';

export type RuntimeOptions = {
  org: Org;
  library: readonly LibraryClass[];
  labels: (name: string) => string | undefined;
  /** How callouts go out; by the network when absent. */
  send?: Send;
  /** The secrets of external credentials; none when absent. */
  secrets?: Secrets;
};

export type NewTransaction = Partial<
  Pick<
    TransactionOptions<Transaction>,
    'limits' | 'context' | 'test' | 'jobDepth' | 'statics' | 'maxSteps' | 'isReadOnly'
  >
>;

/** An object of the org by its name. */
export type Describe = (name: string) => DescribeSObject | undefined;

/** A callout that Apex made; without a status while it runs and where nothing answered. */
export type CalloutNote = { method: string; url: string; status: number | undefined };

const keptCallouts = 1000;

/** The Apex of an org: compiles it, runs it, and takes part in saves with its triggers. */
export class ApexRuntime {
  readonly org: Org;
  readonly jobs: JobQueue;
  /** The last 1,000 callouts, the oldest first. */
  readonly callouts: CalloutNote[] = [];
  /** What went wrong in triggers on platform events. */
  readonly eventErrors: { object: string; message: string }[] = [];
  /** What else runs when a test stops, such as the asynchronous paths of flows. */
  readonly atStopOfTest: (() => void)[] = [];
  private readonly library: readonly LibraryClass[];
  private readonly labels: RuntimeOptions['labels'];
  private readonly host: TransactionHost<Transaction>;
  private readonly events: EventTriggers;
  private compiled: Program | undefined;
  /** The transactions that run now, the innermost last: what a trigger does belongs to that which saved. */
  private readonly running: Transaction[] = [];
  /** The transaction of the triggers of a save that no Apex made, until that save has ended. */
  private ofSave: Transaction | undefined;

  constructor({ org, library, labels, send = sendByFetch, secrets = () => undefined }: RuntimeOptions) {
    this.org = org;
    this.library = library;
    this.labels = labels;
    this.jobs = new JobQueue(org, {
      run: (step, job) => this.runStep(step, job),
      runNow: (step, job, test) => this.runStepNow(step, job, test),
    });
    this.events = new EventTriggers(this);
    this.host = {
      send: (request) => this.sendAndNote(send, request),
      secrets,
      within: (t, work) => this.within(t, work),
      queue: (job) => this.jobs.add(job),
      keepSchedule: (schedule) => this.jobs.keep(schedule),
      dropSchedule: (id) => this.jobs.drop(id),
      runTestJobs: (t) => {
        for (const work of this.atStopOfTest) work();
        for (let job = t.test?.jobs.shift(); job !== undefined; job = t.test?.jobs.shift()) this.jobs.runInTest(job, t);
      },
      deliverInTest: (t) => this.events.deliverInTest(t),
      stub: makeStub,
    };
    for (const timing of ['before', 'after'] as const) org.onSave(`${timing}Trigger`, this.participant(timing));
  }

  /** Compiles all classes and triggers together. They replace the present ones where nothing is wrong with them. */
  compile(sources: readonly ApexSource[], { isKept = true } = {}): Problem[] {
    const { program, problems } = this.build(sources);
    if (problems.length === 0 && isKept) this.use(program);
    return problems;
  }

  /** Compiles classes and triggers against objects that may be those of a deploy, and leaves the present ones. */
  build(
    sources: readonly ApexSource[],
    describe: Describe = (name) => this.org.describeForCode(name),
  ): ReturnType<typeof Program.compile> {
    return Program.compile(sources, { library: this.library, schema: schemaOf(describe), operations });
  }

  /** Makes a program the one that runs; undefined for none, as of an org without Apex. */
  use(program: Program | undefined): void {
    this.compiled = program;
    if (program !== undefined) this.events.subscribe(program);
  }

  get program(): Program {
    this.compiled ??= this.build([]).program;
    return this.compiled;
  }

  /** The transaction that runs now; undefined outside of any, and while one waits. */
  get current(): Transaction | undefined {
    return this.running.at(-1);
  }

  userOf(id: string): RunningUser {
    return readUser(this.org, id);
  }

  newTransaction(userId: string, options: NewTransaction = {}): Transaction {
    return new Transaction({
      program: this.program,
      org: this.org,
      user: this.userOf(userId),
      host: this.host,
      labels: this.labels,
      userOf: (id) => this.userOf(id),
      ...options,
    });
  }

  /** Runs code that never waits. What it wrote is kept where it ends well, and undone where it fails. */
  run<T>(t: Transaction, work: () => T): T {
    try {
      const result = this.within(t, work);
      t.commit();
      return result;
    } catch (error) {
      t.rollback();
      throw t.raised(error);
    }
  }

  /** Runs code that may wait for callouts, which come before its first write. */
  async runAsync<T>(t: Transaction, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      t.commit();
      return result;
    } catch (error) {
      t.rollback();
      throw t.raised(error);
    }
  }

  /** Sends a callout and keeps what was called and answered, without headers and bodies. */
  private async sendAndNote(send: Send, request: CalloutRequest): Promise<CalloutResponse> {
    const note: CalloutNote = { method: request.method, url: request.url, status: undefined };
    this.callouts.push(note);
    if (this.callouts.length > keptCallouts) this.callouts.shift();
    const response = await send(request);
    note.status = response.status;
    return response;
  }

  /** When all jobs and events that were started have ended. */
  async settled(): Promise<void> {
    await this.jobs.settled();
    if (this.jobs.faults.length > 0) {
      throw new AggregateError(this.jobs.faults.splice(0), 'The runtime failed in asynchronous Apex.');
    }
  }

  /** An error of a trigger on events, that nobody else gets. */
  noteEventError(object: string, error: unknown): void {
    this.eventErrors.push({ object, message: error instanceof Error ? error.message : String(error) });
    if (!(error instanceof ApexThrow)) this.jobs.faults.push(error);
  }

  private within<T>(t: Transaction, work: () => T): T {
    this.running.push(t);
    try {
      return work();
    } finally {
      this.running.pop();
    }
  }

  private async runStep(step: Step, job: Job): Promise<StepResult> {
    const transaction = this.newTransaction(job.userId, optionsOf(step, job));
    noteRefusal(transaction, step);
    const { call, read } = step;
    try {
      const value = await this.runAsync(transaction, async () => {
        const result = await ('owner' in call
          ? (staticCode(transaction, call, 'a') as Promise<Value>)
          : transaction.callWaiting(call.object, call.method, call.values(transaction)));
        return read === undefined ? result : read(transaction, result);
      });
      return { value, error: undefined, transaction };
    } catch (error) {
      return { value: null, error, transaction };
    }
  }

  private runStepNow(step: Step, job: Job, test: Transaction): StepResult {
    const options = { ...optionsOf(step, job), statics: test.staticVariables };
    const transaction = this.newTransaction(
      job.userId,
      test.test === undefined ? options : { ...options, test: test.test },
    );
    noteRefusal(transaction, step);
    const { call, read } = step;
    try {
      const value = this.run(transaction, () => {
        const result =
          'owner' in call
            ? (staticCode(transaction, call, 's') as Value)
            : transaction.call(call.object, call.method, call.values(transaction));
        return read === undefined ? result : read(transaction, result);
      });
      return { value, error: undefined, transaction };
    } catch (error) {
      return { value: null, error, transaction };
    }
  }

  private participant(timing: Timing): SaveParticipant {
    return {
      isFor: (object, operation) => this.triggersFor(object, `${timing} ${operation}`).length > 0,
      run: (chunk) => {
        this.takePart(chunk, timing);
      },
    };
  }

  triggersFor(object: string, event: string): RuntimeClass[] {
    return (this.compiled?.triggers ?? []).filter(
      ({ symbol: { trigger } }) =>
        trigger?.object.toLowerCase() === object.toLowerCase() && trigger.events.includes(event),
    );
  }

  private takePart(chunk: SaveChunk, timing: Timing): void {
    const triggers = this.triggersFor(chunk.object, `${timing} ${chunk.operation}`);
    const t = this.running.at(-1);
    if (t !== undefined) {
      runTriggers(t, triggers, { chunk, timing });
      return;
    }
    const own = this.transactionOfSave(chunk.userId);
    this.run(own, () => {
      runTriggers(own, triggers, { chunk, timing });
    });
  }

  /** All triggers of a client's save are one transaction, with the same static variables and limits. */
  private transactionOfSave(userId: string): Transaction {
    if (this.ofSave !== undefined) return this.ofSave;
    const made = this.newTransaction(userId);
    this.ofSave = made;
    this.org.afterEnd(() => {
      this.ofSave = undefined;
    });
    return made;
  }
}

const quiddities: Record<TransactionContext['kind'], string> = {
  synchronous: 'SYNCHRONOUS',
  batch: 'BATCH_APEX',
  future: 'FUTURE',
  queueable: 'QUEUEABLE',
  scheduled: 'SCHEDULED',
};

const optionsOf = ({ kind, limits }: Step, { depth }: Job): NewTransaction => ({
  limits,
  jobDepth: depth,
  context: { kind, quiddity: quiddities[kind], requestId: randomUUID() },
});

function noteRefusal(t: Transaction, { calloutRefusal }: Step): void {
  if (calloutRefusal !== undefined) t.state.set('callout refusal', calloutRefusal);
}

function staticCode(
  t: Transaction,
  { owner, key, values }: { owner: string; key: string; values: readonly Value[] },
  table: 's' | 'a',
): unknown {
  const methods: Methods = t.k(owner)[table];
  return (methods[key] as ((...all: unknown[]) => unknown) | undefined)?.(t, ...values);
}
