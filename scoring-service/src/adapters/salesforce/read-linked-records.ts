import type { Goal } from '@plumbline/contract';
import { quoteSoql } from '../../domain/soql.ts';
import type { SourcePlan, SourceRows, SourceTableName } from '../../domain/features/source-plan.ts';
import { goalQuery } from './goals.ts';
import { readAll, sendQueries } from './queries.ts';
import type { CompositeAnswers, OrgRecord, Subrequest } from './queries.ts';
import {
  recordQuery,
  idList,
  isMatchedByEmail,
  leadChildren,
  matchedChildren,
  personChildren,
  subrequest,
  tableOf,
} from './record-requests.ts';
import type { Children } from './record-requests.ts';
import { addRows, childRows, emailOf, goalIn, uniqueRows, restRow } from './record-rows.ts';
import type { Reading } from './record-rows.ts';

/** Fewer than leads, because each account comes with all its people. */
const partSize = 20;
/** The addresses of one request must fit into a URL. */
const emailsAtOnce = 100;

const contactChildren: Children = [...personChildren, { table: 'contact_history', relationship: 'Histories' }];
const relatedEmails = { table: 'email_message', relationship: 'Emails' } as const;
const accountChildren: Children = [{ table: 'account_history', relationship: 'Histories' }, relatedEmails];
const opportunityChildren: Children = [
  { table: 'opportunity_stage', relationship: 'OpportunityHistories' },
  relatedEmails,
];

/** A query of one table; `also` are fields that only matching needs. */
type Query = { name: string; table: SourceTableName; children?: Children; where: string; also?: string[] };

/** The records and those that refer to them: with the goal's at most five queries, the limit of a composite request. */
function queriesOf(object: 'Contact' | 'Account', recordIds: readonly string[]): Query[] {
  const ids = idList(recordIds);
  if (object === 'Contact') {
    const ofRoles = `Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId IN ${ids})`;
    return [
      { name: 'record', table: 'contact', children: contactChildren, where: `Id IN ${ids}`, also: ['Email'] },
      { name: 'converted', table: 'lead', children: leadChildren, where: `ConvertedContactId IN ${ids}` },
      { name: 'opportunity', table: 'opportunity', children: opportunityChildren, where: ofRoles },
      { name: 'role', table: 'opportunity_contact_role', where: `ContactId IN ${ids}` },
    ];
  }
  const ofAccounts = `AccountId IN ${ids}`;
  return [
    { name: 'record', table: 'account', children: accountChildren, where: `Id IN ${ids}` },
    { name: 'contact', table: 'contact', children: contactChildren, where: ofAccounts, also: ['Email'] },
    { name: 'converted', table: 'lead', children: leadChildren, where: `ConvertedAccountId IN ${ids}` },
    { name: 'opportunity', table: 'opportunity', children: opportunityChildren, where: ofAccounts },
  ];
}

/** The activities without a person and the contact roles of accounts, or the accounts of contacts. */
function furtherQueries(plan: SourcePlan, object: 'Contact' | 'Account', recordIds: readonly string[]): Query[] {
  const ids = idList(recordIds);
  if (object === 'Contact') {
    const where = `Id IN (SELECT AccountId FROM Contact WHERE Id IN ${ids})`;
    return [{ name: 'account', table: 'account', children: matchedChildren(plan, 'account'), where }];
  }
  const withoutPerson = `AccountId IN ${ids} AND WhoId = null`;
  return [
    { name: 'task', table: 'task', where: withoutPerson },
    { name: 'event', table: 'event', where: withoutPerson },
    { name: 'role', table: 'opportunity_contact_role', where: `Opportunity.AccountId IN ${ids}` },
  ];
}

/** The leads and contacts with these e-mail addresses, which are matched to each other. */
function emailQueries(emails: readonly string[]): Query[] {
  if (emails.length === 0) return [];
  const hasEmail = `Email IN (${emails.map(quoteSoql).join(', ')})`;
  return [
    { name: 'matched', table: 'lead', children: leadChildren, where: hasEmail },
    { name: 'same', table: 'contact', where: hasEmail },
  ];
}

