import type { NextField, ScoreChange, ScoreFigures } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import type { FeatureRow } from '../features/feature-row.ts';
import { fieldOfPresence } from '../features/field-use.ts';
import { completenessStep, ownColumnOf, ownFieldOf } from '../features/own-fields.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import type { FieldDistribution, TrainingDistribution } from '../features/training-distribution.ts';
import { reproduceScores } from './receipt.ts';
import type { ScoreRule } from './receipt.ts';

/**
 * What an owner can do to raise the score, at most two things, the most effective first, each with the score that the
 * same model gives the changed record. Only what raises the score by a point or more is told.
 */
export function actionableChanges(
  model: ScoringModel,
  plan: SourcePlan,
  { row, rule, now }: { row: FeatureRow; rule: ScoreRule; now: ScoreFigures },
): ScoreChange[] {
  const actions = possibleActions(model, plan, row);
  const then = reproduceScores(
    model,
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

/** Something an owner can do: what it is called, and what the inputs are afterwards. */
type Action = { field: string; words: string; source?: string; next: FeatureRow };

/** Inputs by name. */
type Inputs = { positionOf: (field: string) => number; row: FeatureRow };

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

/** Of who has no activity at all nothing is known; from the first one on, none of the other kinds is a real zero. */
const countsOfActivity = [...activities.flatMap(({ counts }) => counts), 'call_minutes_90_days'];

/** Flags of fields that an owner can find out and fill in. */
const fillable: Record<string, string> = {
  has_email: 'Adding the e-mail address',
  has_mobile_phone: 'Adding the mobile phone',
  has_business_phone: 'Adding the business phone',
  has_website: 'Adding the web site',
};

function possibleActions(model: ScoringModel, plan: SourcePlan, row: FeatureRow): Action[] {
  const inputs: Inputs = { positionOf: (field) => model.fields.findIndex(({ name }) => name === field), row };
  const calls = activities.flatMap(({ words, counts, since }): Action[] => {
    const changes = [
      ...countsOfActivity.map((field) => atLeast(inputs, field, 0)),
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
  return [...calls, ...campaign, ...fills];
}

type Change = { position: number; value: number } | undefined;

/** One more of what is counted; where nothing is known of it, it is the first. */
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

/** A field that is filled in makes the record more complete. */
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

/** A value that a field may turn out to have, and how often records have it. */
type PossibleValue = { value: number | string; weight: number };

/** A smaller move is not worth a phone call. */
const LEAST_MOVE = 1;

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
      const given = { field: name, label: fieldOfPresence(field.label), position, values: [{ value: 1, weight: 1 }] };
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
