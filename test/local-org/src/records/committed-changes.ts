import type { ObjectChoice, RecordChange } from '../org.ts';
import type { Database } from '../storage/database.ts';

type Listener = (changes: readonly RecordChange[]) => void;
type Subscription = { isWanted: (object: string) => boolean; listener: Listener; waiting: RecordChange[] };

/** Notifies subscribers of saved records after the commit, and never of a rolled-back change. */
export class CommittedChanges {
  private readonly database: Database;
  private readonly subscriptions: Subscription[] = [];

  constructor(database: Database) {
    this.database = database;
  }

  /** `listener` is called after the transaction, outside of it, with its changes in their order. */
  subscribe(objects: ObjectChoice, listener: Listener): void {
    const isWanted = typeof objects === 'function' ? objects : (object: string) => objects.includes(object);
    this.subscriptions.push({ isWanted, listener, waiting: [] });
  }

  note(change: RecordChange): void {
    for (const subscription of this.subscriptions) {
      if (!subscription.isWanted(change.object)) continue;
      this.database.afterCommit(() => {
        deliverLater(subscription, change);
      });
    }
  }
}

function deliverLater({ listener, waiting }: Subscription, change: RecordChange): void {
  waiting.push(change);
  if (waiting.length > 1) return;
  queueMicrotask(() => {
    listener(waiting.splice(0));
  });
}
