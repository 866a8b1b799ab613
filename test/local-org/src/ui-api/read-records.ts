import type { QueryRow } from '../org.ts';
import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { displayValue } from './display-value.ts';
import { eTagOf } from './e-tag.ts';
import type { Selection } from './field-selection.ts';
import type { RecordSource } from './record-source.ts';
import { soqlList } from './record-source.ts';
import { findRecordType, masterRecordTypeId, recordTypesOf, showRecordType } from './record-type.ts';
import type { RecordTypeShown } from './record-type.ts';
import { noAccess } from './ui-api-error.ts';
import { OrgError } from '../org-error.ts';

export type FieldValueShown = { displayValue: string | null; value: unknown };

/** A record as every UI API answer carries it. */
export type RecordShown = {
  apiName: string;
  childRelationships: Record<string, unknown>;
  eTag: string;
  fields: Record<string, FieldValueShown>;
  id: string | null;
  lastModifiedById: string | null;
  lastModifiedDate: string | null;
  recordTypeId: string | null;
  recordTypeInfo: RecordTypeShown | null;
  systemModstamp: string | null;
  weakEtag: number;
};

/** Fields that every response needs. */
const envelopeFields = ['LastModifiedById', 'LastModifiedDate', 'RecordTypeId', 'SystemModstamp'];

/** More ids than this are asked for in several queries. */
const idsOfQuery = 500;

type Reading = { describe: DescribeSObject; byName: Map<string, DescribeField>; selection: Selection };

type ParentReading = { reference: DescribeField; selection: Selection; shown: Map<string, ParentShown> };
type ParentShown = { name: string | null; record: RecordShown };

const namesByDescribe = new WeakMap<DescribeSObject, Map<string, DescribeField>>();

/** The user's fields of an object by their name in lower case. */
export function fieldsByName(describe: DescribeSObject): Map<string, DescribeField> {
  const kept = namesByDescribe.get(describe);
  if (kept !== undefined) return kept;
  const made = new Map(describe.fields.map((field) => [field.name.toLowerCase(), field]));
  namesByDescribe.set(describe, made);
  return made;
}

/** The field whose value names a record; `Id` where there is none. */
export const nameFieldOf = (describe: DescribeSObject): string =>
  describe.fields.find(({ nameField }) => nameField)?.name ?? 'Id';

