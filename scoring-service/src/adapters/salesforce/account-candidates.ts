import { waysOf } from '../../domain/features/account-ways.ts';
import { addressPatterns, domainOfAddress, domainOfSite, sitePatterns } from '../../domain/features/company-domain.ts';
import { companyNameKey, namePatterns } from '../../domain/features/company-name.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../domain/features/source-plan.ts';
import { quoteSoql } from '../../domain/soql.ts';
import type { OrgRecord } from './queries.ts';
import { leadChildren, matchedChildren, matchedFields } from './record-requests.ts';
import type { TableQuery } from './table-queries.ts';

/** The fields of an account that a lead's account is found by. */
export const comparedAccountFields = (plan: SourcePlan): string[] => [
  ...new Set(waysOf(plan).map((way) => (way === 'Company name' ? 'Name' : 'Website'))),
];

const textOf = (record: OrgRecord, field: string): string => {
  const value = record[field];
  return typeof value === 'string' ? value : '';
};

const domainOf: Record<'E-mail domain' | 'Web site', (record: OrgRecord) => string | undefined> = {
  'E-mail domain': (record) => domainOfAddress(textOf(record, 'Email')),
  'Web site': (record) => domainOfSite(textOf(record, 'Website')),
};

const likeAny = (field: string, patterns: readonly string[]): string[] =>
  patterns.map((pattern) => `${field} LIKE ${quoteSoql(pattern)}`);

/** One condition for each different text, so that long lists can be split. */
const unique = (conditions: readonly string[][]): string[] => [
  ...new Set(conditions.filter((any) => any.length > 0).map((any) => any.join(' OR '))),
];

/** Conditions on accounts that could be those of the leads. */
function accountConditions(plan: SourcePlan, leads: readonly OrgRecord[]): string[] {
  return unique(
    waysOf(plan).flatMap((way) =>
      leads.map((lead) => {
        if (way === 'Company name') return likeAny('Name', namePatterns(textOf(lead, 'Company')));
        const domain = domainOf[way](lead);
        return domain === undefined ? [] : likeAny('Website', sitePatterns(domain));
      }),
    ),
  );
}

/** Conditions on leads whose account could be one of these. */
function leadConditions(plan: SourcePlan, accounts: readonly OrgRecord[]): string[] {
  return unique(
    waysOf(plan).flatMap((way) =>
      accounts.map((account) => {
        if (way === 'Company name') return likeAny('Company', namePatterns(textOf(account, 'Name')));
        const domain = domainOfSite(textOf(account, 'Website'));
        if (domain === undefined) return [];
        return way === 'Web site'
          ? likeAny('Website', sitePatterns(domain))
          : likeAny('Email', addressPatterns(domain));
      }),
    ),
  );
}

/** Characters of the conditions of one query, which stands in a URL. */
const longestCondition = 6_000;

function splitConditions(conditions: readonly string[]): string[] {
  const parts: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const condition of conditions) {
    if (length + condition.length > longestCondition) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(condition);
    length += condition.length;
  }
  return parts.map((part) => part.join(' OR '));
}

/** What the ways compare of records, as texts that equal ones share. */
type Identities = ReadonlySet<string>;

const named = (key: string | undefined): string[] => (key === undefined ? [] : [`name ${key}`]);

const ofLead = (plan: SourcePlan, lead: OrgRecord): string[] =>
  waysOf(plan).flatMap((way) =>
    way === 'Company name' ? named(companyNameKey(textOf(lead, 'Company'))) : (domainOf[way](lead) ?? []),
  );

const ofAccount = (plan: SourcePlan, account: OrgRecord): string[] =>
  waysOf(plan).flatMap((way) =>
    way === 'Company name'
      ? named(companyNameKey(textOf(account, 'Name')))
      : (domainOfSite(textOf(account, 'Website')) ?? []),
  );

/** Patterns find more than what is equal. */
const isOneOf = (identities: Identities, own: readonly string[]): boolean => own.some((one) => identities.has(one));

/** Finds the accounts that could be those of the leads: all with the same domain or name, so that several are seen as several. */
export function fittingAccounts(plan: SourcePlan, leads: readonly OrgRecord[]): TableQuery[] {
  const wanted = new Set(leads.flatMap((lead) => ofLead(plan, lead)));
  return splitConditions(accountConditions(plan, leads)).map((where, index) => ({
    ...{ name: `fitting_account_${index}`, table: 'account', where: `(${where})` },
    ...{ children: matchedChildren(plan, 'account'), also: comparedAccountFields(plan) },
    isKept: (account) => isOneOf(wanted, ofAccount(plan, account)),
  }));
}

/** Finds the leads whose account could be one of these. */
export function fittingLeads(plan: SourcePlan, accounts: readonly OrgRecord[]): TableQuery[] {
  const wanted = new Set(accounts.flatMap((account) => ofAccount(plan, account)));
  return splitConditions(leadConditions(plan, accounts)).map((where, index) => ({
    ...{ name: `fitting_lead_${index}`, table: 'lead', where: `(${where})` },
    ...{ children: leadChildren, also: matchedFields(plan) },
    isKept: (lead) => isOneOf(wanted, ofLead(plan, lead)),
  }));
}

/**
 * The leads whose contact does not settle their account: without a contact of their address, with one that has no account,
 * and with an address that so many share that it may be nobody's. `rows` are the leads themselves, all other records with
 * their addresses, each once, and the accounts of these contacts.
 */
export function unsettledLeads(
  { namesPerAddress = Number.POSITIVE_INFINITY }: SourcePlan,
  leads: readonly { record: OrgRecord; row: SourceRow }[],
  rows: SourceRows,
): OrgRecord[] {
  const accounts = new Set((rows.account ?? []).map(({ id }) => id));
  const contacts = Map.groupBy(rows.contact ?? [], (row) => row['email_key']);
  const sharers = Map.groupBy(rows.lead ?? [], (row) => row['email_key']);
  return leads.flatMap(({ record, row }) => {
    const key = row['email_key'];
    const own = key === undefined ? [] : (contacts.get(key) ?? []);
    const people = own.length + (sharers.get(key)?.length ?? 0);
    const isSettled = own.length > 0 && own.every((contact) => accounts.has(contact['account_id']));
    return isSettled && people <= namesPerAddress ? [] : [record];
  });
}
