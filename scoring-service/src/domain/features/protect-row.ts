import { mailKindOf } from './mail-kind.ts';
import type { Protection, SourceColumn, SourceRow } from './source-plan.ts';

/** Makes a key of a value that only serves to find equals: the same for the same value, and no way back. */
export type KeyOf = (value: string) => string;

/** What a record says at a path; undefined where the org does not say. */
export type ReadPath = (path: string) => string | undefined;

/** A value as it may leave the org. Keys ignore case and surrounding blanks, as people do with e-mail addresses. */
export function protectValue(protection: Protection, keyOf: KeyOf, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (protection === 'none') return value;
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  if (protection === 'mail kind') return mailKindOf(trimmed);
  return protection === 'presence' ? '1' : keyOf(trimmed.toLowerCase());
}

/** One record by the columns of the feature store, protected. */
export const protectRow = (columns: SourceColumn[], keyOf: KeyOf, read: ReadPath): SourceRow =>
  Object.fromEntries(
    columns.map(({ path, column, protection }) => [column, protectValue(protection, keyOf, read(path))]),
  );
