import type { Goal } from '@plumbline/contract';
import { quoteSoql } from '../../domain/features/build-soql.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourcePlan, SourceRow, SourceRows, SourceTable } from '../../domain/features/source-plan.ts';
import { parseGoal } from '../../domain/goals/parse-goal.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-id.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { parseAnswer, queryPageSchema, readAll } from './answers.ts';
import type { OrgRecord, QueryPage } from './answers.ts';
import { sendQueries } from './composite.ts';
import type { CompositeAnswers } from './composite.ts';
import { goalNotFound, goalQuery } from './goals.ts';
import {
  countedColumns,
  isPlainEmail,
  leadChildren,
  recordRequests,
  sharedRequests,
  tableOf,
} from './record-requests.ts';
import { restRow } from './rest-row.ts';
import type { Session } from './session.ts';

export type Reading = { session: Session; keyOf: KeyOf; plan: SourcePlan };

export function requireSupported({ goal: { object } }: SourcePlan): void {
  if (object === 'Lead') return;
  throw new ScoringError('goal.not-supported', {
    message: `Goals that score ${object} records are not supported yet.`,
    actions: ['Use a goal that scores leads.'],
  });
}

export const emailOf = (lead: OrgRecord): string | undefined =>
  typeof lead['Email'] === 'string' && lead['Email'] !== '' ? lead['Email'] : undefined;

async function pageRows({ session, keyOf }: Reading, table: SourceTable, page: QueryPage): Promise<SourceRow[]> {
  return (await readAll(session, page)).map((record) => restRow(table.columns, keyOf, record));
}

/** A child relationship without rows is null. */
export async function childRows(reading: Reading, lead: OrgRecord): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const { table: name, relationship } of leadChildren) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    const children = lead[relationship];
    const page = children === null ? undefined : parseAnswer(queryPageSchema, children, `${relationship} of a lead`);
    rows[name] = page === undefined ? [] : await pageRows(reading, table, page);
  }
  return rows;
}

/** Contacts, accounts and leads that share the address. */
export async function sharedRows(reading: Reading, answers: CompositeAnswers | undefined): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const name of ['contact', 'account', 'lead'] as const) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    const columns = name === 'lead' ? countedColumns(table.columns) : table.columns;
    rows[name] = answers ? await pageRows(reading, { ...table, columns }, answers.page(`same_email_${name}`)) : [];
  }
  return rows;
}

export function leadTableOf(plan: SourcePlan): SourceTable {
  const table = tableOf(plan, 'lead');
  if (table === undefined) throw new TypeError('The plan of a lead goal has no leads.');
  return table;
}

export function goalIn(answers: CompositeAnswers): Goal {
  const [record] = answers.page('goal').records;
  if (record === undefined) throw goalNotFound();
  return parseGoal(record);
}

/**
 * A goal, one of its records and what the record's features need, protected: one request, and a second one where the
 * e-mail address has characters that the org cannot put into its own queries.
 */
export async function readRecord(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordId: string,
): Promise<{ goal: Goal; rows: SourceRows }> {
  requireSupported(plan);
  const problem = recordIdProblem(plan.goal.object, recordId);
  if (problem) throw problem;
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
