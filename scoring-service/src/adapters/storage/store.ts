import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from '../../ports/adapters.ts';
import { createBandEvents } from './band-events.ts';
import { createBoundOrg } from './bound-org.ts';
import { createForecasts } from './forecasts.ts';
import { createIdLists } from './id-lists.ts';
import { createModels } from './models.ts';
import { orStoreFailure } from './open-database.ts';
import type { Database } from './open-database.ts';
import { createReceipts } from './receipts.ts';
import { createRunResults } from './run-results.ts';
import { createRuns } from './runs.ts';
import { createReferences } from './score-references.ts';
import { createTokens } from './tokens.ts';

/**
 * The state of the service in its database. Throws ScoringError `store.failed` when the database fails, `model.invalid`
 * for a stored model that cannot be read, and `model.not-found`, `run.not-found` or `id-list.not-found` for a change of
 * one that does not exist.
 */
export function createStore({ kysely, close }: Database, processId: string = randomUUID()): Store {
  const models = createModels(kysely);
  const runs = createRuns(kysely, processId);
  const receipts = createReceipts(kysely);
  const bandEvents = createBandEvents(kysely);
  const references = createReferences(kysely);
  const forecasts = createForecasts(kysely);
  const results = createRunResults(kysely);
  const idLists = createIdLists(kysely);
  const tokens = createTokens(kysely);
  const boundOrg = createBoundOrg(kysely);
  return {
    activeModel: (goalId) => orStoreFailure(() => models.activeModel(goalId)),
    model: (goalId, version) => orStoreFailure(() => models.model(goalId, version)),
    modelCards: (goalId) => orStoreFailure(() => models.modelCards(goalId)),
    saveModel: (model) => orStoreFailure(() => models.saveModel(model)),
    activateModel: (goalId, version) => orStoreFailure(() => models.activateModel(goalId, version)),
    saveRealised: (goalId, version, realised) => orStoreFailure(() => models.saveRealised(goalId, version, realised)),
    deleteModels: (goalId) => orStoreFailure(() => models.deleteModels(goalId)),
    keptGoalIds: () => orStoreFailure(() => models.keptGoalIds()),
    reference: (id) => orStoreFailure(() => references.reference(id)),
    saveReference: (reference, of) => orStoreFailure(() => references.saveReference(reference, of)),
    completeReference: (id) => orStoreFailure(() => references.completeReference(id)),
    createRun: (state) => orStoreFailure(() => runs.createRun(state)),
    claimRun: (state) => orStoreFailure(() => runs.claimRun(state)),
    runState: (key) => orStoreFailure(() => runs.runState(key)),
    lastEndedRun: (goalId, jobType, trigger) => orStoreFailure(() => runs.lastEndedRun(goalId, jobType, trigger)),
    lastCompleteRun: (goalId) => orStoreFailure(() => runs.lastCompleteRun(goalId)),
    openRuns: () => orStoreFailure(() => runs.openRuns()),
    updateRun: (key, change, epoch) => orStoreFailure(() => runs.updateRun(key, change, epoch)),
    takeRun: (key) => orStoreFailure(() => runs.takeRun(key)),
    reopenRun: (key) => orStoreFailure(() => runs.reopenRun(key)),
    commitBatch: (key, batch, checkpoint, outcome) =>
      orStoreFailure(() => receipts.commitBatch(key, batch, checkpoint, outcome)),
    intendEvents: (events, run) => orStoreFailure(() => bandEvents.intendEvents(events, run)),
    claimEvents: (options) => orStoreFailure(() => bandEvents.claimEvents(options)),
    releaseEvents: (ids) => orStoreFailure(() => bandEvents.releaseEvents(ids)),
    removeEvents: (ids) => orStoreFailure(() => bandEvents.removeEvents(ids)),
    confirmEvents: (ids) => orStoreFailure(() => bandEvents.confirmEvents(ids)),
    unconfirmedEvents: (options) => orStoreFailure(() => bandEvents.unconfirmedEvents(options)),
    waitingEvents: () => orStoreFailure(() => bandEvents.waitingEvents()),
    runResults: (key, afterNumber) => orStoreFailure(() => results.runResults(key, afterNumber)),
    deleteRunResults: (which) => orStoreFailure(() => results.deleteRunResults(which)),
    createIdList: (id, createdAt) => orStoreFailure(() => idLists.createIdList(id, createdAt)),
    saveIdListPart: (id, number, ids) => orStoreFailure(() => idLists.saveIdListPart(id, number, ids)),
    idListParts: (id) => orStoreFailure(() => idLists.idListParts(id)),
    idListPart: (id, afterNumber) => orStoreFailure(() => idLists.idListPart(id, afterNumber)),
    deleteIdLists: (createdBefore) => orStoreFailure(() => idLists.deleteIdLists(createdBefore)),
    appendScores: (scores, events) => orStoreFailure(() => receipts.appendScores(scores, events)),
    receipts: (options) => orStoreFailure(() => receipts.receipts(options)),
    receipt: (id) => orStoreFailure(() => receipts.receipt(id)),
    pastScores: (options) => orStoreFailure(() => receipts.pastScores(options)),
    countReceipts: (runKey) => orStoreFailure(() => receipts.countReceipts(runKey)),
    deleteReceipts: (goalId) => orStoreFailure(() => receipts.deleteReceipts(goalId)),
    expireFeatures: (scoredBefore) => orStoreFailure(() => receipts.expireFeatures(scoredBefore)),
    matureForecasts: (goalId, before) => orStoreFailure(() => forecasts.matureForecasts(goalId, before)),
    keptRecordIds: (goalId, page) => orStoreFailure(() => forecasts.keptRecordIds(goalId, page)),
    forgetRecords: (recordIds, goalId) => orStoreFailure(() => forecasts.forgetRecords(recordIds, goalId)),
    saveToken: (token) => orStoreFailure(() => tokens.saveToken(token)),
    updateToken: (id, change) => orStoreFailure(() => tokens.updateToken(id, change)),
    tokens: () => orStoreFailure(() => tokens.tokens()),
    bindOrg: (orgId) => orStoreFailure(() => boundOrg.bindOrg(orgId)),
    async ping() {
      await orStoreFailure(() => sql`select 1`.execute(kysely));
    },
    close,
  };
}
