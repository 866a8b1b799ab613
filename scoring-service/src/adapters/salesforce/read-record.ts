import type { Goal } from '@plumbline/contract';
import { quoteSoql } from '../../domain/features/build-soql.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourcePlan, SourceRow, SourceRows, SourceTable } from '../../domain/features/source-plan.ts';
import { parseGoal } from '../../domain/goals/parse-goal.ts';
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

const idPrefixes: Record<Goal['object'], string> = { Lead: '00Q', Contact: '003', Account: '001' };
const recordIdForm = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

type Reading = { session: Session; keyOf: KeyOf; plan: SourcePlan };

function requireScorable({ goal: { object } }: SourcePlan, recordId: string): void {
  if (object !== 'Lead') {
    throw new ScoringError('goal.not-supported', {
      message: `Goals that score ${object} records are not supported yet.`,
      actions: ['Use a goal that scores leads.'],
    });
  }
  if (recordIdForm.test(recordId) && recordId.startsWith(idPrefixes[object])) return;
  throw new ScoringError('record.not-scorable', {
    message: `The goal scores ${object} records, and this id is not of one.`,
    actions: [`Give the id of a ${object} record; it begins with ${idPrefixes[object]}.`],
  });
}

const recordNotFound = (): ScoringError =>
  new ScoringError('record.not-found', {
    message: 'The org has no record with this id.',
    actions: [
      'Check the id: the record may have been deleted or merged.',
      'Check that the integration user may read it.',
    ],
  });

const emailOf = (lead: OrgRecord): string | undefined =>
  typeof lead['Email'] === 'string' && lead['Email'] !== '' ? lead['Email'] : undefined;

async function pageRows({ session, keyOf }: Reading, table: SourceTable, page: QueryPage): Promise<SourceRow[]> {
  return (await readAll(session, page)).map((record) => restRow(table.columns, keyOf, record));
}

/** A child relationship without rows is null. */
async function childRows(reading: Reading, lead: OrgRecord): Promise<SourceRows> {
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
async function sharedRows(reading: Reading, answers: CompositeAnswers | undefined): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const name of ['contact', 'account', 'lead'] as const) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    const columns = name === 'lead' ? countedColumns(table.columns) : table.columns;
    rows[name] = answers ? await pageRows(reading, { ...table, columns }, answers.page(`same_email_${name}`)) : [];
  }
  return rows;
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
  requireScorable(plan, recordId);
  const reading = { session, keyOf, plan };
  const leadTable = tableOf(plan, 'lead');
  if (leadTable === undefined) throw new TypeError('The plan of a lead goal has no leads.');
  const goalSoql = goalQuery(goalId);
  const requests = recordRequests(session.root, { plan, lead: leadTable, recordId, goalSoql });
  const answers = await sendQueries(session, requests);

  const [goalRecord] = answers.page('goal').records;
  if (goalRecord === undefined) throw goalNotFound();
  const goal = parseGoal(goalRecord);
  const [lead] = answers.page('lead').records;
  if (lead === undefined) throw recordNotFound();

  const email = emailOf(lead);
  const isAnswered = email === undefined || isPlainEmail(email);
  const shared = isAnswered
    ? answers
    : await sendQueries(session, sharedRequests(session.root, plan, recordId, quoteSoql(email)));
  const others = await sharedRows(reading, email === undefined ? undefined : shared);
  const row = restRow(leadTable.columns, keyOf, lead);
  return { goal, rows: { ...others, ...(await childRows(reading, lead)), lead: [row, ...(others.lead ?? [])] } };
}
