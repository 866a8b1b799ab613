import type { Org, RecordChange } from '../org.ts';
import type { AutomationStub, Callout, CalloutResult } from './automation-stub.ts';

type CalloutStub = Extract<AutomationStub, { calloutsFor: unknown }>;

/** The platform's limits for one transaction. */
const recordsPerTransaction = 200;
const calloutsPerTransaction = 100;

const keptOutcomes = 1_000;

/** The result of a callout: ids and status, no field values. */
export type Outcome = CalloutResult & {
  at: string;
  stub: string;
  replaces: AutomationStub['replaces'];
  /** Counts up; callouts with the same number were made in one transaction. */
  transaction: number;
  about?: Callout['about'];
};

/**
 * Runs stubs in place of deployed flows and Apex triggers: before a save, or after a transaction has committed,
 * asynchronously, one transaction after the other. Failures are kept as outcomes, because no caller waits for the result.
 */
export class Automation {
  readonly #org: Org;
  readonly #stopping = new AbortController();
  readonly #stubs: AutomationStub[] = [];
  readonly #outcomes: Outcome[] = [];
  #transactions = 0;
  #pending = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(org: Org) {
    this.#org = org;
  }

  get stubs(): readonly AutomationStub[] {
    return this.#stubs;
  }

  /** Transactions that wait or run. */
  get pending(): number {
    return this.#pending;
  }

  /** The last 1,000, oldest first. */
  get outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** @throws Error when a stub of this name is registered already: its callouts would be sent twice */
  register(stubs: readonly AutomationStub[]): void {
    for (const stub of stubs) {
      if (this.#stubs.some(({ name }) => name === stub.name)) throw new Error(`${stub.name} is registered already.`);
      this.#stubs.push(stub);
      if ('changesBeforeSave' in stub) {
        this.#org.onBeforeSave((change) => {
          const isStarted = change.object === stub.object && this.#isDeployed(stub) && stub.isStartedBy(change);
          return isStarted ? stub.changesBeforeSave(this.#org, change) : {};
        });
        continue;
      }
      this.#org.onCommitted([stub.object], (changes) => {
        if (this.#isDeployed(stub)) this.#start(stub, changes.filter(stub.isStartedBy));
      });
    }
  }

  /** Resolves when no transaction waits or runs. */
  async settled(): Promise<void> {
    // Listeners are called after the commit, in a microtask of their own.
    await Promise.resolve();
    while (this.#pending > 0) await this.#work;
  }

  /** Aborts the callout that runs, and starts no other. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
  }

  #isDeployed({ replaces }: AutomationStub): boolean {
    return this.#org.components(replaces.type).some(({ fullName }) => fullName === replaces.fullName);
  }

  #start(stub: CalloutStub, changes: readonly RecordChange[]): void {
    for (const chunk of chunks(changes, recordsPerTransaction)) this.#enqueue(() => this.#run(stub, chunk));
  }

  #enqueue(transaction: () => void | Promise<void>): void {
    this.#pending += 1;
    this.#work = this.#work.then(async () => {
      if (!this.#stopping.signal.aborted) await transaction();
      this.#pending -= 1;
    });
  }

  #run(stub: CalloutStub, changes: readonly RecordChange[]): void {
    for (const callouts of chunks(this.#calloutsFor(stub, changes), calloutsPerTransaction)) {
      this.#enqueue(() => this.#send(stub, callouts));
    }
  }

  #calloutsFor(stub: CalloutStub, changes: readonly RecordChange[]): Callout[] {
    try {
      return stub.calloutsFor(this.#org, changes);
    } catch (error) {
      // A field that the stub reads may not be deployed: there is no callout then, only the reason.
      this.#keep(stub, { transaction: this.#transactions, error: error instanceof Error ? error.message : 'failed' });
      return [];
    }
  }

  async #send(stub: AutomationStub, callouts: readonly Callout[]): Promise<void> {
    const transaction = ++this.#transactions;
    for (const { about, send } of callouts) {
      this.#keep(stub, { transaction, about, ...(await send(this.#stopping.signal)) });
      if (this.#stopping.signal.aborted) return;
    }
  }

  #keep({ name, replaces }: AutomationStub, outcome: Omit<Outcome, 'at' | 'stub' | 'replaces'>): void {
    this.#outcomes.push({ at: this.#org.clock.now().toISOString(), stub: name, replaces, ...outcome });
    if (this.#outcomes.length > keptOutcomes) this.#outcomes.shift();
  }
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
