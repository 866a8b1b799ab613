import type { Goal } from '@plumbline/contract';
import { kindCountLabel, kindCountName } from './engagement-sources.ts';
import { isLinkInput } from './point-in-time.ts';
import type { FeatureFamily, FeatureField, SourceTableName } from './source-plan.ts';

/** A feature that the feature SQL computes; `needs` lists the columns it requires, as `table.column`. */
type ComputedFeature = FeatureField & {
  needs: `${SourceTableName}.${string}`[];
  /** Needs reliable creation dates; left out where a goal learns from records as they stand. */
  needsDates: boolean;
  /** Also there without these columns, where the company of a lead leads to its account. */
  isByCompany?: boolean;
  /** The objects whose records have it. */
  of: readonly Goal['object'][];
};

type Options = Pick<ComputedFeature, 'needs'> &
  Partial<Pick<ComputedFeature, 'unit' | 'kind' | 'needsDates' | 'of' | 'isByCompany'>>;

const everyObject = ['Lead', 'Contact', 'Account'] as const;

const historyOf = { Lead: 'lead_history', Contact: 'contact_history', Account: 'account_history' } as const;

const computed =
  (family: FeatureFamily) =>
  (name: string, label: string, options: Options): ComputedFeature => ({
    ...{ name, label, family, kind: 'number', isPointInTime: !isLinkInput(name), needsDates: true, of: everyObject },
    ...options,
  });

const person = computed('person');
const account = computed('account');
const engagement = computed('engagement');
const activity = computed('activity');
const record = computed('record');

type Counted = { name: string; single: string; one: string; many: string; needs: ComputedFeature['needs'] };

const ofTasks: ComputedFeature['needs'] = ['task.who_id', 'task.task_subtype', 'task.created_date'];
const ofEvents: ComputedFeature['needs'] = ['event.who_id', 'event.created_date'];

const countedActivities: Counted[] = [
  { name: 'calls', single: 'call', one: 'phone call', many: 'Phone calls', needs: ofTasks },
  { name: 'emails', single: 'email', one: 'e-mail', many: 'E-mails', needs: ofTasks },
  { name: 'meetings', single: 'meeting', one: 'meeting', many: 'Meetings', needs: ofEvents },
];

/** F7 for one kind of activity. */
const activityFeatures = ({ name, single, one, many, needs }: Counted): ComputedFeature[] => [
  activity(`${name}_30_days`, `${many} in the last 30 days`, { unit: 'count', needs }),
  activity(`${name}_90_days`, `${many} in the last 90 days`, { unit: 'count', needs }),
  activity(`${name}_total`, `${many} in total`, { unit: 'count', needs }),
  activity(`days_since_${single}`, `Days since the last ${one}`, { unit: 'days', needs }),
];

const ofCampaigns: ComputedFeature['needs'] = ['campaign_member.lead_id', 'campaign_member.created_date'];
const ofResponses: ComputedFeature['needs'] = [...ofCampaigns, 'campaign_member.first_responded_date'];
const ofWebEvents: ComputedFeature['needs'] = ['engagement_event.occurred_at', 'engagement_event.created_date'];
const ofPages: ComputedFeature['needs'] = [...ofWebEvents, 'engagement_event.page'];
const ofKinds: ComputedFeature['needs'] = [...ofWebEvents, 'engagement_event.kind'];

/** F4: events of web sites and marketing, of all sources that the goal names together. */
const webEventFeatures: readonly ComputedFeature[] = [
  engagement('web_events_30_days', 'Website events in the last 30 days', { unit: 'count', needs: ofWebEvents }),
  engagement('web_events_90_days', 'Website events in the last 90 days', { unit: 'count', needs: ofWebEvents }),
  engagement('web_events_total', 'Website events in total', { unit: 'count', needs: ofWebEvents }),
  engagement('days_since_web_event', 'Days since the last website event', { unit: 'days', needs: ofWebEvents }),
  engagement('first_landing_page', 'First landing page', { kind: 'category', needs: ofPages }),
  engagement('last_landing_page', 'Latest landing page', { kind: 'category', needs: ofPages }),
  engagement('last_web_event_kind', 'Kind of the latest website event', { kind: 'category', needs: ofKinds }),
  engagement('web_event_value_90_days', 'Value of website events in the last 90 days', {
    needs: [...ofWebEvents, 'engagement_event.value'],
  }),
];

/** The events of each kind that a plan counts by itself. */
export const kindCounts = (kinds: readonly string[]): ComputedFeature[] =>
  kinds.map((kind, position) =>
    engagement(kindCountName(position), kindCountLabel(kind), { unit: 'count', needs: ofKinds }),
  );

const ofSamePerson: ComputedFeature['needs'] = ['lead.email_key'];
const ofMatches: ComputedFeature['needs'] = ['lead.email_key', 'contact.email_key', 'contact.account_id'];

const ofOpportunities: ComputedFeature['needs'] = ['opportunity.account_id', 'opportunity.created_date'];
const ofRoles: ComputedFeature['needs'] = ['opportunity_contact_role.contact_id', 'opportunity.created_date'];
const ofStages: ComputedFeature['needs'] = ['opportunity_stage.forecast_category', 'opportunity_stage.probability'];

