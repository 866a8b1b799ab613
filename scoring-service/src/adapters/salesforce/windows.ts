import type { GoalSchedule } from '../../domain/schedule/due.ts';
import { isTimeZone, weekdays } from '../../domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../domain/schedule/maintenance-window.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { queryRecords } from './answers.ts';
import type { OrgRecord } from './answers.ts';
import type { Session } from './session.ts';

const windowFields = ['Id', 'Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'];

/** The windows that are switched on; one that cannot be read is left out and told in the log. */
export async function readWindows(session: Session, log: Pick<RunLog, 'info'>): Promise<MaintenanceWindow[]> {
  const soql = `SELECT ${windowFields.join(', ')} FROM Maintenance_Window__c WHERE Active__c = true`;
  const records = await queryRecords(session, soql).catch(noneWithoutAccess(log));
  return records.flatMap((record) => {
    const window = toWindow(record);
    if (!window) log.info('window.left-out', { windowId: String(record['Id']) });
    return window ?? [];
  });
}

/** An org with an older package has no such object: then nothing runs by itself. */
const noneWithoutAccess =
  (log: Pick<RunLog, 'info'>) =>
  (error: unknown): OrgRecord[] => {
    if (!(error instanceof ScoringError) || error.kind !== 'salesforce.no-access') throw error;
    log.info('windows.no-access', {});
    return [];
  };

function toWindow(record: OrgRecord): MaintenanceWindow | undefined {
  const start = minuteOf(record['Start_Time__c']);
  const end = minuteOf(record['End_Time__c']);
  const timeZone = record['Time_Zone__c'];
  const chosen = String(record['Days__c'] ?? '').split(';');
  if (start === undefined || end === undefined) return undefined;
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) return undefined;
  return { days: weekdays.filter((day) => chosen.includes(day)), start, end, timeZone };
}

/** `22:30:00.000Z`, where the Z says nothing: a time of the platform has no zone. */
function minuteOf(time: unknown): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(typeof time === 'string' ? time : '') ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

const scheduleFields = [
  ...['Id', 'Active__c', 'Background_Update__c', 'Model_Version__c'],
  ...['Last_Trained_At__c', 'Next_Scoring_At__c', 'Next_Training_At__c'],
];

/** What background work must know of each goal, broken ones included. */
export async function readSchedules(session: Session): Promise<GoalSchedule[]> {
  const records = await queryRecords(session, `SELECT ${scheduleFields.join(', ')} FROM Score_Goal__c ORDER BY Id`);
  return records.map((record) => ({
    goalId: String(record['Id']),
    isActive: record['Active__c'] === true,
    isUpdatedDaily: record['Background_Update__c'] === true,
    hasModel: typeof record['Model_Version__c'] === 'string',
    lastTrainedAt: momentOf(record['Last_Trained_At__c']),
    nextScoringAt: momentOf(record['Next_Scoring_At__c']),
    nextTrainingAt: momentOf(record['Next_Training_At__c']),
  }));
}

const momentOf = (value: unknown): Date | undefined => (typeof value === 'string' ? new Date(value) : undefined);
