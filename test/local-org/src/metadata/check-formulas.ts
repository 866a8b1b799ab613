import { checkFormula } from '../formula/evaluate-formula.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { Formula } from '../formula/syntax.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
import { MetadataProblem } from './component.ts';

/** The names that a formula over a record may use. */
type Surroundings = { object: SchemaObject; schema: Schema; hasCustomPermission: (name: string) => boolean };

/** Checks functions, numbers of parameters and paths. Throws `FormulaError`. */
export function checkRecordFormula(formula: Formula, surroundings: Surroundings): void {
  checkFormula(formula, (path) => hasFormulaField(path, surroundings));
}

/** Checks the formula of a field, including circular references. Throws `MetadataProblem`. */
export function checkFieldFormula(
  { object, name, formula }: { object: SchemaObject; name: string; formula: Formula },
  { schema, hasCustomPermission }: Omit<Surroundings, 'object'>,
): void {
  try {
    checkRecordFormula(formula, { object, schema, hasCustomPermission });
  } catch (error) {
    if (error instanceof FormulaError) throw new MetadataProblem(error.message, { element: 'formula' });
    throw error;
  }
  if (leadsTo(schema, { object, name }, `${object.name}.${name}`, new Set())) {
    throw new MetadataProblem(`Formula fields can't refer to themselves, directly or through other fields: ${name}`, {
      element: 'formula',
    });
  }
}

type Place = { object: SchemaObject; name: string };

/** Whether the formula of a field reaches a field, through other formulas. */
function leadsTo(schema: Schema, { object, name }: Place, target: string, seen: Set<string>): boolean {
  const calculated = object.formulas[name];
  if (calculated === undefined) return false;
  return pathsOf(calculated.formula).some((path) => {
    const place = follow(schema, object, path);
    if (place === undefined) return false;
    const key = `${place.object.name}.${place.name}`;
    if (key === target) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return leadsTo(schema, place, target, seen);
  });
}

function pathsOf(formula: Formula): string[][] {
  if (formula.kind === 'literal') return [];
  return formula.kind === 'reference' ? [formula.path] : formula.arguments.flatMap(pathsOf);
}

function follow(schema: Schema, from: SchemaObject, path: readonly string[]): Place | undefined {
  let object: SchemaObject | undefined = from;
  for (const part of path.slice(0, -1)) {
    const target: string | undefined = object?.parentByName.get(part.toLowerCase())?.referenceTo.at(-1);
    object = target === undefined ? undefined : schema.object(target);
  }
  const field = object?.fieldByName.get((path.at(-1) ?? '').toLowerCase());
  return object === undefined || field === undefined ? undefined : { object, name: field.name };
}

const globalObjects: Record<string, string> = { $User: 'User', $Profile: 'Profile', $Organization: 'Organization' };

function hasFormulaField(path: string[], { object, schema, hasCustomPermission }: Surroundings): boolean {
  const [first = '', second = ''] = path;
  if (first === '$Permission') return path.length === 2 && hasCustomPermission(second);
  if (first.startsWith('$')) {
    const global = schema.object(globalObjects[first] ?? '');
    return path.length === 2 && global !== undefined && global.fieldByName.has(second.toLowerCase());
  }
  let current: SchemaObject | undefined = object;
  for (const [index, part] of path.entries()) {
    if (current === undefined) return false;
    if (index === path.length - 1) return current.fieldByName.has(part.toLowerCase());
    const target: string | undefined = current.parentByName.get(part.toLowerCase())?.referenceTo.at(-1);
    current = target === undefined ? undefined : schema.object(target);
  }
  return false;
}
