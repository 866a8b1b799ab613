import type { Goal, ScoreResult } from '@plumbline/contract';
import { createExplainer } from '@plumbline/learning';
import { evaluateRows } from '../../domain/evaluation/evaluate-rows.ts';
import type { Evaluation } from '../../domain/evaluation/evaluate-rows.ts';
import { toBandChanges, toScoreResult } from '../../domain/evaluation/outcomes.ts';
import type { SourceRows } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Clock, FeatureEngine, Salesforce, Store, StoredModel, WriteResult, Receipt } from '../../ports.ts';

export type ScoringPorts = { salesforce: Salesforce; store: Store; features: FeatureEngine; clock: Clock };

/** Explaining a model is prepared once, as long as the model stays the same. */
const explainers = new WeakMap<StoredModel['model'], ReturnType<typeof createExplainer>>();

/**
 * Scores records that were read with what their features need, and writes their score fields. What came of each stands
 * by the first 15 letters of its id: a result, or why there is none. A record that is not qualified gets score 0; a
 * converted one is read-only in the org and is refused. Throws when nothing can be scored.
 */
export async function scoreReadRecords(
  { salesforce, store, features, clock }: ScoringPorts,
  { model, plan, version }: StoredModel,
  { goal, rows }: { goal: Goal; rows: SourceRows },
  recordIds: readonly string[],
): Promise<Map<string, ScoreResult | ScoringError>> {
  if (!goal.isActive) throw inactive(goal.name);
  const scoredAt = clock.now();
  const session = await features.open(plan, { rows });
  let evaluations: Evaluation[];
  try {
    await session.prepareScoring({ asOf: scoredAt, qualifiedStatuses: goal.qualifiedStatuses, recordIds });
    const context = { model, modelVersion: version, fields: plan.fields, goal, scoredAt, scope: 'all' } as const;
    const prepared = await session.scoringRows({ limit: recordIds.length });
    evaluations = [...evaluateRows({ ...context, explain: explainerOf(model) }, prepared)];
  } finally {
    await session.close();
  }
  const outcomes = new Map<string, ScoreResult | ScoringError>(recordIds.map((id) => [shortId(id), notOpen()]));
  if (evaluations.length === 0) return outcomes;
  const results = await salesforce.writeScores(
    goal,
    evaluations.map(({ write }) => write),
  );
  const written = evaluations.filter((_, index) => results[index]?.error === undefined);
  const receipts = written.map((scored) => toReceipt({ goal, modelVersion: version }, scored));
  await Promise.all([
    store.appendScores(receipts),
    salesforce.publishBandChanges(goal, toBandChanges(evaluations, results)),
  ]);
  for (const [index, evaluation] of evaluations.entries()) {
    const error = results[index]?.error;
    const outcome = error ? refused(error) : toScoreResult(goal, version, evaluation);
    outcomes.set(shortId(evaluation.write.recordId), outcome);
  }
  return outcomes;
}

/** Of ids with 15 letters and those with 18 the first 15 are the same. */
export const shortId = (recordId: string): string => recordId.slice(0, 15);

function explainerOf(model: StoredModel['model']): ReturnType<typeof createExplainer> {
  const explain = explainers.get(model) ?? createExplainer(model);
  explainers.set(model, explain);
  return explain;
}

const inactive = (name: string): ScoringError =>
  new ScoringError('goal.inactive', {
    message: `The score goal ${name} is switched off.`,
    actions: ['Set Active on the score goal in the org.'],
  });

const notOpen = (): ScoringError =>
  new ScoringError('record.not-scorable', {
    message: 'The record is closed: a converted lead is read-only and keeps its last score.',
    actions: ['Evaluate a record that is open.'],
  });

const refused = ({ code, message }: NonNullable<WriteResult['error']>): ScoringError =>
  new ScoringError('salesforce.refused', {
    message: `The org refused the score (${code}): ${message}`,
    actions: ['Try again when nobody saves the record.', 'Check the validation rules and triggers of the object.'],
  });

type Scored = Pick<Evaluation, 'write' | 'probability' | 'exclusion' | 'features'>;

/** What is kept of an evaluation; a record that is not scored has score 0 and a reason instead of inputs. */
export function toReceipt(
  {
    goal: { id, scoreBasis, highFrom, mediumFrom },
    runKey,
    modelVersion,
  }: { goal: Pick<Goal, 'id' | 'scoreBasis' | 'highFrom' | 'mediumFrom'>; runKey?: string; modelVersion: string },
  { write, probability, exclusion, features }: Scored,
): Receipt {
  return {
    goalId: id,
    recordId: write.recordId,
    runKey,
    modelVersion,
    scoredAt: new Date(write.scoredAt ?? 0),
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    percentile: write.percentile,
    probability,
    basis: scoreBasis,
    highFrom,
    mediumFrom,
    reason: exclusion,
    features,
  };
}
