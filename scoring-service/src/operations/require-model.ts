import { ScoringError } from '../domain/scoring-error.ts';
import type { Salesforce, Store, StoredModel } from '../ports.ts';

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
