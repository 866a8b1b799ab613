import type { Org, RecordChange } from '../org.ts';

/** The result of one callout; `error` is the code that the service returned, or the reason why it was not reached. */
export type CalloutResult = { status?: number; error?: string };

/** One call of an outside service, as Apex makes it in an asynchronous transaction. */
export type Callout = {
  /** The ids that the callout concerns, reported with its result; no field values. */
  about: Readonly<Record<string, string | readonly string[]>>;
  /** Never rejects: a failure is a result, because no caller waits for an asynchronous transaction. */
  send(signal: AbortSignal): Promise<CalloutResult>;
};

/** Code that runs in place of a deployed flow or Apex trigger, which the org stores but cannot run. */
export type AutomationStub = {
  name: string;
  /** The metadata it stands for; the stub runs only while this is deployed. */
  replaces: { type: 'Flow' | 'ApexTrigger'; fullName: string };
  /** The object whose changes start it. */
  object: string;
  isStartedBy(change: RecordChange): boolean;
} & (
  | {
      /** The callouts of one transaction of at most 200 changes, after they are committed. */
      calloutsFor(org: Org, changes: readonly RecordChange[]): Callout[];
    }
  | {
      /** The values, in storage form, that it changes on a record before the record is saved. */
      changesBeforeSave(org: Org, change: RecordChange): Record<string, string | number | null>;
    }
);
