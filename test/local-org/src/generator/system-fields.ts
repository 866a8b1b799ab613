import { storedDateTime } from './calendar.ts';
import type { StoredRow } from './row-batch.ts';

/** The fields that the platform keeps of every record. */
export function systemFields(created: { atMs: number; by: string }, modified = created): StoredRow {
  const createdDate = storedDateTime(created.atMs);
  // Most records never change, and writing dates is a quarter of the generator's time.
  const modifiedDate = modified.atMs === created.atMs ? createdDate : storedDateTime(modified.atMs);
  return {
    IsDeleted: 0,
    CreatedDate: createdDate,
    CreatedById: created.by,
    LastModifiedDate: modifiedDate,
    LastModifiedById: modified.by,
    SystemModstamp: modifiedDate,
  };
}

/** The fields of a history row, which never changes. */
export function historyFields(atMs: number, by: string): StoredRow {
  return { IsDeleted: 0, CreatedDate: storedDateTime(atMs), CreatedById: by };
}
