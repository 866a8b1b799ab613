/** What a `Score_Run__c` record says, in words and figures. Pure: no element, no clock. */
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { compareTexts, formatLabel, formatNumber } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';
import HOURS from '@salesforce/label/c.Run_Duration_Hours';
import MINUTES from '@salesforce/label/c.Run_Duration_Minutes';
import SECONDS from '@salesforce/label/c.Run_Duration_Seconds';

export { severityLook, statusLook, wordFor } from './runWords';

/** A run as `ScoringAdminController.runs` gives it; empty fields are left out. */
export type ScoreRun = {
  Id: string;
  Goal__c?: string;
  Goal_Name__c?: string;
  Job_Type__c: string;
  Profile_Type__c?: string;
  Trigger__c?: string;
  Status__c: string;
  Job_Start__c?: string;
  Job_End__c?: string;
  Processing_Time__c?: number;
  Progress__c?: number;
  Read__c?: number;
  Scored__c?: number;
  Changed__c?: number;
  Skipped__c?: number;
  Skipped_Reasons__c?: string;
  Failed__c?: number;
  Messages__c?: string;
  Model_Version__c?: string;
  Test_AUC__c?: number;
};

const linesOf = (text = ''): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/** Messages as the service writes them, one a line: `ERROR 410. …`. A line of another shape is shown as it is. */
export const messagesOf = ({ Messages__c }: ScoreRun): RunMessage[] =>
  linesOf(Messages__c).map((text) => {
    const [, severity, code] = /^(ERROR|WARNING|INFO) (\d+)\. /.exec(text) ?? [];
    return { code: Number(code ?? 0), severity: (severity ?? 'INFO') as RunMessage['severity'], text };
  });

/** Why records were left out, with their count: `12 The lead is not qualified.` */
export const skippedReasonsOf = ({ Skipped_Reasons__c }: ScoreRun): { reason: string; count: number }[] =>
  linesOf(Skipped_Reasons__c).map((line) => {
    const [, count, reason] = /^(\d+) (.+)$/.exec(line) ?? [];
    return { count: Number(count ?? 0), reason: reason ?? line };
  });

/** Whether a run still works or waits to: then there is something to look for again. */
export const isUnderWay = ({ Status__c }: ScoreRun): boolean => Status__c === 'Queued' || Status__c === 'Processing';

/** How long it took, in the two largest units. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return formatLabel(SECONDS, formatNumber(seconds, seconds < 10 ? 1 : 0));
  const whole = Math.round(seconds);
  if (whole < 3600) return formatLabel(MINUTES, formatNumber(Math.floor(whole / 60)), formatNumber(whole % 60));
  const minutes = Math.round(whole / 60);
  return formatLabel(HOURS, formatNumber(Math.floor(minutes / 60)), formatNumber(minutes % 60));
}

export type RunFilter = { goal: string; jobType: string; isFailuresOnly: boolean };

/** Stands for every goal and every job type. */
export const everything = '';

/** The goal of a run; a deleted one is known by its name only. */
export const goalOf = ({ Goal__c, Goal_Name__c }: ScoreRun): string => Goal__c ?? Goal_Name__c ?? everything;

export const filterRuns = (runs: readonly ScoreRun[], { goal, jobType, isFailuresOnly }: RunFilter): ScoreRun[] =>
  runs.filter(
    (run) =>
      (goal === everything || goalOf(run) === goal) &&
      (jobType === everything || run.Job_Type__c === jobType) &&
      (!isFailuresOnly || run.Status__c === 'Failed'),
  );

/** Every goal that has a run, by name; the newest run knows the present name. */
export function goalsOf(runs: readonly ScoreRun[]): { value: string; label: string }[] {
  const names = new Map<string, string>();
  for (const run of runs) if (!names.has(goalOf(run))) names.set(goalOf(run), run.Goal_Name__c ?? goalOf(run));
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => compareTexts(one.label, other.label));
}

// This language writes days as 2026-11-24, which sorts and compares.
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });
const dayMs = 86_400_000;

/** Runs of each day of the viewer: successful, failed, others. The last day is that of `now`. */
export function countByDay(runs: readonly ScoreRun[], days: number, now: Date): { moment: number; counts: number[] }[] {
  const moments = Array.from({ length: days }, (_, index) => now.getTime() - (days - 1 - index) * dayMs);
  const counts = new Map(moments.map((moment) => [dayFormat.format(moment), [0, 0, 0]]));
  for (const { Job_Start__c, Status__c } of runs) {
    const day = Job_Start__c === undefined ? undefined : counts.get(dayFormat.format(new Date(Job_Start__c)));
    const place = ['Successful', 'Failed'].indexOf(Status__c);
    const at = place < 0 ? 2 : place;
    if (day !== undefined) day[at] = (day[at] ?? 0) + 1;
  }
  return moments.map((moment) => ({ moment, counts: counts.get(dayFormat.format(moment)) ?? [] }));
}

/** Seconds that a finished run of a job type took, on average of each day of the viewer, the oldest day first. */
export function timesByDay(runs: readonly ScoreRun[], jobType: string): { x: number; y: number }[] {
  const days = new Map<string, { start: number; seconds: number[] }>();
  for (const { Job_Type__c, Job_Start__c, Processing_Time__c } of runs) {
    if (Job_Type__c !== jobType || Job_Start__c === undefined || Processing_Time__c === undefined) continue;
    const start = Date.parse(Job_Start__c);
    const key = dayFormat.format(start);
    const day = days.get(key) ?? { start, seconds: [] };
    days.set(key, { start: Math.min(start, day.start), seconds: [...day.seconds, Processing_Time__c] });
  }
  return [...days.values()]
    .map(({ start, seconds }) => ({ x: start, y: seconds.reduce((sum, one) => sum + one, 0) / seconds.length }))
    .sort((one, other) => one.x - other.x);
}
