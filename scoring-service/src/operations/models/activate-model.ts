import type { ModelActivation } from '@plumbline/contract';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { RunLog } from '../../ports/host.ts';
import { showModel } from './show-models.ts';

/**
 * Brings a model of a goal back. The org is told first: where it refuses, nothing has changed, and a model that the org
 * names and that is not active yet is put right by asking again. Scores follow with the next run.
 */
export async function activateModel(
  { salesforce, store, log }: { salesforce: Pick<Salesforce, 'readGoal' | 'updateGoal'>; store: Store; log: RunLog },
  goalId: string,
  version: string,
): Promise<ModelActivation> {
  const id = toLongId(goalId);
  const card = await showModel({ store }, id, version);
  await salesforce.readGoal(id);
  await salesforce.updateGoal(id, { modelVersion: version, testAuc: card.auc });
  const previousVersion = await store.activateModel(id, version);
  log.info('model.activated', { goalId: id, version, previousVersion });
  const isChanged = previousVersion !== version;
  return { goalId: id, version, ...(previousVersion !== undefined && { previousVersion }), isChanged };
}
