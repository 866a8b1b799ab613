import type { DescribeSObject } from '../schema/describe.ts';
import type { FieldType } from '../schema/describe.ts';
import type { FieldValue, QueryResult, QueryRow, RecordInput } from '../org.ts';
import { ApexDecimal } from './decimal.ts';
import { base64Of, textOfDate, textOfDatetime, textOfTime } from './library/json-serialize.ts';
import { ApexFault } from './run.ts';
import type { Run } from './run.ts';
import { booleanType, decimalType, idType, integerType, objectType, stringType } from './types.ts';
import type { ApexType } from './types.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexList,
  ApexMap,
  ApexSet,
  ApexSObject,
  ApexTime,
  msPerDay,
} from './values.ts';
import type { Value } from './values.ts';
import type { ObjectForCode, SchemaForCode } from './world.ts';

const primitive = (name: string): ApexType => ({ kind: 'primitive', name });

const typeByFieldType: Partial<Record<FieldType, ApexType>> = {
  id: idType,
  reference: idType,
  boolean: booleanType,
  int: integerType,
  double: decimalType,
  currency: decimalType,
  percent: decimalType,
  date: primitive('Date'),
  datetime: primitive('Datetime'),
  time: primitive('Time'),
  base64: primitive('Blob'),
  anyType: objectType,
  address: { kind: 'class', name: 'System.Address' },
  location: { kind: 'class', name: 'System.Location' },
};

export const typeOfField = (type: FieldType): ApexType => typeByFieldType[type] ?? stringType;

/** The objects of the org as code names them; described once. */
export function schemaOf(describe: (object: string) => DescribeSObject | undefined): SchemaForCode {
  const known = new Map<string, ObjectForCode | undefined>();
  return {
    object: (name) => {
      const key = name.toLowerCase();
      const special = specialObjects[key];
      if (special !== undefined) return special;
      if (!known.has(key)) {
        const found = describe(name);
        known.set(key, found && forCode(found));
      }
      return known.get(key);
    },
  };
}

const objectOf = (name: string, fields: Readonly<Record<string, ApexType>> = {}): ObjectForCode => ({
  name,
  fields: new Map(Object.entries(fields).map(([field, type]) => [field.toLowerCase(), { name: field, type }])),
  parents: new Map(),
  children: new Map(),
});

/** Objects that no org stores: rows of groups, and the parents that are of several objects. */
const specialObjects: Readonly<Record<string, ObjectForCode>> = {
  aggregateresult: objectOf('AggregateResult'),
  userrecordaccess: objectOf('UserRecordAccess', {
    RecordId: idType,
    UserId: idType,
    ...Object.fromEntries(
      ['HasReadAccess', 'HasEditAccess', 'HasDeleteAccess', 'HasTransferAccess', 'HasAllAccess'].map((field) => [
        field,
        booleanType,
      ]),
    ),
    MaxAccessLevel: stringType,
  }),
  name: objectOf('Name', {
    Id: idType,
    ...Object.fromEntries(
      ['Name', 'FirstName', 'LastName', 'Alias', 'Email', 'Phone', 'Title', 'Type', 'Username'].map((field) => [
        field,
        stringType,
      ]),
    ),
    IsActive: booleanType,
    ProfileId: idType,
    UserRoleId: idType,
  }),
};

function forCode(object: DescribeSObject): ObjectForCode {
  const named = <T extends { name: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((one) => [one.name.toLowerCase(), one]));
  return {
    name: object.name,
    fields: named(object.fields.map(({ name, type }) => ({ name, type: typeOfField(type) }))),
    parents: named(
      object.fields.flatMap(({ name: field, relationshipName, referenceTo }) =>
        relationshipName === null ? [] : [{ name: relationshipName, field, objects: referenceTo }],
      ),
    ),
    children: named(
      object.childRelationships.flatMap(({ relationshipName, childSObject, field }) =>
        relationshipName === null ? [] : [{ name: relationshipName, object: childSObject, field }],
      ),
    ),
  };
}

/** A value of the org's JSON, or of its storage, as a value of a type. */
export function readValue(value: unknown, type: ApexType): Value {
  if (value === null || value === undefined) return null;
  switch (type.kind === 'primitive' ? type.name : '') {
    case 'Boolean':
      return value === true || value === 1;
    case 'Integer':
      return Number(value);
    case 'Long':
      return BigInt(Number(value));
    case 'Double':
      return new ApexDouble(Number(value));
    case 'Decimal':
      return ApexDecimal.fromNumber(Number(value));
    case 'Date':
      return new ApexDate(Math.round(Date.parse(`${String(value).slice(0, 10)}T00:00:00Z`) / msPerDay));
    case 'Datetime':
      return new ApexDatetime(Date.parse(String(value).replace(/\+0000$/, 'Z')));
    case 'Time':
      return new ApexTime(Date.parse(`1970-01-01T${String(value).replace(/Z$/, '')}Z`));
    case 'Blob':
      return new ApexBlob(Buffer.from(String(value), 'base64'));
    case 'Object':
      return typeof value === 'number' ? ApexDecimal.fromNumber(value) : (value as string | boolean);
    default:
      return typeof value === 'string' ? value : String(value as number);
  }
}

