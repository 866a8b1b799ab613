import type { AccessMode } from './access/code-access.ts';
import type { Secrets, Send } from './apex/callout-request.ts';
import type { Component } from './metadata/component.ts';
import type { Member } from './metadata/manifest.ts';
import type { Retrieved } from './metadata/retrieve.ts';
import type { RecordError } from './records/record-refusal.ts';
import type { FormulaValue } from './formula/values.ts';
import type { SaveParticipant, SavePhase } from './records/save-participants.ts';
import type { DescribeSObject } from './schema/describe.ts';
import type { OrgFeature } from './schema/org-features.ts';
import type { QueryColumn } from './soql/query-columns.ts';
import type { OpenTransaction, Savepoint } from './storage/database.ts';
import type { Kept } from './storage/kept.ts';

export type { AccessMode } from './access/code-access.ts';
export type { RecordError } from './records/record-refusal.ts';
export type { SaveChunk, SavedRecord, SaveParticipant, SavePhase } from './records/save-participants.ts';
export type { QueryColumn } from './soql/query-columns.ts';
export type { OpenTransaction, Savepoint } from './storage/database.ts';

/** One value as the platform's JSON carries it. */
export type FieldValue = string | number | boolean | null;

/** A record as a client sends it; a nested object names a parent by external id. */
export type RecordInput = { [field: string]: FieldValue | RecordInput | undefined };

export type SaveResult =
  /** Only a published event has an entry in `errors`, which reports it as enqueued. */
  | { id: string; success: true; errors: RecordError[]; created?: boolean }
  | { id?: string; success: false; errors: RecordError[]; created?: boolean };

/** One row of a query, in REST shape: `attributes`, fields, nested parents and child query results. */
export type QueryRow = { attributes: { type: string; url?: string } } & Record<string, unknown>;

/** `rows` is lazy: reading it keeps memory flat; `totalSize` is known when all rows were counted. */
export type QueryResult = {
  object: string;
  /** Column paths in the order selected, as Bulk CSV heads them (`Id`, `Owner.Name`). */
  columns: string[];
  /** For `SELECT COUNT() FROM X`: the count; there are no rows then. */
  countOnly?: number;
  rows: IterableIterator<QueryRow>;
  /** Whether the rows are groups: each has only the columns, without an address. */
  isAggregate: boolean;
  /** The columns with their types, those of aggregates by their alias. */
  typedColumns: QueryColumn[];
  /** The column metadata that `?columns=true` answers. */
  columnMetadata: unknown;
};

export type QueryOptions = {
  includeDeleted?: boolean;
  apiVersion?: string;
  forBulk?: boolean;
  /** Answers files by their content in base64 instead of its address. */
  asBlob?: boolean;
  /** The rights of the user as they are when absent. */
  access?: AccessMode;
};

/** The rights of the user, as they are when absent. */
export type CodeOptions = { access?: AccessMode };

export type WriteOptions = {
  /** The external id field of an upsert, or `Id`. */
  externalIdField?: string;
  /** Statement savepoints are the caller's: `transaction` makes a set of writes one. */
  apiVersion?: string;
  /** Runs the active assignment rule of the object. */
  assignsOwner?: boolean;
  /** Saves a duplicate that a duplicate rule only alerts to. */
  allowsDuplicates?: boolean;
  /** The rights of the user as they are when absent. What nobody may write is refused in every mode. */
  access?: AccessMode;
};

export type WriteManyOptions = WriteOptions & {
  /** Saves nothing when a record is refused; the others then say ALL_OR_NONE_OPERATION_ROLLED_BACK. */
  allOrNone: boolean;
};

export type WriteOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete' | 'undelete';

export type LeadConversion = {
  leadId: string;
  convertedStatus: string;
  accountId?: string;
  contactId?: string;
  /** An opportunity to join instead of making one. */
  opportunityId?: string;
  ownerId?: string;
  opportunityName?: string;
  doNotCreateOpportunity?: boolean;
  overwriteLeadSource?: boolean;
};

export type LeadConversionResult = {
  leadId: string;
  success: boolean;
  accountId?: string;
  contactId?: string;
  opportunityId?: string;
  errors: RecordError[];
};

/** One or two records to be merged into another of the same object. */
export type MergeRequest = {
  object: string;
  /** The record that remains, by its `Id`, with the values to set on it. */
  master: RecordInput;
  mergeIds: string[];
};

export type MergeResult = {
  id: string;
  success: boolean;
  errors: RecordError[];
  mergedRecordIds: string[];
  /** Records that referred to a merged record and now refer to the remaining one. */
  updatedRelatedIds: string[];
};

