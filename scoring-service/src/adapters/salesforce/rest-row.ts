import { protectRow } from '../../domain/features/protect-row.ts';
import type { KeyOf, ReadPath } from '../../domain/features/protect-row.ts';
import type { SourceColumn, SourceRow } from '../../domain/features/source-plan.ts';
import { recordSchema } from './answers.ts';
import type { OrgRecord } from './answers.ts';

const restMoment = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/;

/** A value as Bulk API 2.0 would write it, so that one record reads like a million. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replace(restMoment, '$1Z');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function valueAt(record: OrgRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((parent, name) => {
    const fields = recordSchema.safeParse(parent);
    if (!fields.success) return undefined;
    if (name in fields.data) return fields.data[name];
    return Object.entries(fields.data).find(([field]) => field.toLowerCase() === name.toLowerCase())?.[1];
  }, record);
}

const readerOf =
  (record: OrgRecord): ReadPath =>
  (path) =>
    textOf(valueAt(record, path));

/** A record of the REST API as a protected row. */
export const restRow = (columns: SourceColumn[], keyOf: KeyOf, record: OrgRecord): SourceRow =>
  protectRow(columns, keyOf, readerOf(record));
