import type { Org, RecordChange } from '../org.ts';
import type { Program, RuntimeClass } from './program.ts';
import type { TestContext } from './transaction-host.ts';
import type { Transaction } from './transaction.ts';
import { callTrigger, triggerValues } from './triggers.ts';

const mostEvents = 2000;
const mostRetries = 9;

type Row = Record<string, string | number | null>;

/** What triggers on events need of the runtime. */
type EventRuntime = {
  readonly org: Org;
  readonly program: Program;
  triggersFor(object: string, event: string): RuntimeClass[];
  newTransaction(
    userId: string,
    options?: { test?: TestContext; statics?: Transaction['staticVariables'] },
  ): Transaction;
  run<T>(t: Transaction, work: () => T): T;
  noteEventError(object: string, error: unknown): void;
};

/** Triggers on platform events: they run after the commit, in a transaction of their own. */
export class EventTriggers {
  private readonly runtime: EventRuntime;
  private readonly subscribed = new Set<string>();

  constructor(runtime: EventRuntime) {
    this.runtime = runtime;
  }

  subscribe(program: Program): void {
    for (const object of eventObjects(program)) {
      if (this.subscribed.has(object)) continue;
      this.subscribed.add(object);
      this.runtime.org.onCommitted([object], (changes) => {
        this.deliver(object, changes);
      });
    }
  }

  private deliver(object: string, changes: readonly RecordChange[]): void {
    const rows = changes.flatMap(({ row }) => (row === undefined ? [] : [row]));
    for (let start = 0; start < rows.length; start += mostEvents) {
      this.runFor(object, rows.slice(start, start + mostEvents));
    }
  }

  /** An event whose trigger fails is lost for it, as on the platform, unless the trigger asks to have it again. */
  private runFor(object: string, rows: Row[]): void {
    for (let retries = 0; retries <= mostRetries; retries += 1) {
      const t = this.runtime.newTransaction(this.subscriberOf(rows));
      t.state.set('event retries', retries);
      try {
        this.runtime.run(t, () => {
          this.callTriggers(t, object, rows);
        });
        return;
      } catch (error) {
        const isRetryable =
          (error as { value?: { of: { name: string } } }).value?.of.name === 'EventBus.RetryableException';
        if (isRetryable) continue;
        this.runtime.noteEventError(object, error);
        return;
      }
    }
  }

  private subscriberOf(rows: readonly Row[]): string {
    const [automated] = this.runtime.org.inspect(
      'SELECT "Id" FROM "User" WHERE "UserType" = ? AND "IsActive" = 1',
      'AutomatedProcess',
    );
    return String(automated?.Id ?? rows[0]?.CreatedById ?? '');
  }

  private callTriggers(t: Transaction, object: string, rows: Row[]): void {
    const records = rows.map((row) => ({ id: String(row.Id), row, errors: [] }));
    const chunk = { object, operation: 'insert' as const, userId: t.user.id, attempt: 1, records };
    const { values } = triggerValues(t, chunk, 'after');
    for (const trigger of this.runtime.triggersFor(object, 'after insert')) callTrigger(t, trigger, values);
  }

  /** Gives a test's events, which are kept in its transaction, to their triggers. */
  deliverInTest(test: Transaction): void {
    const context = test.test;
    if (context === undefined) return;
    for (const object of eventObjects(this.runtime.program)) {
      const rows = this.eventsOf(object, context).filter(({ Id }) => !context.delivered.has(String(Id)));
      if (rows.length === 0) continue;
      for (const { Id } of rows) context.delivered.add(String(Id));
      const t = this.runtime.newTransaction(test.user.id, { test: context, statics: test.staticVariables });
      this.runtime.run(t, () => {
        this.callTriggers(t, object, rows);
      });
    }
  }

  /** The events of a test in their order, those that were published immediately also after a rollback. */
  private eventsOf(object: string, { published }: TestContext): Row[] {
    const stored = this.runtime.org.inspect(`SELECT * FROM "${object}"`) as Row[];
    const kept = published.filter((one) => one.object === object).map(({ row }) => row);
    const rows = new Map([...kept, ...stored].map((row) => [row.Id, row]));
    return [...rows.values()].sort((one, other) => Number(one.ReplayId) - Number(other.ReplayId));
  }
}

const eventObjects = (program: Program): Set<string> =>
  new Set(
    program.triggers.flatMap(({ symbol }) => {
      const object = program.world.schema.object(symbol.trigger?.object ?? '')?.name;
      return object?.endsWith('__e') === true ? [object] : [];
    }),
  );
