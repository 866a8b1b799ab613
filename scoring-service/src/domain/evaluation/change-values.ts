import { shortId } from '@plumbline/contract';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { ownTable } from '../features/own-fields.ts';
import { protectValue } from '../features/protect-row.ts';
import type { FeatureField, SourceColumn, SourcePlan, SourceRows } from '../features/source-plan.ts';
import { isSameName } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';

/** Changes of a what-if request by where they apply: on the record that was read, or on inputs of the model. */
type SortedChanges = {
  columns: { column: SourceColumn; value: string }[];
  inputs: { field: FeatureField; value: string }[];
  /** Fields that the model does not use. */
  withoutEffect: string[];
};

/**
 * Assigns each change to a field of the record or an input; `modelFields` are the model's field names. Throws ScoringError
 * `request.invalid` naming a wrong field or value.
 */
export function sortChanges(
  plan: SourcePlan,
  modelFields: readonly string[],
  changes: Readonly<Record<string, string>>,
): SortedChanges {
  const sorted: SortedChanges = { columns: [], inputs: [], withoutEffect: [] };
  const columns = ownColumns(plan);
  const isUnused = ({ family, name }: FeatureField): boolean => family === 'chosen' && !modelFields.includes(name);
  for (const [name, value] of Object.entries(changes)) {
    const found = columns.filter(({ path }) => isSameName(path, name));
    const field = plan.fields.find((candidate) => isSameName(candidate.name, name));
    if (field && isUnused(field)) sorted.withoutEffect.push(name);
    else if (found.length > 0) {
      for (const column of found) sorted.columns.push({ column, value: requireValue(name, column, value) });
    } else if (field) sorted.inputs.push({ field, value: requireInput(field, value) });
    else if (plan.leftOut.some((leftOut) => isSameName(leftOut.field, name))) sorted.withoutEffect.push(name);
    else throw unknownField(plan, name);
  }
  return sorted;
}

/** The rows with the changed values of the record. */
export function changeRows(
  plan: SourcePlan,
  rows: SourceRows,
  recordId: string,
  { columns }: Pick<SortedChanges, 'columns'>,
): SourceRows {
  const table = ownTable(plan);
  const changed = (rows[table] ?? []).map((row) => {
    if (shortId(row['id'] ?? '') !== shortId(recordId)) return row;
    const values = columns.map(({ column, value }) => [column.column, protectedValue(column, value, row)]);
    return { ...row, ...(Object.fromEntries(values) as typeof row) };
  });
  return { ...rows, [table]: changed };
}

/** The table with the changed inputs in every row. */
export function changeInputs(table: FeatureTable, inputs: SortedChanges['inputs']): FeatureTable {
  const valueOf = new Map(inputs.map(({ field, value }) => [field.name, value]));
  const columns = table.columns.map((column): FeatureColumn => {
    const value = valueOf.get(column.name);
    if (value === undefined) return column;
    if (column.kind === 'number') return { ...column, values: column.values.map(() => toNumber(value)) };
    return { ...column, values: column.values.map(() => (value === '' ? undefined : value)) };
  });
  return { ...table, columns };
}

/** Columns of the record itself that become inputs or identify its person. */
function ownColumns(plan: SourcePlan): SourceColumn[] {
  const columns = plan.tables.find(({ name }) => name === ownTable(plan))?.columns ?? [];
  return columns.filter(({ column }) => column === 'email_key' || plan.fields.some(({ name }) => name === column));
}

/** A changed key still matches the records that the original matches, or none where the record had none. */
function protectedValue({ column, protection }: SourceColumn, value: string, row: Record<string, string | undefined>) {
  if (value === '') return undefined;
  return protectValue(protection, () => row[column] ?? 'what-if', value);
}

const words: Record<string, number> = { yes: 1, true: 1, no: 0, false: 0 };

const toNumber = (value: string): number => (value === '' ? Number.NaN : (words[value.toLowerCase()] ?? Number(value)));

function requireInput(field: FeatureField, value: string): string {
  if (field.kind === 'category' || value === '' || Number.isFinite(toNumber(value))) return value;
  throw invalidValue(field.name, field.unit === 'yes or no' ? 'yes or no' : 'a number');
}

/** A value in the format of rows that were read from the org. */
function requireValue(name: string, { type = 'text', protection }: SourceColumn, value: string): string {
  if (value === '' || protection !== 'none' || type === 'text') return value;
  if (type === 'number' && Number.isFinite(Number(value))) return value;
  if (type === 'boolean' && /^(?:true|false)$/i.test(value)) return value.toLowerCase();
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  if (type === 'datetime' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
  const expected = { number: 'a number', boolean: 'true or false', date: 'a date such as 2026-05-31' } as const;
  throw invalidValue(name, type === 'datetime' ? 'a date and time such as 2026-05-31T12:00:00Z' : expected[type]);
}

const invalidValue = (name: string, expected: string): ScoringError =>
  new ScoringError('request.invalid', {
    message: `changes.${name}: ${expected} is expected.`,
    actions: ['Correct the value; an empty text clears the field.'],
  });

function unknownField(plan: SourcePlan, name: string): ScoringError {
  const known = [...new Set([...ownColumns(plan).map(({ path }) => path), ...plan.fields.map((field) => field.name)])];
  return new ScoringError('request.invalid', {
    message: `changes.${name}: the model does not use this field.`,
    actions: [`Use one of these: ${known.sort().join(', ')}.`],
  });
}
