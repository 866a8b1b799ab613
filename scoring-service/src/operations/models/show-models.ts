import type { ModelCard, ModelList, ModelSummary } from '@plumbline/contract';
import { withSources } from '../../domain/model-card/card-sources.ts';
import { shareOf } from '../../domain/figures.ts';
import { modelNotFound, ScoringError } from '../../domain/scoring-error.ts';
import { toLongId } from '@plumbline/contract';
import type { Goals } from '../../ports/goals.ts';
import type { Models, StoredModel } from '../../ports/models.ts';

/** The active model of a goal. Throws ScoringError `model.missing`, or `goal.not-found` for an unknown goal. */
export async function requireModel(
  { salesforce, store }: { salesforce: Pick<Goals, 'readGoal'>; store: Pick<Models, 'activeModel'> },
  goalId: string,
): Promise<StoredModel> {
  const active = await store.activeModel(goalId);
  if (active) return active;
  const goal = await salesforce.readGoal(goalId);
  const isTraining = goal.status === 'Training';
  throw new ScoringError('model.missing', {
    message: `The score goal ${goal.name} has no trained model${isTraining ? ' yet: its first training is running' : ''}.`,
    actions: [
      isTraining
        ? 'Wait until the training has ended; the tab Runs shows how far it is.'
        : 'Check the readiness of the goal, then train it.',
    ],
  });
}

/**
 * The share of positives that relative scores compare with; of a model of an earlier version, that of the rows on its card.
 */
export function baseRateOf({ model, card }: Pick<StoredModel, 'model' | 'card'>): number {
  if (model.baseRate !== undefined) return model.baseRate;
  const { trainingPositives, testPositives, trainingRows, testRows } = card;
  return shareOf(trainingPositives + testPositives, trainingRows + testRows);
}

/** Every model of a goal, the newest first. Throws ScoringError `goal.not-found`. */
export async function listModels(
  { salesforce, store }: { salesforce: Pick<Goals, 'readGoal'>; store: Pick<Models, 'modelCards'> },
  goalId: string,
): Promise<ModelList> {
  const id = toLongId(goalId);
  const cards = await store.modelCards(id);
  if (cards.length === 0) await salesforce.readGoal(id);
  return { goalId: id, models: cards.map(toSummary) };
}

/** The card of any model of a goal. Throws ScoringError `model.not-found`. */
export async function showModel(
  { store }: { store: Pick<Models, 'modelCards'> },
  goalId: string,
  version: string,
): Promise<ModelCard> {
  const card = (await store.modelCards(toLongId(goalId))).find((candidate) => candidate.version === version);
  if (!card) throw modelNotFound(goalId, version);
  return card;
}

/** The card of the goal's active model, with the sources of its inputs. */
export async function showModelCard(
  ports: { salesforce: Pick<Goals, 'readGoal'>; store: Pick<Models, 'activeModel'> },
  goalId: string,
): Promise<ModelCard> {
  const active = await requireModel(ports, goalId);
  return withSources(active.card, active);
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
