import type { Engine } from '../engine.ts';
import { evaluateFormula } from '../formula/evaluate-formula.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { stored } from './formula-field.ts';
import { formulaContext } from './formula-record.ts';

/**
 * The values of the fields that have no column, in storage form, for a row as it is given: of a record that is being
 * saved, the formulas see its new values. Summaries and the like are of what is stored.
 */
export function calculatedValues(
  engine: Engine,
  { userId, object, row }: { userId: string; object: SchemaObject; row: SqlRow },
): SqlRow {
  const access = engine.access.of(userId);
  const values: SqlRow = {};
  for (const [name, { formula, blanksAreZero }] of Object.entries(object.formulas)) {
    const field = object.fieldByName.get(name.toLowerCase());
    if (field === undefined) continue;
    const context = formulaContext(engine, { object, access, row, prior: row }, { blanksAreZero });
    values[name] = stored(evaluateFormula(formula, context), field);
  }
  const others = Object.entries(object.derived).filter(([name]) => !Object.hasOwn(object.formulas, name));
  if (others.length === 0) return values;
  const columns = others.map(([name, derived]) => `${derived('t', userId)} AS ${quote(name)}`);
  const sql = `SELECT ${columns.join(', ')} FROM ${quote(object.name)} t WHERE t."Id" = ?`;
  const read = engine.database.get(sql, row.Id ?? null);
  return { ...Object.fromEntries(others.map(([name]) => [name, null])), ...read, ...values };
}
