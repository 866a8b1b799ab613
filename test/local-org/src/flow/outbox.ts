import type { FlowEmail, FlowNotification } from './flow-host.ts';

type Kept<T> = T & { at: string };

const most = 1_000;

/** What flows have sent: nothing leaves the org. The last 1,000 of each, oldest first. */
export class Outbox {
  readonly #notifications: Kept<FlowNotification>[] = [];
  readonly #emails: Kept<FlowEmail>[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get notifications(): readonly Kept<FlowNotification>[] {
    return this.#notifications;
  }

  get emails(): readonly Kept<FlowEmail>[] {
    return this.#emails;
  }

  keepNotification(notification: FlowNotification): void {
    keep(this.#notifications, { ...notification, at: this.#now().toISOString() });
  }

  keepEmail(email: FlowEmail): void {
    keep(this.#emails, { ...email, at: this.#now().toISOString() });
  }

  clear(): void {
    this.#notifications.length = 0;
    this.#emails.length = 0;
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > most) list.shift();
}
