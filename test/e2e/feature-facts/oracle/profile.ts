import type { MergePolicy } from '@plumbline/contract';
import { countryOf, departmentOf, rankOf } from '../../../../scoring-service/src/domain/features/group-text.ts';
import { mailKindOf } from '../../../../scoring-service/src/domain/features/protect-row.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import type { PastValues } from './past-values.ts';
import type { Row } from './raw-facts.ts';

export type FeatureValue = string | number | undefined;

/** The records that a profile is read from. */
export type Sources = { lead: Row | undefined; contact: Row | undefined; account: Row | undefined };
type Source = keyof Sources;

type Reader = (text: string | undefined, ms: number) => FeatureValue;

const asText: Reader = (text) => text;
const asNumber: Reader = (text) => (text === undefined || !Number.isFinite(Number(text)) ? undefined : Number(text));
const asFlag: Reader = (text) => (text === undefined ? undefined : Number(text === 'true'));
const asDaysSince: Reader = (text, ms) =>
  text === undefined ? undefined : (ms - Date.parse(text.slice(0, 10))) / DAY_MS;
const isPresent: Reader = (text) => (text === undefined ? undefined : 1);
const grouped =
  (group: (text: string) => string | undefined): Reader =>
  (text) =>
    text === undefined ? undefined : group(text);

type Definition = { paths: Partial<Record<Source, string>>; read: Reader; isPresence?: boolean };

const value = (read: Reader, paths: Definition['paths']): Definition => ({ paths, read });
const presence = (paths: Definition['paths']): Definition => ({ paths, read: isPresent, isPresence: true });
const title = { lead: 'Title', contact: 'Title' };
const email = { lead: 'Email', contact: 'Email' };

/** F1 to F3, F9 and the source of F4: which field of which record, and how it is read. */
const profileFeatures: Record<string, Definition> = {
  job_rank: value(grouped(rankOf), title),
  job_department: value(grouped(departmentOf), title),
  department: value(asText, { contact: 'Department' }),
  has_email: presence(email),
  email_kind: value(grouped(mailKindOf), email),
  has_mobile_phone: presence({ lead: 'MobilePhone', contact: 'MobilePhone' }),
  has_business_phone: presence({ lead: 'Phone', contact: 'Phone' }),
  industry: value(asText, { lead: 'Industry', account: 'Industry' }),
  account_type: value(asText, { account: 'Type' }),
  employees: value(asNumber, { lead: 'NumberOfEmployees', account: 'NumberOfEmployees' }),
  annual_revenue: value(asNumber, { lead: 'AnnualRevenue', account: 'AnnualRevenue' }),
  has_website: presence({ lead: 'Website', account: 'Website' }),
  country: value(grouped(countryOf), { lead: 'Country', contact: 'MailingCountry', account: 'BillingCountry' }),
  state: value(asText, { lead: 'State', contact: 'MailingState', account: 'BillingState' }),
  city: value(asText, { lead: 'City', contact: 'MailingCity', account: 'BillingCity' }),
  lead_source: value(asText, { lead: 'LeadSource', contact: 'LeadSource', account: 'AccountSource' }),
  need_type: value(asText, { lead: 'Product_Interest__c', account: 'Need__c' }),
  contact_type: value(asText, { contact: 'Segment__c' }),
  account_category: value(asText, { account: 'Ownership' }),
};

type Custom = { object: 'Lead' | 'Contact' | 'Account'; field: string; definition: Definition; isPicked: boolean };

const custom = (object: Custom['object'], fields: Record<string, Reader>, isPicked = false): Custom[] =>
  Object.entries(fields).map(([field, read]) => {
    const path = field.replace('First_Campaign__c', 'First_Campaign__r.Name');
    const paths = { [object.toLowerCase()]: path };
    return { object, field, isPicked, definition: { paths, read, isPresence: read === isPresent } };
  });

/** Custom fields, and which of them the settings of the stories' goals pick for every object. */
const customFields: Custom[] = [
  ...custom('Lead', { Landing_Page__c: asText, Website_Visits__c: asNumber, Contract_Type__c: asText }),
  ...custom('Lead', { Signed_Budget__c: asNumber, Trial_Ends__c: asDaysSince, Region__c: asText }),
  ...custom('Lead', { Second_Mail__c: isPresent }),
  ...custom('Lead', { Budget__c: asNumber, Wants_Trial__c: asFlag, First_Campaign__c: asText }, true),
  ...custom('Contact', { Newsletter__c: asFlag }, true),
  ...custom('Account', { Tier__c: asText, Sites__c: asNumber, Renewal__c: asDaysSince, Rating: asText }, true),
];

/** The settings that pick them. */
export const storySettings = {
  needTypeField: 'Lead.Product_Interest__c',
  accountNeedTypeField: 'Account.Need__c',
  contactTypeField: 'Contact.Segment__c',
  extraFields: customFields.filter(({ isPicked }) => isPicked).map(({ object, field }) => `${object}.${field}`),
};

/** All values of a profile of an object, by the name of the feature: fields of other records also have their object's. */
export const profileOf = (scored: Custom['object']): [string, Definition][] => [
  ...Object.entries(profileFeatures),
  ...customFields
    .filter(({ object, isPicked }) => isPicked || object === scored)
    .map(({ object, field, definition }): [string, Definition] => [
      object === scored ? field : `${object}.${field}`,
      definition,
    ]),
];

const orders: Record<Exclude<MergePolicy, 'Most recently changed'>, Source[]> = {
  'Lead first': ['lead', 'contact', 'account'],
  'Contact first': ['contact', 'lead', 'account'],
  'Account first': ['account', 'lead', 'contact'],
};

/** The order in which the records of a profile are asked for a value. */
export function orderOf(
  policy: MergePolicy,
  sources: Sources,
  { past, ms }: { past: PastValues; ms: number },
): Source[] {
  if (policy !== 'Most recently changed') return orders[policy];
  const changed = (source: Source): number => {
    const row = sources[source];
    return row === undefined ? Number.NEGATIVE_INFINITY : past.lastChange(row, ms);
  };
  return orders['Lead first'].toSorted((one, other) => changed(other) - changed(one));
}

/** A value of the profile: of the first record in the order that has one. */
export function readProfile(
  { paths, read, isPresence = false }: Definition,
  { sources, order, past, ms }: { sources: Sources; order: Source[]; past: PastValues; ms: number },
): FeatureValue {
  for (const source of order) {
    const [row, path] = [sources[source], paths[source]];
    if (row === undefined || path === undefined) continue;
    const found = read(past.textAt(row, path, ms), ms);
    if (found !== undefined) return found;
  }
  return isPresence ? 0 : undefined;
}
