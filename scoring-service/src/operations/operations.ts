import type {
  Connection,
  EvaluationRequest,
  EvaluationResults,
  ForgottenRecord,
  Goal,
  GoalDraft,
  GoalField,
  GoalFieldsQuery,
  IdList,
  JobType,
  ModelActivation,
  ModelCard,
  ModelList,
  Readiness,
  ReceiptDetails,
  ReceiptVerification,
  Run,
  RunProgress,
  RunResultPage,
  ScoreDetails,
  ScoreResult,
  Threshold,
  Trigger,
  WhatIfRequest,
  WhatIfResult,
} from '@plumbline/contract';
import { listThresholds } from '../domain/quality/findings.ts';
import type { Salesforce, Store } from '../ports/adapters.ts';
import type { FeatureEngine } from '../ports/features.ts';
import type { Clock, RunFolders, RunLog } from '../ports/host.ts';
import type { Queue } from '../ports/runs.ts';
import { authenticate } from './access.ts';
import { checkConnection, checkHealth } from './connection.ts';
import { checkDraft, checkReadiness } from './goals/check-readiness.ts';
import { listGoalFields } from './goals/read-goals.ts';
import { activateModel } from './models/activate-model.ts';
import { listModels, showModel, showModelCard, showModelPage } from './models/show-models.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { createIdList } from './runs/id-lists.ts';
import { readRun, readRunProgress, readRunResults } from './runs/read-runs.ts';
import { requestRun } from './runs/request-run.ts';
import { resumeRun } from './runs/resume-run.ts';
import { forgetRecord } from './scoring/retention.ts';
import { evaluateRecords, scoreRecord } from './scoring/score-record.ts';
import { showScore } from './scoring/show-score.ts';
import { tryChanges } from './scoring/try-changes.ts';
import { readReceipt, verifyReceipt } from './scoring/verify-receipt.ts';

/** Who calls: a token's id and what it may do. */
export type Caller = { tokenId: string; name: string; rights: 'score' | 'manage' };

/** Every use case with its ports bound: what the HTTP API can ask for. All throw ScoringError. */
export type Operations = {
  listGoals(): Promise<Goal[]>;
  readGoal(goalId: string): Promise<Goal>;
  checkReadiness(goalId: string): Promise<Readiness>;
  /** The readiness of a goal that is not saved yet. */
  checkDraft(draft: GoalDraft): Promise<Readiness>;
  /** What service and org need to work together, and whether it is there. */
  checkConnection(caller: Caller): Promise<Connection>;
  listGoalFields(query: GoalFieldsQuery): Promise<GoalField[]>;
  /** The limits of the quality checks, whatever the goal. */
  listThresholds(): Threshold[];
  /** Queues a run and answers at once. */
  requestRun(
    goalId: string,
    request: { jobType: JobType; trigger: Trigger; where?: string; idListId?: string },
  ): Promise<Run>;
  readRunProgress(key: string): Promise<RunProgress>;
  /** Stops a run; what it has written stays. */
  cancelRun(key: string): Promise<Run>;
  /** Lets a run that failed or was cancelled go on. */
  resumeRun(key: string): Promise<Run>;
  /** The page of results after a locator; the first is after 0. */
  readRunResults(key: string, locator: number): Promise<RunResultPage>;
  /** An empty list of ids. */
  createIdList(): Promise<IdList>;
  saveIdListPart(listId: string, number: number, recordIds: string[]): Promise<void>;
  readRun(key: string): Promise<Run>;
  /** The newest first, 90 days back. */
  listRuns(options: { goalId?: string }): Promise<Run[]>;
  showModelCard(goalId: string): Promise<ModelCard>;
  /** Every model of a goal, the newest first. */
  listModels(goalId: string): Promise<ModelList>;
  /** The card of any model of a goal. */
  showModel(goalId: string, version: string): Promise<ModelCard>;
  /** The same as a page that needs nothing from elsewhere. */
  showModelPage(goalId: string, version: string): Promise<string>;
  /** Makes an earlier model the active one again, or undoes that. */
  activateModel(goalId: string, version: string): Promise<ModelActivation>;
  /** Inputs only for who may manage goals. */
  readReceipt(receiptId: string, caller: Pick<Caller, 'rights'>): Promise<ReceiptDetails>;
  /** Computes a past score again, from its receipt alone. */
  verifyReceipt(receiptId: string): Promise<ReceiptVerification>;
  /** The score that a record would have; writes nothing. */
  tryChanges(goalId: string, recordId: string, request: WhatIfRequest): Promise<WhatIfResult>;
  /** Deletes what is kept of a record. */
  forgetRecord(recordId: string): Promise<ForgottenRecord>;
  scoreRecord(goalId: string, recordId: string): Promise<ScoreResult>;
  /** Every pair of goals and records, with what was wrong where one could not be evaluated. */
  evaluateRecords(request: EvaluationRequest): Promise<EvaluationResults>;
  /** What stands behind a record's score. */
  showScore(goalId: string, recordId: string): Promise<ScoreDetails>;
  /** Undefined for a token that nobody was given. */
  authenticate(token: string): Promise<Caller | undefined>;
  /** Whether org, store and queue answer; what does not is named. */
  checkHealth(): Promise<{ isReady: boolean; parts: { name: string; isReady: boolean; kind?: string }[] }>;
};

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
