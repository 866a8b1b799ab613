/** The score of a record, read from its fields. Pure functions: no element, no clock. */
import type { Evaluation, ScoreResult, StoredFactors } from '@plumbline/contract';
import type { Reasons } from 'c/scoringReasons';
import HIGH from '@salesforce/label/c.Score_Band_High';
import LOW from '@salesforce/label/c.Score_Band_Low';
import MEDIUM from '@salesforce/label/c.Score_Band_Medium';
import NOT_SCORED from '@salesforce/label/c.Score_Band_Not_Scored';

export type Band = 'High' | 'Medium' | 'Low' | 'Not scored';

/** A goal as `ScoringController.getGoals` returns it. */
export type ScoringGoal = {
  Id: string;
  Name: string;
  Object__c: string;
  Score_Field__c: string;
  Timeframe_Days__c?: number;
  Goal_Type__c?: string;
  Condition_1__c?: string;
  Condition_2__c?: string;
  Condition_3__c?: string;
  Condition_4__c?: string;
  Condition_5__c?: string;
  Score_Basis__c?: string;
  Status__c?: string;
  Model_Version__c?: string;
  /** Set while the model's probabilities do not hold on the newest records. */
  Probability_Warning__c?: string;
  Qualified_Statuses__c?: string;
  /** When the last complete run has ended. */
  Last_Scored_At__c?: string;
};

/** The answer of `ScoringController.evaluate` for one record and one goal. It has no factors, so no field values. */
export type EvaluationAnswer = Omit<Evaluation, 'result'> & { result?: Omit<ScoreResult, 'factors'> };

/** Why records were not evaluated, each with the next step; empty if all were. */
export const failureOf = (answers: readonly EvaluationAnswer[]): string =>
  answers
    .flatMap(({ problem }) => (problem === undefined ? [] : [problem.detail, ...problem.actions.slice(0, 1)]))
    .join(' ');

/** The fields of a goal that users read, as API names with their object: `Lead.Predictive_Score__c`. */
export type ScoreFieldSet = Record<'score' | 'band' | 'percentile' | 'scoredAt', string>;

export function scoreFieldsOf(scoreField: string): ScoreFieldSet {
  const base = scoreField.replace(/__c$/, '');
  return {
    score: scoreField,
    band: `${base}_Band__c`,
    percentile: `${base}_Percentile__c`,
    scoredAt: `${base}_Scored_At__c`,
  };
}

/** The fields that the goals write; undefined without goals, so that the wire does not read the record. */
export function fieldsOfGoals(goals: readonly ScoringGoal[] | undefined): string[] | undefined {
  if (goals === undefined || goals.length === 0) return undefined;
  return goals.flatMap(({ Score_Field__c }) => Object.values(scoreFieldsOf(Score_Field__c)));
}

/** The label, the icon and the style of each band: color alone is not accessible. */
export const bandLooks: Record<Band, { word: string; icon: string; style: string }> = {
  High: { word: HIGH, icon: 'utility:success', style: 'band band_high' },
  Medium: { word: MEDIUM, icon: 'utility:info', style: 'band band_medium' },
  Low: { word: LOW, icon: 'utility:arrowdown', style: 'band band_low' },
  'Not scored': { word: NOT_SCORED, icon: 'utility:ban', style: 'band band_none' },
};

export type Trend = { direction: 'up' | 'down' | 'same'; by: number; from: number; since: string };

export type ScoreView =
  | {
      state: 'scored';
      score: number;
      band: Band;
      percentile?: number;
      scoredAt?: string;
      trend?: Trend;
      stored?: Reasons;
    }
  | { state: 'not-qualified'; reason?: string; scoredAt?: string }
  | { state: 'waiting' }
  | { state: 'no-model' }
  | { state: 'no-permission' };

const isBand = (value: unknown): value is Band => typeof value === 'string' && value in bandLooks;

function trendOf(score: number, previous: StoredFactors['previous']): Trend | undefined {
  if (previous === undefined) return undefined;
  const by = score - previous.score;
  const direction = by > 0 ? 'up' : by < 0 ? 'down' : 'same';
  return { direction, by: Math.abs(by), from: previous.score, since: previous.scoredAt };
}

/**
 * The score of one goal. `fields` contains only fields that the viewer can read; `stored` is what Apex read of the record's
 * factors.
 */
export function viewScore(
  goal: ScoringGoal,
  fields: Record<string, FieldValue | undefined>,
  stored?: Reasons,
): ScoreView {
  const set = scoreFieldsOf(goal.Score_Field__c);
  const fieldOf = (path: string): FieldValue | undefined => fields[path.split('.').at(-1) ?? ''];
  const [score, band, percentile, scoredAt] = [set.score, set.band, set.percentile, set.scoredAt].map(fieldOf);
  if (score === undefined || band === undefined) return { state: 'no-permission' };
  const at = typeof scoredAt?.value === 'string' ? scoredAt.value : undefined;
  if (typeof score.value === 'number' && score.value > 0) {
    return {
      state: 'scored',
      score: score.value,
      band: isBand(band.value) ? band.value : 'Low',
      percentile: typeof percentile?.value === 'number' ? percentile.value : undefined,
      scoredAt: at,
      trend: trendOf(score.value, stored?.previous),
      stored,
    };
  }
  if (score.value === 0) return { state: 'not-qualified', reason: stored?.reason, scoredAt: at };
  return goal.Model_Version__c === undefined ? { state: 'no-model' } : { state: 'waiting' };
}
