import type { Goal } from '@plumbline/contract';
import { comparedFields, waysOf } from './account-ways.ts';
import { ownSource } from './feature-catalogue.ts';
import type { ProfileSource } from './feature-catalogue.ts';
import { completenessColumns } from './own-fields.ts';
import type { FeatureField, SourcePlan } from './source-plan.ts';

/** When the recorded changes of a field begin, in milliseconds, by record and by the path of the field. */
export type HistoryStart = Partial<Record<ProfileSource, Record<string, number>>>;

type Evidence = readonly [source: ProfileSource, path: string][];

const addresses: Evidence = [
  ['lead', 'Email'],
  ['contact', 'Email'],
];
const accountOfContact: Evidence = [['contact', 'Account']];

/** The recorded changes that tell which records belonged to a scored record then. */
const linkEvidence: Record<Goal['object'], Record<ProfileSource, Evidence>> = {
  Lead: { lead: [], contact: addresses, account: [...addresses, ...accountOfContact] },
  Contact: { lead: addresses, contact: [], account: accountOfContact },
  Account: { lead: [...addresses, ...accountOfContact], contact: accountOfContact, account: [] },
};

/** The recorded changes that the account of a lead depends on where its company leads to it. */
const companyEvidence = (plan: SourcePlan): Evidence =>
  waysOf(plan).flatMap((way) => {
    const { leadField, accountField } = comparedFields[way];
    return [['lead', leadField] as const, ['account', accountField] as const];
  });

/** The recorded changes that tell which record of a source belonged to a scored record then. */
function evidenceOfLink(plan: SourcePlan, source: ProfileSource): Evidence {
  const { object } = plan.goal;
  const isByCompany = (object === 'Lead' && source === 'account') || (object === 'Account' && source === 'lead');
  return [...linkEvidence[object][source], ...(isByCompany ? companyEvidence(plan) : [])];
}

/** Computed inputs that say who belongs together, by the record that they count or look for. */
const linkInputs: Record<Goal['object'], Record<string, ProfileSource>> = {
  Lead: {
    has_contact: 'contact',
    has_account: 'account',
    account_found_by: 'account',
    leads_of_person: 'contact',
    leads_of_person_14_days: 'contact',
  },
  Contact: { has_account: 'account', leads_of_person: 'lead', leads_of_person_14_days: 'lead' },
  Account: {
    ...{ contacts: 'contact', open_leads: 'lead', active_people_90_days: 'lead' },
    ...{ leads_of_people: 'lead', leads_of_people_14_days: 'lead' },
  },
};

/** Whether an input says who belongs together, which only the org's history can tell of the past. */
export const isLinkInput = (name: string): boolean => Object.values(linkInputs).some((inputs) => name in inputs);

/** Share of the rows that may be older than the recorded changes of an input that is called point-in-time. */
const OLDER_SHARE = 0.05;

/**
 * The inputs of a plan, with those called point-in-time whose values the org's history holds as of the observation dates
 * `times`. An org that does not track a field, or began to after most of the dates, has only today's value of it; and where
 * it does not track addresses, the account of a contact or what companies are compared by, only today's links: an address that a conversion copied into a
 * contact cannot be distinguished from one that the contact always had.
 */
export function rebuiltFields(
  plan: SourcePlan,
  { history, times }: { history: HistoryStart; times: Float64Array },
): FeatureField[] {
  const { object } = plan.goal;
  const oldest = Float64Array.from(times).sort()[Math.floor(OLDER_SHARE * times.length)] ?? Number.NaN;
  // Nothing is known at dates that are NaN, because a comparison with NaN is false.
  const isKnown = (evidence: Evidence): boolean =>
    evidence.every(([source, path]) => (history[source]?.[path] ?? Number.POSITIVE_INFINITY) <= oldest);
  const evidenceOf = ({ name }: FeatureField): Evidence | undefined => {
    const linked = linkInputs[object][name];
    if (linked !== undefined) return evidenceOfLink(plan, linked);
    if (name === 'completeness') {
      return completenessColumns(plan).map(({ path }) => [ownSource[object], path] as const);
    }
    const values = valuesOf(plan, name);
    return values.length === 0
      ? undefined
      : values.flatMap(([source, path]) => [...evidenceOfLink(plan, source), [source, path] as const]);
  };
  return plan.fields.map((field) => {
    const evidence = field.isPointInTime || plan.learnFrom === 'creation' ? undefined : evidenceOf(field);
    return evidence !== undefined && isKnown(evidence) ? { ...field, isPointInTime: true } : field;
  });
}

/** The records that an input is a value of, with the path in each. */
const valuesOf = ({ tables }: SourcePlan, name: string): Evidence =>
  (['lead', 'contact', 'account'] as const).flatMap((source) =>
    (tables.find((table) => table.name === source)?.columns ?? [])
      .filter(({ column }) => column === name)
      .map(({ path }) => [source, path] as const),
  );
