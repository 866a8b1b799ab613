import type { Goal } from '@plumbline/contract';
import { quoteSoql } from '../../domain/soql.ts';
import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import { comparedAccountFields, fittingAccounts, fittingLeads } from './account-candidates.ts';
import { goalQuery } from './goals.ts';
import { sendQueries } from './queries.ts';
import type { OrgRecord } from './queries.ts';
import {
  idList,
  isMatchedByEmail,
  leadChildren,
  matchedChildren,
  personChildren,
  subrequest,
} from './record-requests.ts';
import type { Children } from './record-requests.ts';
import { addRows, emailOf, goalIn, uniqueRows } from './record-rows.ts';
import type { Reading } from './record-rows.ts';
import { readQueries, requestsFor, rowsOf } from './table-queries.ts';
import type { TableQuery } from './table-queries.ts';

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

/** With the roles of people, which a goal on contacts reads by person. */
const accountOpportunityChildren: Children = [
  ...opportunityChildren,
  { table: 'opportunity_contact_role', relationship: 'OpportunityContactRoles' },
];

/** The records and those that refer to them: with the goal's at most five queries, the limit of a composite request. */
function queriesOf(plan: SourcePlan, object: 'Contact' | 'Account', recordIds: readonly string[]): TableQuery[] {
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
    {
      ...{ name: 'record', table: 'account', children: accountChildren, where: `Id IN ${ids}` },
      also: comparedAccountFields(plan),
    },
    { name: 'contact', table: 'contact', children: contactChildren, where: ofAccounts, also: ['Email'] },
    { name: 'converted', table: 'lead', children: leadChildren, where: `ConvertedAccountId IN ${ids}` },
    { name: 'opportunity', table: 'opportunity', children: accountOpportunityChildren, where: ofAccounts },
  ];
}

/** The activities without a person of accounts, or the accounts of contacts. */
function furtherQueries(plan: SourcePlan, object: 'Contact' | 'Account', recordIds: readonly string[]): TableQuery[] {
  const ids = idList(recordIds);
  if (object === 'Contact') {
    const where = `Id IN (SELECT AccountId FROM Contact WHERE Id IN ${ids})`;
    return [{ name: 'account', table: 'account', children: matchedChildren(plan, 'account'), where }];
  }
  const withoutPerson = `AccountId IN ${ids} AND WhoId = null`;
  return [
    { name: 'task', table: 'task', where: withoutPerson },
    { name: 'event', table: 'event', where: withoutPerson },
  ];
}

/** The leads and contacts with these e-mail addresses, which are matched to each other. */
function emailQueries(emails: readonly string[]): TableQuery[] {
  if (emails.length === 0) return [];
  const hasEmail = `Email IN (${emails.map(quoteSoql).join(', ')})`;
  return [
    { name: 'matched', table: 'lead', children: leadChildren, where: hasEmail },
    { name: 'same', table: 'contact', where: hasEmail },
  ];
}

/**
 * Finds all that decides whether leads of the accounts' companies are theirs: the leads and contacts with the same addresses,
 * the accounts of these contacts, and the accounts of the leads' companies.
 */
function decidingQueries(plan: SourcePlan, leads: readonly OrgRecord[]): TableQuery[] {
  const emails = isMatchedByEmail(plan) ? [...new Set(leads.flatMap((record) => emailOf(record) ?? []))] : [];
  const queries = fittingAccounts(plan, leads);
  for (let from = 0; from < emails.length; from += emailsAtOnce) {
    const part = emails.slice(from, from + emailsAtOnce);
    const where = `Id IN (SELECT AccountId FROM Contact WHERE Email IN (${part.map(quoteSoql).join(', ')}))`;
    const named = (name: string): string => `${name}_${from}`;
    queries.push({ name: named('employer'), table: 'account', children: matchedChildren(plan, 'account'), where });
    queries.push(...emailQueries(part).map((query) => ({ ...query, name: named(query.name) })));
  }
  return queries;
}

const linkedObject = ({ goal }: SourcePlan): 'Contact' | 'Account' =>
  goal.object === 'Contact' ? 'Contact' : 'Account';

/**
 * A goal, those of its contacts or accounts that exist, and protected rows of all records that their features need. People
 * are matched by e-mail address, so this takes two requests for up to 20 records, and one more for each 100 addresses.
 * `further` are the queries that are known only then.
 */
export async function readLinkedRecords(
  reading: Reading,
  goalId: string,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[]; emails: string[]; further: TableQuery[] }> {
  const object = linkedObject(reading.plan);
  const all: SourceRows = {};
  const foundIds: string[] = [];
  const allEmails: string[] = [];
  const leadsOfCompanies: OrgRecord[] = [];
  let goal: Goal | undefined;
  for (let start = 0; start < recordIds.length; start += partSize) {
    const part = recordIds.slice(start, start + partSize);
    const queries = queriesOf(reading.plan, object, part);
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
    const ofCompany = object === 'Account' ? fittingLeads(reading.plan, own.records.get('record') ?? []) : [];
    const further = await readQueries(reading, [
      ...furtherQueries(reading.plan, object, part),
      ...emailQueries(emails.slice(0, emailsAtOnce)),
      ...ofCompany,
    ]);
    addRows(all, further.rows);
    for (let from = emailsAtOnce; from < emails.length; from += emailsAtOnce) {
      addRows(all, (await readQueries(reading, emailQueries(emails.slice(from, from + emailsAtOnce)))).rows);
    }
    const leads = ofCompany.flatMap(({ name }) => further.records.get(name) ?? []);
    allEmails.push(...leads.flatMap((record) => emailOf(record) ?? []));
    leadsOfCompanies.push(...leads);
  }
  if (goal === undefined) throw new TypeError('No record was requested.');
  const rows = Object.fromEntries(Object.entries(all).map(([table, found]) => [table, uniqueRows(found)]));
  return { goal, rows, foundIds, emails: allEmails, further: decidingQueries(reading.plan, leadsOfCompanies) };
}
