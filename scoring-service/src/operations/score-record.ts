import type { ScoreResult } from '@plumbline/contract';
import { createExplainer } from '../domain/explanation/contributions.ts';
import { evaluateRows } from '../domain/scoring/evaluate-rows.ts';
import { toScoreResult } from '../domain/scoring/score-result.ts';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Clock, FeatureEngine, Salesforce, Store, StoredModel, WriteResult } from '../ports.ts';
import { requireModel } from './require-model.ts';
import { toReceipt } from './to-receipt.ts';

/** Explaining a model is prepared once, as long as the model stays the same. */
const explainers = new WeakMap<StoredModel['model'], ReturnType<typeof createExplainer>>();

/**
 * Scores one record and writes its score fields. A record that is not qualified gets score 0; a converted one is
 * read-only in the org and is refused. Nothing is written unless everything before it has worked.
 */
export async function scoreRecord(
  ports: { salesforce: Salesforce; store: Store; features: FeatureEngine; clock: Clock },
  goalId: string,
  recordId: string,
): Promise<ScoreResult> {
  const { salesforce, store, features, clock } = ports;
  const { model, plan, version } = await requireModel(ports, goalId);
  const { goal, rows } = await salesforce.readRecord(goalId, plan, recordId);
  if (!goal.isActive) throw inactive(goal.name);

  const scoredAt = clock.now();
  const session = await features.open(plan, { rows });
  try {
    const { qualifiedStatuses } = goal;
    await session.prepareScoring({ asOf: scoredAt, qualifiedStatuses, recordId });
    const [evaluation] = evaluateRows(
      { model, modelVersion: version, fields: plan.fields, explain: explainerOf(model), goal, scoredAt, scope: 'all' },
      await session.scoringRows({ limit: 1 }),
    );
    if (!evaluation) throw notOpen();
    const [result] = await salesforce.writeScores(goal, [evaluation.write]);
    if (result?.error) throw refused(result.error);
    await store.appendScores([toReceipt({ goalId: goal.id, modelVersion: version }, evaluation)]);
    return toScoreResult(goal, version, evaluation);
  } finally {
    await session.close();
  }
}

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
