import type { ModelCard, ModelList, ModelSummary } from '@plumbline/contract';
import { modelNotFound, ScoringError } from '../../domain/scoring-error.ts';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import { renderModelPage } from '../../http/model-page/model-page.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { StoredModel } from '../../ports/models.ts';

/** The active model of a goal. Throws `goal.not-found` where there is no such goal, else `model.missing`. */
export async function requireModel(
  { salesforce, store }: { salesforce: Pick<Salesforce, 'readGoal'>; store: Pick<Store, 'activeModel'> },
  goalId: string,
): Promise<StoredModel> {
  const active = await store.activeModel(goalId);
  if (active) return active;
  const goal = await salesforce.readGoal(goalId);
  throw new ScoringError('model.missing', {
    message: `The score goal ${goal.name} has no trained model.`,
    actions: [`Train it: POST /v1/goals/${goal.id}/runs with {"jobType": "Training"}.`, 'Check its readiness first.'],
  });
}

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

/** The card of the goal's active model. */
export async function showModelCard(
  ports: { salesforce: Salesforce; store: Store },
  goalId: string,
): Promise<ModelCard> {
  const { card } = await requireModel(ports, goalId);
  return card;
}

/** The card of a model as one page of HTML. Throws ScoringError `model.not-found`. */
export async function showModelPage(
  ports: { store: Pick<Store, 'modelCards'> },
  goalId: string,
  version: string,
): Promise<string> {
  return renderModelPage(await showModel(ports, goalId, version));
}
