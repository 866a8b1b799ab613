import { engagementTables } from '../../domain/features/engagement-sources.ts';
import type { SourceRows, SourceTable } from '../../domain/features/source-plan.ts';
import { buildSoql, quoteSoql } from '../../domain/soql.ts';
import { readAll, sendQueries } from './queries.ts';
import { idList, subrequest, tableOf } from './record-requests.ts';
import { addRows, restRow, uniqueRows } from './record-rows.ts';
import type { Reading } from './record-rows.ts';

/** The people whose events count for some records. */
export type EventPeople = { leadIds: readonly string[]; contactIds: readonly string[]; emails: readonly string[] };

/** The ids and addresses of one request must fit into URLs. */
const partSize = 50;

/** An event that names a lead or a contact is theirs, whatever its address is. */
function whereOf({ columns }: SourceTable, { leadIds, contactIds, emails }: EventPeople): string | undefined {
  const pathOf = (name: string): string | undefined => columns.find(({ column }) => column === name)?.path;
  const [lead, contact, email] = [pathOf('lead_id'), pathOf('contact_id'), pathOf('email_key')];
  const conditions = [
    ...(lead !== undefined && leadIds.length > 0 ? [`${lead} IN ${idList(leadIds)}`] : []),
    ...(contact !== undefined && contactIds.length > 0 ? [`${contact} IN ${idList(contactIds)}`] : []),
  ];
  if (email !== undefined && emails.length > 0) {
    const isNobodys = [lead, contact].flatMap((path) => (path === undefined ? [] : [`${path} = null`]));
    conditions.push(`(${[...isNobodys, `${email} IN (${emails.map(quoteSoql).join(', ')})`].join(' AND ')})`);
  }
  return conditions.length === 0 ? undefined : conditions.join(' OR ');
}

/** The website events of people: one request for each 50 of them, and none where the plan has no source of events. */
export async function readWebEvents({ session, keyOf, plan }: Reading, people: EventPeople): Promise<SourceRows> {
  const tables = engagementTables.flatMap((name) => tableOf(plan, name) ?? []);
  const rows: SourceRows = {};
  const most = Math.max(people.leadIds.length, people.contactIds.length, people.emails.length);
  for (let start = 0; tables.length > 0 && start < most; start += partSize) {
    const part = <T>(all: readonly T[]): T[] => all.slice(start, start + partSize);
    const asked = { leadIds: part(people.leadIds), contactIds: part(people.contactIds), emails: part(people.emails) };
    const queries = tables.flatMap((table) => {
      const where = whereOf(table, asked);
      return where === undefined ? [] : [{ table, where }];
    });
    if (queries.length === 0) continue;
    const answers = await sendQueries(
      session,
      queries.map(({ table, where }) => subrequest(session.root, table.name, buildSoql(table, where))),
    );
    for (const { table } of queries) {
      const found = await readAll(session, answers.page(table.name));
      addRows(rows, { [table.name]: found.map((record) => restRow(table.columns, keyOf, record)) });
    }
  }
  return Object.fromEntries(Object.entries(rows).map(([name, found]) => [name, uniqueRows(found)]));
}
