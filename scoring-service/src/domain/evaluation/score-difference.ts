import { sigmoid } from '@plumbline/learning';
import type { Explainer, FeatureTable, ScoringModel } from '@plumbline/learning';
import { toFeatureTable } from '../features/feature-row.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import { sumOf } from '../figures.ts';
import { rankIn } from '../scoring/reference.ts';
import type { ScoreReference } from '../scoring/reference.ts';
import { exactScore } from '../scoring/score.ts';
import type { ScoreRule } from '../scoring/score.ts';

/** A score that can be computed again: the model with its explainer, what it ranks among, the rule and the inputs. */
export type ScoredState = {
  model: ScoringModel;
  explain: Explainer;
  reference: ScoreReference | undefined;
  rule: ScoreRule;
  row: FeatureRow;
};

/** The unrounded score at a calibrated margin m (log odds), and its slope ds/dm. */
export type ScoreScale = { scoreAt: (margin: number) => number; slopeAt: (margin: number) => number };

/**
 * What moved a score from one state to another, in unrounded points. `record` has the change of each input of the record,
 * `other` what came from another model or, with the same model, from other ranks; all add up to `to` − `from`.
 */
export type ScoreDifference = {
  from: number;
  to: number;
  record: { field: string; contribution: number; points: number }[];
  other: number;
};

/** A rank moves in steps: its slope is that between two margins this far apart. */
const RANK_STEP = 1;

/** Margins that are nearer to each other count as equal. */
const NEAR = 1e-9;

export function scaleOf({ model, reference, rule }: Omit<ScoredState, 'explain' | 'row'>): ScoreScale {
  const ranked = reference ?? { probabilities: model.reference };
  const scoreAt = (margin: number): number => {
    const probability = sigmoid(margin);
    return exactScore(probability, rule.basis === 'percentile' ? rankIn(ranked, probability) : 0, rule);
  };
  const slopeAt = (margin: number): number => {
    if (rule.basis === 'percentile')
      return (scoreAt(margin + RANK_STEP / 2) - scoreAt(margin - RANK_STEP / 2)) / RANK_STEP;
    // d/dm of 100 r / (1 + r), where r is a multiple of e^m.
    const score = scoreAt(margin);
    return (score * (100 - score)) / 100;
  };
  return { scoreAt, slopeAt };
}

/**
 * The points of contributions to the log odds between the margins m0 and m1: c · (s(m1) − s(m0)) / (m1 − m0), where
 * m1 = m0 c · s'(m0). The points of contributions that add up to m1 − m0 add up to s(m1) − s(m0).
 */
export function pointsBetween(
  { scoreAt, slopeAt }: ScoreScale,
  m0: number,
  m1: number,
): (contribution: number) => number {
  const distance = m1 - m0;
  const slope = Math.abs(distance) < NEAR ? slopeAt(m0) : (scoreAt(m1) - scoreAt(m0)) / distance;
  return (contribution) => contribution * slope;
}

/**
 * What moved a score: with another model first f_new(x_old) − f_old(x_old), which is the model's part, then
 * f_new(x_new) − f_new(x_old), which is the record's. An input that the former model did not have counts as unchanged.
 * Undefined between two score bases.
 */
export function scoreDifference(before: ScoredState, after: ScoredState): ScoreDifference | undefined {
  if (before.rule.basis !== after.rule.basis) return undefined;
  const start = explainState(before);
  const middle = explainState({ ...after, row: carriedOver(before, after) });
  const end = explainState(after);
  const points = pointsBetween(end.scale, middle.margin, end.margin);
  const record = after.model.fields.map(({ name }) => {
    const contribution = (end.contributions.get(name) ?? 0) - (middle.contributions.get(name) ?? 0);
    return { field: name, contribution, points: points(contribution) };
  });
  return { from: start.score, to: end.score, record, other: middle.score - start.score };
}

/** The inputs of the former score in the order of the model's fields. */
function carriedOver(before: ScoredState, after: ScoredState): FeatureRow {
  const former = new Map(
    before.model.fields.map(({ name, kind }, position) => [`${kind} ${name}`, before.row[position]]),
  );
  return after.model.fields.map(({ name, kind }, position) => {
    const value = former.get(`${kind} ${name}`);
    return value === undefined ? (after.row[position] ?? null) : value;
  });
}

type ExplainedState = {
  scale: ScoreScale;
  margin: number;
  score: number;
  contributions: ReadonlyMap<string, number>;
};

/** The calibrated margin of a state is that of the average record plus the contributions. */
export function explainState(state: ScoredState): ExplainedState {
  const table: FeatureTable = toFeatureTable(state.model.fields, [state.row]);
  const explained = state.explain(table, 0);
  const margin = state.explain.averageMargin + sumOf(explained, ({ contribution }) => contribution);
  const scale = scaleOf(state);
  const contributions = new Map(explained.map(({ field, contribution }) => [field, contribution]));
  return { scale, margin, score: scale.scoreAt(margin), contributions };
}

/**
 * Whole points that add up to a total: each is rounded down, then the largest remainders are rounded up (or, where the
 * total is smaller, the smallest rounded down once more), as often as needed.
 */
export function roundToTotal(points: readonly number[], total: number): number[] {
  const rounded = points.map(Math.floor);
  const order = points
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  let left = total - sumOf(rounded, (value) => value);
  for (let turn = 0; left !== 0 && order.length > 0; turn++) {
    const { index } = order[left > 0 ? turn % order.length : order.length - 1 - (turn % order.length)] as {
      index: number;
    };
    const step = Math.sign(left);
    rounded[index] = (rounded[index] as number) + step;
    left -= step;
  }
  return rounded;
}
