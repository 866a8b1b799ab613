import { storedDateTime } from './calendar.ts';
import type { StoredRow } from './row-batch.ts';

/** The fields that the platform keeps of every record. */
export function systemFields(created: { atMs: number; by: string }, modified = created): StoredRow {
  return {
    IsDeleted: 0,
    CreatedDate: storedDateTime(created.atMs),
    CreatedById: created.by,
    LastModifiedDate: storedDateTime(modified.atMs),
    LastModifiedById: modified.by,
    SystemModstamp: storedDateTime(modified.atMs),
  };
}

/** The fields of a history row, which never changes. */
export function historyFields(atMs: number, by: string): StoredRow {
  return { IsDeleted: 0, CreatedDate: storedDateTime(atMs), CreatedById: by };
}
