import type { PastScore, ScoreDetails } from '@plumbline/contract';
import { actionableChanges, nextFields } from '../../domain/evaluation/owner-advice.ts';
import { describeDifference, similarRecords, worthOf } from '../../domain/evaluation/reason-details.ts';
import type { Receipt } from '../../domain/evaluation/receipt.ts';
import { scoreDifference } from '../../domain/evaluation/score-difference.ts';
import type { ScoredState } from '../../domain/evaluation/score-difference.ts';
import { describeGoal } from '../../domain/goals/goal-conditions.ts';
import { accountFoundBySchema, toLongId } from '@plumbline/contract';
import { scoresOnCard } from '../../domain/scoring/score-distribution.ts';
import { CHANGE_DAYS } from '../../domain/scoring/score.ts';
import { daysBefore } from '../../domain/time.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Models, References, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import { explainerOf, sourcedInputs } from './explainers.ts';

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
  const modelOf = async ({ modelVersion }: Receipt): Promise<StoredModel | undefined> =>
    modelVersion === active?.version ? active : store.model(goal.id, modelVersion);
  const current = newest && (await readState(store, newest, await modelOf(newest)));
  const earlier = current && earlierThan(newest, receipts);
  const former = earlier && (await readState(store, earlier, await modelOf(earlier)));
  return {
    goalId: goal.id,
    recordId: id,
    goalWords: describeGoal(goal),
    modelVersion: active?.version,
    trainedAt: active?.card.trainedAt,
    auc: active?.card.auc,
    receiptId: newest?.id,
    history: receipts.map(toPastScore),
    distribution: active ? scoresOnCard(active.card, goal) : [],
    ...(current && accountOf(current)),
    ...(current && explainReasons(current, goal.settings.fewestSimilarRows)),
    ...(current && adviseOwner(current)),
    ...(former && { difference: compare(former, current) }),
  };
}

/** A receipt with what computes its score again. */
type ReadState = ScoredState & { receipt: Receipt; stored: StoredModel };

/** Undefined where the record was not scored, or its model, its inputs or what it was ranked among are no longer stored. */
async function readState(
  store: Ports['store'],
  receipt: Receipt,
  stored: StoredModel | undefined,
): Promise<ReadState | undefined> {
  const { features: row, basis, baseRate, highFrom, mediumFrom, referenceId } = receipt;
  if (!stored || row === undefined || basis === undefined) return undefined;
  const reference = referenceId === undefined ? undefined : await store.reference(referenceId);
  if (referenceId !== undefined && !reference) return undefined;
  const rule = { basis, baseRate, highFrom, mediumFrom };
  return { receipt, stored, model: stored.model, explain: explainerOf(stored.model), reference, rule, row };
}

/** The newest scored receipt of the same basis that is a week older, or else the oldest one. */
function earlierThan(newest: Receipt, receipts: readonly Receipt[]): Receipt | undefined {
  const comparable = receipts.filter(
    (receipt) => receipt !== newest && receipt.basis === newest.basis && receipt.features,
  );
  const until = daysBefore(newest.scoredAt, CHANGE_DAYS);
  return comparable.find(({ scoredAt }) => scoredAt <= until) ?? comparable.at(-1);
}

function explainReasons(state: ReadState, fewestRows: number): Pick<ScoreDetails, 'worth' | 'similar'> {
  const { distribution } = state.stored;
  const fields = sourcedInputs(state.stored);
  return {
    worth: worthOf(state, fields),
    ...(distribution && { similar: similarRecords(state, fields, { distribution, fewestRows }) }),
  };
}

/** How the account of a lead was found, as the newest score knew it. */
function accountOf({ model, row, stored }: ReadState): Pick<ScoreDetails, 'account'> {
  const field = sourcedInputs(stored).find(({ name }) => name === 'account_found_by');
  const foundBy = accountFoundBySchema.safeParse(row[model.fields.findIndex(({ name }) => name === field?.name)]).data;
  return field && foundBy ? { account: { foundBy, sources: [...field.sources] } } : {};
}

function compare(before: ReadState, after: ReadState): ScoreDetails['difference'] {
  const difference = scoreDifference(before, after);
  return (
    difference &&
    describeDifference(difference, sourcedInputs(after.stored), {
      since: before.receipt.scoredAt,
      isNewModel: before.receipt.modelVersion !== after.receipt.modelVersion,
      ...{ from: before.receipt.score, to: after.receipt.score, row: after.row },
      names: after.model.fields.map(({ name }) => name),
    })
  );
}

/** Advice on the newest score from the model that gave it. */
function adviseOwner(state: ReadState): Pick<ScoreDetails, 'changes' | 'nextFields'> {
  const { row, rule, stored } = state;
  const { plan, distribution } = stored;
  const advised = { row, rule, fields: sourcedInputs(stored) };
  return {
    changes: actionableChanges(state, plan, advised),
    nextFields: nextFields(state, plan, { ...advised, distribution }),
  };
}

const toPastScore = ({ id, scoredAt, score, band, modelVersion, basis }: Receipt & { id: string }): PastScore => ({
  receiptId: id,
  scoredAt: scoredAt.toISOString(),
  score,
  band: band as PastScore['band'],
  modelVersion,
  ...(basis && { basis }),
});
