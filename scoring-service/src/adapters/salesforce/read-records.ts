import type { Goal } from '@plumbline/contract';
import { buildSoql, quoteSoql } from '../../domain/soql.ts';
import type {
  SourcePlan,
  SourceRow,
  SourceRows,
  SourceTable,
  SourceTableName,
} from '../../domain/features/source-plan.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-selection.ts';
import { fittingAccounts, unsettledLeads } from './account-candidates.ts';
import { goalQuery } from './goals.ts';
import { readAll, sendQueries } from './queries.ts';
import type { CompositeAnswers, OrgRecord } from './queries.ts';
import { readLinkedRecords } from './read-linked-records.ts';
import {
  countedColumns,
  idList,
  isMatchedByEmail,
  isPlainEmail,
  matchedChildren,
  recordRequests,
  sharedRequests,
  tableOf,
  leadRequests,
  subrequest,
} from './record-requests.ts';
import { addRows, childRows, emailOf, goalIn, restRow, uniqueRows } from './record-rows.ts';
import type { Reading } from './record-rows.ts';
import { eventQueries } from './read-web-events.ts';
import { readQueries } from './table-queries.ts';
import type { TableQuery } from './table-queries.ts';

type Connected = Omit<Reading, 'plan'>;

/** A goal and the protected rows of one record with all records that its features need. */
export async function readRecord(
  connected: Connected,
  goalId: string,
  plan: SourcePlan,
  recordId: string,
): Promise<{ goal: Goal; rows: SourceRows }> {
  const problem = recordIdProblem(plan.goal.object, recordId);
  if (problem) throw problem;
  const rates = await readRates({ ...connected, plan });
  const read =
    plan.goal.object === 'Lead'
      ? await readLead(connected, goalId, plan, recordId)
      : await readLinkedRecords({ ...connected, plan }, goalId, [recordId]);
  if (read.foundIds.length === 0) throw recordNotFound();
  return { goal: read.goal, rows: { ...(await withFurther({ ...connected, plan }, read)), ...rates } };
}

/** The same for many records; `foundIds` are those that exist. */
export async function readRecords(
  connected: Connected,
  goalId: string,
  plan: SourcePlan,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }> {
  const rates = await readRates({ ...connected, plan });
  const read =
    plan.goal.object === 'Lead'
      ? await readLeads(connected, goalId, plan, recordIds)
      : await readLinkedRecords({ ...connected, plan }, goalId, recordIds);
  const rows = await withFurther({ ...connected, plan }, read);
  return { goal: read.goal, foundIds: read.foundIds, rows: { ...rows, ...rates } };
}

/** Records with the rows that their features need, the e-mail addresses of their people, and queries that are still to send. */
type Found = { rows: SourceRows; foundIds: string[]; emails: string[]; further: TableQuery[] };

/**
 * The rows with those of further queries, in one request for few records, and with the website events of the leads
 * themselves, or of all people of contacts and accounts.
 */
async function withFurther(reading: Reading, { rows, foundIds, emails, further }: Found): Promise<SourceRows> {
  const { plan } = reading;
  const idsOf = (name: 'lead' | 'contact'): string[] => [...new Set((rows[name] ?? []).flatMap(({ id }) => id ?? []))];
  const isLead = plan.goal.object === 'Lead';
  const read = await readQueries(reading, [
    ...further,
    ...(isLead ? convertedQueries(plan, { leadIds: foundIds, contactIds: idsOf('contact') }) : []),
    ...eventQueries(plan, {
      leadIds: isLead ? foundIds : idsOf('lead'),
      contactIds: isLead ? [] : idsOf('contact'),
      emails: [...new Set(emails)],
    }),
  ]);
  const all = { ...rows };
  for (const [name, added] of Object.entries(read.rows) as [SourceTableName, SourceRow[]][]) {
    all[name] = uniqueRows([...(rows[name] ?? []), ...added]);
  }
  return all;
}

/** The leads that were converted into the contacts of leads, which count as leads of the same person. */
function convertedQueries(
  plan: SourcePlan,
  { leadIds, contactIds }: { leadIds: readonly string[]; contactIds: readonly string[] },
): TableQuery[] {
  const isRead = tableOf(plan, 'lead')?.columns.some(({ column }) => column === 'converted_contact_id') ?? false;
  if (plan.countsConvertedLeads !== true || !isRead || contactIds.length === 0) return [];
  return Array.from({ length: Math.ceil(contactIds.length / partSize) }, (_, part) => {
    const ids = idList(contactIds.slice(part * partSize, (part + 1) * partSize));
    const isOther = (record: OrgRecord): boolean => !leadIds.includes(String(record['Id']));
    return { name: `converted_${part}`, table: 'lead', where: `ConvertedContactId IN ${ids}`, isKept: isOther };
  });
}

