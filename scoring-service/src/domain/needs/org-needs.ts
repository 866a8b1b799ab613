import { messageOf } from '@plumbline/contract';
import type { Code, Finding, ReadinessCheck } from '@plumbline/contract';
import { capitalized } from '../figures.ts';
import { factAt, factOf, hasShape, isSameName } from '../org-facts.ts';
import type { FieldFact, FieldShape, OrgFacts } from '../org-facts.ts';
import { quoteSoql } from '../soql.ts';

/**
 * One thing that a goal or its active model needs of the org. Creation, import, readiness, Setup, doctor, training and
 * each run report an unmet need with the text of its code, which names it and ends with the next step.
 */
export type Need = { object: string; code: Code; nextStep: string } &
  /** Read, or written where `isWritten` says so. */
  (
    | { kind: 'field'; path: string; isWritten?: boolean; shape?: FieldShape }
    | {
        kind: 'value';
        field: string;
        value: string;
        label: string;
        /** A value outside the list of the field that some record has counts as met. */
        mayBeUnlisted: boolean;
        /** A text that no record has is not met; a field with a list has its values from the list. */
        mustBeHeld?: boolean;
        /** The value decides whom the goal scores. */
        isOfScope?: boolean;
      }
    | { kind: 'tracking'; field: string }
  );

/** A field that is read or written. */
export type FieldNeed = Extract<Need, { kind: 'field' }>;

/** A field whose changes the org should record. */
export type TrackingNeed = Extract<Need, { kind: 'tracking' }>;

/** The objects that the needs name. */
export const objectsOfNeeds = (needs: readonly Need[]): string[] => [
  ...new Set(needs.flatMap(({ kind, object }) => (kind === 'tracking' ? [object, historyObjectOf(object)] : [object]))),
];

/** The objects that paths through a lookup (`RecordType.DeveloperName`) lead to, once the objects are described. */
export const parentsOfNeeds = (needs: readonly Need[], facts: OrgFacts): string[] => [
  ...new Set(
    needs.flatMap((need) => {
      const [first = '', ...rest] = need.kind === 'field' ? need.path.split('.') : [];
      if (rest.length === 0) return [];
      const isLookup = ({ relationshipName = '' }: FieldFact): boolean => isSameName(relationshipName, first);
      return facts[need.object]?.find(isLookup)?.referenceTo ?? [];
    }),
  ),
];

/** The recorded changes of a tracked field as SOQL: a describe can list fields that are not tracked. */
export const changesSoql = ({ object, field }: TrackingNeed): string =>
  `SELECT COUNT() FROM ${historyObjectOf(object)} WHERE Field = ${quoteSoql(field)}`;

/** The record type that a value names, as SOQL; undefined for other values. A describe does not list record types. */
export const recordTypeSoql = (need: Need): string | undefined =>
  need.kind === 'value' && comparable(need.field) === 'recordtype.developername'
    ? `SELECT COUNT() FROM RecordType WHERE SobjectType = ${quoteSoql(need.object)} AND DeveloperName = ${quoteSoql(need.value.trim())}`
    : undefined;

/** The needs that the org does not meet, as the integration user sees it. */
export const unmetNeeds = (needs: readonly Need[], facts: OrgFacts): Need[] =>
  needs.filter((need) => !isMet(need, facts));

/** An unmet value with those that the org has, which its next step lists: all statuses, and the first of other fields. */
export function withKnownValues(need: Need, facts: OrgFacts): Need {
  if (need.kind !== 'value') return need;
  const values = (factAt(facts, need.object, need.field)?.values ?? []).map(({ value }) => value);
  // A text that no record has yet may come; only where scores would be lost is it a mistake.
  if (values.length === 0) return need.mustBeHeld === true ? { ...need, code: 947 } : need;
  const listed = need.mayBeUnlisted ? firstOf(values) : values.join(', ');
  return { ...need, nextStep: `${need.nextStep} The org has: ${listed}.` };
}

/** One finding for each code: the unmet needs by name, followed by their next step. */
export function findingsOf(unmet: readonly Need[]): Finding[] {
  const byCode = Map.groupBy(unmet, ({ code }) => code);
  return [...byCode].map(([code, needs]) => {
    const byStep = Map.groupBy(needs, ({ nextStep }) => nextStep);
    const sentences = [...byStep].map(([step, ofStep]) => `${namesOf(ofStep)}. ${step}`);
    return { code, detail: sentences.map((text, index) => (index === 0 ? text : capitalized(text))).join(' ') };
  });
}

