import { childText } from '../metadata/xml.ts';
import type { AccessMode, FieldValue, Org, QueryRow, RecordInput, SaveResult } from '../org.ts';
import { FlowFault } from './flow-fault.ts';
import type { FlowAccess, FlowCount, FlowField, FlowHost, FlowObject, FlowWrite } from './flow-host.ts';
import type { FlowModel } from './model.ts';
import type { Outbox } from './outbox.ts';
import { rowOfRecord } from './saved-record.ts';
import { dateValue, typedValue } from './values.ts';
import type { FlowRecord, FlowValue } from './values.ts';

const accessModes: Record<FlowAccess['mode'], AccessMode> = {
  user: { mode: 'user', sharing: 'with' },
  systemWithSharing: { mode: 'system', sharing: 'with' },
  system: { mode: 'system', sharing: 'without' },
};

/** Runs Apex actions: gets the inputs of all interviews at once and answers as many outputs. */
export type InvokeApex = FlowHost['invokeAction'];

type Parts = {
  org: Org;
  outbox: Outbox;
  findFlow: (name: string) => FlowModel | undefined;
  invokeApex: InvokeApex | undefined;
  count: ((what: FlowCount, amount: number) => void) | undefined;
  visited: (flow: string, element: string) => void;
};

/** An org as flows see it. */
export class OrgFlowHost implements FlowHost {
  readonly #parts: Parts;
  readonly #objects = new WeakMap<object, FlowObject>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  query(soql: string, { userId, mode }: FlowAccess): QueryRow[] {
    return [...this.#parts.org.query(userId, soql, { access: accessModes[mode] }).rows];
  }

  write(
    operation: FlowWrite,
    object: string,
    records: readonly RecordInput[],
    { userId, mode }: FlowAccess,
  ): SaveResult[] {
    const writeAs = accessModes[mode];
    if (this.#isEvent(object)) {
      return records.map((record) => {
        const result = this.#parts.org.write(userId, operation, object, record, { access: writeAs });
        return result.success ? { ...result, errors: [] } : result;
      });
    }
    return this.#parts.org.writeMany(userId, operation, object, records, { allOrNone: true, access: writeAs });
  }

  describe(name: string): FlowObject | undefined {
    const described = this.#parts.org.describeForCode(name);
    if (described === undefined) return undefined;
    const known = this.#objects.get(described);
    if (known !== undefined) return known;
    const fields = described.fields.map(({ name: field, type, createable, updateable }): FlowField => ({
      name: field,
      type,
      createable,
      updateable,
    }));
    const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
    const object = { name: described.name, fields, field: (field: string) => byName.get(field.toLowerCase()) };
    this.#objects.set(described, object);
    return object;
  }

  readPath(record: FlowRecord, path: readonly string[], { userId }: FlowAccess): FlowValue {
    const object = this.describe(record.object);
    if (object === undefined) return null;
    const [first = ''] = path;
    if (path.length === 1 && object.field(first) === undefined) return null;
    const row = rowOfRecord(object, record);
    return this.#parts.org.formulaValue(userId, { object: object.name, row: this.#whole(object, row, first) }, path);
  }

  global(path: readonly string[], access: FlowAccess): FlowValue {
    const [first = '', ...rest] = path;
    if (first === '$Label') return this.#label(rest.at(-1) ?? '');
    if (first === '$Setup') return this.#setup(rest, access);
    if (first === '$CustomMetadata') return this.#customMetadata(rest, access);
    if (first === '$UserRole') return this.#userRole(rest, access);
    if (first === '$System') return rest[0] === 'OriginDateTime' ? dateValue('1900-01-01T00:00:00Z', 'datetime') : null;
    if (!['$User', '$Profile', '$Organization', '$Permission'].includes(first)) return null;
    return this.#parts.org.formulaValue(access.userId, { object: 'User', row: {} }, path);
  }

  invokeAction(...call: Parameters<InvokeApex>): ReturnType<InvokeApex> {
    const { invokeApex } = this.#parts;
    if (invokeApex === undefined)
      throw new FlowFault(`The Apex action ${call[1]} cannot run: the org has no Apex runtime.`);
    return invokeApex(...call);
  }

