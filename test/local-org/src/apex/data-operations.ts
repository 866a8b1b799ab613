import type { AccessMode, RecordInput, SaveResult, WriteOperation, WriteOptions } from '../org.ts';
import { OrgError } from '../org-error.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import { callFuture } from './async-jobs.ts';
import { fieldSet } from './platform/field-sets.ts';
import type { DmlRow } from './library/exceptions.ts';
import { readRows, soqlLiteral, toInput, withEmptyLists } from './records.ts';
import { ApexFault, nullFault } from './run.ts';
import { accessOf, hiddenFields, requireReadable } from './query-rights.ts';
import { token } from './schema-tokens.ts';
import { search } from './search-records.ts';
import { mixedWrite, refusedFields, requireObjectRight } from './write-rights.ts';
import type { Transaction } from './transaction.ts';
import type { ApexType } from './types.ts';
import { ApexList, ApexObject, ApexSObject } from './values.ts';
import type { Value } from './values.ts';

const deref = <T>(value: T | null): T => {
  if (value === null) throw nullFault();
  return value;
};

/** A field of a record: one that was not queried cannot be read of a record that was. */
function get(t: Transaction, receiver: ApexSObject | null, name: string): Value {
  const record = deref(receiver);
  const key = name.toLowerCase();
  const value = record.fields.get(key);
  if (value !== undefined) return value;
  if (record.isQueried && key !== 'id') {
    throw new ApexFault(
      'System.SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${record.type}.${name}`,
    );
  }
  const type = t.fieldOfObject(record.type, name)?.type;
  return type?.kind === 'primitive' && type.name === 'Boolean' ? false : null;
}

function put(t: Transaction, receiver: ApexSObject | null, name: string, value: Value): Value {
  const record = deref(receiver);
  if (record.isReadOnly) throw new ApexFault('System.FinalException', 'Record is read-only');
  record.set(t.fieldOfObject(record.type, name)?.name ?? name, value);
  return value;
}

function children(t: Transaction, receiver: ApexSObject | null, name: string): Value {
  const record = deref(receiver);
  const found = record.fields.get(name.toLowerCase());
  if (found !== undefined) return found;
  if (record.isQueried) {
    throw new ApexFault(
      'System.SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${record.type}.${name}`,
    );
  }
  const child = t.program.world.schema.object(record.type)?.children.get(name.toLowerCase());
  return t.list({ kind: 'sobject', name: child?.object ?? 'SObject' });
}

function newRecord(_t: Transaction, type: string, ...values: Value[]): Value {
  const record = new ApexSObject(type);
  for (let index = 0; index < values.length; index += 2) record.set(values[index] as string, values[index + 1] ?? null);
  return record;
}

/** The one record of a query where one is wanted. */
function one(list: ApexList): Value {
  const [first, ...others] = list.items;
  if (first === undefined) throw new ApexFault('System.QueryException', 'List has no rows for assignment to SObject');
  if (others.length > 0) {
    throw new ApexFault('System.QueryException', 'List has more than 1 row for assignment to SObject');
  }
  return first;
}

/** Runs SOQL, whose bound values are already in the text. */
export function runQuery(
  t: Transaction,
  soql: string,
  access: AccessMode,
): { rows: ApexSObject[]; count: number | undefined } {
  t.use('Queries');
  const isAll = /\bALL ROWS\b/i.test(soql);
  const text = withEmptyLists(soql)
    .replace(/\bALL ROWS\b/i, '')
    .replace(/\bFOR (?:UPDATE|VIEW|REFERENCE)\b/gi, '');
  try {
    const result = t.org.query(t.user.id, text.trim(), { access, includeDeleted: isAll });
    const rows = result.countOnly === undefined ? readRows(t, t.program.world.schema, result) : [];
    t.use('QueryRows', result.countOnly ?? rows.length);
    return { rows, count: result.countOnly };
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    if (access.mode === 'user' && error.code === 'INVALID_TYPE') requireReadable(t, error.message);
    const isHidden = access.mode === 'user' && error.code === 'INVALID_FIELD';
    const inaccessible = isHidden ? hiddenFields(t, soql) : {};
    throw new ApexFault('System.QueryException', error.message, { inaccessible });
  }
}

/** A query in brackets: `:0` and so on stand for the bound values. */
function query(t: Transaction, soql: string, binds: Value[], clause: string, type: ApexType): Value {
  const text = soql.replace(/:bind(\d+)\b/g, (_, index: string) => soqlLiteral(binds[Number(index)] ?? null));
  const { rows, count } = runQuery(t, text, accessOf(t, clause));
  return type.kind === 'list' ? t.list(type.of, rows) : (count ?? 0);
}

const chunkSize = 200;

/** The lists that a loop over a query takes. */
function* chunks(t: Transaction, list: ApexList): Generator<Value> {
  for (let start = 0; start < list.items.length; start += chunkSize) {
    yield t.list(list.of, list.items.slice(start, start + chunkSize));
  }
}

