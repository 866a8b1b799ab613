import type { Org, RecordChange } from '../org.ts';
import { callService } from './call-service.ts';
import type { CalloutResult, ServiceAddress } from './call-service.ts';
import { twins } from './twins.ts';
import type { Callout, Twin } from './twin.ts';

/** The platform's limits: records of one transaction, and calls that one transaction may make. */
const recordsPerTransaction = 200;
const calloutsPerTransaction = 100;

const keptOutcomes = 1_000;

/** What ran: ids and status, no field values. */
export type Outcome = CalloutResult & {
  at: string;
  twin: string;
  standsFor: readonly string[];
  /** Counts up; calls with the same number were made in one transaction. */
  transaction: number;
  goalId?: string;
  recordIds?: readonly string[];
};

/**
 * The org's stand-in for the Apex and Flow runtime. The twins run after a transaction has committed, asynchronously, one
 * transaction after the other. What fails is kept for looking at.
 */
export class Automation {
  readonly #org: Org;
  readonly #service: ServiceAddress;
  readonly #stopping = new AbortController();
  readonly #outcomes: Outcome[] = [];
  #transactions = 0;
  #pending = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(org: Org, service: ServiceAddress) {
    this.#org = org;
    this.#service = service;
    for (const twin of twins) {
      org.onCommitted([twin.object], (changes) => {
        this.#start(twin, changes.filter(twin.isStartedBy));
      });
    }
  }

  get serviceUrl(): string {
    return this.#service.serviceUrl;
  }

  /** Transactions that wait or run. */
  get pending(): number {
    return this.#pending;
  }

  /** The last 1,000, oldest first. */
  get outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** Resolves when nothing waits or runs any more. */
  async settled(): Promise<void> {
    // Changes are told after their transaction: let those arrive that are on their way.
    await Promise.resolve();
    while (this.#pending > 0) await this.#work;
  }

  /** Ends the call that runs, and begins no other. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
  }

  #start(twin: Twin, changes: readonly RecordChange[]): void {
    for (const chunk of chunks(changes, recordsPerTransaction)) this.#enqueue(() => this.#run(twin, chunk));
  }

  #enqueue(transaction: () => void | Promise<void>): void {
    this.#pending += 1;
    this.#work = this.#work.then(async () => {
      if (!this.#stopping.signal.aborted) await transaction();
      this.#pending -= 1;
    });
  }

  #run(twin: Twin, changes: readonly RecordChange[]): void {
    for (const callouts of chunks(this.#calloutsFor(twin, changes), calloutsPerTransaction)) {
      this.#enqueue(() => this.#call(twin, callouts));
    }
  }

  #calloutsFor(twin: Twin, changes: readonly RecordChange[]): Callout[] {
    try {
      return twin.calloutsFor(this.#org, changes);
    } catch (error) {
      // The package may be deployed in part: then there is nothing to call, and a reason to be seen.
      this.#keep(twin, { transaction: this.#transactions, error: error instanceof Error ? error.message : 'failed' });
      return [];
    }
  }

  async #call(twin: Twin, callouts: readonly Callout[]): Promise<void> {
    const transaction = ++this.#transactions;
    for (const callout of callouts) {
      const result = await callService(this.#service, callout, this.#stopping.signal);
      const { goalId, recordIds } = callout;
      this.#keep(twin, { transaction, goalId, ...(recordIds === undefined ? {} : { recordIds }), ...result });
      if (this.#stopping.signal.aborted) return;
    }
  }

  #keep({ name, standsFor }: Twin, outcome: Omit<Outcome, 'at' | 'twin' | 'standsFor'>): void {
    this.#outcomes.push({ at: this.#org.clock.now().toISOString(), twin: name, standsFor, ...outcome });
    if (this.#outcomes.length > keptOutcomes) this.#outcomes.shift();
  }
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
