import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import { evaluateFormula } from '../formula/evaluate-formula.ts';
import type { FormulaContext, FormulaValue } from '../formula/values.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { readRow } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';

type Saved = { object: SchemaObject; access: UserAccess; row: SqlRow; prior: SqlRow | undefined };

/** How blank numbers are treated; blank by default, as in validation rules. */
type Blanks = { blanksAreZero?: boolean };

/** The values of a saved or read record that a formula can use. */
export function formulaContext(
  engine: Engine,
  { object, access, row, prior }: Saved,
  { blanksAreZero }: Blanks = {},
): FormulaContext {
  const zeroed = (path: string[], value: FormulaValue): FormulaValue =>
    blanksAreZero === true && value === null && isNumeric(engine, object, path) ? 0 : value;
  return {
    isNew: prior === undefined,
    now: engine.clock.now(),
    blanksSpread: blanksAreZero === false,
    value: (path) => zeroed(path, valueAt(engine, { object, access, row, path })),
    priorValue: (path) => valueAt(engine, { object, access, row: prior ?? row, path }),
  };
}

function valueAt(
  engine: Engine,
  { object, access, row, path }: { object: SchemaObject; access: UserAccess; row: SqlRow; path: string[] },
): FormulaValue {
  const [first = '', ...rest] = path;
  if (first.startsWith('$')) return globalValue(engine, access, { global: first, name: rest[0] ?? '' });
  if (rest.length === 0) return ownValue(engine, { object, access, row, name: first });
  const reference = object.parentByName.get(first.toLowerCase());
  const id = reference === undefined ? null : (row[reference.name] ?? null);
  const parent = typeof id === 'string' ? engine.metadata.schema.objectOfId(id) : undefined;
  const parentRow = parent === undefined ? undefined : readRow(engine.database, parent, String(id));
  return parent === undefined || parentRow === undefined
    ? null
    : valueAt(engine, { object: parent, access, row: parentRow, path: rest });
}

/** The value of a field, calculated where it has none of its own. */
function ownValue(
  engine: Engine,
  { object, access, row, name }: { object: SchemaObject; access: UserAccess; row: SqlRow; name: string },
): FormulaValue {
  const field = object.fieldByName.get(name.toLowerCase());
  const calculated = field && object.formulas[field.name];
  if (calculated !== undefined) {
    const { formula, blanksAreZero } = calculated;
    return evaluateFormula(formula, formulaContext(engine, { object, access, row, prior: row }, { blanksAreZero }));
  }
  const derived = field && object.derived[field.name];
  if (derived === undefined) return fieldValue(field, row);
  const sql = `SELECT ${derived('t', access.grants.userId)} AS "value" FROM ${quote(object.name)} t WHERE t."Id" = ?`;
  const value = engine.database.get(sql, row.Id ?? null)?.value ?? null;
  return fieldValue(field, { ...row, [field?.name ?? name]: value });
}

const numericTypes = ['double', 'currency', 'percent', 'int'];

function isNumeric(engine: Engine, object: SchemaObject, path: string[]): boolean {
  let current: SchemaObject | undefined = object;
  for (const [index, name] of path.entries()) {
    if (index === path.length - 1)
      return numericTypes.includes(current?.fieldByName.get(name.toLowerCase())?.type ?? '');
    const target: string | undefined = current?.parentByName.get(name.toLowerCase())?.referenceTo.at(-1);
    current = target === undefined ? undefined : engine.metadata.schema.object(target);
  }
  return false;
}

function globalValue(
  engine: Engine,
  access: UserAccess,
  { global, name }: { global: string; name: string },
): FormulaValue {
  if (global === '$Permission') return access.grants.customPermissions.has(name);
  const { schema } = engine.metadata;
  const user = schema.object('User');
  const userRow = user === undefined ? undefined : readRow(engine.database, user, access.grants.userId);
  if (user === undefined || userRow === undefined) return null;
  if (global === '$User') return fieldValue(user.fieldByName.get(name.toLowerCase()), userRow);
  const object = schema.object(global === '$Profile' ? 'Profile' : 'Organization');
  const id = global === '$Profile' ? String(userRow.ProfileId ?? '') : engine.organizationId;
  const row = object === undefined ? undefined : readRow(engine.database, object, id);
  return object === undefined || row === undefined ? null : fieldValue(object.fieldByName.get(name.toLowerCase()), row);
}

function fieldValue(field: DescribeField | undefined, row: SqlRow): FormulaValue {
  const value = field === undefined ? null : (row[field.name] ?? null);
  if (field === undefined || value === null) return null;
  if (field.type === 'boolean') return value === 1;
  if (field.type === 'date') return { kind: 'date', ms: Date.parse(`${String(value)}T00:00:00Z`) };
  if (field.type === 'datetime') return { kind: 'datetime', ms: Date.parse(String(value)) };
  return value;
}
