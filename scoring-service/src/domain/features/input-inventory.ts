import { inputGroups } from '@plumbline/contract';
import type { Goal, GoalInput } from '@plumbline/contract';
import { computedFeatures } from './computed-features.ts';
import { isKindCount } from './engagement-sources.ts';
import { objectOf, ownSource, valueFeatures } from './feature-catalogue.ts';
import type { ProfileSource } from './feature-catalogue.ts';
import { fieldAt, sourcedFields } from './feature-sources.ts';
import { anyDrafts } from './source-columns.ts';
import type { FeatureField, SourcePlan } from './source-plan.ts';

type Group = GoalInput['group'];

/** F1 to F8: the inputs that a goal has where the org has their sources, in their order. */
const standardInputs: Record<Exclude<Group, 'Further fields'>, readonly string[]> = {
  Need: ['need_type'],
  Contact: [
    ...['has_contact', 'contacts', 'contact_role', 'contact_type', 'department', 'job_rank', 'job_department'],
    ...['has_email', 'email_kind', 'has_mobile_phone', 'has_business_phone'],
  ],
  Account: [
    ...['has_account', 'account_found_by', 'account_category', 'account_type', 'industry', 'employees'],
    ...['annual_revenue', 'has_website', 'country', 'state', 'city', 'account_record_type'],
  ],
  Engagement: [
    ...['lead_source', 'campaign_type', 'campaigns', 'campaign_responses', 'days_since_response'],
    ...['web_events_30_days', 'web_events_90_days', 'web_events_total', 'days_since_web_event', 'first_landing_page'],
    ...['last_landing_page', 'last_web_event_kind', 'web_event_value_90_days'],
  ],
  Qualification: ['days_since_qualification'],
  'Leads of the person': [
    ...['leads_of_person', 'leads_of_person_14_days', 'leads_of_people', 'leads_of_people_14_days', 'open_leads'],
    'qualified_leads',
  ],
  Activities: [
    ...['calls', 'emails', 'meetings'].flatMap((many) => [`${many}_30_days`, `${many}_90_days`, `${many}_total`]),
    ...['days_since_call', 'days_since_email', 'days_since_meeting', 'call_minutes_90_days', 'active_people_90_days'],
  ],
  Record: ['age_days', 'days_since_change', 'completeness', 'record_type'],
};

/** Inputs that are a field of the org which only a setting can name, with the next step where none does. */
const bySetting: Record<string, { label: string; nextStep: string }> = {
  need_type: {
    label: 'Need type',
    nextStep:
      'Name the field of the lead or account that says what the person is interested in: needTypeField or accountNeedTypeField in the settings of the goal (Setup, Fields for the model).',
  },
  contact_type: {
    label: 'Type of the contact',
    nextStep:
      'Name the field of the contact that says what kind of contact it is: contactTypeField in the settings of the goal.',
  },
  account_category: {
    label: 'Category of the account',
    nextStep:
      'Name the field of the account: accountCategoryField in the settings of the goal, for example Ownership, AccountSource or a field of yours.',
  },
};

/** Whether an input is made from the events of web sites and marketing. */
export const isWebEvent = (name: string): boolean =>
  /^(web_|first_landing|last_landing|last_web|days_since_web)/.test(name);

/** What gives a goal such inputs. */
export const nameSource =
  'Name the object that has the events: engagementSources in the settings of the goal. Or deploy Engagement_Event__c of the package, give the integration user read access, and send events to it.';

type Planned = Pick<SourcePlan, 'tables' | 'fields' | 'leftOut' | 'goal' | 'learnFrom' | 'eventKinds'>;

/** Every input of a goal: those of its plan, and those of F1 to F8 that it does not have, with the reason or next step. */
export function listInputs(plan: SourcePlan): GoalInput[] {
  const inputs = sourcedFields(plan);
  const used = inputs.map((field) => usedInput(plan, field));
  const known = new Set(inputs.map(({ name }) => name));
  const absent = Object.values(standardInputs)
    .flat()
    .flatMap((name) => (known.has(name) ? [] : (absentInput(plan, name) ?? [])));
  const order = Object.values(standardInputs).flat();
  const placeOf = ({ field }: GoalInput): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const all = [...used, ...absent].sort((one, other) => placeOf(one) - placeOf(other));
  return inputGroups.flatMap((group) => all.filter((input) => input.group === group));
}

function groupOf(name: string): Group {
  if (isKindCount({ name })) return 'Engagement';
  const groups = Object.entries(standardInputs) as [Group, readonly string[]][];
  if (/^(opportunities|open_opportunities|days_since_opportunity)$/.test(name)) return 'Record';
  return groups.find(([, names]) => names.includes(name))?.[0] ?? 'Further fields';
}

