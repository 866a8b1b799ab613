import type { ColumnType } from '../../domain/org-facts.ts';

/** Later than any time: as `known_at` it stands for current values. */
export const foreverMs = 8_640_000_000_000_000;

/** A name as a quoted SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text without NUL characters, which would end it in DuckDB. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '');

/** A text as a SQL string, without NUL characters. */
export const quoteText = (text: string): string => `'${withoutNul(text).replaceAll("'", "''")}'`;

/** Whether a text equals one of others as the platform compares them: without case and the spaces around. */
export const isAnyText = (text: string, others: readonly string[]): string =>
  `lower(trim(${text})) IN (${textList(others.map((other) => other.trim().toLowerCase()))})`;

export const textList = (texts: readonly string[]): string => texts.map(quoteText).join(', ');

const sqlTypes: Record<ColumnType, string> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'BIGINT',
  datetime: 'BIGINT',
};

/** A typed NULL. */
export const typedNull = (type: ColumnType): string => `NULL::${sqlTypes[type]}`;

/**
 * Parses a text of the org as a type; NULL when it is blank or invalid. Datetimes and dates become milliseconds since
 * 1970, dates at midnight UTC.
 */
export function readText(text: string, type: ColumnType): string {
  if (type === 'text') return `nullif(trim(${text}), '')`;
  if (type === 'date' || type === 'datetime') return `epoch_ms(try_cast(${text} AS TIMESTAMP))`;
  return `try_cast(${text} AS ${sqlTypes[type]})`;
}

/** Common table expressions; each can use those before it. */
export type Relations = [name: string, sql: string][];

export function withRelations(relations: Relations, select: string): string {
  // Two parts of a query can need the same relation, which is defined once.
  const named = [...new Map(relations)].map(([name, sql]) => `${name} AS (\n${sql}\n)`);
  return named.length === 0 ? select : `WITH ${named.join(',\n')}\n${select}`;
}
