import type { Goal } from '@plumbline/contract';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type {
  SourcePlan,
  SourceRow,
  SourceRows,
  SourceTable,
  SourceTableName,
} from '../../domain/features/source-plan.ts';
import { parseGoal } from '../../domain/goals/goal-record.ts';
import { parseAnswer, queryPageSchema, readAll } from './answers.ts';
import type { OrgRecord, QueryPage } from './answers.ts';
import type { CompositeAnswers } from './composite.ts';
import { goalNotFound } from './goals.ts';
import { leadChildren, tableOf } from './record-requests.ts';
import type { Children } from './record-requests.ts';
import { restRow } from './rest-row.ts';
import type { Session } from './session.ts';

export type Reading = { session: Session; keyOf: KeyOf; plan: SourcePlan };

export const emailOf = (lead: OrgRecord): string | undefined =>
  typeof lead['Email'] === 'string' && lead['Email'] !== '' ? lead['Email'] : undefined;

export async function pageRows({ session, keyOf }: Reading, table: SourceTable, page: QueryPage): Promise<SourceRow[]> {
  return (await readAll(session, page)).map((record) => restRow(table.columns, keyOf, record));
}

/** A child relationship without rows is null. */
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

/** Adds the rows of one answer to those of the others. */
export function addRows(rows: SourceRows, more: SourceRows): void {
  for (const [name, added] of Object.entries(more) as [SourceTableName, SourceRow[]][]) {
    (rows[name] ??= []).push(...added);
  }
}

/** What two answers share, once. */
export const onceEach = (table: SourceRow[] = []): SourceRow[] => [
  ...new Map(table.map((row) => [row['id'], row])).values(),
];
