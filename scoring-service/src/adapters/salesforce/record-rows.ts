import type { Goal } from '@plumbline/contract';
import { protectRow } from '../../domain/features/protect-row.ts';
import type { KeyOf, ReadPath } from '../../domain/features/protect-row.ts';
import type {
  SourcePlan,
  SourceRow,
  SourceRows,
  SourceTable,
  SourceTableName,
  SourceColumn,
} from '../../domain/features/source-plan.ts';
import { parseGoal } from '../../domain/goals/goal-record.ts';
import { goalNotFound } from './goals.ts';
import { parseAnswer, queryPageSchema, readAll, recordSchema } from './queries.ts';
import type { OrgRecord, QueryPage, CompositeAnswers } from './queries.ts';
import { leadChildren, tableOf } from './record-requests.ts';
import type { Children } from './record-requests.ts';
import type { Session } from './session.ts';

export type Reading = { session: Session; keyOf: KeyOf; plan: SourcePlan };

export const emailOf = (lead: OrgRecord): string | undefined =>
  typeof lead['Email'] === 'string' && lead['Email'] !== '' ? lead['Email'] : undefined;

/** A record of the REST API as a protected row. */
export const restRow = (columns: SourceColumn[], keyOf: KeyOf, record: OrgRecord): SourceRow =>
  protectRow(columns, keyOf, readerOf(record));

/** The rows of the child relationships of a record; a relationship without rows is null. */
export async function childRows(
  reading: Reading,
  record: OrgRecord,
  children: Children = leadChildren,
): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const { table: name, relationship } of children) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    const found = record[relationship];
    const page = found === null ? undefined : parseAnswer(queryPageSchema, found, `${relationship} of a record`);
    rows[name] = page === undefined ? [] : await pageRows(reading, table, page);
  }
  return rows;
}

export function goalIn(answers: CompositeAnswers): Goal {
  const [record] = answers.page('goal').records;
  if (record === undefined) throw goalNotFound();
  return parseGoal(record);
}

/** Appends the rows of one answer to `rows`. */
export function addRows(rows: SourceRows, more: SourceRows): void {
  for (const [name, added] of Object.entries(more) as [SourceTableName, SourceRow[]][]) {
    (rows[name] ??= []).push(...added);
  }
}

/** Removes rows that two answers share. */
export const uniqueRows = (table: SourceRow[] = []): SourceRow[] => [
  ...new Map(table.map((row) => [row['id'], row])).values(),
];

async function pageRows({ session, keyOf }: Reading, table: SourceTable, page: QueryPage): Promise<SourceRow[]> {
  return (await readAll(session, page)).map((record) => restRow(table.columns, keyOf, record));
}

const restDatetime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/;

/** A value as Bulk API 2.0 writes it, so that REST and bulk reads give the same rows. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replace(restDatetime, '$1Z');
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
