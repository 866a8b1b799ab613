import type { Clock, FeatureEngine, Queue, RunFolders, RunLog, Salesforce, Store } from '../ports.ts';
import { listThresholds } from '../domain/quality/list-thresholds.ts';
import { activateModel } from './activate-model.ts';
import { authenticate } from './authenticate.ts';
import { cancelRun, resumeRun } from './cancel-run.ts';
import { checkConnection } from './check-connection.ts';
import { checkHealth } from './check-health.ts';
import { checkDraft, checkReadiness } from './check-readiness.ts';
import { evaluateRecords } from './evaluate-records.ts';
import { forgetRecord } from './forget-record.ts';
import { listGoalFields } from './list-goal-fields.ts';
import { listModels, showModel } from './list-models.ts';
import type { Operations } from './operations.ts';
import { createIdList } from './create-id-list.ts';
import { readRunProgress } from './read-run-progress.ts';
import { readRunResults } from './read-run-results.ts';
import { readRun } from './read-run.ts';
import { requestRun } from './request-run.ts';
import { scoreRecord } from './score-record.ts';
import { showModelCard } from './show-model-card.ts';
import { showModelPage } from './show-model-page.ts';
import { showScore } from './show-score.ts';
import { tryChanges } from './try-changes.ts';
import { readReceipt, verifyReceipt } from './verify-receipt.ts';

/** Runs are listed this far back. */
const LISTED_DAYS = 90;

/** Every use case with its ports. */
export function bindOperations(
  ports: {
    salesforce: Salesforce;
    store: Store;
    features: FeatureEngine;
    queue: Queue;
    clock: Clock;
    folders: RunFolders;
    log: RunLog;
  },
  settings: { version: string; apiShare: number },
): Operations {
  const { salesforce, store } = ports;
  return {
    listGoals: () => salesforce.readGoals(),
    readGoal: (goalId) => salesforce.readGoal(goalId),
    checkReadiness: (goalId) => checkReadiness(ports, goalId),
    checkDraft: (draft) => checkDraft(ports, draft),
    listGoalFields: (query) => listGoalFields(ports, query),
    listThresholds,
    requestRun: (goalId, request) => requestRun(ports, goalId, request),
    cancelRun: (key) => cancelRun(ports, key),
    resumeRun: (key) => resumeRun(ports, key),
    readRunProgress: (key) => readRunProgress(ports, key),
    readRunResults: (key, locator) => readRunResults(ports, key, locator),
    createIdList: () => createIdList(ports),
    saveIdListPart: (listId, number, recordIds) => store.saveIdListPart(listId, number, recordIds),
    readRun: (key) => readRun(ports, key),
    listRuns: ({ goalId }) => salesforce.readRuns({ goalId, days: LISTED_DAYS }),
    showModelCard: (goalId) => showModelCard(ports, goalId),
    listModels: (goalId) => listModels(ports, goalId),
    showModel: (goalId, version) => showModel(ports, goalId, version),
    showModelPage: (goalId, version) => showModelPage(ports, goalId, version),
    activateModel: (goalId, version) => activateModel(ports, goalId, version),
    readReceipt: (receiptId, caller) => readReceipt(ports, receiptId, caller),
    verifyReceipt: (receiptId) => verifyReceipt(ports, receiptId),
    tryChanges: (goalId, recordId, request) => tryChanges(ports, goalId, recordId, request),
    forgetRecord: (recordId) => forgetRecord(ports, recordId),
    scoreRecord: (goalId, recordId) => scoreRecord(ports, goalId, recordId),
    evaluateRecords: (request) => evaluateRecords(ports, request),
    showScore: (goalId, recordId) => showScore(ports, goalId, recordId),
    authenticate: (token) => authenticate({ store }, token),
    checkConnection: (caller) => checkConnection(ports, caller, settings),
    checkHealth: () => checkHealth({ salesforce, store }),
  };
}