const verbs: Record<string, string> = {
  insert: 'Insert',
  update: 'Update',
  upsert: 'Upsert',
  delete: 'Delete',
  undelete: 'Undelete',
};

export type DmlRequest = {
  operation: WriteOperation;
  records: readonly (ApexSObject | null)[];
  access: AccessMode;
  allOrNone: boolean;
  externalIdField?: string;
  options?: Pick<WriteOptions, 'allowsDuplicates' | 'assignsOwner'>;
  /** Texts that are too long are cut. */
  truncatesText?: boolean;
  /** Published events are no DML and do not hinder callouts. */
  isPublish?: boolean;
};

/** Writes records and gives each saved one its id; the results are in the order of the records. */
export function writeRecords(
  t: Transaction,
  {
    operation,
    records,
    access,
    allOrNone,
    externalIdField,
    options,
    truncatesText = false,
    isPublish = false,
  }: DmlRequest,
): SaveResult[] {
  t.use('DMLStatements');
  t.use('DMLRows', records.length);
  const hadWritten = t.hasWritten;
  t.beginWrite();
  if (isPublish) t.hasWritten = hadWritten;
  const results = refusedInserts(records, { operation, allOrNone });
  if (allOrNone && results.length > 0) return results;
  for (const { object, items: all } of byObject(records, () => true)) {
    requireObjectRight(t, { object, operation, access });
    const mixed = isPublish ? undefined : mixedWrite(t, object, all);
    for (const record of all) {
      const refusal = mixed ?? refusedFields(t, record, { object, operation, access });
      if (refusal !== undefined) results[records.indexOf(record)] ??= refusal;
    }
  }
  if (allOrNone && results.some((one) => one.success === false)) return withOthers(records, results);
  const groups = byObject(records, (index) => results[index] === undefined);
  const savepoint = allOrNone && groups.length > 1 ? t.org.savepoint() : undefined;
  for (const { object, items, positions } of groups) {
    const describe = t.org.describeForCode(object);
    const writeable = new Set(
      describe?.fields
        .filter((field) => (operation === 'update' ? field.updateable : field.createable || field.updateable))
        .map(({ name }) => name),
    );
    const inputs = items.map((record) => toInput(record, (field) => writeable.has(field), t.program.world.schema));
    if (truncatesText) for (const input of inputs) truncate(input, describe);
    const saved = t.within(() =>
      t.org.writeMany(t.user.id, operation, object, inputs, {
        access,
        allOrNone,
        ...options,
        ...(externalIdField !== undefined && externalIdField !== '' && { externalIdField }),
      }),
    );
    saved.forEach((result, index) => {
      results[positions[index] ?? 0] = result;
      const record = items[index];
      if (result.success && record !== undefined && operation !== 'delete') record.set('Id', result.id);
    });
  }
  // The records of one object are saved together; those of the others go back with them.
  if (savepoint !== undefined && results.some((one) => !one.success)) savepoint.rollback();
  return results;
}

/** Cuts texts to the length of their fields. */
function truncate(input: RecordInput, describe: DescribeSObject | undefined): void {
  for (const { name, length } of describe?.fields ?? []) {
    const value = input[name];
    if (typeof value === 'string' && length > 0 && value.length > length) input[name] = value.slice(0, length);
  }
}

/** Records that are to be inserted have no id yet. Where all are saved or none, the results say so of the others. */
function refusedInserts(
  records: readonly (ApexSObject | null)[],
  { operation, allOrNone }: Pick<DmlRequest, 'operation' | 'allOrNone'>,
): SaveResult[] {
  const results: SaveResult[] = [];
  if (operation !== 'insert') return results;
  const error = (statusCode: string, message: string, fields: string[] = []) => [{ statusCode, message, fields }];
  records.forEach((record, index) => {
    const id = record?.get('Id');
    if (typeof id !== 'string') return;
    const errors = error('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
    results[index] = { id, success: false, errors };
  });
  return results.length === 0 || !allOrNone ? results : withOthers(records, results);
}

/** The results of a statement that saves all records or none: what the others say where some are refused. */
function withOthers(records: readonly (ApexSObject | null)[], refused: readonly SaveResult[]): SaveResult[] {
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  const errors = [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }];
  return Array.from(records, (_, index) => refused[index] ?? { success: false, errors });
}

/** Records of several objects are saved object by object, in the order in which the objects come. */
function byObject(
  records: readonly (ApexSObject | null)[],
  isWritten: (index: number) => boolean,
): { object: string; items: ApexSObject[]; positions: number[] }[] {
  const groups = new Map<string, { object: string; items: ApexSObject[]; positions: number[] }>();
  records.forEach((record, index) => {
    if (record === null) throw nullFault();
    if (!isWritten(index)) return;
    const group = groups.get(record.type) ?? { object: record.type, items: [], positions: [] };
    group.items.push(record);
    group.positions.push(index);
    groups.set(record.type, group);
  });
  return [...groups.values()];
}

