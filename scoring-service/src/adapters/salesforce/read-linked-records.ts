import type { Goal } from '@plumbline/contract';
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
import { addRows, goalIn, uniqueRows } from './record-rows.ts';
import type { Reading } from './record-rows.ts';
import { contactsElsewhere, emailsOf, hasEmailOf, matchedQueries, partsOf, samePersonQueries } from './same-person.ts';
import type { People } from './same-person.ts';
import { readQueries, requestsFor, rowsOf } from './table-queries.ts';
import type { TableQuery } from './table-queries.ts';

/** Fewer than leads, because each account comes with all its people. */
const partSize = 20;

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

/**
 * Finds the accounts that decide whether leads of the records' companies are theirs: those of the companies, and those of
 * contacts with the leads' addresses, which come first.
 */
function employerQueries(plan: SourcePlan, leads: readonly OrgRecord[]): TableQuery[] {
  const emails = isMatchedByEmail(plan) ? emailsOf(leads) : [];
  const employers = partsOf(emails).map((part, index): TableQuery => {
    const where = `Id IN (SELECT AccountId FROM Contact WHERE ${hasEmailOf(part)})`;
    return { name: `employer_${index}`, table: 'account', children: matchedChildren(plan, 'account'), where };
  });
  return [...fittingAccounts(plan, leads), ...employers];
}

const linkedObject = ({ goal }: SourcePlan): 'Contact' | 'Account' =>
  goal.object === 'Contact' ? 'Contact' : 'Account';

type Rows = Awaited<ReturnType<typeof rowsOf>>;

/** What the records of one part are found by: addresses of their events' people, leads of companies, and the same people's. */
type Part = { foundIds: string[]; emails: string[]; ofCompany: OrgRecord[]; same: People };

/** Reads the records of a part into `rows`; `own` are the answers to the queries of `queriesOf`. */
async function readPart(
  reading: Reading,
  { rows, recordIds, own }: { rows: SourceRows; recordIds: readonly string[]; own: Rows },
): Promise<Part> {
  const { plan } = reading;
  const object = linkedObject(plan);
  addRows(rows, own.rows);
  const records = own.records.get('record') ?? [];
  const contacts = object === 'Contact' ? records : (own.records.get('contact') ?? []);
  const emails = isMatchedByEmail(plan) ? emailsOf(contacts) : [];
  const elsewhere = object === 'Account' ? contactsElsewhere(own.rows) : [];
  const companyQueries = object === 'Account' ? fittingLeads(plan, records) : [];
  const further = await readQueries(reading, [
    ...furtherQueries(plan, object, recordIds),
    ...matchedQueries({ emails, contactIds: elsewhere }),
    ...companyQueries,
  ]);
  addRows(rows, further.rows);
  const ofCompany = companyQueries.flatMap(({ name }) => further.records.get(name) ?? []);
  const leads = [...(own.records.get('converted') ?? []), ...ofCompany];
  const isElsewhere = new Set(elsewhere);
  const others = [...further.records].flatMap(([name, found]) =>
    name.startsWith('same') ? found.filter(({ Id }) => isElsewhere.has(String(Id))) : [],
  );
  const known = new Set(emails);
  return {
    foundIds: records.map(({ Id }) => String(Id)),
    emails: [...emails, ...emailsOf(leads)],
    ofCompany,
    same: {
      emails: isMatchedByEmail(plan) ? emailsOf([...leads, ...others]).filter((email) => !known.has(email)) : [],
      contactIds: object === 'Account' ? [...contacts.map(({ Id }) => String(Id)), ...elsewhere] : [],
    },
  };
}

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
  const { plan, session } = reading;
  const all: SourceRows = {};
  const parts: Part[] = [];
  let goal: Goal | undefined;
  for (let start = 0; start < recordIds.length; start += partSize) {
    const ofPart = recordIds.slice(start, start + partSize);
    const queries = queriesOf(plan, linkedObject(plan), ofPart);
    const goalRequest = subrequest(session.root, 'goal', goalQuery(goalId));
    const answers = await sendQueries(session, [goalRequest, ...requestsFor(reading, queries)]);
    goal = goalIn(answers);
    const own = await rowsOf(reading, queries, answers);
    parts.push(await readPart(reading, { rows: all, recordIds: ofPart, own }));
  }
  if (goal === undefined) throw new TypeError('No record was requested.');
  const same = {
    emails: parts.flatMap((part) => part.same.emails),
    contactIds: parts.flatMap((part) => part.same.contactIds),
  };
  const ofCompany = parts.flatMap((part) => part.ofCompany);
  return {
    goal,
    rows: Object.fromEntries(Object.entries(all).map(([table, found]) => [table, uniqueRows(found)])),
    foundIds: parts.flatMap(({ foundIds }) => foundIds),
    emails: parts.flatMap(({ emails }) => emails),
    further: [...employerQueries(plan, ofCompany), ...samePersonQueries(same)],
  };
}
