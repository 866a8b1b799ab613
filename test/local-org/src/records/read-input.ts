import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import type { FieldValue, RecordError, RecordInput } from '../org.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { coerceValue } from './coerce-value.ts';
import { RecordRefusal, refusal } from './record-refusal.ts';

type Reading = { engine: Engine; object: SchemaObject; access: UserAccess; isInsert: boolean };

/**
 * The client's values in storage form, checked field by field: existence, field-level security, type, length.
 * Throws `RecordRefusal` with everything that is wrong.
 */
export function readInput(reading: Reading, record: RecordInput): SqlRow {
  const { object, access, isInsert } = reading;
  const { readable, editable } = access.fields(object);
  const values: SqlRow = {};
  const errors: RecordError[] = [];
  const forbidden: string[] = [];
  for (const [name, value] of Object.entries(record)) {
    const key = name.toLowerCase();
    if (key === 'attributes' || key === 'id' || value === undefined) continue;
    const field = object.fieldByName.get(key);
    if (field === undefined || !readable.has(field.name)) {
      const parent = typeof value === 'object' && value !== null ? object.parentByName.get(key) : undefined;
      if (parent === undefined || !readable.has(parent.name)) throw unknownField(name, object);
      if (!editable.has(parent.name)) forbidden.push(parent.name);
      else values[parent.name] = findParent(reading.engine, parent, value as RecordInput);
      continue;
    }
    const isWritable = isInsert ? field.createable : field.updateable;
    if (!isWritable || !editable.has(field.name)) {
      forbidden.push(field.name);
      continue;
    }
    if (typeof value === 'object' && value !== null) throw objectForValue(field);
    try {
      values[field.name] = coerceValue(field, value as FieldValue);
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      errors.push(...error.errors);
    }
  }
  if (forbidden.length > 0) throw notWritable(forbidden);
  if (errors.length > 0) throw new RecordRefusal(errors);
  return values;
}

const unknownField = (name: string, object: SchemaObject): RecordRefusal =>
  refusal('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]);

export const notWritable = (names: string[]): RecordRefusal =>
  refusal(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    names,
  );

const objectForValue = (field: DescribeField): RecordRefusal =>
  refusal(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from START_OBJECT value { or request may be missing a required field at [line:1, column:2]`,
  );

/** The id of the parent that the client named by an external id: `"Account": {"Key__c": "A-1"}`. */
function findParent(engine: Engine, reference: DescribeField, named: RecordInput): string {
  const { attributes, ...keys } = named;
  const typeName = typeof attributes === 'object' && attributes !== null ? attributes.type : undefined;
  const target = engine.metadata.schema.object(
    typeof typeName === 'string' ? typeName : (reference.referenceTo[0] ?? ''),
  );
  const [keyName = '', value] = Object.entries(keys)[0] ?? [];
  const field = target?.fieldByName.get(keyName.toLowerCase());
  if (target === undefined || field === undefined || !(field.externalId || field.idLookup)) {
    throw refusal(
      'INVALID_FIELD',
      `Field name provided, ${keyName} does not match an External ID, Salesforce Id, or indexed field for ${target?.name ?? reference.name}`,
    );
  }
  if (value === undefined || value === null || typeof value === 'object') {
    throw refusal('MISSING_ARGUMENT', `${field.name} not specified`);
  }
  const rows = engine.database.all(
    `SELECT "Id" FROM ${quote(target.name)} WHERE ${quote(field.name)} = ? AND "IsDeleted" = 0 LIMIT 2`,
    coerceValue(field, value),
  );
  if (rows.length > 1) {
    throw refusal(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${rows.map((row) => String(row.Id)).join(', ')}]`,
    );
  }
  const id = rows[0]?.Id;
  if (typeof id !== 'string') {
    throw refusal(
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value)} not found for field ${field.name} in entity ${target.name}`,
    );
  }
  return id;
}