function usedInput(plan: Planned, field: FeatureField & { sources: readonly string[] }): GoalInput {
  const { name, label } = field;
  const values = plan.tables
    .filter(({ name: table }) => table === 'lead' || table === 'contact' || table === 'account')
    .flatMap(({ object, columns }) =>
      columns.filter(({ column }) => column === name).map(({ path }) => `${object}.${fieldAt(path)}`),
    );
  const isComputed = values.length === 0;
  const objects = [...new Set(field.sources.map((source) => source.replace(/\..*$/, '')))];
  return {
    ...{ group: groupOf(name), field: name, label, state: 'used', isComputed, sources: [...field.sources] },
    from: (isComputed ? objects : values).map((source) => ({ source })),
    ...(canCount(field) && plan.learnFrom === 'history' && { nextStep: trackCounter }),
  };
}

/** Whether an input may be a counter: a number without a unit that the admin picked or made. */
const canCount = ({ family, kind, unit }: FeatureField): boolean =>
  family === 'chosen' && kind === 'number' && unit === undefined;

const trackCounter =
  'If it goes on counting, such as visits, switch on history tracking for the field: without it training sees the total and scoring the count so far. The leak scan leaves it out where new records have less of it.';

/** An input that the plan does not have; undefined where goals on the object never have it. */
function absentInput(plan: Planned, name: string): GoalInput | undefined {
  const { object } = plan.goal;
  const setting = bySetting[name];
  const value = valueFeatures.find((feature) => feature.name === name);
  const computed = computedFeatures.find((feature) => feature.name === name && feature.of.includes(object));
  const label = setting?.label ?? value?.label ?? computed?.label;
  if (label === undefined) return undefined;
  const input = { group: groupOf(name), field: name, label, isComputed: computed !== undefined, from: [] };
  const names = [name, ...pathsOf(value, object)];
  const leftOut = plan.leftOut.find(({ field }) => names.some((one) => one.toLowerCase() === field.toLowerCase()));
  if (isWebEvent(name)) return { ...input, state: 'not set', nextStep: nameSource };
  if (setting !== undefined) {
    return leftOut
      ? { ...input, state: 'left out', reason: leftOut.reason, nextStep: setting.nextStep }
      : { ...input, state: 'not set', nextStep: setting.nextStep };
  }
  if (leftOut === undefined) return { ...input, state: 'left out', ...withoutReason(plan, name) };
  return { ...input, state: 'left out', reason: leftOut.reason, ...stepFor(plan, { value, computed, ...leftOut }) };
}

const pathsOf = (value: (typeof valueFeatures)[number] | undefined, object: Goal['object']): string[] => {
  const own = value?.paths[ownSource[object]];
  return own === undefined ? [] : [own];
};

/** Of inputs that a setting of the goal makes superfluous. */
const withoutReason = ({ learnFrom }: Planned, name: string): Pick<GoalInput, 'reason' | 'nextStep'> =>
  learnFrom === 'creation' && name !== 'days_since_qualification'
    ? {
        reason: 'The goal learns from the records as they stand, without dates.',
        nextStep: 'Set learnFrom to history in the settings of the goal, if the org has dates.',
      }
    : {
        reason: 'Every status is qualified, so it would be the age of the record.',
        nextStep: 'Name the qualified statuses of the goal.',
      };

/** What makes an input available that the integration user cannot read or that the settings exclude. */
function stepFor(
  { tables }: Planned,
  {
    value,
    computed,
    reason,
  }: {
    value: (typeof valueFeatures)[number] | undefined;
    computed: (typeof computedFeatures)[number] | undefined;
    reason: string;
  },
): Pick<GoalInput, 'nextStep'> {
  if (/excluded|sensitive/.test(reason)) {
    return { nextStep: 'To use it, take its field out of the excluded and sensitive fields of the goal (Setup).' };
  }
  const ofValue = Object.entries(value?.paths ?? {}).map(
    ([source, path]) => `${objectOf[source as ProfileSource]}.${path}`,
  );
  const planned = new Set(tables.flatMap(({ name, columns }) => columns.map(({ column }) => `${name}.${column}`)));
  const ofNeeds = (computed?.needs ?? []).filter((need) => !planned.has(need)).map(nameOfNeed);
  const names = [...new Set([...ofValue, ...ofNeeds])];
  const track = names.some((name) => name.includes('History'))
    ? ' Field history exists where an admin has switched it on.'
    : '';
  return names.length === 0
    ? {}
    : { nextStep: `Give the integration user read access to ${names.join(', ')}.${track}` };
}

function nameOfNeed(need: string): string {
  const [table, column] = need.split('.');
  const draft = anyDrafts.find(({ name }) => name === table);
  const path = draft?.columns.find((candidate) => candidate.column === column)?.path;
  return draft && path !== undefined ? `${draft.object}.${path}` : need;
}
