import type { Goal } from '@plumbline/contract';
import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { readAll } from './answers.ts';
import { sendQueries } from './composite.ts';
import { goalQuery } from './goals.ts';
import { leadTableOf, sharedRows } from './read-lead.ts';
import { addRows, childRows, emailOf, goalIn, onceEach } from './read-rows.ts';
import type { Reading } from './read-rows.ts';
import { leadRequests, sharedRequests } from './record-requests.ts';
import { restRow } from './rest-row.ts';

/** Leads of one request: their ids and addresses must fit into addresses of the web. */
const partSize = 100;

/**
 * A goal, those of the leads that are there, and what their features need, protected: two requests for a hundred leads.
 */
export async function readLeads(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }> {
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

/** Two parts may share a contact, an account or a lead with the same address. */
function withoutRepeats(rows: SourceRows): SourceRows {
  return { ...rows, contact: onceEach(rows.contact), account: onceEach(rows.account), lead: onceEach(rows.lead) };
}