const readinessNames: Partial<Record<Code, string>> = {
  945: 'Fields and values that the goal names',
  948: 'Inputs of the active model',
  963: 'Field history',
};

/** Unmet needs as checks of the readiness. A training does without inputs of the last model, so these only warn. */
export const readinessOfNeeds = (unmet: readonly Need[]): ReadinessCheck[] =>
  findingsOf(unmet).map((finding) => {
    const { code, severity, text } = messageOf(finding);
    const outcome = severity === 'ERROR' && code !== 948 ? 'failed' : 'warned';
    return { code, severity, name: readinessNames[finding.code] ?? 'What the goal needs of the org', outcome, text };
  });

/** That the counts of a readiness leave out conditions on fields by which the org cannot filter; none without such fields. */
export function readinessOfUnfiltered(fields: readonly string[]): ReadinessCheck[] {
  if (fields.length === 0) return [];
  const detail = `${fields.join(', ')} cannot be filtered, as encrypted fields cannot. The counts leave the conditions on it out.`;
  const { code, severity, text } = messageOf({ code: 947, detail });
  return [{ code, severity, name: 'Conditions that cannot be counted', outcome: 'warned', text }];
}

/** Names in the settings that nothing in the org has, as a check of the readiness. */
export function readinessOfNames(finding: Finding): ReadinessCheck {
  const { code, severity, text } = messageOf(finding);
  return {
    code,
    severity,
    name: 'Fields that the settings name',
    outcome: severity === 'ERROR' ? 'failed' : 'warned',
    text,
  };
}

/** A text as the platform compares it: the case is ignored, and spaces around it are. */
export const comparable = (text: string): string => text.trim().toLowerCase();

/** The object that holds the field history of another one. */
export function historyObjectOf(object: string): string {
  if (object === 'Opportunity') return 'OpportunityFieldHistory';
  return object.endsWith('__c') ? object.replace(/__c$/, '__History') : `${object}History`;
}

function isMet(need: Need, facts: OrgFacts): boolean {
  if (need.kind === 'field' && need.isWritten) return factOf(facts, need.object, need.path)?.isUpdateable === true;
  if (need.kind === 'field') {
    // Queries of the service follow one lookup.
    const fact = factAt(facts, need.object, need.path);
    return fact !== undefined && (need.shape === undefined || hasShape(fact, need.shape));
  }
  if (need.kind === 'value') {
    const fact = factAt(facts, need.object, need.field);
    // A field that is absent is a need of its own. One without a list of values takes any value.
    if (fact?.values === undefined) return fact === undefined || !need.mustBeHeld || !isCountableText(need, fact);
    // An inactive value stays on the records that have it.
    return [...fact.values, ...(fact.inactiveValues ?? [])].some(
      ({ value }) => comparable(value) === comparable(need.value),
    );
  }
  const tracked = factOf(facts, historyObjectOf(need.object), 'Field')?.values;
  return tracked?.some(({ value }) => isSameName(value, need.field)) ?? false;
}

/** Whether the records with a text can be counted; record types are asked for by themselves. */
const isCountableText = (need: Need, fact: FieldFact): boolean =>
  fact.isFilterable && textTypes.has(fact.type) && recordTypeSoql(need) === undefined;

const textTypes = new Set(['string', 'phone', 'url', 'email', 'combobox']);

function nameOf(need: Need): string {
  if (need.kind === 'value') return `${need.label} "${need.value}" (${need.object}.${need.field})`;
  if (need.kind === 'tracking') return `${need.object}.${need.field}`;
  const shape = need.shape === undefined ? '' : ` (${need.shape.words})`;
  return `${need.object}.${need.path}${need.isWritten ? ' (edit)' : shape}`;
}

/** Names listed in one sentence. */
const MOST_NAMES = 12;

/** The names of needs for a sentence. */
export const namesOf = (needs: readonly Need[]): string => firstOf([...new Set(needs.map(nameOf))]);

function firstOf(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