/** The reference field behind `Owner` or `OwnerId`. */
export const referenceOf = (describe: DescribeSObject, relationship: string): DescribeField | undefined =>
  describe.fields.find((field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase());

/**
 * Reads records of one object, with the records that their references lead to, level by level: one query a level
 * and object, however many records there are. Ids that lead to nothing the user may see are absent.
 *
 * @throws OrgError INVALID_FIELD for a required field that the user does not see
 */
export function readRecords(
  source: RecordSource,
  object: string,
  { ids, selection }: { ids: readonly string[]; selection: Selection },
): Map<string, RecordShown> {
  const described = readShown(source, object, { ids, selection });
  return new Map([...described].map(([id, { record }]) => [id, record]));
}

function readShown(
  source: RecordSource,
  object: string,
  { ids, selection }: { ids: readonly string[]; selection: Selection },
): Map<string, ParentShown> {
  const describe = source.describe(object);
  if (describe === undefined) throw noAccess();
  const reading: Reading = { describe, byName: fieldsByName(describe), selection };
  const rows = queryRows(source, reading, ids);
  const parents = readParents(source, reading, rows);
  return new Map(rows.map((row) => [String(row['Id']), showRow(source, reading, { row, parents })]));
}

function queryRows(source: RecordSource, reading: Reading, ids: readonly string[]): QueryRow[] {
  const { describe, byName, selection } = reading;
  const names = new Set(['Id', nameFieldOf(describe)]);
  const addKnown = (name: string): void => {
    const field = byName.get(name.toLowerCase());
    if (field !== undefined && field.type !== 'base64') names.add(field.name);
  };
  for (const name of envelopeFields) addKnown(name);
  for (const relationship of selection.parents.keys()) addKnown(referenceOf(describe, relationship)?.name ?? '');
  for (const [name, need] of selection.fields) {
    if (need === 'optional' || byName.has(name.toLowerCase())) addKnown(name);
    // The query refuses it in the platform's words.
    else names.add(name);
  }
  for (const relationship of unknownParents(reading)) names.add(`${relationship}.Id`);
  const rows: QueryRow[] = [];
  for (let start = 0; start < ids.length; start += idsOfQuery) {
    const some = soqlList(ids.slice(start, start + idsOfQuery));
    rows.push(...queryFields(source, `SELECT ${[...names].join(', ')} FROM ${describe.name} WHERE Id IN ${some}`));
  }
  return rows;
}

/** Required relationships that the object does not have. */
const unknownParents = ({ describe, selection }: Reading): string[] =>
  [...selection.parents]
    .filter(([name, parent]) => referenceOf(describe, name) === undefined && isRequired(parent))
    .map(([name]) => name);

const isRequired = ({ fields, parents }: Selection): boolean =>
  [...fields.values()].includes('required') || [...parents.values()].some(isRequired);

function queryFields(source: RecordSource, soql: string): QueryRow[] {
  try {
    return source.rows(soql);
  } catch (error) {
    // The UI API passes on only some errors of the query.
    if (error instanceof OrgError && error.code === 'INVALID_FIELD')
      throw new OrgError(error.code, `${error.code}: ${error.message}`, { status: error.status });
    throw error;
  }
}

function readParents(source: RecordSource, { describe, selection }: Reading, rows: QueryRow[]): ParentReading[] {
  return [...selection.parents].flatMap(([relationship, parent]) => {
    const reference = referenceOf(describe, relationship);
    if (reference === undefined) return [];
    const ids = new Set(rows.map((row) => row[reference.name]).filter((id) => typeof id === 'string'));
    const byObject = Map.groupBy(ids, (id) => source.objectOfId(id) ?? reference.referenceTo[0] ?? '');
    const needed = reference.referenceTo.length > 1 ? optionally(parent) : parent;
    const shown = new Map<string, ParentShown>();
    for (const [object, some] of byObject) {
      if (source.describe(object) === undefined) continue;
      for (const [id, record] of readShown(source, object, { ids: some, selection: needed })) shown.set(id, record);
    }
    return [{ reference, selection: needed, shown }];
  });
}

/** If several objects are requested, an object need not have all requested fields. */
const optionally = ({ fields, parents }: Selection): Selection => ({
  fields: new Map([...fields.keys()].map((name) => [name, 'optional'])),
  parents: new Map([...parents].map(([name, parent]) => [name, optionally(parent)])),
});

const isoDatetime = (value: unknown): unknown => (typeof value === 'string' ? value.replace('+0000', 'Z') : value);

/** A value of a query's row as the UI API shows it. */
export function showValue(field: DescribeField, raw: unknown, { user }: RecordSource): FieldValueShown {
  const value = (field.type === 'datetime' ? isoDatetime(raw) : raw) ?? null;
  return { displayValue: displayValue(field, value, user), value };
}

function showRow(
  source: RecordSource,
  { describe, byName, selection }: Reading,
  { row, parents }: { row: QueryRow; parents: ParentReading[] },
): ParentShown {
  const entries: [string, FieldValueShown][] = [];
  for (const name of selection.fields.keys()) {
    const field = byName.get(name.toLowerCase());
    if (field !== undefined && field.type !== 'base64') {
      entries.push([field.name, showValue(field, row[field.name], source)]);
    }
  }
  for (const { reference, shown } of parents) {
    const parent = shown.get(String(row[reference.name]));
    const value = parent === undefined ? null : parent.record;
    entries.push([reference.relationshipName ?? reference.name, { displayValue: parent?.name ?? null, value }]);
  }
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  const name = row[nameFieldOf(describe)];
  return { name: typeof name === 'string' ? name : null, record: envelop(describe, row, Object.fromEntries(entries)) };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function envelop(describe: DescribeSObject, row: QueryRow, fields: RecordShown['fields']): RecordShown {
  const lastModifiedDate = textOf(isoDatetime(row['LastModifiedDate']));
  const ownType = textOf(row['RecordTypeId']);
  const hasTypes = recordTypesOf(describe).length > 0;
  const info = ownType === null ? undefined : findRecordType(describe, ownType);
  const content = {
    apiName: describe.name,
    childRelationships: {},
    fields,
    id: String(row['Id']),
    lastModifiedById: textOf(row['LastModifiedById']),
    lastModifiedDate,
    recordTypeId: ownType ?? (hasTypes ? masterRecordTypeId : null),
    recordTypeInfo: info === undefined || info.master ? null : showRecordType(info),
    systemModstamp: textOf(isoDatetime(row['SystemModstamp'])),
  };
  return { ...content, eTag: eTagOf(content), weakEtag: lastModifiedDate === null ? 0 : Date.parse(lastModifiedDate) };
}
