import type { QueryContext } from '@apexdevtools/apex-parser';
import { exists, placeOf } from './modifiers.ts';
import { CompileError } from './symbols.ts';
import type { ObjectForCode, SchemaForCode } from './world.ts';

const hint = 'Please reference your WSDL or the describe call for the appropriate names.';

/** @throws CompileError for a column of a query's own object that is not there */
export function requireColumns(query: QueryContext, object: ObjectForCode, schema: SchemaForCode): void {
  const [from] = query.fromNameList().fieldName_list();
  const own = [object.name, from?.getText() ?? '', aliasOf(query)].map((one) => one.toLowerCase());
  for (const entry of query.selectList().selectEntry_list()) {
    const field = entry.fieldName();
    if (!exists(field)) continue;
    const path = field.getText().split('.');
    if (path.length > 1 && own.includes((path[0] ?? '').toLowerCase())) path.shift();
    const problem = problemOf(path, object, schema);
    if (problem !== undefined) throw new CompileError(problem, placeOf(field));
  }
}

function aliasOf(query: QueryContext): string {
  const [, alias] = /^\S+\s+(?:as\s+)?(\w+)$/i.exec(query.fromNameList().getText()) ?? [];
  return alias ?? '';
}

function problemOf(path: readonly string[], object: ObjectForCode, schema: SchemaForCode): string | undefined {
  const [name = '', ...rest] = path;
  const key = name.toLowerCase();
  if (rest.length === 0) {
    if (object.fields.has(key)) return undefined;
    return `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${hint}`;
  }
  const parent = object.parents.get(key);
  if (parent === undefined) {
    return `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${hint}`;
  }
  const [only, ...others] = parent.objects;
  const next = only === undefined || others.length > 0 ? undefined : schema.object(only);
  return next && problemOf(rest, next, schema);
}
