import type { QueryRow } from '../org.ts';
import { isObject } from './json-value.ts';
import type { QueryCursors } from './query-cursors.ts';

type ChildResult = { totalSize: number; records: QueryRow[] };

const isChildResult = (value: unknown): value is ChildResult =>
  isObject(value) && typeof value['totalSize'] === 'number' && Array.isArray(value['records']);

/** Rows whose child results are cut to one page, with the URL of the next page of each. */
export function pageChildren(
  cursors: QueryCursors,
  rows: readonly unknown[],
  { userId, pageSize, path }: { userId: string; pageSize: number; path: string },
): unknown[] {
  const pageOf = (value: unknown): unknown => {
    if (!isChildResult(value) || value.records.length <= pageSize) return value;
    const { totalSize, rows: records, locator = '' } = cursors.open(value.records.values(), userId, pageSize);
    return { totalSize, done: false, nextRecordsUrl: `${path}/${locator}`, records };
  };
  return rows.map((row) =>
    isObject(row) ? Object.fromEntries(Object.entries(row).map(([name, value]) => [name, pageOf(value)])) : row,
  );
}
