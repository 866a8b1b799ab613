/** What the score fields of a record say, and how that looks. Pure: no element, no clock. */
import type { Evaluation, ScoreResult, StoredFactors } from '@plumbline/contract';
import HIGH from '@salesforce/label/c.Score_Band_High';
import LOW from '@salesforce/label/c.Score_Band_Low';
import MEDIUM from '@salesforce/label/c.Score_Band_Medium';
import NOT_SCORED from '@salesforce/label/c.Score_Band_Not_Scored';

export type Band = 'High' | 'Medium' | 'Low' | 'Not scored';

/** A goal as `ScoringController.goalsOf` gives it. */
export type ScoringGoal = {
  Id: string;
  Name: string;
  Object__c: string;
  Score_Field__c: string;
  Timeframe_Days__c?: number;
  Score_Basis__c?: string;
  Status__c?: string;
  Model_Version__c?: string;
  Qualified_Statuses__c?: string;
};

/** What `ScoringController.evaluate` says of one record and one goal: no factors, so no field value. */
export type EvaluationAnswer = Omit<Evaluation, 'result'> & { result?: Omit<ScoreResult, 'factors'> };

/** Why pairs were not evaluated, with the next step; empty where all were. */
export const failureOf = (answers: readonly EvaluationAnswer[]): string =>
  answers
    .flatMap(({ problem }) => (problem === undefined ? [] : [problem.detail, ...problem.actions.slice(0, 1)]))
    .join(' ');

/** API names with their object (`Lead.Predictive_Score__c`) of the fields that one goal writes. */
export type ScoreFieldSet = Record<'score' | 'band' | 'percentile' | 'scoredAt' | 'factors', string>;

export function scoreFieldsOf(scoreField: string): ScoreFieldSet {
  const base = scoreField.replace(/__c$/, '');
  return {
    score: scoreField,
    band: `${base}_Band__c`,
    percentile: `${base}_Percentile__c`,
    scoredAt: `${base}_Scored_At__c`,
    factors: `${base}_Factors__c`,
  };
}

/** Never colour alone: each band has its word and its icon. */
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
      stored?: StoredFactors;
    }
  | { state: 'not-qualified'; reason?: string; scoredAt?: string }
  | { state: 'waiting' }
  | { state: 'no-model' }
  | { state: 'no-permission' };

const isBand = (value: unknown): value is Band => typeof value === 'string' && value in bandLooks;

/** The factors field as the service wrote it; undefined where the text is not what it writes. */
export function readStored(json: unknown): StoredFactors | undefined {
  if (typeof json !== 'string' || !json.startsWith('{')) return undefined;
  try {
    const stored = JSON.parse(json) as StoredFactors;
    return Array.isArray(stored.factors) ? stored : undefined;
  } catch {
    // Somebody else wrote or cut off the text: the score beside it is still worth showing.
    return undefined;
  }
}

function trendOf(score: number, previous: StoredFactors['previous']): Trend | undefined {
  if (previous === undefined) return undefined;
  const by = score - previous.score;
  const direction = by > 0 ? 'up' : by < 0 ? 'down' : 'same';
  return { direction, by: Math.abs(by), from: previous.score, since: previous.scoredAt };
}

/** What a record's fields say of one goal; a field that the viewer may not read is not among them. */
export function viewScore(goal: ScoringGoal, fields: Record<string, FieldValue | undefined>): ScoreView {
  const set = scoreFieldsOf(goal.Score_Field__c);
  const fieldOf = (path: string): FieldValue | undefined => fields[path.split('.').at(-1) ?? ''];
  const [score, band, percentile, scoredAt] = [set.score, set.band, set.percentile, set.scoredAt].map(fieldOf);
  if (score === undefined || band === undefined) return { state: 'no-permission' };
  const stored = readStored(fieldOf(set.factors)?.value);
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
