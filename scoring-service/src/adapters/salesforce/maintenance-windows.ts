import { weekdays } from '../../domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../domain/schedule/maintenance-window.ts';
import { isTimeZone } from '../../domain/schedule/maintenance-window.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { queryRecords } from './queries.ts';
import type { OrgRecord } from './queries.ts';
import type { Session } from './session.ts';

const windowFields = ['Id', 'Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'];

/** The active maintenance windows; an invalid one is logged and skipped. */
export async function readWindows(session: Session, log: Pick<RunLog, 'info'>): Promise<MaintenanceWindow[]> {
  const soql = `SELECT ${windowFields.join(', ')} FROM Maintenance_Window__c WHERE Active__c = true`;
  const records = await queryRecords(session, soql).catch(emptyWithoutAccess(log));
  return records.flatMap((record) => {
    const window = toWindow(record);
    if (!window) log.info('window.skipped', { windowId: String(record['Id']) });
    return window ?? [];
  });
}

/** An org with an older package does not have the object: then nothing runs on a schedule. */
const emptyWithoutAccess =
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

/** Parses `22:30:00.000Z`; a Time field has no time zone, so the Z has no meaning. */
function minuteOf(time: unknown): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(typeof time === 'string' ? time : '') ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}