/** A DML statement: an exception for the first record that is refused. */
function dml(t: Transaction, kind: string, value: Value, clause: string, externalIdField: string): null {
  const records = value instanceof ApexList ? value.items : [value];
  const operation = kind as WriteOperation;
  const results = writeRecords(t, {
    operation,
    records: records as (ApexSObject | null)[],
    access: accessOf(t, clause),
    allOrNone: true,
    externalIdField,
  });
  requireSaved(results, operation, records as (ApexSObject | null)[]);
  return null;
}

/** @throws ApexFault DmlException with the errors of all records that were refused */
export function requireSaved(
  results: readonly SaveResult[],
  operation: string,
  records: readonly (ApexSObject | null)[] = [],
): void {
  const rows = results.flatMap((result, index): DmlRow[] =>
    result.success || result.errors[0]?.statusCode === 'ALL_OR_NONE_OPERATION_ROLLED_BACK'
      ? []
      : result.errors.map(({ statusCode, message, fields }) => ({
          index,
          id: result.id ?? ((records[index]?.get('Id') ?? null) as string | null),
          statusCode,
          message,
          fieldNames: fields,
          object: records[index]?.type,
        })),
  );
  const [first] = rows;
  if (first === undefined) return;
  const at = `${String(first.index)}${first.id === null ? '' : ` with id ${first.id}`}`;
  const fields = `[${first.fieldNames.join(', ')}]`;
  // Fields without the right to them have a message of their own.
  if (first.message.startsWith('Operation failed due to')) {
    throw new ApexFault('System.DmlException', first.message, { dml: rows });
  }
  throw new ApexFault(
    'System.DmlException',
    `${verbs[operation] ?? operation} failed. First exception on row ${at}; first error: ${first.statusCode}, ${first.message}: ${fields}`,
    { dml: rows },
  );
}

function merge(t: Transaction, master: ApexSObject | null, others: Value): null {
  const list = others instanceof ApexList ? others.items : [others];
  t.use('DMLStatements');
  t.beginWrite();
  const record = deref(master);
  const mergeIds = list.map((item) => (item instanceof ApexSObject ? String(item.get('Id')) : String(item as string)));
  const request = { object: record.type, master: { Id: record.get('Id') as string }, mergeIds };
  const result = t.within(() => t.org.merge(t.user.id, request, { access: accessOf(t, '') }));
  requireSaved(
    [
      result.success
        ? { id: result.id, success: true, errors: [] }
        : { id: result.id, success: false, errors: result.errors },
    ],
    'Merge',
  );
  return null;
}

const objectToken = (t: Transaction, object: string): ApexObject => token(t, 'Schema.SObjectType', { object });

const fieldToken = (t: Transaction, object: string, field: string): ApexObject =>
  token(t, 'Schema.SObjectField', { object, field });

function addFieldError(_t: Transaction, record: ApexSObject | null, field: string, message: Value): null {
  deref(record).errors.push({
    message:
      message instanceof ApexObject
        ? String((message.native as { message: string }).message)
        : String(message as string),
    field,
  });
  return null;
}

export const dataOperations: Readonly<Record<string, unknown>> = {
  get,
  getOfParent: (t: Transaction, record: ApexSObject | null, name: string) =>
    record === null ? null : get(t, record, name),
  put,
  children,
  newRecord,
  one,
  oneOrNull: (list: ApexList) => (list.items.length === 0 ? null : one(list)),
  query,
  chunks,
  dml,
  merge,
  addFieldError,
  objectToken,
  fieldToken,
  describe: (t: Transaction, object: string) =>
    t.make('Schema.DescribeSObjectResult', { object: t.program.world.schema.object(object)?.name ?? object }),
  future: callFuture,
  fieldSet: (t: Transaction, describe: ApexObject, name: string) =>
    fieldSet(t, (describe.native as { object: string }).object, name),
  describeField: (t: Transaction, object: string, field: string) => describeField(t, object, field),
  fieldOfDescribe: (t: Transaction, describe: ApexObject, field: string) =>
    describeField(t, (describe.native as { object: string }).object, field),
  label: (t: Transaction, name: string) => t.label(name),
  search: (t: Transaction, sosl: string, binds: Value[]) => search(t, sosl, binds),
};

function describeField(t: Transaction, object: string, field: string): ApexObject {
  const found = t.fieldOfObject(object, field);
  if (found === undefined)
    throw new ApexFault('System.SObjectException', `Invalid field ${field} for SObject ${object}`);
  const name = t.program.world.schema.object(object)?.name ?? object;
  return t.make('Schema.DescribeFieldResult', { object: name, field: found.name });
}
