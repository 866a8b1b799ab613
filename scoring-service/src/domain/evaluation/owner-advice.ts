import type { NextField, ScoreChange, ScoreFigures } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import type { FeatureRow } from '../features/feature-row.ts';
import { fieldOfPresence } from '../features/field-use.ts';
import { completenessStep, ownColumnOf, ownFieldOf } from '../features/own-fields.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import type { FieldDistribution, TrainingDistribution } from '../features/training-distribution.ts';
import { plural, roundTo, sumOf } from '../figures.ts';
import type { ScoreRule } from '../scoring/score.ts';
import { exactScore } from '../scoring/score.ts';
import { reproduceScores } from './receipt.ts';
import type { Scorer } from './receipt.ts';

/**
 * Actions of the record's owner that raise the score by a point or more, at most two, the most effective first, each with
 * the score that the same model gives the changed record.
 */
export function actionableChanges(
  scorer: Scorer,
  plan: SourcePlan,
  { row, rule, now }: { row: FeatureRow; rule: ScoreRule; now: ScoreFigures },
): ScoreChange[] {
  const actions = possibleActions(scorer.model, plan, row);
  const then = reproduceScores(
    scorer,
    actions.map(({ next }) => next),
    rule,
  );
  const labelOf = (field: string): string => plan.fields.find(({ name }) => name === field)?.label ?? field;
  return actions
    .map(({ field, words, source }, index): ScoreChange => {
      const { score = 0, band = 'Low' } = then[index] ?? {};
      const text = `${words} would raise the score from ${now.score} to ${score}.`;
      return { field, label: labelOf(field), ...(source !== undefined && { source }), text, score, band };
    })
    .filter(({ score }) => score > now.score)
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN);
}

/**
 * The empty field that is most worth filling in: the one whose value, averaged over the values of other records, moves the
 * score most. Undefined where none moves it by a point.
 */
export function nextField(
  scorer: Scorer,
  plan: SourcePlan,
  { row, rule, distribution }: { row: FeatureRow; rule: ScoreRule; distribution: TrainingDistribution | undefined },
): NextField | undefined {
  const { model } = scorer;
  const [now = 0] = pointsOf(scorer, [row], rule);
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
    const weight = sumOf(values, (possible) => possible.weight);
    const move = pointsOf(scorer, filled, rule).reduce(
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
    text: `${best.label} is empty. Filling it in would move the score by about ${plural(points, 'point')}.`,
    expectedMove: roundTo(best.move, 1),
  };
}

/** An action in words, and the inputs after it. */
type Action = { field: string; words: string; source?: string; next: FeatureRow };

/** Inputs by name. */
type Inputs = { positionOf: (field: string) => number; row: FeatureRow };

/** Actions that are shown. */
const SHOWN = 2;

const activities = [
  { words: 'A phone call today', counts: ['calls_30_days', 'calls_90_days', 'calls_total'], since: 'days_since_call' },
  { words: 'An e-mail today', counts: ['emails_30_days', 'emails_90_days', 'emails_total'], since: 'days_since_email' },
  {
    words: 'A meeting today',
    counts: ['meetings_30_days', 'meetings_90_days', 'meetings_total'],
    since: 'days_since_meeting',
  },
] as const;

/** Presence indicators of fields that an owner can find out and fill in. */
const fillable: Record<string, string> = {
  has_email: 'Adding the e-mail address',
  has_mobile_phone: 'Adding the mobile phone',
  has_business_phone: 'Adding the business phone',
  has_website: 'Adding the web site',
};

