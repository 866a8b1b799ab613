import { sendQueries, readAll } from './queries.ts';
import type { CompositeAnswers, OrgRecord, Subrequest } from './queries.ts';
import type { SourceRows, SourceTableName } from '../../domain/features/source-plan.ts';
import { recordQuery, subrequest, tableOf } from './record-requests.ts';
import type { Children } from './record-requests.ts';
import { addRows, childRows, restRow } from './record-rows.ts';
import type { Reading } from './record-rows.ts';

/**
 * A query of one table. `also` are fields that only matching needs, `isKept` decides which of the records that a pattern
 * finds are wanted.
 */
export type TableQuery = {
  name: string;
  table: SourceTableName;
  children?: Children;
  where: string;
  also?: string[];
  isKept?: (record: OrgRecord) => boolean;
};

/** The queries that a composite request may have. */
export const queriesAtOnce = 5;

/** The subrequests of the tables that the plan reads. */
export function requestsFor({ session, plan }: Reading, queries: readonly TableQuery[]): Subrequest[] {
  return queries.flatMap(({ name, table: tableName, children = [], where, also }) => {
    const table = tableOf(plan, tableName);
    if (table === undefined) return [];
    const condition = table.where === undefined ? where : `${where} AND (${table.where})`;
    const soql = recordQuery(plan, table, { children, where: condition, also });
    return [subrequest(session.root, name, soql, 'queryAll')];
  });
}

/** The rows of the answers with those of their children, and the records of each answer by its name. */
export async function rowsOf(
  reading: Reading,
  queries: readonly TableQuery[],
  answers: CompositeAnswers,
): Promise<{ rows: SourceRows; records: Map<string, OrgRecord[]> }> {
  const rows: SourceRows = {};
  const records = new Map<string, OrgRecord[]>();
  for (const { name, table: tableName, children = [], isKept = () => true } of queries) {
    const table = tableOf(reading.plan, tableName);
    if (table === undefined) continue;
    const found = (await readAll(reading.session, answers.page(name))).filter(isKept);
    records.set(name, found);
    for (const record of found) {
      addRows(rows, { [tableName]: [restRow(table.columns, reading.keyOf, record)] });
      if (children.length > 0) addRows(rows, await childRows(reading, record, children));
    }
  }
  return { rows, records };
}

/** The same for queries that are sent in as few requests as possible. */
export async function readQueries(
  reading: Reading,
  queries: readonly TableQuery[],
): Promise<Awaited<ReturnType<typeof rowsOf>>> {
  const all: Awaited<ReturnType<typeof rowsOf>> = { rows: {}, records: new Map() };
  for (let start = 0; start < queries.length; start += queriesAtOnce) {
    const part = queries.slice(start, start + queriesAtOnce);
    const requests = requestsFor(reading, part);
    if (requests.length === 0) continue;
    const { rows, records } = await rowsOf(reading, part, await sendQueries(reading.session, requests));
    addRows(all.rows, rows);
    for (const [name, found] of records) all.records.set(name, found);
  }
  return all;
}
