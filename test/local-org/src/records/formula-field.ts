import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import { evaluateFormula } from '../formula/evaluate-formula.ts';
import { isDateValue } from '../formula/values.ts';
import type { FormulaValue } from '../formula/values.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { readRow } from '../storage/rows.ts';
import { formulaContext } from './formula-record.ts';

/** Lets SQL calculate the formula fields of an org. */
export function addFormulaFunction(engine: Engine): void {
  engine.database.addFunction('formula_value', (objectName, fieldName, id, userId) => {
    const object = engine.metadata.schema.object(String(objectName));
    const field = object?.fieldByName.get(String(fieldName).toLowerCase());
    const calculated = field && object?.formulas[field.name];
    const row = object && typeof id === 'string' ? readRow(engine.database, object, id) : undefined;
    if (object === undefined || field === undefined || calculated === undefined || row === undefined) return null;
    const access = engine.access.of(String(userId));
    const { blanksAreZero, formula } = calculated;
    const context = formulaContext(engine, { object, access, row, prior: row }, { blanksAreZero });
    return stored(evaluateFormula(formula, context), field);
  });
}

/** A value as a column of the field's type would hold it. */
export function stored(value: FormulaValue, { type, scale, length }: DescribeField): SqlValue {
  if (type === 'boolean') return value === true ? 1 : 0;
  if (value === null || value === '') return null;
  if (isDateValue(value)) {
    if (Number.isNaN(value.ms)) return null;
    const iso = new Date(value.ms).toISOString();
    return type === 'date' ? iso.slice(0, 10) : iso;
  }
  if (type === 'string') return String(value).slice(0, length);
  const number = Number(value);
  if (!Number.isFinite(number)) return null;
  return Number(number.toFixed(scale));
}

/** The results of default formulas for the fields of a new record that have no value. */
export function formulaDefaults(
  engine: Engine,
  { object, access, row }: { object: SchemaObject; access: UserAccess; row: SqlRow },
): SqlRow {
  const values: SqlRow = {};
  for (const [name, formula] of Object.entries(object.defaultFormulas)) {
    const field = object.fieldByName.get(name.toLowerCase());
    if (field === undefined || Object.hasOwn(row, name)) continue;
    const context = formulaContext(engine, { object, access, row, prior: undefined });
    values[name] = stored(evaluateFormula(formula, context), field);
  }
  return values;
}
