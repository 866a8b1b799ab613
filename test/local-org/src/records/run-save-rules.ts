import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import { evaluateFormula } from '../formula/evaluate-formula.ts';
import type { AssignmentEntry, Criterion, DuplicateAction } from '../metadata/save-rules.ts';
import type { WriteOptions } from '../org.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { formulaContext } from './formula-record.ts';
import { refusal } from './record-refusal.ts';

type Saving = { object: SchemaObject; access: UserAccess; row: SqlRow; prior: SqlRow | undefined };

/** The owner that the active assignment rule of the object chooses; undefined when no entry fits the record. */
export function assignedOwner(engine: Engine, saving: Saving): string | undefined {
  const entries = engine.metadata.saveRules.assignment.get(saving.object.name) ?? [];
  const entry = entries.find((one) => fits(engine, saving, one));
  return entry && ownerId(engine, entry);
}

function fits(engine: Engine, saving: Saving, { criteria, formula }: AssignmentEntry): boolean {
  if (formula !== undefined && evaluateFormula(formula, formulaContext(engine, saving)) !== true) return false;
  return criteria.every((criterion) => isMet(saving.row[criterion.field] ?? null, criterion));
}

function ownerId({ database }: Engine, { assignedTo, assignedToType }: AssignmentEntry): string | undefined {
  const sql =
    assignedToType === 'User'
      ? 'SELECT "Id" FROM "User" WHERE "Username" = ? COLLATE NOCASE AND "IsActive" = 1'
      : `SELECT "Id" FROM "Group" WHERE ("DeveloperName" = ? COLLATE NOCASE) AND "Type" = 'Queue' AND "IsDeleted" = 0`;
  const id = database.get(sql, assignedTo)?.Id;
  return typeof id === 'string' ? id : undefined;
}

const textOf = (value: SqlValue): string => String(value ?? '').toLowerCase();

const comparisons: Record<string, (value: SqlValue, other: string) => boolean> = {
  equals: (value, other) => textOf(value) === textOf(other),
  contains: (value, other) => textOf(value).includes(textOf(other)),
  startsWith: (value, other) => textOf(value).startsWith(textOf(other)),
  lessThan: (value, other) => value !== null && Number(value) < Number(other),
  greaterThan: (value, other) => value !== null && Number(value) > Number(other),
  lessOrEqual: (value, other) => value !== null && Number(value) <= Number(other),
  greaterOrEqual: (value, other) => value !== null && Number(value) >= Number(other),
};

function isMet(value: SqlValue, { operation, values }: Criterion): boolean {
  if (operation === 'notEqual') return !values.some((other) => comparisons['equals']?.(value, other) === true);
  if (operation === 'notContain') return !values.some((other) => comparisons['contains']?.(value, other) === true);
  return values.some((other) => comparisons[operation]?.(value, other) === true);
}

/**
 * Refuses a record that a duplicate rule blocks, or alerts to without `allowsDuplicates`.
 *
 * @throws RecordRefusal `DUPLICATES_DETECTED`
 */
export function checkDuplicateRules(
  { database, metadata }: Engine,
  { object, row, prior }: Saving,
  { id, allowsDuplicates = false }: { id: string | undefined } & Pick<WriteOptions, 'allowsDuplicates'>,
): void {
  for (const rule of metadata.saveRules.duplicates.get(object.name) ?? []) {
    const action: DuplicateAction = prior === undefined ? rule.onInsert : rule.onUpdate;
    if (action === 'allow' || (action === 'alert' && allowsDuplicates)) continue;
    if (hasDuplicate(database, { object, row, id, fields: rule.fields })) {
      throw refusal('DUPLICATES_DETECTED', rule.alertText);
    }
  }
}

/** A blank value matches nothing; a converted lead is no duplicate. */
function hasDuplicate(
  database: Database,
  { object, row, id, fields }: { object: SchemaObject; row: SqlRow; id: string | undefined; fields: string[] },
): boolean {
  const values = fields.map((field) => row[field] ?? null);
  if (values.length === 0 || values.includes(null)) return false;
  const same = fields.map((field) => `${quote(field)} = ? COLLATE NOCASE`);
  const open = object.name === 'Lead' ? ['"IsConverted" = 0'] : [];
  const where = [...same, ...open, '"IsDeleted" = 0', '"Id" IS NOT ?'].join(' AND ');
  return database.get(`SELECT "Id" FROM ${quote(object.name)} WHERE ${where}`, ...values, id ?? null) !== undefined;
}
