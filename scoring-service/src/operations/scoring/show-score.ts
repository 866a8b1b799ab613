import type { PastScore, ScoreDetails } from '@plumbline/contract';
import { actionableChanges, nextField } from '../../domain/evaluation/owner-advice.ts';
import { reproduceScore } from '../../domain/evaluation/receipt.ts';
import type { Receipt, Scorer } from '../../domain/evaluation/receipt.ts';
import { describeGoal } from '../../domain/goals/goal-conditions.ts';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Models, References, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import { scorerOf } from './verify-receipt.ts';

const MOST_PAST_SCORES = 50;

type Ports = {
  salesforce: Pick<Goals, 'readGoal'>;
  store: Pick<Models, 'activeModel' | 'model'> & Pick<References, 'reference'> & Pick<Receipts, 'receipts'>;
};

/** The details of a record's score: the goal in words, the active model, past scores and the distribution of scores. */
export async function showScore({ salesforce, store }: Ports, goalId: string, recordId: string): Promise<ScoreDetails> {
  const id = toLongId(recordId);
  const [goal, active] = await Promise.all([salesforce.readGoal(goalId), store.activeModel(toLongId(goalId))]);
  const receipts = await store.receipts({ goalId: goal.id, recordId: id, limit: MOST_PAST_SCORES });
  const [newest] = receipts;
  const isActive = newest?.modelVersion === active?.version;
  const scored = newest && (isActive ? active : await store.model(goal.id, newest.modelVersion));
  return {
    goalId: goal.id,
    recordId: id,
    goalWords: describeGoal(goal),
    modelVersion: active?.version,
    trainedAt: active?.card.trainedAt,
    auc: active?.card.auc,
    receiptId: newest?.id,
    history: receipts.map(toPastScore),
    distribution: (active?.card.scores ?? []).map(({ from, to, rows }) => ({ from, to, rows })),
    ...(newest && scored && adviseOwner(newest, scored, await scorerOf({ store }, newest, scored))),
  };
}

/** Advice on the newest score from the model that gave it; none without its inputs. */
function adviseOwner(
  { features: row, basis, baseRate, highFrom, mediumFrom }: Receipt,
  { plan, distribution }: StoredModel,
  scorer: Scorer,
): Pick<ScoreDetails, 'changes' | 'nextField'> {
  if (row === undefined || basis === undefined) return {};
  const rule = { basis, baseRate, highFrom, mediumFrom };
  const now = reproduceScore(scorer, { features: row, ...rule });
  const next = nextField(scorer, plan, { row, rule, distribution });
  return { changes: actionableChanges(scorer, plan, { row, rule, now }), ...(next && { nextField: next }) };
}

const toPastScore = ({ id, scoredAt, score, band, modelVersion }: Receipt & { id: string }): PastScore => ({
  receiptId: id,
  scoredAt: scoredAt.toISOString(),
  score,
  band: band as PastScore['band'],
  modelVersion,
});
