import type { Goal } from '@plumbline/contract';
import { factOf, isReadable } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { namesField } from './field-path.ts';
import type { AccountWay, SourcePlan, SourceRow, SourceRows, SourceTableName } from './source-plan.ts';

/** What a way compares: a column of the lead with one of the account. */
type Compared = { lead: string; account: string; leadField: string; accountField: string; setting: keyof Matching };

type Matching = Goal['settings']['accountMatching'];

const compared: Record<AccountWay, Compared> = {
  'E-mail domain': {
    ...{ lead: 'email_domain_key', account: 'website_key' },
    ...{ leadField: 'Email', accountField: 'Website', setting: 'emailDomain' },
  },
  'Web site': {
    ...{ lead: 'website_key', account: 'website_key' },
    ...{ leadField: 'Website', accountField: 'Website', setting: 'website' },
  },
  'Company name': {
    ...{ lead: 'company_key', account: 'company_key' },
    ...{ leadField: 'Company', accountField: 'Name', setting: 'companyName' },
  },
};

/** The fields of lead and account that a way compares. */
export const comparedFields: Record<AccountWay, Pick<Compared, 'leadField' | 'accountField'>> = compared;

/** Every column that only these ways read, as `table.column`. */
export const companyColumns: readonly string[] = [
  ...new Set(Object.values(compared).flatMap(({ lead, account }) => [`lead.${lead}`, `account.${account}`])),
];

/**
 * The ways that a goal can use: switched on, with fields that the integration user can read and filter by, none of them
 * sensitive. A contact has its account by a lookup.
 */
export function usableWays({ object, settings }: Goal, facts: OrgFacts): AccountWay[] {
  if (object === 'Contact') return [];
  const isUsable = (of: string, field: string): boolean =>
    isReadable(facts, of, field) &&
    factOf(facts, of, field)?.isFilterable !== false &&
    !namesField(settings.sensitiveFields, of, field);
  return (Object.keys(compared) as AccountWay[]).filter((way) => {
    const { setting, leadField, accountField } = compared[way];
    return settings.accountMatching[setting] && isUsable('Lead', leadField) && isUsable('Account', accountField);
  });
}

/** Whether a column is read for these ways alone and none of `ways` compares it. */
export function isUnusedKey(ways: readonly AccountWay[], table: SourceTableName, column: string): boolean {
  if (!companyColumns.includes(`${table}.${column}`)) return false;
  return !ways.some((way) => (table === 'lead' ? compared[way].lead : compared[way].account) === column);
}

const changes = (form: string): string[] => [`old_${form}`, `new_${form}`];
const siteChanges = changes('site_domain_key');
const nameChanges = changes('company_name_key');

const valuesOf = (rows: SourceRow[] | undefined, columns: readonly string[]): string[] =>
  (rows ?? []).flatMap((row) => columns.flatMap((column) => row[column] ?? []));

/** Whether any of the accounts in `rows` has, or had, a key of any of the leads; else no way finds an account. */
export function couldMatch(rows: SourceRows): boolean {
  const domains = new Set([...valuesOf(rows.account, ['website_key']), ...valuesOf(rows.account_history, siteChanges)]);
  const names = new Set([...valuesOf(rows.account, ['company_key']), ...valuesOf(rows.account_history, nameChanges)]);
  const ofLeads = [
    ...valuesOf(rows.lead, ['email_domain_key', 'website_key']),
    ...valuesOf(rows.lead_history, [...changes('address_domain_key'), ...siteChanges]),
  ];
  const namesOfLeads = [...valuesOf(rows.lead, ['company_key']), ...valuesOf(rows.lead_history, nameChanges)];
  return ofLeads.some((domain) => domains.has(domain)) || namesOfLeads.some((name) => names.has(name));
}

/** The ways of a plan; none in plans of earlier versions. */
export const waysOf = ({ accountWays = [] }: Pick<SourcePlan, 'accountWays'>): AccountWay[] => accountWays;