/** A value as the org's JSON has it. */
export function writeValue(value: Value): FieldValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexDecimal) return value.toNumber();
  if (value instanceof ApexDate) return textOfDate(value);
  if (value instanceof ApexDatetime) return textOfDatetime(value);
  if (value instanceof ApexTime) return textOfTime(value);
  if (value instanceof ApexBlob) return base64Of(value);
  throw new ApexFault('System.SObjectException', 'Illegal assignment to a field');
}

/** Stands for a bound collection without elements, which SOQL cannot write. */
const noElements = '(NO_ELEMENTS)';

/** A query in which nothing is in a collection without elements, and everything is not. */
export const withEmptyLists = (soql: string): string =>
  soql.replace(/[\w.]+\s+(NOT\s+)?(?:IN|INCLUDES|EXCLUDES)\s*\(NO_ELEMENTS\)/gi, (_, not: string | undefined) =>
    not === undefined ? 'Id = NULL' : 'Id != NULL',
  );

/** A value as a literal of SOQL. */
export function soqlLiteral(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string')
    return `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
  if (value instanceof ApexSObject) return soqlLiteral(value.get('Id'));
  const items =
    value instanceof ApexList ? value.items : value instanceof ApexSet ? [...value.entries.values()] : undefined;
  if (items !== undefined) return items.length === 0 ? noElements : `(${items.map(soqlLiteral).join(',')})`;
  if (value instanceof ApexMap) throw new ApexFault('System.QueryException', 'Invalid bind expression type');
  return String(writeValue(value));
}

/** Records of a query's rows. */
export function readRows(run: Run, schema: SchemaForCode, result: QueryResult): ApexSObject[] {
  const aliases = new Map(
    result.typedColumns.flatMap((column) =>
      column.kind === 'value' ? [[column.name, typeOfField(column.type)] as const] : [],
    ),
  );
  return [...result.rows].map((row) =>
    readRow(run, schema, { row, aliases: result.isAggregate ? aliases : undefined }),
  );
}

type Row = { row: QueryRow; aliases?: ReadonlyMap<string, ApexType> | undefined };

function readRow(run: Run, schema: SchemaForCode, { row, aliases }: Row): ApexSObject {
  const object = aliases === undefined ? schema.object(row.attributes.type) : undefined;
  const record = new ApexSObject(aliases === undefined ? (object?.name ?? row.attributes.type) : 'AggregateResult');
  for (const [name, value] of Object.entries(row)) {
    if (name === 'attributes') continue;
    const type = aliases?.get(name) ?? object?.fields.get(name.toLowerCase())?.type;
    const parent = type === undefined ? object?.parents.get(name.toLowerCase()) : undefined;
    const read = type === undefined ? readRelated(run, schema, { object, name, value }) : readValue(value, type);
    record.set(name, read);
    // A query gives the id of a parent and the reference to it, named or not.
    if (parent !== undefined && read instanceof ApexSObject && read.get('Id') !== null && !(parent.field in row)) {
      record.set(parent.field, read.get('Id'));
    }
  }
  const id = aliases === undefined ? idOfRow(row) : undefined;
  if (id !== undefined && record.get('Id') === null) record.set('Id', id);
  record.isQueried = true;
  return record;
}

/** A record has its id, whether or not the query names it. */
const idOfRow = ({ attributes: { url } }: QueryRow): string | undefined => /\/([a-zA-Z0-9]{18})$/.exec(url ?? '')?.[1];

/** A parent, the children of a sub-query, or a value without a field, such as a label. */
function readRelated(
  run: Run,
  schema: SchemaForCode,
  { object, name, value }: { object: ObjectForCode | undefined; name: string; value: unknown },
): Value {
  const children = object?.children.get(name.toLowerCase());
  if (children !== undefined) {
    const { records } = (value ?? { records: [] }) as { records: QueryRow[] };
    return run.list(
      { kind: 'sobject', name: children.object },
      records.map((row) => readRow(run, schema, { row })),
    );
  }
  if (value === null) return null;
  if (typeof value === 'object' && 'attributes' in value) return readRow(run, schema, { row: value as QueryRow });
  return readValue(value, typeof value === 'number' ? decimalType : stringType);
}

/** Fields of a record that a client may send, as the org's JSON has them. */
export function toInput(
  record: ApexSObject,
  isWritten: (field: string) => boolean,
  schema: SchemaForCode,
): RecordInput {
  const object = schema.object(record.type);
  const input: RecordInput = {};
  for (const [key, value] of record.fields) {
    const field = object?.fields.get(key);
    if (field !== undefined) {
      if (field.name === 'Id' ? value !== null : isWritten(field.name)) input[field.name] = writeValue(value);
    } else if (value instanceof ApexSObject && !value.isQueried) {
      const parent = object?.parents.get(key);
      if (parent !== undefined) input[parent.name] = toInput(value, () => true, schema);
    }
  }
  return input;
}

/** A record of storage form, whole, as a trigger sees it. */
export function fromStorage(
  type: string,
  row: Readonly<Record<string, string | number | null>>,
  schema: SchemaForCode,
): ApexSObject {
  const record = new ApexSObject(type);
  const object = schema.object(type);
  for (const { name, type: fieldType } of object?.fields.values() ?? []) {
    if (name in row) record.set(name, readValue(row[name], fieldType));
  }
  return record;
}

/** A value in storage form. */
export function toStorage(value: Value): string | number | null {
  const written = writeValue(value);
  return typeof written === 'boolean' ? Number(written) : written;
}