function requestsFor({ session, plan }: Reading, queries: readonly Query[]): Subrequest[] {
  return queries.flatMap(({ name, table: tableName, children = [], where, also }) => {
    const table = tableOf(plan, tableName);
    if (table === undefined) return [];
    const condition = table.where === undefined ? where : `${where} AND (${table.where})`;
    const soql = recordQuery(plan, table, { children, where: condition, also });
    return [subrequest(session.root, name, soql, 'queryAll')];
  });
}

/** The rows of the answers with those of their children, and the records of each answer by its name. */
async function rowsOf(
  reading: Reading,
  queries: readonly Query[],
  answers: CompositeAnswers,
): Promise<{ rows: SourceRows; records: Map<string, OrgRecord[]> }> {
  const rows: SourceRows = {};
  const records = new Map<string, OrgRecord[]>();
  for (const { name, table: tableName, children = [] } of queries) {
    const table = tableOf(reading.plan, tableName);
    if (table === undefined) continue;
    const found = await readAll(reading.session, answers.page(name));
    records.set(name, found);
    for (const record of found) {
      addRows(rows, { [tableName]: [restRow(table.columns, reading.keyOf, record)] });
      if (children.length > 0) addRows(rows, await childRows(reading, record, children));
    }
  }
  return { rows, records };
}

async function read(reading: Reading, queries: Query[]): Promise<Awaited<ReturnType<typeof rowsOf>>> {
  return rowsOf(reading, queries, await sendQueries(reading.session, requestsFor(reading, queries)));
}

const linkedObject = ({ goal }: SourcePlan): 'Contact' | 'Account' =>
  goal.object === 'Contact' ? 'Contact' : 'Account';

/**
 * A goal, those of its contacts or accounts that exist, and protected rows of all records that their features need. People
 * are matched by e-mail address, so this takes two requests for up to 20 records, and one more for each 100 addresses.
 */
export async function readLinkedRecords(
  reading: Reading,
  goalId: string,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[]; emails: string[] }> {
  const object = linkedObject(reading.plan);
  const all: SourceRows = {};
  const foundIds: string[] = [];
  const allEmails: string[] = [];
  let goal: Goal | undefined;
  for (let start = 0; start < recordIds.length; start += partSize) {
    const part = recordIds.slice(start, start + partSize);
    const queries = queriesOf(object, part);
    const goalRequest = subrequest(reading.session.root, 'goal', goalQuery(goalId));
    const answers = await sendQueries(reading.session, [goalRequest, ...requestsFor(reading, queries)]);
    goal = goalIn(answers);
    const own = await rowsOf(reading, queries, answers);
    addRows(all, own.rows);
    foundIds.push(...(own.records.get('record') ?? []).map(({ Id }) => String(Id)));

    const people = !isMatchedByEmail(reading.plan)
      ? []
      : [...(own.records.get('contact') ?? []), ...(own.records.get('record') ?? [])];
    const emails = [...new Set(people.flatMap((record) => emailOf(record) ?? []))];
    allEmails.push(...emails, ...(own.records.get('converted') ?? []).flatMap((record) => emailOf(record) ?? []));
    addRows(
      all,
      (
        await read(reading, [
          ...furtherQueries(reading.plan, object, part),
          ...emailQueries(emails.slice(0, emailsAtOnce)),
        ])
      ).rows,
    );
    for (let from = emailsAtOnce; from < emails.length; from += emailsAtOnce) {
      addRows(all, (await read(reading, emailQueries(emails.slice(from, from + emailsAtOnce)))).rows);
    }
  }
  if (goal === undefined) throw new TypeError('No record was requested.');
  const rows = Object.fromEntries(Object.entries(all).map(([table, found]) => [table, uniqueRows(found)]));
  return { goal, rows, foundIds, emails: allEmails };
}
