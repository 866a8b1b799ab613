import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import { evaluateFormula } from '../formula/evaluate-formula.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { formulaContext } from './formula-record.ts';
import { RecordRefusal, refusal } from './record-refusal.ts';
import { hasRowAccess } from './require-row-access.ts';

/** Required fields without a value. */
export function checkRequired(object: SchemaObject, row: SqlRow, fields: readonly DescribeField[]): void {
  const missing = fields
    .filter((field) => !field.nillable && (row[field.name] ?? null) === null)
    .map(({ name }) => name);
  if (missing.length > 0) {
    throw refusal('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  }
}

/** Fields that a client must give on creation: the platform fills the others. */
export const requiredFields = (object: SchemaObject): DescribeField[] =>
  object.columns.filter((field) => field.createable && !field.nillable && field.type !== 'boolean');

/** Every reference must be to an existing record of an object that the field allows. */
export function checkReferences(engine: Engine, object: SchemaObject, values: SqlRow): void {
  for (const [name, id] of Object.entries(values)) {
    if (id === null) continue;
    const field = object.fieldByName.get(name.toLowerCase());
    if (field?.type === 'reference') checkReference(engine, { object, field, id: String(id) });
  }
}

/**
 * A reference may only be to a record that the user may see.
 *
 * @throws RecordRefusal `INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY`
 */
export function checkReferenceAccess(
  engine: Engine,
  { object, access, given }: { object: SchemaObject; access: UserAccess; given: SqlRow },
): void {
  for (const [name, id] of Object.entries(given)) {
    const field = object.fieldByName.get(name.toLowerCase());
    if (id === null || field?.type !== 'reference') continue;
    const target = engine.metadata.schema.objectOfId(String(id));
    if (target === undefined || !field.referenceTo.includes(target.name)) continue;
    if (access.object(target).read && hasRowAccess({ engine, object: target, access }, String(id), 'read')) continue;
    throw refusal('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  }
}

const isActivity = (object: SchemaObject): boolean => ['Task', 'Event', 'CampaignMember'].includes(object.name);

function checkReference(
  engine: Engine,
  { object, field, id }: { object: SchemaObject; field: DescribeField; id: string },
): void {
  const target = engine.metadata.schema.objectOfId(id);
  if (target === undefined || !field.referenceTo.includes(target.name)) {
    throw refusal('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
  }
  const columns = target.name === 'Lead' ? '"IsDeleted", "IsConverted"' : '"IsDeleted"';
  const row = engine.database.get(`SELECT ${columns} FROM ${quote(target.name)} WHERE "Id" = ?`, id);
  if (row === undefined) throw refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (row.IsDeleted === 1) throw refusal('ENTITY_IS_DELETED', 'entity is deleted', []);
  if (target.name === 'RecordType' && !object.recordTypes.some((type) => type.id === id && type.isActive)) {
    const problem = `${field.label}: this ID value isn't valid for the user: ${id}`;
    throw refusal('INVALID_CROSS_REFERENCE_KEY', problem, [field.name]);
  }
  if (isActivity(object) && row.IsConverted === 1) {
    throw refusal('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
  }
}

/** No other record may have the value of a unique field. `id` is the record's own. */
export function checkUnique(
  engine: Engine,
  object: SchemaObject,
  { values, id }: { values: SqlRow; id: string | null },
): void {
  for (const field of object.columns) {
    const value: SqlValue = field.unique ? (values[field.name] ?? null) : null;
    if (value === null) continue;
    const other = engine.database.get(
      `SELECT "Id" FROM ${quote(object.name)} WHERE ${quote(field.name)} = ? AND "IsDeleted" = 0 AND "Id" IS NOT ?`,
      value,
      id,
    )?.Id;
    if (typeof other !== 'string') continue;
    throw refusal(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
      [field.name],
    );
  }
}

/** Evaluates the object's validation rules; reports all that fail. `prior` is undefined for a new record. */
export function checkRules(
  engine: Engine,
  { object, access, row, prior }: { object: SchemaObject; access: UserAccess; row: SqlRow; prior: SqlRow | undefined },
): void {
  if (object.validationRules.length === 0) return;
  const context = formulaContext(engine, { object, access, row, prior });
  const broken = object.validationRules.filter((rule) => evaluateFormula(rule.formula, context) === true);
  if (broken.length === 0) return;
  throw new RecordRefusal(
    broken.map(({ errorMessage, errorField }) => ({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: errorMessage,
      fields: errorField === undefined ? [] : [errorField],
    })),
  );
}