/** What was saved. `row` and `prior` are in storage form: booleans 0 or 1, datetimes ISO with milliseconds and Z. */
export type RecordChange = {
  object: string;
  id: string;
  operation: 'insert' | 'update' | 'delete';
  /** The record as it is now; absent once it is deleted. */
  row?: Record<string, string | number | null>;
  /** The record before an update. */
  prior?: Record<string, string | number | null>;
};

/** Objects by name, or by whether a listener wants a change of one. */
export type ObjectChoice = readonly string[] | ((object: string) => boolean);

/** An event as a subscriber gets it. */
export type EventMessage = {
  channel: string;
  event: { EventUuid: string; replayId: number };
  payload: Record<string, unknown>;
};

export type EventRequest = {
  /** `Order_Event__e` or `/event/Order_Event__e`. */
  channel: string;
  /** Only events with a higher replay id; all that are kept when absent. */
  after?: number;
};

/** One file of a metadata deploy, by its path inside the package (`objects/Lead.object`, `permissionsets/X.permissionset`). */
export type DeployFile = { path: string; content: Uint8Array };

export type DeployMessage = {
  componentType: string;
  fullName: string;
  fileName: string;
  success: boolean;
  created: boolean;
  changed: boolean;
  deleted: boolean;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  lineNumber?: number;
  columnNumber?: number;
};

export type DeployOptions = {
  checkOnly?: boolean;
  /** Whether destructive changes may name missing components. */
  ignoreWarnings?: boolean;
  /** Without it valid components are deployed although others failed. */
  rollbackOnError?: boolean;
  /** Called while everything is deployed, for instance to run tests; unless it agrees, nothing stays changed. */
  approve?: () => boolean;
};

/** `isPartial`: some components failed and the others were deployed. */
export type DeployOutcome = { success: boolean; isPartial: boolean; messages: DeployMessage[] };

