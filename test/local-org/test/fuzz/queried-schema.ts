import type { DescribeField, DescribeSObject } from '../../src/schema/describe.ts';

/** The objects that a user sees, by name. */
export type Schema = ReadonlyMap<string, DescribeSObject>;

/** A field that a query can name, with the way to it. */
export type Path = { path: string; field: DescribeField };

const unnamed = new Set(['address', 'location', 'base64', 'time', 'encryptedstring', 'anyType']);

/** The fields that a query can name directly. */
export const fieldsOf = ({ fields }: DescribeSObject): DescribeField[] =>
  fields.filter(({ type }) => !unnamed.has(type));

/** The fields that are selected of a polymorphic parent. */
const nameOnly = (field: DescribeField, name: string): DescribeField => ({ ...field, name, type: 'string' });

/** All paths to fields, parents at most so many deep; one parent of each kind, or there would be thousands. */
export function pathsOf(schema: Schema, object: string, depth = 2): Path[] {
  const describe = schema.get(object);
  if (describe === undefined) return [];
  const own = fieldsOf(describe).map((field) => ({ path: field.name, field }));
  if (depth === 0) return own;
  const parents = describe.fields.flatMap((field): Path[] => {
    const { relationshipName, referenceTo } = field;
    if (relationshipName === null) return [];
    if (referenceTo.length > 1) {
      return ['Name', 'Type'].map((name) => ({ path: `${relationshipName}.${name}`, field: nameOnly(field, name) }));
    }
    return pathsOf(schema, referenceTo[0] ?? '', depth - 1).map(({ path, field: leaf }) => ({
      path: `${relationshipName}.${path}`,
      field: leaf,
    }));
  });
  return [...own, ...parents];
}
