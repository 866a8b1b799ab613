import type { ReasonLanguage } from '../../domain/evaluation/reason-words.ts';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Salesforce } from '../../ports/adapters.ts';
import {
  describeObjects,
  describeRights,
  packageNeeds,
  readConvertedStatuses,
  readCorporateCurrency,
} from './describe-org.ts';
import { readIdentity, readPackageNames, readReasonLanguage, readTimeZones } from './read-identity.ts';
import { extractIds, extractTables } from './extract.ts';
import { randomKeyOf } from './extraction-folder.ts';
import { hasBeenScored, readGoal, readGoalOrDeleted, readGoals, readSchedules, updateGoal } from './goals.ts';
import { countStatuses, readLeadPaths, statusHistoryFrom } from './lead-statuses.ts';
import { readWindows } from './maintenance-windows.ts';
import { sleep as realSleep } from './org-call.ts';
import type { Sleep } from './org-call.ts';
import { publishBandEvents, readEventAllocation } from './publish-band-changes.ts';
import { count, countFilled, countMatches, queryPage, reportedCounts } from './queries.ts';
import { readRecord, readRecords } from './read-records.ts';
import { readRun, readRuns, saveRun } from './runs.ts';
import { readScoredIds, readScoreParts, readScores } from './score-fields.ts';
import { openSession } from './session.ts';
import type { AcceptOrg, Login, Session } from './session.ts';
import { writeScores } from './write-scores.ts';

export type SalesforceOptions = Login & {
  apiVersion?: string;
  /** The longest time without data in one call. */
  timeoutMs?: number;
  /** The first delay between polls of a bulk job; each further one is longer. */
  bulkPollMs?: number;
  /** The longest duration of a bulk job. */
  bulkTimeoutMs?: number;
  /** Rows per page of bulk results. */
  maxRecordsPerPage?: number;
  /** More writes than this use Bulk API 2.0. */
  mostCollectionWrites?: number;
  /** Background work stops when this share (0 to 1) of the org's daily API calls is used, by whichever application. */
  apiUsageStop?: number;
  acceptOrg?: AcceptOrg;
  log?: Pick<RunLog, 'info'>;
  sleep?: Sleep;
  /** A clock in milliseconds, for how long answers are kept. */
  now?: () => number;
};

const silent: Pick<RunLog, 'info'> = { info: () => undefined };

/** Throws ScoringError `salesforce.limit-reached` when the share of daily API calls for background work is used. */
function requireCalls(session: Session, share: number): void {
  const usage = session.apiUsage();
  if (usage === undefined || usage.used < usage.limit * share) return;
  throw new ScoringError('salesforce.limit-reached', {
    message: `${usage.used} of the org's ${usage.limit} daily API calls are used, and background work stops at this share.`,
    actions: ['Wait: the run continues automatically when calls are available again.', 'Raise SALESFORCE_API_SHARE.'],
  });
}

/** For how long the service relies on what admins change seldom. */
const KEPT_MS = 600_000;

/** Asks the org once for what many evaluations need, by a key; a failed question is asked again. */
function keepAnswers<T>(now: () => number) {
  const known = new Map<string, { at: number; answer: Promise<T> }>();
  return (key: string, ask: () => Promise<T>, { isFresh = false } = {}): Promise<T> => {
    const kept = known.get(key);
    if (kept && !isFresh && now() - kept.at < KEPT_MS) return kept.answer;
    const asked = { at: now(), answer: ask() };
    known.set(key, asked);
    asked.answer.catch(() => {
      if (known.get(key) === asked) known.delete(key);
    });
    return asked.answer;
  };
}

/** The Salesforce port on one org. Nothing is sent before the first call. */
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
    now = Date.now,
    acceptOrg,
  } = options;
  const login: Login =
    'accessToken' in options
      ? { instanceUrl: options.instanceUrl, accessToken: options.accessToken }
      : { loginUrl: options.loginUrl, clientId: options.clientId, clientSecret: options.clientSecret };
  const session = openSession(login, { apiVersion, acceptOrg, timeoutMs, log, sleep });
  const background = {
    ...{ pollMs: bulkPollMs, timeoutMs: bulkTimeoutMs, sleep, log },
    requireCalls: () => requireCalls(session, apiUsageStop),
  };
  const keyOf = randomKeyOf();
  const keptParts = keepAnswers<OptionalPart[]>(now);
  const keptLanguage = keepAnswers<ReasonLanguage>(now);
  return {
    readGoals: () => readGoals(session, log),
    readGoal: (goalId) => readGoal(session, goalId),
    readGoalOrDeleted: (goalId) => readGoalOrDeleted(session, goalId),
    hasBeenScored: (goalId) => hasBeenScored(session, goalId),
    updateGoal: (goalId, change) => updateGoal(session, goalId, change),
    readWindows: () => readWindows(session, log),
    readSchedules: () => readSchedules(session),
    saveRun: (run) => saveRun(session, run),
    readRun: (key) => readRun(session, key),
    readRuns: (filter) => readRuns(session, filter),
    describe: (objects) => describeObjects(session, objects),
    readIdentity: () => readIdentity(session),
    readPackageNames: () => readPackageNames(session),
    describeRights: (objects) => describeRights(session, objects),
    packageNeeds: () => packageNeeds,
    reasonLanguage: () => keptLanguage('org', () => readReasonLanguage(session)),
    timeZones: () => readTimeZones(session),
    corporateCurrency: () => readCorporateCurrency(session),
    readConvertedStatuses: () => readConvertedStatuses(session),
    count: (soql) => count(session, soql),
    statusHistoryFrom: () => statusHistoryFrom(session),
    leadPaths: (soql) => readLeadPaths(session, soql),
    countStatuses: (soql) => countStatuses(session, soql),
    countFilled: (query) => countFilled(session, query),
    reportedCounts: (objects) => reportedCounts(session, objects),
    extract: (tables, extraction) => extractTables(session, { ...background, maxRecordsPerPage }, tables, extraction),
    countMatches: (object, where) => countMatches(session, object, where),
    extractIds: (selection, extraction) =>
      extractIds(session, { ...background, maxRecordsPerPage }, selection, extraction),
    readRecord: (goalId, plan, recordId) => readRecord({ session, keyOf }, goalId, plan, recordId),
    readRecords: (goalId, plan, recordIds) => readRecords({ session, keyOf }, goalId, plan, recordIds),
    readScores: (goal, recordIds) => readScores(session, goal, recordIds),
    readScoredIds: (goal) => readScoredIds(session, goal),
    scoreParts: (goal, options) =>
      keptParts(`${goal.object}.${goal.scoreField}`, () => readScoreParts(session, goal), options),
    writeScores: (goal, writes, { parts = [], pace, signal } = {}) =>
      writeScores({ session, settings: { ...background, mostCollectionWrites }, goal, parts, pace, signal }, writes),
    publishBandEvents: (events, { signal } = {}) => publishBandEvents({ session, log, signal }, events),
    eventAllocation: () => readEventAllocation(session),
    apiUsage: () => session.apiUsage(),
    ping: async () => {
      await queryPage(session, 'SELECT Id FROM Score_Goal__c LIMIT 1');
    },
  };
}
