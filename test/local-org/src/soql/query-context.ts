import type { UserAccess } from '../access/user-access.ts';
import { OrgError } from '../org-error.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
import type { SqlValue } from '../storage/database.ts';

/** A piece of SQL with the values of its question marks, in order. */
export type Fragment = { sql: string; parameters: SqlValue[] };

/** The context of translating one query; aliases are unique across it and its sub-queries. */
export type QueryContext = {
  soql: string;
  schema: Schema;
  access: UserAccess;
  now: Date;
  includeDeleted: boolean;
  forBulk: boolean;
  apiVersion: string;
  nextAlias: () => string;
};

export const fragment = (sql: string, ...parameters: SqlValue[]): Fragment => ({ sql, parameters });

export function joinFragments(fragments: readonly Fragment[], separator: string): Fragment {
  return {
    sql: fragments.map(({ sql }) => sql).join(separator),
    parameters: fragments.flatMap(({ parameters }) => parameters),
  };
}

const advice = (kind: string, suffix: string): string =>
  `If you are attempting to use a custom ${kind}, be sure to append the '${suffix}' after the ${kind === 'object' ? 'entity' : `custom ${kind}`} name. Please reference your WSDL or the describe call for the appropriate names.`;

/** Points at a word of the query as the platform does: the text up to it, a caret, row and column. */
export function pointAt(soql: string, word: string): string {
  const pattern = new RegExp(`(?<![\\w.])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'i');
  const found = pattern.exec(soql);
  const index = found?.index ?? Math.max(0, soql.toLowerCase().indexOf(word.toLowerCase()));
  const before = soql.slice(0, index);
  const row = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const start = Math.max(lineStart, index - 40);
  return `\n${soql.slice(start, index + word.length)}\n${' '.repeat(index - start)}^\nERROR at Row:${row}:Column:${index - lineStart + 1}\n`;
}

export const malformed = (message: string): OrgError => new OrgError('MALFORMED_QUERY', message);

export const invalidField = ({ soql }: QueryContext, word: string, message: string): OrgError =>
  new OrgError('INVALID_FIELD', pointAt(soql, word) + message);

/** An object that the user may read, by name. */
export function findObject(context: QueryContext, name: string): SchemaObject {
  const object = context.schema.object(name);
  if (object !== undefined && context.access.object(object).read) return object;
  throw new OrgError(
    'INVALID_TYPE',
    `${pointAt(context.soql, name)}sObject type '${name}' is not supported. ${advice('object', '__c')}`,
  );
}

/** A field that the user may read, by name; `path` is the text of the query. */
export function findField(
  context: QueryContext,
  object: SchemaObject,
  { name, path }: { name: string; path: string },
): DescribeField {
  const field = object.fieldByName.get(name.toLowerCase());
  if (field !== undefined && context.access.fields(object).readable.has(field.name)) return field;
  throw invalidField(context, path, `No such column '${name}' on entity '${object.name}'. ${advice('field', '__c')}`);
}

export const unknownRelationship = (context: QueryContext, relationship: string, path: string): OrgError =>
  invalidField(
    context,
    path,
    `Didn't understand relationship '${relationship}' in field path. ${advice('relationship', '__r')}`,
  );

export const unknownChildren = (context: QueryContext, relationship: string): OrgError =>
  new OrgError(
    'INVALID_TYPE',
    `${pointAt(context.soql, relationship)}Didn't understand relationship '${relationship}' in FROM part of query call. ${advice('relationship', '__r')}`,
  );