/** The rates of an org of several currencies, by one request; no request in others. */
async function readRates({ session, keyOf, plan }: Reading): Promise<SourceRows> {
  const tables = (['currency_type', 'dated_rate'] as const).flatMap((name) => tableOf(plan, name) ?? []);
  if (tables.length === 0) return {};
  const answers = await sendQueries(
    session,
    tables.map((table) => subrequest(session.root, table.name, buildSoql(table))),
  );
  const rows: SourceRows = {};
  for (const { name, columns } of tables) {
    rows[name] = (await readAll(session, answers.page(name))).map((record) => restRow(columns, keyOf, record));
  }
  return rows;
}

/** Contacts, accounts and leads with the same e-mail address. */
async function sharedRows(reading: Reading, answers: CompositeAnswers | undefined): Promise<SourceRows> {
  const rows: SourceRows = {};
  for (const name of ['contact', 'account', 'lead'] as const) {
    const table = tableOf(reading.plan, name);
    if (table === undefined) continue;
    rows[name] = [];
    const columns = name === 'lead' ? countedColumns(table.columns) : table.columns;
    const children = name === 'lead' ? [] : matchedChildren(reading.plan, name);
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

function leadTableOf(plan: SourcePlan): SourceTable {
  const table = tableOf(plan, 'lead');
  if (table === undefined) throw new TypeError('The plan of a lead goal has no leads.');
  return table;
}

/**
 * A goal and one lead: one request, a second one when the e-mail address has characters that a reference within the
 * composite request cannot carry.
 */
async function readLead(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordId: string,
): Promise<Found & { goal: Goal }> {
  const reading = { session, keyOf, plan };
  const leadTable = leadTableOf(plan);
  const goalSoql = goalQuery(goalId);
  const requests = recordRequests(session.root, { plan, lead: leadTable, recordId, goalSoql });
  const answers = await sendQueries(session, requests);

  const goal = goalIn(answers);
  const [lead] = answers.page('lead').records;
  if (lead === undefined) throw recordNotFound();

  const email = isMatchedByEmail(plan, 'lead') ? emailOf(lead) : undefined;
  const isReferenced = email === undefined || isPlainEmail(email);
  const shared = isReferenced
    ? answers
    : await sendQueries(session, sharedRequests(session.root, plan, [recordId], [quoteSoql(email)]));
  const others = await sharedRows(reading, email === undefined ? undefined : shared);
  const row = restRow(leadTable.columns, keyOf, lead);
  const rows = { ...others, ...(await childRows(reading, lead)), lead: [row, ...(others.lead ?? [])] };
  const further = fittingAccounts(plan, unsettledLeads(plan, [{ record: lead, row }], rows));
  return { goal, rows, foundIds: [String(lead['Id'])], emails: email === undefined ? [] : [email], further };
}

/** The ids and e-mail addresses of one request must fit into URLs. */
const partSize = 100;

/** A goal and those of the leads that exist: two requests for 100 leads. */
async function readLeads(
  { session, keyOf }: Omit<Reading, 'plan'>,
  goalId: string,
  plan: SourcePlan,
  recordIds: readonly string[],
): Promise<Found & { goal: Goal }> {
  const reading = { session, keyOf, plan };
  const lead = leadTableOf(plan);
  const rows: SourceRows = {};
  const foundIds: string[] = [];
  const allEmails: string[] = [];
  const all: { record: OrgRecord; row: SourceRow }[] = [];
  let goal: Goal | undefined;
  for (let start = 0; start < recordIds.length; start += partSize) {
    const part = recordIds.slice(start, start + partSize);
    const asked = { plan, lead, recordIds: part, goalSoql: goalQuery(goalId) };
    const answers = await sendQueries(session, leadRequests(session.root, asked));
    goal = goalIn(answers);
    const leads = await readAll(session, answers.page('lead'));
    const known = isMatchedByEmail(plan, 'lead') ? leads.flatMap((record) => emailOf(record) ?? []) : [];
    allEmails.push(...known);
    const emails = [...new Set(known)].map(quoteSoql);
    const shared =
      emails.length === 0
        ? undefined
        : await sendQueries(session, sharedRequests(session.root, plan, recordIds, emails));
    const others = await sharedRows(reading, shared);
    const own = leads.map((record) => ({ record, row: restRow(lead.columns, keyOf, record) }));
    all.push(...own);
    addRows(rows, others);
    for (const { record, row } of own) {
      foundIds.push(String(record['Id']));
      addRows(rows, { lead: [row], ...(await childRows(reading, record)) });
    }
  }
  if (goal === undefined) throw new TypeError('No record was requested.');
  const found = withoutRepeats(rows);
  const further = fittingAccounts(plan, unsettledLeads(plan, all, found));
  return { goal, rows: found, foundIds, emails: allEmails, further };
}

/** Two requests may return the same contact with its roles, account or lead. */
function withoutRepeats(rows: SourceRows): SourceRows {
  const { contact, account, lead, opportunity_contact_role: roles } = rows;
  return {
    ...{ ...rows, contact: uniqueRows(contact), account: uniqueRows(account), lead: uniqueRows(lead) },
    ...(roles && { opportunity_contact_role: uniqueRows(roles) }),
  };
}