  /** A notification of a transaction that is rolled back is never sent. */
  notify(notification: Parameters<FlowHost['notify']>[0]): void {
    this.#requireNotificationType(notification.typeId);
    this.#parts.org.afterCommit(() => {
      this.#parts.outbox.keepNotification(notification);
    });
  }

  email(email: Parameters<FlowHost['email']>[0]): void {
    this.#parts.org.afterCommit(() => {
      this.#parts.outbox.keepEmail(email);
    });
  }

  now(): Date {
    return this.#parts.org.clock.now();
  }

  flow(name: string): FlowModel | undefined {
    return this.#parts.findFlow(name);
  }

  transaction<T>(work: () => T): T {
    return this.#parts.org.transaction(work);
  }

  count(what: FlowCount, amount: number): void {
    this.#parts.count?.(what, amount);
  }

  visited(flow: string, element: string): void {
    this.#parts.visited(flow, element);
  }

  #isEvent(object: string): boolean {
    return object.endsWith('__e');
  }

  /** The stored record under the values that the flow knows, where these do not hold what a path starts with. */
  #whole(object: FlowObject, row: Record<string, FieldValueStored>, first: string): Record<string, FieldValueStored> {
    const own = [first, `${first}Id`, first.replace(/__r$/, '__c')];
    const isHeld = own.some((name) => Object.hasOwn(row, object.field(name)?.name ?? name));
    if (isHeld || typeof row['Id'] !== 'string') return row;
    const [stored] = this.#parts.org.inspect(`SELECT * FROM "${object.name}" WHERE "Id" = ?`, row['Id']);
    return { ...(stored as Record<string, FieldValueStored> | undefined), ...row };
  }

  #label(name: string): FlowValue {
    const label = this.#parts.org.components('CustomLabel').find(({ fullName }) => fullName === name);
    return label === undefined ? null : (childText(label.body, 'value') ?? null);
  }

  /** The value of a hierarchy custom setting: the user's own, else the profile's, else the org's. */
  #setup([objectName = '', field = '']: string[], access: FlowAccess): FlowValue {
    const object = this.describe(objectName);
    const described = object?.field(field);
    if (object === undefined || described === undefined) return null;
    if (object.field('SetupOwnerId') === undefined) return null;
    const profile = this.#parts.org.inspect('SELECT "ProfileId" FROM "User" WHERE "Id" = ?', access.userId)[0]?.[
      'ProfileId'
    ];
    for (const owner of [access.userId, String(profile ?? ''), this.#parts.org.id]) {
      const [row] = this.#parts.org.inspect(
        `SELECT "${described.name}" AS "value" FROM "${object.name}" WHERE "SetupOwnerId" = ?`,
        owner,
      );
      if (row !== undefined) return typedValue(row['value'], described.type);
    }
    return null;
  }

  #customMetadata([type = '', record = '', field = '']: string[], { userId }: FlowAccess): FlowValue {
    const object = this.describe(type);
    const described = object?.field(field);
    if (object === undefined || described === undefined) return null;
    const [row] = this.query(
      `SELECT ${described.name} FROM ${object.name} WHERE DeveloperName = '${record.replaceAll("'", "\\'")}'`,
      { userId, mode: 'system' },
    );
    return typedValue(row?.[described.name], described.type);
  }

  #userRole([field = '']: string[], { userId }: FlowAccess): FlowValue {
    const described = this.describe('UserRole')?.field(field);
    if (described === undefined) return null;
    const [row] = this.#parts.org.inspect(
      `SELECT r."${described.name}" AS "value" FROM "User" u JOIN "UserRole" r ON r."Id" = u."UserRoleId" WHERE u."Id" = ?`,
      userId,
    );
    return typedValue(row?.['value'], described.type);
  }

  #requireNotificationType(id: string): void {
    if (this.describe('CustomNotificationType') === undefined) return;
    const [row] = this.#parts.org.inspect('SELECT "Id" FROM "CustomNotificationType" WHERE "Id" = ?', id);
    if (row === undefined) throw new FlowFault(`Invalid custom notification type: ${id}`);
  }
}

type FieldValueStored = Exclude<FieldValue, boolean>;
