import type { Goal } from '@plumbline/contract';
import { isReadable } from '../org-facts.ts';
import type { ColumnType, OrgFacts } from '../org-facts.ts';
import { presenceLabel } from './field-use.ts';
import type { FeatureField, Lookup, Protection } from './source-plan.ts';

/** The record that a value of a profile is read from. */
export type ProfileSource = 'lead' | 'contact' | 'account';

/** The source of a scored object's own values. */
export const ownSource = { Lead: 'lead', Contact: 'contact', Account: 'account' } as const satisfies Record<
  string,
  ProfileSource
>;

/** The object of each record that values are read from. */
export const objectOf = { lead: 'Lead', contact: 'Contact', account: 'Account' } as const satisfies Record<
  ProfileSource,
  keyof typeof ownSource
>;

/**
 * A feature that is a value of the record or, where that is empty, of its contact or account. `paths` has the path by
 * source; the column in the feature store has the feature's name.
 */
export type ValueFeature = FeatureField & {
  paths: Partial<Record<ProfileSource, string>>;
  /** The lookups among them, whose values are the names of related records. */
  lookups?: Partial<Record<ProfileSource, Lookup>>;
  type: ColumnType;
  protection: Protection;
};

type ValueOptions = Pick<ValueFeature, 'family' | 'paths'> & Partial<Pick<ValueFeature, 'unit' | 'grouping'>>;

// Which fields have history depends on the org's settings, so no value counts as known at past dates.
const asToday = { isPointInTime: false } as const;

const category = (name: string, label: string, options: ValueOptions): ValueFeature => ({
  ...{ name, label, kind: 'category', ...asToday, type: 'text', protection: 'none' },
  ...options,
});
const number = (name: string, label: string, options: ValueOptions): ValueFeature => ({
  ...{ name, label, kind: 'number', ...asToday, type: 'number', protection: 'none' },
  ...options,
});
const presence = (name: string, label: string, options: ValueOptions): ValueFeature => ({
  ...{ name, label: presenceLabel(label), kind: 'number', unit: 'yes or no', ...asToday },
  ...{ type: 'text', protection: 'presence' },
  ...options,
});

/** F2, F3 and the source of F4: standard fields of lead, contact and account. */
export const valueFeatures: readonly ValueFeature[] = [
  category('job_rank', 'Rank of the job title', {
    family: 'person',
    grouping: 'job rank',
    paths: { lead: 'Title', contact: 'Title' },
  }),
  category('job_department', 'Department of the job title', {
    family: 'person',
    grouping: 'job department',
    paths: { lead: 'Title', contact: 'Title' },
  }),
  category('department', 'Department', { family: 'person', paths: { contact: 'Department' } }),
  presence('has_email', 'E-mail address', { family: 'person', paths: { lead: 'Email', contact: 'Email' } }),
  {
    ...category('email_kind', 'Kind of the e-mail address', {
      family: 'person',
      paths: { lead: 'Email', contact: 'Email' },
    }),
    protection: 'mail kind',
  },
  presence('has_mobile_phone', 'Mobile phone', {
    family: 'person',
    paths: { lead: 'MobilePhone', contact: 'MobilePhone' },
  }),
  presence('has_business_phone', 'Business phone', {
    family: 'person',
    paths: { lead: 'Phone', contact: 'Phone' },
  }),
  category('industry', 'Industry', { family: 'account', paths: { lead: 'Industry', account: 'Industry' } }),
  category('account_type', 'Account type', { family: 'account', paths: { account: 'Type' } }),
  number('employees', 'Number of employees', {
    family: 'account',
    unit: 'count',
    paths: { lead: 'NumberOfEmployees', account: 'NumberOfEmployees' },
  }),
  number('annual_revenue', 'Annual revenue', {
    family: 'account',
    unit: 'money',
    paths: { lead: 'AnnualRevenue', account: 'AnnualRevenue' },
  }),
  presence('has_website', 'Web site', { family: 'account', paths: { lead: 'Website', account: 'Website' } }),
  category('country', 'Country', {
    family: 'account',
    grouping: 'country',
    paths: { lead: 'Country', contact: 'MailingCountry', account: 'BillingCountry' },
  }),
  category('state', 'State or province', {
    family: 'account',
    paths: { lead: 'State', contact: 'MailingState', account: 'BillingState' },
  }),
  category('city', 'City', {
    family: 'account',
    paths: { lead: 'City', contact: 'MailingCity', account: 'BillingCity' },
  }),
  category('lead_source', 'Lead source', {
    family: 'engagement',
    paths: { lead: 'LeadSource', contact: 'LeadSource', account: 'AccountSource' },
  }),
];

const recordTypePath = 'RecordType.DeveloperName';

/**
 * F7 of records of several kinds: the record type of the record and, of leads and contacts, that of their account. An org
 * without record types of an object does not have the field.
 */
export function recordTypeFeatures({ object }: Pick<Goal, 'object'>, facts: OrgFacts): ValueFeature[] {
  const has = (of: string): boolean => isReadable(facts, of, recordTypePath);
  return [
    ...(has(object)
      ? [category('record_type', 'Record type', { family: 'record', paths: { [ownSource[object]]: recordTypePath } })]
      : []),
    ...(object !== 'Account' && has('Account')
      ? [
          category('account_record_type', 'Record type of the account', {
            family: 'account',
            paths: { account: recordTypePath },
          }),
        ]
      : []),
  ];
}
