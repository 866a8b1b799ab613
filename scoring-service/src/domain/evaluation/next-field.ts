import type { NextField } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import type { FieldDistribution, TrainingDistribution } from '../drift/training-distribution.ts';
import { ownColumnOf, ownFieldOf } from '../features/change-values.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import { fieldOfGiven } from '../features/field-kind.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import { reproduceScores } from './reproduce-score.ts';
import type { ScoreRule } from './reproduce-score.ts';
import { completenessStep } from './what-if.ts';

/** A value that a field may turn out to have, and how often records have it. */
type PossibleValue = { value: number | string; weight: number };

/** A smaller move is not worth a phone call. */
const LEAST_MOVE = 1;

/**
 * The empty field of the record that would tell the model most: the one whose value, as other records have it, moves
 * the score farthest on average. Undefined where none moves it by a point.
 */
export function nextField(
  model: ScoringModel,
  plan: SourcePlan,
  { row, rule, distribution }: { row: FeatureRow; rule: ScoreRule; distribution: TrainingDistribution | undefined },
): NextField | undefined {
  const [now = 0] = pointsOf(model, [row], rule);
  const moves = emptyFields(model, plan, row, distribution).map(({ field, label, position, values }) => {
    const step = completenessStep(plan, field);
    const completeness = model.fields.findIndex(({ name }) => name === 'completeness');
    const filled = values.map(({ value }) => {
      const next: FeatureRow = [...row];
      next[position] = value;
      const share = next[completeness];
      if (typeof share === 'number') next[completeness] = Math.min(1, share + step);
      return next;
    });
    const weight = values.reduce((sum, possible) => sum + possible.weight, 0);
    const move = pointsOf(model, filled, rule).reduce(
      (sum, then, index) => sum + (Math.abs(then - now) * (values[index]?.weight ?? 0)) / weight,
      0,
    );
    return { field, label, move };
  });
  const best = moves.sort((one, other) => other.move - one.move)[0];
  if (!best || best.move < LEAST_MOVE) return undefined;
  const points = Math.round(best.move);
  return {
    field: best.field,
    label: best.label,
    source: ownFieldOf(plan, best.field),
    text: `${best.label} is empty. Filling it in would move the score by about ${points} ${points === 1 ? 'point' : 'points'}.`,
    expectedMove: Math.round(10 * best.move) / 10,
  };
}

/** Scores before they are rounded. */
const pointsOf = (model: ScoringModel, rows: FeatureRow[], rule: ScoreRule): number[] =>
  reproduceScores(model, rows, rule).map(({ probability = 0, percentile = 0 }) =>
    rule.basis === 'percentile' ? percentile : 100 * probability,
  );

type EmptyField = { field: string; label: string; position: number; values: PossibleValue[] };

function emptyFields(
  model: ScoringModel,
  plan: SourcePlan,
  row: FeatureRow,
  distribution: TrainingDistribution | undefined,
): EmptyField[] {
  return model.fields.flatMap(({ name }, position): EmptyField[] => {
    const field = plan.fields.find((candidate) => candidate.name === name);
    const own = ownColumnOf(plan, name);
    if (!field || !own) return [];
    // Of a field that must not leave the org only whether it is set is known.
    if (own.protection === 'presence') {
      const given = { field: name, label: fieldOfGiven(field.label), position, values: [{ value: 1, weight: 1 }] };
      return row[position] === 0 ? [given] : [];
    }
    const known = distribution?.fields.find((candidate) => candidate.field === name);
    const values = known && row[position] === null ? possibleValues(known) : [];
    return values.length > 0 ? [{ field: name, label: field.label, position, values }] : [];
  });
}

function possibleValues(field: FieldDistribution): PossibleValue[] {
  const weightOf = (bin: number): number => field.counts.reduce((sum, ofGroup) => sum + (ofGroup[bin] ?? 0), 0);
  const values: (number | string)[] =
    field.kind === 'category' ? field.levels : [belowFirst(field.cuts), ...field.cuts];
  return values.map((value, bin) => ({ value, weight: weightOf(bin) })).filter(({ weight }) => weight > 0);
}

/** Stands for what is below the first cut, of which only the upper end is known. */
const belowFirst = ([first = 0]: number[]): number => (first > 0 ? first / 2 : first - 1);
