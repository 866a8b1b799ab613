import type { Cron } from './cron.ts';
import type { ApexObject } from './values.ts';

/** A schedule that waits for its next time. */
export type Schedule = {
  triggerId: string;
  cron: Cron;
  object: ApexObject;
  userId: string;
  timeZone: string;
  next: Date;
  isOnce: boolean;
};
