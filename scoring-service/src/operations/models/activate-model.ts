import { rateWords } from '@plumbline/contract';
import type { ModelActivation } from '@plumbline/contract';
import { toLongId } from '@plumbline/contract';
import type { Goals } from '../../ports/goals.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import { showModel } from './show-models.ts';

/**
 * Activates an earlier model of a goal. The org is updated first: if it refuses, nothing has changed, and if the store
 * fails afterwards, a repeated request completes the change. Scores follow with the next run.
 */
export async function activateModel(
  {
    salesforce,
    store,
    log,
  }: {
    salesforce: Pick<Goals, 'readGoal' | 'updateGoal'>;
    store: Pick<Models, 'modelCards' | 'activateModel'>;
    log: RunLog;
  },
  goalId: string,
  version: string,
): Promise<ModelActivation> {
  const id = toLongId(goalId);
  const card = await showModel({ store }, id, version);
  await salesforce.readGoal(id);
  const { auc: testAuc, rateWarning } = card;
  const probabilityWarning = rateWarning ? rateWords(rateWarning) : '';
  await salesforce.updateGoal(id, { modelVersion: version, testAuc, probabilityWarning });
  const previousVersion = await store.activateModel(id, version);
  log.info('model.activated', { goalId: id, version, previousVersion });
  const isChanged = previousVersion !== version;
  return { goalId: id, version, ...(previousVersion !== undefined && { previousVersion }), isChanged };
}
