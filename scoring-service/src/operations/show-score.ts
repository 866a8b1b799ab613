import type { PastScore, ScoreDetails } from '@plumbline/contract';
import { describeGoal } from '../domain/goals/describe-goal.ts';
import { toLongId } from '../domain/scoring/record-id.ts';
import type { Receipt, Salesforce, Store } from '../ports.ts';

const MOST_PAST_SCORES = 50;

/** What stands behind a record's score: the goal in words, the active model, its past scores, where others stand. */
export async function showScore(
  { salesforce, store }: { salesforce: Pick<Salesforce, 'readGoal'>; store: Pick<Store, 'activeModel' | 'receipts'> },
  goalId: string,
  recordId: string,
): Promise<ScoreDetails> {
  const id = toLongId(recordId);
  const [goal, active] = await Promise.all([salesforce.readGoal(goalId), store.activeModel(toLongId(goalId))]);
  const receipts = await store.receipts({ goalId: goal.id, recordId: id, limit: MOST_PAST_SCORES });
  return {
    goalId: goal.id,
    recordId: id,
    goalWords: describeGoal(goal),
    modelVersion: active?.version,
    trainedAt: active?.card.trainedAt,
    auc: active?.card.auc,
    receiptId: receipts[0]?.id,
    history: receipts.map(toPastScore),
    distribution: (active?.card.scores ?? []).map(({ from, to, rows }) => ({ from, to, rows })),
  };
}

const toPastScore = ({ id, scoredAt, score, band, modelVersion }: Receipt & { id: string }): PastScore => ({
  receiptId: id,
  scoredAt: scoredAt.toISOString(),
  score,
  band: band as PastScore['band'],
  modelVersion,
});
