import type { QueryRow, RecordInput, SaveResult } from '../org.ts';
import type { FlowModel } from './model.ts';
import type { FlowRecord, FlowValue } from './values.ts';

/** Who a flow runs as, and whether rights and sharing count. */
export type FlowAccess = { userId: string; mode: 'user' | 'systemWithSharing' | 'system' };

export type FlowField = { name: string; type: string; createable: boolean; updateable: boolean };

/** An object regardless of rights, its fields by name in lower case. */
export type FlowObject = { name: string; field(name: string): FlowField | undefined; fields: readonly FlowField[] };

export type FlowWrite = 'insert' | 'update' | 'delete';

export type FlowNotification = {
  typeId: string;
  title: string;
  body: string;
  recipientIds: string[];
  targetId: string | undefined;
};

export type FlowEmail = { to: string[]; subject: string; body: string };

/** What is counted for the limits of a transaction. */
export type FlowCount = 'queries' | 'queryRows' | 'writes' | 'writtenRows';

/** Everything outside of the flows. */
export type FlowHost = {
  /** Rows in REST shape. Throws `OrgError`. */
  query(soql: string, access: FlowAccess): QueryRow[];
  /** All or none: where one record fails, nothing is written. */
  write(operation: FlowWrite, object: string, records: readonly RecordInput[], access: FlowAccess): SaveResult[];
  describe(object: string): FlowObject | undefined;
  /** The value of a field that the record in the flow does not hold: of a parent, or a calculated one. */
  readPath(record: FlowRecord, path: readonly string[], access: FlowAccess): FlowValue;
  /** `$Label.X`, `$User.Id`, `$Permission.X`, `$Setup.X__c.Y__c`, `$CustomMetadata.X__mdt.Record.Y__c` and others. */
  global(path: readonly string[], access: FlowAccess): FlowValue;
  /** Calls an Apex action once for all interviews; only where it may wait, after the present transaction, by a promise. */
  invokeAction(
    kind: 'apex',
    name: string,
    inputs: Record<string, unknown>[],
    access: FlowAccess & { mayWait: boolean },
  ): Record<string, unknown>[] | Promise<Record<string, unknown>[]>;
  notify(notification: FlowNotification): void;
  email(email: FlowEmail): void;
  now(): Date;
  /** The active version of a flow. */
  flow(name: string): FlowModel | undefined;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Counts into the limits of the transaction; throws `FlowAbort` beyond them. */
  count?(what: FlowCount, amount: number): void;
  /** Notes an element that an interview has run. */
  visited?(flow: string, element: string): void;
};
