import { ScoringError } from '../../domain/scoring-error.ts';
import type { Salesforce } from '../../ports/adapters.ts';
import type { RunLog } from '../../ports/host.ts';
import { queryPage } from './answers.ts';
import { readConvertedStatuses } from './converted-statuses.ts';
import { describeObjects } from './describe-objects.ts';
import { describeRights } from './describe-rights.ts';
import { extractTables } from './extract-tables.ts';
import { readGoal, readGoalOrDeleted, readGoals, updateGoal } from './goals.ts';
import { readIdentity } from './identity.ts';
import { randomKeyOf } from './key-of.ts';
import { unexpectedAnswer } from './org-refusal.ts';
import { packageNeeds } from './package-needs.ts';
import { publishBandChanges } from './publish-band-changes.ts';
import { readRecord, readRecords } from './read-record.ts';
import { readScoredIds, readScores } from './read-scores.ts';
import { readRun, readRuns, saveRun } from './runs.ts';
import { countMatches, extractIds } from './selection.ts';
import { openSession } from './session.ts';
import type { Login, Session } from './session.ts';
import { sleep as realSleep } from './sleep.ts';
import type { Sleep } from './sleep.ts';
import { readSchedules, readWindows } from './windows.ts';
import { writeScores } from './write-scores.ts';

export type SalesforceOptions = Login & {
  apiVersion?: string;
  /** How long the org may be silent in one call. */
  timeoutMs?: number;
  /** The first wait for a bulk job; each further one is longer. */
  bulkPollMs?: number;
  /** How long a bulk job may take. */
  bulkTimeoutMs?: number;
  /** Rows of a page of bulk results. */
  maxRecordsPerPage?: number;
  /** More writes than this go by Bulk API 2.0. */
  mostCollectionWrites?: number;
  /** Background work stops when this share (0 to 1) of the daily API calls is used. */
  apiUsageStop?: number;
  log?: Pick<RunLog, 'info'>;
  sleep?: Sleep;
};

const silent: Pick<RunLog, 'info'> = { info: () => undefined };

/** Throws ScoringError `salesforce.limit-reached` once background work has used its share of the daily calls. */
function requireCalls(session: Session, share: number): void {
  const usage = session.apiUsage();
  if (usage === undefined || usage.used < usage.limit * share) return;
  throw new ScoringError('salesforce.limit-reached', {
    message: `${usage.used} of the org's ${usage.limit} daily API calls are used; background work stops there.`,
    actions: ['Wait: the run goes on by itself when calls are free again.', 'Raise SALESFORCE_API_SHARE.'],
  });
}

/** The one figure of a query without groups; nothing to sum up counts as 0. */
async function count(session: Session, soql: string): Promise<number> {
  const { totalSize, records } = await queryPage(session, soql);
  const [record] = records;
  if (record === undefined) return totalSize;
  const figures = Object.entries(record).filter(([name]) => name !== 'attributes');
  const [figure] = figures.map(([, value]) => value ?? 0);
  if (figures.length === 1 && typeof figure === 'number') return figure;
  throw unexpectedAnswer('a count is not one number');
}

/** The org as the service uses it, through jsforce. Nothing is sent before the first call. */
export function createSalesforce(options: SalesforceOptions): Salesforce {
  const {
    apiVersion = '65.0',
    timeoutMs = 30_000,
    bulkPollMs = 1000,
    bulkTimeoutMs = 7_200_000,
    maxRecordsPerPage = 50_000,
    mostCollectionWrites = 2000,
    apiUsageStop = 0.8,
    log = silent,
    sleep = realSleep,
  } = options;
  const login: Login =
    'accessToken' in options
      ? { instanceUrl: options.instanceUrl, accessToken: options.accessToken }
      : { loginUrl: options.loginUrl, clientId: options.clientId, clientSecret: options.clientSecret };
  const session = openSession(login, { apiVersion, timeoutMs, log, sleep });
  const background = {
    ...{ pollMs: bulkPollMs, timeoutMs: bulkTimeoutMs, sleep, log },
    requireCalls: () => requireCalls(session, apiUsageStop),
  };
  const keyOf = randomKeyOf();
  return {
    readGoals: () => readGoals(session, log),
    readGoal: (goalId) => readGoal(session, goalId),
    readGoalOrDeleted: (goalId) => readGoalOrDeleted(session, goalId),
    updateGoal: (goalId, change) => updateGoal(session, goalId, change),
    readWindows: () => readWindows(session, log),
    readSchedules: () => readSchedules(session),
    saveRun: (run) => saveRun(session, run),
    readRun: (key) => readRun(session, key),
    readRuns: (filter) => readRuns(session, filter),
    describe: (objects) => describeObjects(session, objects),
    readIdentity: () => readIdentity(session),
    describeRights: (objects) => describeRights(session, objects),
    packageNeeds: () => packageNeeds,
    readConvertedStatuses: () => readConvertedStatuses(session),
    count: (soql) => count(session, soql),
    extract: (tables, extraction) => extractTables(session, { ...background, maxRecordsPerPage }, tables, extraction),
    countMatches: (object, where) => countMatches((soql) => count(session, soql), object, where),
    extractIds: (selection, extraction) =>
      extractIds(session, { ...background, maxRecordsPerPage }, selection, extraction),
    readRecord: (goalId, plan, recordId) => readRecord({ session, keyOf }, goalId, plan, recordId),
    readRecords: (goalId, plan, recordIds) => readRecords({ session, keyOf }, goalId, plan, recordIds),
    readScores: (goal, recordIds) => readScores(session, goal, recordIds),
    readScoredIds: (goal) => readScoredIds(session, goal),
    writeScores: (goal, writes, { signal } = {}) =>
      writeScores({ session, settings: { ...background, mostCollectionWrites }, goal, signal }, writes),
    publishBandChanges: (goal, changes, { signal } = {}) => publishBandChanges({ session, goal, log, signal }, changes),
    apiUsage: () => session.apiUsage(),
    ping: async () => {
      await queryPage(session, 'SELECT Id FROM Score_Goal__c LIMIT 1');
    },
  };
}
