import type { SchemaQuery } from './schema-query.ts';

/** The value at a path of a row; null where a parent is missing. */
export const valueAt = (row: Record<string, unknown>, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (parent, name) =>
        typeof parent === 'object' && parent !== null ? ((parent as Record<string, unknown>)[name] ?? null) : null,
      row,
    );

/** Sorting ignores the case of A to Z, except in ids. */
const keyOf = (value: unknown, isCaseSensitive: boolean): Buffer =>
  Buffer.from(isCaseSensitive ? String(value) : String(value).replace(/[A-Z]/g, (letter) => letter.toLowerCase()));

function compare(one: unknown, other: unknown, isCaseSensitive: boolean): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(keyOf(one, isCaseSensitive), keyOf(other, isCaseSensitive));
}

/** Whether values are sorted as a query asked, empty ones at the end that it named. */
export function isInOrder(
  values: readonly unknown[],
  { path, isDescending, areNullsLast }: NonNullable<SchemaQuery['order']>,
): boolean {
  const { type } = path.field;
  const isCaseSensitive = type === 'id' || type === 'reference';
  return values.slice(1).every((value, index) => {
    const before = values[index] ?? null;
    if (before === null || value === null) return before === value || (areNullsLast ? value === null : before === null);
    const difference = compare(before, value, isCaseSensitive);
    return isDescending ? difference >= 0 : difference <= 0;
  });
}
