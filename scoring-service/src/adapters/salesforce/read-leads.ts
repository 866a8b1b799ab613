import type { Goal } from '@plumbline/contract';
import { quoteSoql } from '../../domain/features/build-soql.ts';
import type { SourcePlan, SourceRow, SourceRows, SourceTableName } from '../../domain/features/source-plan.ts';
import { readAll } from './answers.ts';
import { sendQueries } from './composite.ts';
import { goalQuery } from './goals.ts';
import { childRows, emailOf, goalIn, leadTableOf, requireSupported, sharedRows } from './read-record.ts';
import type { Reading } from './read-record.ts';
import { leadRequests, sharedRequests } from './record-requests.ts';
import { restRow } from './rest-row.ts';

/** Leads of one request: their ids and addresses must fit into addresses of the web. */
const partSize = 100;

/**
 * A goal, those of the records that are there, and what their features need, protected: two requests for a hundred
 * records.
 */
export async function readRecords(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }> {
  requireSupported(plan);
  const reading = { session, keyOf, plan };
  const lead = leadTableOf(plan);
  const rows: SourceRows = {};
  const foundIds: string[] = [];
  let goal: Goal | undefined;
  for (let start = 0; start < recordIds.length; start += partSize) {
    const part = recordIds.slice(start, start + partSize);
    const asked = { plan, lead, recordIds: part, goalSoql: goalQuery(goalId) };
    const answers = await sendQueries(session, leadRequests(session.root, asked));
    goal = goalIn(answers);
    const leads = await readAll(session, answers.page('lead'));
    const emails = [...new Set(leads.flatMap((record) => emailOf(record) ?? []))].map(quoteSoql);
    const shared =
      emails.length === 0
        ? undefined
        : await sendQueries(session, sharedRequests(session.root, plan, recordIds, emails));
    addRows(rows, await sharedRows(reading, shared));
    for (const record of leads) {
      foundIds.push(String(record['Id']));
      addRows(rows, { lead: [restRow(lead.columns, keyOf, record)], ...(await childRows(reading, record)) });
    }
  }
  if (goal === undefined) throw new TypeError('No record was asked for.');
  return { goal, rows: withoutRepeats(rows), foundIds };
}

function addRows(rows: SourceRows, more: SourceRows): void {
  for (const [name, added] of Object.entries(more) as [SourceTableName, SourceRow[]][]) {
    (rows[name] ??= []).push(...added);
  }
}

/** Two parts may share a contact, an account or a lead with the same address. */
function withoutRepeats(rows: SourceRows): SourceRows {
  const once = (table: SourceRow[] = []): SourceRow[] => [...new Map(table.map((row) => [row['id'], row])).values()];
  return { ...rows, contact: once(rows.contact), account: once(rows.account), lead: once(rows.lead) };
}
