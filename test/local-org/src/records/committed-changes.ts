import type { RecordChange } from '../org.ts';
import type { Database } from '../storage/database.ts';

type Listener = (changes: readonly RecordChange[]) => void;
type Subscription = { objects: readonly string[]; listener: Listener; waiting: RecordChange[] };

/** Notifies subscribers of saved records after the commit, and never of a rolled-back change. */
export class CommittedChanges {
  private readonly database: Database;
  private readonly subscriptions: Subscription[] = [];

  constructor(database: Database) {
    this.database = database;
  }

  /** `listener` is called after the transaction, outside of it, with its changes in their order. */
  subscribe(objects: readonly string[], listener: Listener): void {
    this.subscriptions.push({ objects, listener, waiting: [] });
  }

  note(change: RecordChange): void {
    for (const subscription of this.subscriptions) {
      if (!subscription.objects.includes(change.object)) continue;
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
