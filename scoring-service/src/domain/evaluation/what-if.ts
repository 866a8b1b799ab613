import type { ScoreChange, ScoreFigures } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import { ownFieldOf } from '../features/change-values.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import { reproduceScores } from './reproduce-score.ts';
import type { ScoreRule } from './reproduce-score.ts';

/** By how much the share of filled fields grows when a field of the record is filled in; 0 for one that is not counted. */
export function completenessStep(plan: SourcePlan, field: string): number {
  const counted = plan.fields.filter(
    ({ name, family }) => family !== 'chosen' && family !== 'need' && ownFieldOf(plan, name) !== undefined,
  );
  return counted.some(({ name }) => name === field) ? 1 / counted.length : 0;
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
