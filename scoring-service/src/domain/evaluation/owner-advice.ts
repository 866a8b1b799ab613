import type { NextField, ScoreChange } from '@plumbline/contract';
import { scoreTable } from '@plumbline/learning';
import type { ScoringModel } from '@plumbline/learning';
import { toFeatureTable } from '../features/feature-row.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import { fieldOfPresence } from '../features/field-use.ts';
import { completenessStep, ownColumnOf, ownFieldOf } from '../features/own-fields.ts';
import { sourcesOfAll } from '../features/feature-sources.ts';
import type { SourcedField } from '../features/feature-sources.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import type { FieldDistribution, TrainingDistribution } from '../features/training-distribution.ts';
import { roundTo, sumOf } from '../figures.ts';
import type { ScoreRule } from '../scoring/score.ts';
import { exactScore } from '../scoring/score.ts';
import { reproduceScores } from './receipt.ts';
import type { Scorer } from './receipt.ts';

/** What advice is about: a row of inputs, the score rule, and the inputs with their sources. */
type Advised = { row: FeatureRow; rule: ScoreRule; fields: readonly SourcedField[] };

/**
 * Actions of the record's owner that raise the log odds, the most effective first, each with the score that the same model
 * gives the changed record. Which they are does not depend on the score, from which hidden inputs could be worked out. All of them, so that those that a viewer may not know of leave no gap among the
 * first that are shown.
 */
export function actionableChanges(scorer: Scorer, plan: SourcePlan, { row, rule, fields }: Advised): ScoreChange[] {
  const actions = possibleActions(scorer.model, plan, row);
  const then = reproduceScores(
    scorer,
    actions.map(({ next }) => next),
    rule,
  );
  const all = sourcesOfAll(fields);
  const [present = 0, ...margins] = marginsOf(scorer, [row, ...actions.map(({ next }) => next)]);
  return actions
    .map(({ field, words, action, source }, index) => {
      const { score = 0, band = 'Low' } = then[index] ?? {};
      const change: ScoreChange = {
        ...{ field, action, ...namesOf(plan, fields, field, source) },
        text: `${words} would raise the score.`,
        exact: { sources: all, score, band },
      };
      return { change, step: (margins[index] ?? 0) - present };
    })
    .filter(({ step }) => step >= LEAST_STEP)
    .sort((one, other) => other.step - one.step)
    .map(({ change }) => change);
}

/** The label of an input, what a viewer must be able to read to know of it, and what its owner must be able to edit. */
function namesOf(plan: SourcePlan, fields: readonly SourcedField[], field: string, source: string | undefined) {
  const { label = field, sources = [field] } = fields.find(({ name }) => name === field) ?? {};
  const edits = source === undefined ? [] : [`${plan.goal.object}.${source}`];
  return { label, ...(source !== undefined && { source }), sources: [...sources], edits };
}

/**
 * The empty fields that are worth filling in: those whose value, averaged over the values of other records, moves the score
 * by a point or more and can raise it; the one that moves it most is the first.
 */
export function nextFields(
  scorer: Scorer,
  plan: SourcePlan,
  { row, rule, fields, distribution }: Advised & { distribution: TrainingDistribution | undefined },
): NextField[] {
  const { model } = scorer;
  const [now = 0] = pointsOf(scorer, [row], rule);
  const [present = 0] = marginsOf(scorer, [row]);
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
    const mean = (moved: number[]): number =>
      moved.reduce((sum, step, index) => sum + (Math.abs(step) * (values[index]?.weight ?? 0)) / weight, 0);
    const steps = Array.from(marginsOf(scorer, filled), (then) => then - present);
    const move = mean(pointsOf(scorer, filled, rule).map((then) => then - now));
    return { field, label, move, steps, size: mean(steps) };
  });
  return moves
    .filter(({ size, steps }) => size >= LEAST_STEP && steps.some((step) => step > 0))
    .sort((one, other) => other.size - one.size)
    .map(({ field, label, move, steps }): NextField => {
      const direction = steps.every((step) => step >= 0) ? 'raises' : 'either';
      const effect = direction === 'raises' ? 'would raise the score' : 'could raise or lower it';
      return {
        ...{ field, ...namesOf(plan, fields, field, ownFieldOf(plan, field)), label },
        direction,
        text: `${label} is empty. Filling it in ${effect}.`,
        exact: { sources: sourcesOfAll(fields), expectedMove: roundTo(move, 1) },
      };
    });
}

/** An action in words, and the inputs after it. */
type Action = Pick<ScoreChange, 'field' | 'action' | 'source'> & { words: string; next: FeatureRow };

/** Inputs by name. */
type Inputs = { positionOf: (field: string) => number; row: FeatureRow };

const activities = [
  {
    action: 'call',
    words: 'A phone call today',
    counts: ['calls_30_days', 'calls_90_days', 'calls_total'],
    since: 'days_since_call',
  },
  {
    action: 'email',
    words: 'An e-mail today',
    counts: ['emails_30_days', 'emails_90_days', 'emails_total'],
    since: 'days_since_email',
  },
  {
    action: 'meeting',
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
  const contacts = activities.flatMap(({ action, words, counts, since }): Action[] => {
    const changes = [
      ...activityCounts.map(({ name }) => atLeast(inputs, name, 0)),
      atLeast(inputs, 'active_people_90_days', 1),
      ...counts.map((field) => addOne(inputs, field)),
      setTo(inputs, since, 0),
    ];
    return toAction(inputs, { field: since, action, words }, changes);
  });
  const campaign = toAction(inputs, { field: 'campaigns', action: 'campaign', words: 'Adding it to a campaign' }, [
    addOne(inputs, 'campaigns'),
    atLeast(inputs, 'campaign_responses', 0),
  ]);
  const fills = Object.entries(fillable).flatMap(([field, words]): Action[] => {
    if (row[inputs.positionOf(field)] !== 0) return [];
    const changes = [setTo(inputs, field, 1), addToCompleteness(inputs, plan, field)];
    return toAction(inputs, { field, action: 'fill in', words, source: ownFieldOf(plan, field) }, changes);
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

/** Log odds below which an action is not worth the effort: a point in the middle of the scale. */
const LEAST_STEP = 0.04;

/** Calibrated log odds. */
const marginsOf = ({ model }: Scorer, rows: FeatureRow[]): Float64Array =>
  scoreTable(model, toFeatureTable(model.fields, rows)).margins;

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
