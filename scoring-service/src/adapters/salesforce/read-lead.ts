import type { Goal } from '@plumbline/contract';
import type { SourcePlan, SourceRows, SourceTable } from '../../domain/features/source-plan.ts';
import { recordNotFound } from '../../domain/scoring/record-selection.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { readAll } from './answers.ts';
import { sendQueries } from './composite.ts';
import type { CompositeAnswers } from './composite.ts';
import { goalQuery } from './goals.ts';
import { addRows, childRows, emailOf, goalIn } from './read-rows.ts';
import type { Reading } from './read-rows.ts';
import {
  countedColumns,
  isPlainEmail,
  mergedHistory,
  recordRequests,
  sharedRequests,
  tableOf,
} from './record-requests.ts';
import { restRow } from './rest-row.ts';

/** Contacts, accounts and leads that share the address. */
export async function sharedRows(reading: Reading, answers: CompositeAnswers | undefined): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const name of ['contact', 'account', 'lead'] as const) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    rows[name] = [];
    const columns = name === 'lead' ? countedColumns(table.columns) : table.columns;
    const children = name === 'lead' ? [] : mergedHistory(reading.plan, name);
    const found = answers ? await readAll(reading.session, answers.page(`same_email_${name}`)) : [];
    for (const record of found) {
      addRows(rows, {
        [name]: [restRow(columns, reading.keyOf, record)],
        ...(await childRows(reading, record, children)),
      });
    }
  }
  return rows;
}

export function leadTableOf(plan: SourcePlan): SourceTable {
  const table = tableOf(plan, 'lead');
  if (table === undefined) throw new TypeError('The plan of a lead goal has no leads.');
  return table;
}

/**
 * A goal, a lead and what the lead's features need, protected: one request, and a second one where the e-mail address has
 * characters that the org cannot put into its own queries.
 */
export async function readLead(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordId: string,
): Promise<{ goal: Goal; rows: SourceRows }> {
  const reading = { session, keyOf, plan };
  const leadTable = leadTableOf(plan);
  const goalSoql = goalQuery(goalId);
  const requests = recordRequests(session.root, { plan, lead: leadTable, recordId, goalSoql });
  const answers = await sendQueries(session, requests);

  const goal = goalIn(answers);
  const [lead] = answers.page('lead').records;
  if (lead === undefined) throw recordNotFound();

  const email = emailOf(lead);
  const isAnswered = email === undefined || isPlainEmail(email);
  const shared = isAnswered
    ? answers
    : await sendQueries(session, sharedRequests(session.root, plan, [recordId], [quoteSoql(email)]));
  const others = await sharedRows(reading, email === undefined ? undefined : shared);
  const row = restRow(leadTable.columns, keyOf, lead);
  return { goal, rows: { ...others, ...(await childRows(reading, lead)), lead: [row, ...(others.lead ?? [])] } };
}
