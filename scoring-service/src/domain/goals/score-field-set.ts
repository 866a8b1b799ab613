import { factOf } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';

/** API names of the fields that one goal writes. */
export type ScoreFieldSet = Record<ScorePart, string>;

/** The fields of a set. */
export type ScorePart = (typeof requiredParts)[number] | OptionalPart;

/** A field that sets of earlier versions do not have. */
export type OptionalPart = (typeof optionalParts)[number];

/** Fields that every set has. */
export const requiredParts = ['score', 'band', 'percentile', 'scoredAt', 'factors'] as const;

/** Fields that are written only where the org has them: a set made by an earlier version goes on working. */
export const optionalParts = ['probability', 'change', 'reason', 'grade', 'bandSince'] as const;

const customField = /^([A-Za-z]\w*)__c$/;

/** The set that is named after a score field. Throws ScoringError `goal.invalid` when that is not a custom field. */
export function scoreFieldSet(scoreField: string): ScoreFieldSet {
  const base = customField.exec(scoreField)?.[1];
  if (base === undefined) {
    throw new ScoringError('goal.invalid', {
      message: `Score_Field__c of the score goal is not a custom field: ${JSON.stringify(scoreField)}.`,
      actions: ['Clone the score goal and give it a score field such as Lead.Predictive_Score__c.'],
    });
  }
  return {
    score: scoreField,
    band: `${base}_Band__c`,
    percentile: `${base}_Percentile__c`,
    scoredAt: `${base}_Scored_At__c`,
    factors: `${base}_Factors__c`,
    probability: `${base}_Probability__c`,
    change: `${base}_Change__c`,
    reason: `${base}_Reason__c`,
    grade: `${base}_Grade__c`,
    bandSince: `${base}_Band_Since__c`,
  };
}

const packagedScores = /^(?:\w+__)?Predictive_Score(?:_\w+)?__c$/i;

/** Whether a field is one of the package's own score fields. */
export const isPackagedScore = (name: string): boolean => packagedScores.test(name);

/**
 * The score fields of an object: the package's own, and every set that a goal can write, with its icon. A set is known by
 * the fields that say the score; who cannot read its reasons knows it as well.
 */
export function scoreFieldsOf(facts: OrgFacts, object: string): string[] {
  const custom = (facts[object] ?? []).map(({ name }) => name).filter((name) => customField.test(name));
  const sets = custom
    .map((name) => scoreFieldSet(name))
    .filter((set) => knownParts.every((part) => factOf(facts, object, set[part]) !== undefined));
  const ofSets = new Set(sets.flatMap((set) => [...Object.values(set), set.score.replace(/__c$/, '_Icon__c')]));
  return custom.filter((name) => isPackagedScore(name) || ofSets.has(name));
}

const knownParts = ['score', 'band', 'percentile', 'scoredAt'] as const;
