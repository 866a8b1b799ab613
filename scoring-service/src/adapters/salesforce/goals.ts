import { isRecordId, shorten } from '@plumbline/contract';
import type { Goal, GoalList } from '@plumbline/contract';
import { quoteSoql } from '../../domain/soql.ts';
import { goalRecordColumns, parseGoal } from '../../domain/goals/goal-record.ts';
import type { GoalSchedule } from '../../domain/schedule/due.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { GoalChange } from '../../ports/goals.ts';
import type { RunLog } from '../../ports/host.ts';
import { codeOf } from './org-errors.ts';
import { queryRecords } from './queries.ts';
import type { Session } from './session.ts';

export const goalNotFound = (): ScoringError =>
  new ScoringError('goal.not-found', {
    message: 'The org has no score goal with this id.',
    actions: ['Take the id from the list of score goals.', 'Check that the integration user may read it.'],
  });

/** The SOQL of one goal. Throws ScoringError `goal.not-found` for an id that is not valid. */
export function goalQuery(goalId: string): string {
  if (!isRecordId(goalId)) throw goalNotFound();
  return `SELECT ${goalRecordColumns.join(', ')} FROM Score_Goal__c WHERE Id = ${quoteSoql(goalId)}`;
}

/** All valid goals; an invalid one is logged and skipped, and `readGoal` reports what is wrong with it. */
export async function readGoals(session: Session, log: Pick<RunLog, 'info'>): Promise<GoalList> {
  const records = await queryRecords(
    session,
    `SELECT ${goalRecordColumns.join(', ')} FROM Score_Goal__c ORDER BY Name, Id`,
  );
  const list: GoalList = { goals: [], unusable: [] };
  for (const record of records) {
    try {
      list.goals.push(parseGoal(record));
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { kind, message: problem, actions } = error;
      const [id, name] = [String(record['Id']), String(record['Name'])];
      log.info('goal.skipped', { goalId: id, kind, problem });
      list.unusable.push({ id, name, problem, action: actions.join(' ') });
    }
  }
  return list;
}

export async function readGoal(session: Session, goalId: string): Promise<Goal> {
  const [record] = await queryRecords(session, goalQuery(goalId));
  if (record === undefined) throw goalNotFound();
  return parseGoal(record);
}

export async function hasBeenScored(session: Session, goalId: string): Promise<boolean> {
  if (!isRecordId(goalId)) throw goalNotFound();
  const soql = `SELECT Last_Scored_At__c FROM Score_Goal__c WHERE Id = ${quoteSoql(goalId)}`;
  const [record] = await queryRecords(session, soql);
  if (record === undefined) throw goalNotFound();
  return typeof record['Last_Scored_At__c'] === 'string';
}

/** Also finds a goal in the recycle bin, because its scores must be cleared after it was deleted. */
export async function readGoalOrDeleted(session: Session, goalId: string): Promise<{ goal: Goal; isDeleted: boolean }> {
  const soql = goalQuery(goalId).replace(' FROM ', ', IsDeleted FROM ');
  const [record] = await queryRecords(session, soql, 'queryAll');
  if (record === undefined) throw goalNotFound();
  return { goal: parseGoal(record), isDeleted: record['IsDeleted'] === true };
}

/** The fields of a goal that the service writes. */
export const goalStatusFields = [
  ...['Status__c', 'Status_Message__c', 'Model_Version__c', 'Test_AUC__c', 'Last_Trained_At__c', 'Last_Scored_At__c'],
  ...['Probability_Warning__c', 'Records_Scored__c', 'Next_Scoring_At__c', 'Next_Training_At__c'],
  // Only of a goal that names none: the first training takes those that the org's history suggests.
  'Qualified_Statuses__c',
];

/** A change as fields of `Score_Goal__c`; an empty text clears its field. */
function goalChangeRecord(change: GoalChange): Record<string, string | number | null> {
  const {
    status,
    statusMessage,
    modelVersion,
    testAuc,
    lastTrainedAt,
    lastScoredAt,
    recordsScored,
    qualifiedStatuses,
  } = change;
  const { nextScoringAt, nextTrainingAt, probabilityWarning } = change;
  return Object.fromEntries(
    Object.entries({
      Status__c: status,
      Status_Message__c: statusMessage && shorten(statusMessage),
      Model_Version__c: modelVersion,
      Test_AUC__c: testAuc,
      Probability_Warning__c: probabilityWarning,
      Last_Trained_At__c: lastTrainedAt?.toISOString(),
      Last_Scored_At__c: timeOf(lastScoredAt),
      Records_Scored__c: recordsScored,
      Qualified_Statuses__c: qualifiedStatuses?.join('\n'),
      Next_Scoring_At__c: timeOf(nextScoringAt),
      Next_Training_At__c: timeOf(nextTrainingAt),
    }).flatMap(([field, value]) => (value === undefined ? [] : [[field, value === '' ? null : value]])),
  );
}

const timeOf = (time: Date | 'none' | undefined): string | undefined => (time === 'none' ? '' : time?.toISOString());

/** `MALFORMED_ID` is the answer to the id of another object. */
const missingCodes = new Set(['NOT_FOUND', 'ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'MALFORMED_ID']);

export async function updateGoal(session: Session, goalId: string, change: GoalChange): Promise<void> {
  const body = goalChangeRecord(change);
  if (Object.keys(body).length === 0) return;
  if (!isRecordId(goalId)) throw goalNotFound();
  try {
    await session.send({ method: 'PATCH', path: `/sobjects/Score_Goal__c/${goalId}`, body, isRepeatable: true });
  } catch (error) {
    if (missingCodes.has(codeOf(error) ?? '')) throw goalNotFound();
    throw error;
  }
}

const scheduleFields = [
  ...['Id', 'Active__c', 'Background_Update__c', 'Model_Version__c', 'Status__c'],
  ...['Last_Trained_At__c', 'Next_Scoring_At__c', 'Next_Training_At__c'],
];

/** The state that the scheduler needs of each goal, including invalid ones. */
export async function readSchedules(session: Session): Promise<GoalSchedule[]> {
  const records = await queryRecords(session, `SELECT ${scheduleFields.join(', ')} FROM Score_Goal__c ORDER BY Id`);
  return records.map((record) => ({
    goalId: String(record['Id']),
    isActive: record['Active__c'] === true,
    isUpdatedDaily: record['Background_Update__c'] === true,
    hasModel: typeof record['Model_Version__c'] === 'string',
    ...(typeof record['Status__c'] === 'string' && { status: record['Status__c'] }),
    lastTrainedAt: dateOf(record['Last_Trained_At__c']),
    nextScoringAt: dateOf(record['Next_Scoring_At__c']),
    nextTrainingAt: dateOf(record['Next_Training_At__c']),
  }));
}

const dateOf = (value: unknown): Date | undefined => (typeof value === 'string' ? new Date(value) : undefined);