/** The org itself: everything but HTTP. The server, the generator and the tests enter here. */
export type Org = {
  /** 18 characters, prefix 00D. */
  readonly id: string;
  readonly clock: { now(): Date; set(time: Date): void; advance(milliseconds: number): void };
  /** Names of all objects the user may see, with their describe. */
  describeGlobal(userId: string): DescribeSObject[];
  /** undefined when there is no such object or the user may not see it. */
  describe(userId: string, object: string): DescribeSObject | undefined;
  /** An object with all its fields and child relationships, whatever users may see; for code that runs inside the org. */
  describeForCode(object: string): DescribeSObject | undefined;
  /** Whether events of the object are published although the transaction is rolled back. */
  isPublishedImmediately(object: string): boolean;
  /** The names of all objects. */
  objectNames(): string[];
  /**
   * The values of formula fields, summaries and other fields without a column for a row, all in storage form; formulas
   * see the row as it is given, so that of a record that is being saved they have its new values.
   */
  calculate(
    userId: string,
    object: string,
    row: Record<string, string | number | null>,
  ): Record<string, string | number | null>;
  /** The object whose key prefix an id carries. */
  objectOfId(id: string): string | undefined;
  query(userId: string, soql: string, options?: QueryOptions): QueryResult;
  /** Searches in SOSL: the records found, object by object. */
  search(userId: string, sosl: string, options?: CodeOptions & { apiVersion?: string }): QueryRow[];
  write(
    userId: string,
    operation: WriteOperation,
    object: string,
    record: RecordInput,
    options?: WriteOptions,
  ): SaveResult;
  /**
   * Writes records of one object as one save, in chunks of 200, and returns the result of each in their order. Of a
   * partial save a chunk with refused records is saved again without them, and its triggers run again.
   */
  writeMany(
    userId: string,
    operation: WriteOperation,
    object: string,
    records: readonly RecordInput[],
    options: WriteManyOptions,
  ): SaveResult[];
  convertLead(userId: string, conversion: LeadConversion, options?: CodeOptions): LeadConversionResult;
  /** Merges leads, contacts or accounts, all or nothing. */
  merge(userId: string, request: MergeRequest, options?: CodeOptions): MergeResult;
  /** Atomic unless the options say otherwise: on any failure nothing is changed. */
  deploy(userId: string, files: DeployFile[], options?: DeployOptions): DeployOutcome;
  /** Deploys metadata in source format as `sf project deploy start` of an admin does. */
  deploySource(userId: string, folder: string): DeployOutcome;
  /** Locks records as an approval process does, or unlocks them: only administrators may change locked records. */
  setApprovalLock(ids: readonly string[], isLocked: boolean): void;
  /** The deployed components of a type. */
  components(type: string): readonly Component[];
  /** Retrieves deployed metadata as files of a package. Only administrators may. */
  retrieve(userId: string, members: readonly Member[]): Retrieved;
  /** The number of records of an object, for users who may view Setup; undefined for others. */
  recordCount(userId: string, object: string): number | undefined;
  /** The events of a channel that are still kept, oldest first. */
  events(request: EventRequest): EventMessage[];
  /** Assigns a permission set by its API name. */
  assignPermissionSet(userId: string, permissionSet: string): void;
  /** Id of an active user, by user name. */
  userId(username: string): string | undefined;
  /**
   * Calls `listener` after each transaction that changed records of these objects, never for one rolled back. An event
   * that is published is an insert of its object, once subscribers may get it.
   */
  onCommitted(objects: ObjectChoice, listener: (changes: readonly RecordChange[]) => void): void;
  /** Runs `work` once the outermost transaction has committed; never when it is rolled back. */
  afterCommit(work: () => void): void;
  /**
   * The value of a path of a record, given in storage form, as a formula has it: calculated fields, fields of parents and
   * globals such as `$User.Email`. Rights do not count.
   */
  formulaValue(
    userId: string,
    record: { object: string; row: Record<string, string | number | null> },
    path: readonly string[],
  ): FormulaValue;
  /** Whether a transaction is open: what is written now belongs to it. */
  readonly isInTransaction: boolean;
  /** Whether a transaction of a test is open, which is rolled back in the end. */
  readonly isIsolated: boolean;
  /** Makes `participant` take part in saves, after those that were added before. */
  onSave(phase: SavePhase, participant: SaveParticipant): void;
  /** The objects with the data of the org; records of the others belong to its setup, as users and profiles do. */
  dataObjects(): string[];
  /** The names of the custom permissions that a user has. */
  customPermissions(userId: string): ReadonlySet<string>;
  /** The names of the permission sets that a user has, by themselves or by a group. */
  permissionSets(userId: string): readonly string[];
  /** Whether the profile of a user has every right. */
  isAdministrator(userId: string): boolean;
  /** Runs `work` once the outermost transaction has ended, whichever way; at once outside of one. */
  afterEnd(work: () => void): void;
  /** Commits when `work` returns, rolls back when it throws. Nests by savepoints. */
  transaction<T>(work: () => T): T;
  /**
   * Opens a transaction that the caller ends, in the same turn of the event loop: until then all that anyone writes
   * belongs to it. Within a transaction it is a part of that. After the rollback of an isolated one, which a test is,
   * not even events are left that are published immediately; until then `events` has them.
   */
  begin(options?: { isIsolated?: boolean }): OpenTransaction;
  /**
   * A point in the present transaction to return to, more than once: records, rights and changes for `onCommitted` are
   * as they were then, but ids are not used again. Valid in the transaction or trigger that set it.
   */
  savepoint(): Savepoint;
  /**
   * Writes rows as they are, system fields and ids included, without rules or history: for generated data.
   * The values are in storage form: booleans 0 or 1, datetimes ISO with milliseconds and Z.
   */
  insertRaw(object: string, rows: Iterable<Record<string, string | number | null>>): void;
  /** Changes columns of a row as they are, in storage form, without rules or history. */
  setRaw(object: string, id: string, values: Record<string, string | number | null>): void;
  /** The next id of an object, 18 characters. */
  nextId(object: string): string;
  /** State of the server that is stored with the data, in the same transactions. */
  readonly kept: Kept;
  /** Runs a statement on the storage: for the page that shows the org, and for tests. */
  inspect(sql: string, ...parameters: (string | number | null)[]): Record<string, unknown>[];
  close(): void;
  /** Whether the rules of production are asked of deploys. */
  readonly isProduction: boolean;
  /** Whether *Deploy processes and flows as active* is set. */
  readonly deploysFlowsAsActive: boolean;
};

/** A developer edition or scratch org, or the production org of a customer. */
export type OrgKind = 'developer' | 'production';

export type OrgOptions = {
  /** What a new org is; a kept one stays what it was unless this says otherwise. */
  kind?: OrgKind;
  /** How callouts of Apex go out; by the network when absent. */
  send?: Send;
  /** The secrets that an administrator entered for external credentials; none when absent. */
  secrets?: Secrets;
  /** Where the data lives; in memory when absent. */
  folder?: string;
  /** The org's time at start; real time when absent. The clock runs on from there. */
  startAt?: Date;
  /** What the org has beside the objects of every org; to be given again when a kept one is opened. */
  features?: readonly OrgFeature[];
  /** The namespace of a new org; none when absent. Its components are not renamed by it. */
  namespacePrefix?: string;
  /** Of the id of the org, 1 when absent. With another one, the folder of an org opens as its copy in a sandbox. */
  organizationNumber?: number;
};