/** Number and age of a record's opportunities, never their stages, which would reveal the outcome. */
const opportunityFeatures = (of: ComputedFeature['of'], needs: ComputedFeature['needs']): ComputedFeature[] => [
  record('opportunities', 'Opportunities', { unit: 'count', needs, of }),
  record('open_opportunities', 'Open opportunities', { unit: 'count', needs: [...needs, ...ofStages], of }),
  record('days_since_opportunity', 'Days since the last new opportunity', { unit: 'days', needs, of }),
];

/** S6: features of an account that come from its people. */
const peopleFeatures: readonly ComputedFeature[] = [
  person('contacts', 'Contacts', { unit: 'count', needs: ['contact.account_id'], of: ['Account'] }),
  person('open_leads', 'Open leads of its people', { unit: 'count', needs: ofMatches, of: ['Account'] }),
  person('qualified_leads', 'Qualified leads of its people', { unit: 'count', needs: ofMatches, of: ['Account'] }),
  activity('active_people_90_days', 'People with activity in the last 90 days', {
    ...{ unit: 'count', needs: [...ofTasks, 'contact.account_id'], of: ['Account'] },
  }),
  record('leads_of_people', 'Leads of its people', { unit: 'count', needs: ofMatches, of: ['Account'] }),
  record('leads_of_people_14_days', 'Leads of its people in the last 14 days', {
    ...{ unit: 'count', needs: ofMatches, of: ['Account'] },
  }),
];

/** F2: the newest role as of the date, whose value itself may have been corrected since. */
const contactRole = (of: ComputedFeature['of'], needs: ComputedFeature['needs']): ComputedFeature => ({
  ...person('contact_role', 'Contact role', { kind: 'category', needs, of }),
  isPointInTime: false,
});

/** F2 to F8 without the plain values; each has the name of its column in the feature table. */
export const computedFeatures: readonly ComputedFeature[] = [
  person('has_contact', 'Known as a contact', {
    unit: 'yes or no',
    needs: ['lead.email_key', 'contact.email_key'],
    needsDates: false,
    of: ['Lead'],
  }),
  contactRole(['Lead'], ['opportunity_contact_role.role', 'lead.email_key', 'contact.email_key']),
  contactRole(['Contact'], ['opportunity_contact_role.role']),
  contactRole(['Account'], ['opportunity_contact_role.role', ...ofOpportunities]),
  ...(
    [
      ['has_account', 'Known account', { unit: 'yes or no' }],
      ['account_found_by', 'Way the account was found', { kind: 'category' }],
    ] as const
  ).map(([name, label, options]) =>
    account(name, label, {
      needs: ['lead.email_key', 'contact.email_key', 'contact.account_id', 'account.id'],
      ...{ needsDates: false, of: ['Lead'], isByCompany: true, ...options },
    }),
  ),
  account('has_account', 'Known account', {
    unit: 'yes or no',
    needs: ['contact.account_id', 'account.id'],
    needsDates: false,
    of: ['Contact'],
  }),
  engagement('campaign_type', 'Type of the latest campaign', {
    kind: 'category',
    needs: [...ofCampaigns, 'campaign_member.campaign_type'],
  }),
  engagement('campaigns', 'Campaigns', { unit: 'count', needs: ofCampaigns }),
  engagement('campaign_responses', 'Campaign responses', { unit: 'count', needs: ofResponses }),
  engagement('days_since_response', 'Days since the last campaign response', { unit: 'days', needs: ofResponses }),
  ...webEventFeatures,
  ...countedActivities.flatMap(activityFeatures),
  activity('call_minutes_90_days', 'Minutes on the phone in the last 90 days', {
    needs: [...ofTasks, 'task.call_seconds'],
  }),
  record('days_since_qualification', 'Days since qualification', {
    ...{ unit: 'days', needs: ['lead_history.new_value'], of: ['Lead'] },
  }),
  record('age_days', 'Days since the record was created', { unit: 'days', needs: [] }),
  ...everyObject.map((object) =>
    record('days_since_change', 'Days since the last change', {
      ...{ unit: 'days', needs: [`${historyOf[object]}.created_date`], of: [object] },
    }),
  ),
  record('leads_of_person', 'Leads of the same person', { unit: 'count', needs: ofSamePerson, of: ['Lead'] }),
  record('leads_of_person_14_days', 'Leads of the same person in the last 14 days', {
    ...{ unit: 'count', needs: ofSamePerson, of: ['Lead'] },
  }),
  record('leads_of_person', 'Leads of the person', { unit: 'count', needs: ofMatches, of: ['Contact'] }),
  record('leads_of_person_14_days', 'Leads of the person in the last 14 days', {
    ...{ unit: 'count', needs: ofMatches, of: ['Contact'] },
  }),
  ...peopleFeatures,
  ...opportunityFeatures(['Account'], ofOpportunities),
  ...opportunityFeatures(['Contact'], ofRoles),
  { ...record('completeness', 'Share of fields filled in', { unit: 'share', needs: [] }), isPointInTime: false },
];
