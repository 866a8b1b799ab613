import type { ModelCard, ModelList, ModelSummary } from '@plumbline/contract';
import { modelNotFound } from '../domain/model/model-not-found.ts';
import { toLongId } from '../domain/scoring/record-id.ts';
import type { Salesforce, Store } from '../ports.ts';

/** Every model that a goal has had, the newest first; a goal that is not there is told. */
export async function listModels(
  { salesforce, store }: { salesforce: Pick<Salesforce, 'readGoal'>; store: Pick<Store, 'modelCards'> },
  goalId: string,
): Promise<ModelList> {
  const id = toLongId(goalId);
  const cards = await store.modelCards(id);
  if (cards.length === 0) await salesforce.readGoal(id);
  return { goalId: id, models: cards.map(toSummary) };
}

/** The card of any model of a goal. Throws ScoringError `model.not-found`. */
export async function showModel(
  { store }: { store: Pick<Store, 'modelCards'> },
  goalId: string,
  version: string,
): Promise<ModelCard> {
  const card = (await store.modelCards(toLongId(goalId))).find((candidate) => candidate.version === version);
  if (!card) throw modelNotFound(goalId, version);
  return card;
}

const toSummary = (card: ModelCard): ModelSummary => ({
  version: card.version,
  trainedAt: card.trainedAt,
  learner: card.learner,
  auc: card.auc,
  aucLow: card.aucLow,
  aucHigh: card.aucHigh,
  trainingRows: card.trainingRows,
  testRows: card.testRows,
  isActive: card.isActive,
});
