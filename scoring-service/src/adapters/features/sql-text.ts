import type { ColumnType } from '../../domain/org-facts.ts';

export const dayMs = 86_400_000;

/** Later than every moment: values as they are today. */
export const foreverMs = 8_640_000_000_000_000;

/** A name as a quoted SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as a SQL string. SQL text ends at a NUL character, which no value needs. */
export const quoteText = (text: string): string => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`;

export const textList = (texts: readonly string[]): string => texts.map(quoteText).join(', ');

const sqlTypes: Record<ColumnType, string> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'BIGINT',
  datetime: 'BIGINT',
};

/** No value of a type. */
export const nothing = (type: ColumnType): string => `NULL::${sqlTypes[type]}`;

/**
 * A text of the org as its type, NULL where it is blank or cannot be read; dates and moments are epoch milliseconds,
 * the midnight (UTC) that a day begins with.
 */
export function readText(text: string, type: ColumnType): string {
  if (type === 'text') return `nullif(trim(${text}), '')`;
  if (type === 'date' || type === 'datetime') return `epoch_ms(try_cast(${text} AS TIMESTAMP))`;
  return `try_cast(${text} AS ${sqlTypes[type]})`;
}

/** Named subqueries in the order in which they may use each other. */
export type Relations = [name: string, sql: string][];

export function withRelations(relations: Relations, select: string): string {
  // Two parts of a query may need the same relation.
  const named = [...new Map(relations)].map(([name, sql]) => `${name} AS (\n${sql}\n)`);
  return named.length === 0 ? select : `WITH ${named.join(',\n')}\n${select}`;
}
