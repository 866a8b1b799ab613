import { sql } from 'kysely';
import type { Store } from '../../ports.ts';
import { createModels } from './models.ts';
import type { Database } from './open-database.ts';
import { createReceipts } from './receipts.ts';
import { createRuns } from './runs.ts';
import { orStoreFailure } from './store-failure.ts';
import { createTokens } from './tokens.ts';

/**
 * The state of the service in its database. Throws ScoringError `store.failed` when the database fails, `model.invalid`
 * for a stored model that cannot be read, `run.not-found` for a change of a run that is not there.
 */
export function createStore({ kysely, close }: Database): Store {
  const models = createModels(kysely);
  const runs = createRuns(kysely);
  const receipts = createReceipts(kysely);
  const tokens = createTokens(kysely);
  return {
    activeModel: (goalId) => orStoreFailure(() => models.activeModel(goalId)),
    modelCards: (goalId) => orStoreFailure(() => models.modelCards(goalId)),
    saveModel: (model) => orStoreFailure(() => models.saveModel(model)),
    deleteModels: (goalId) => orStoreFailure(() => models.deleteModels(goalId)),
    createRun: (state) => orStoreFailure(() => runs.createRun(state)),
    claimRun: (state) => orStoreFailure(() => runs.claimRun(state)),
    runState: (key) => orStoreFailure(() => runs.runState(key)),
    lastEndedRun: (goalId, jobType, trigger) => orStoreFailure(() => runs.lastEndedRun(goalId, jobType, trigger)),
    openRuns: () => orStoreFailure(() => runs.openRuns()),
    updateRun: (key, change) => orStoreFailure(() => runs.updateRun(key, change)),
    commitBatch: (key, batch, checkpoint) => orStoreFailure(() => receipts.commitBatch(key, batch, checkpoint)),
    appendScores: (scores) => orStoreFailure(() => receipts.appendScores(scores)),
    receipts: (options) => orStoreFailure(() => receipts.receipts(options)),
    countReceipts: (runKey) => orStoreFailure(() => receipts.countReceipts(runKey)),
    deleteReceipts: (goalId) => orStoreFailure(() => receipts.deleteReceipts(goalId)),
    saveToken: (token) => orStoreFailure(() => tokens.saveToken(token)),
    tokens: () => orStoreFailure(() => tokens.tokens()),
    async ping() {
      await orStoreFailure(() => sql`select 1`.execute(kysely));
    },
    close,
  };
}