function possibleActions(model: ScoringModel, plan: SourcePlan, row: FeatureRow): Action[] {
  const inputs: Inputs = { positionOf: (field) => model.fields.findIndex(({ name }) => name === field), row };
  // Without any activity all counts are missing; the first activity makes the others real zeros.
  const activityCounts = plan.fields.filter(({ family, unit }) => family === 'activity' && unit !== 'days');
  const contacts = activities.flatMap(({ words, counts, since }): Action[] => {
    const changes = [
      ...activityCounts.map(({ name }) => atLeast(inputs, name, 0)),
      atLeast(inputs, 'active_people_90_days', 1),
      ...counts.map((field) => addOne(inputs, field)),
      setTo(inputs, since, 0),
    ];
    return toAction(inputs, { field: since, words }, changes);
  });
  const campaign = toAction(inputs, { field: 'campaigns', words: 'Adding it to a campaign' }, [
    addOne(inputs, 'campaigns'),
    atLeast(inputs, 'campaign_responses', 0),
  ]);
  const fills = Object.entries(fillable).flatMap(([field, words]): Action[] => {
    if (row[inputs.positionOf(field)] !== 0) return [];
    const changes = [setTo(inputs, field, 1), addToCompleteness(inputs, plan, field)];
    return toAction(inputs, { field, words, source: ownFieldOf(plan, field) }, changes);
  });
  return [...contacts, ...campaign, ...fills];
}

type Change = { position: number; value: number } | undefined;

/** Adds one to a count; a missing count becomes 1. */
function addOne({ positionOf, row }: Inputs, field: string): Change {
  const position = positionOf(field);
  const value = row[position];
  return position < 0 ? undefined : { position, value: (typeof value === 'number' ? value : 0) + 1 };
}

function atLeast({ positionOf, row }: Inputs, field: string, least: number): Change {
  const position = positionOf(field);
  const value = row[position];
  return position < 0 ? undefined : { position, value: typeof value === 'number' ? Math.max(value, least) : least };
}

function setTo({ positionOf }: Inputs, field: string, value: number): Change {
  const position = positionOf(field);
  return position < 0 ? undefined : { position, value };
}

function addToCompleteness({ positionOf, row }: Inputs, plan: SourcePlan, field: string): Change {
  const position = positionOf('completeness');
  const value = row[position];
  if (typeof value !== 'number') return undefined;
  return { position, value: Math.min(1, value + completenessStep(plan, field)) };
}

function toAction({ row }: Inputs, about: Omit<Action, 'next'>, changes: Change[]): Action[] {
  const made = changes.filter((change) => change !== undefined);
  if (made.length === 0) return [];
  const next = [...row];
  for (const { position, value } of made) next[position] = value;
  return [{ ...about, next }];
}

/** A possible value of an empty field and its frequency among other records. */
type PossibleValue = { value: number | string; weight: number };

/** Points below which filling in a field is not worth the effort. */
const LEAST_MOVE = 1;

/** Unrounded scores. */
const pointsOf = (scorer: Scorer, rows: FeatureRow[], rule: ScoreRule): number[] =>
  reproduceScores(scorer, rows, rule).map(({ probability = 0, percentile = 0 }) =>
    exactScore(probability, percentile, rule),
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
    if (own.protection === 'presence') {
      const filled = { field: name, label: fieldOfPresence(field.label), position, values: [{ value: 1, weight: 1 }] };
      return row[position] === 0 ? [filled] : [];
    }
    const known = distribution?.fields.find((candidate) => candidate.field === name);
    const values = known && row[position] === null ? possibleValues(known) : [];
    return values.length > 0 ? [{ field: name, label: field.label, position, values }] : [];
  });
}

function possibleValues(field: FieldDistribution): PossibleValue[] {
  const weightOf = (bin: number): number => sumOf(field.counts, (ofGroup) => ofGroup[bin] ?? 0);
  const values: (number | string)[] =
    field.kind === 'category' ? field.levels : [belowFirst(field.cuts), ...field.cuts];
  return values.map((value, bin) => ({ value, weight: weightOf(bin) })).filter(({ weight }) => weight > 0);
}

/** A value for the bin below the first cut, which has no lower end. */
const belowFirst = ([first = 0]: number[]): number => (first > 0 ? first / 2 : first - 1);
