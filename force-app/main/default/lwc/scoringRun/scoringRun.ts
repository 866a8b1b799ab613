/** Score runs: the record, and its content as text and figures. Pure functions: no element, no clock. */
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { compareTexts, dayMs, formatLabel, formatNumber } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';
import HOURS from '@salesforce/label/c.Run_Duration_Hours';
import MINUTES from '@salesforce/label/c.Run_Duration_Minutes';
import SECONDS from '@salesforce/label/c.Run_Duration_Seconds';

export { severityLook, statusLook, wordFor } from './runWords';

/** A run as `ScoringAdminController.getRuns` returns it; empty fields are missing. */
export type ScoreRun = {
  Id: string;
  Run_Key__c?: string;
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

/**
 * The messages of a run, one per line: `ERROR 410. …`, each with its next step on the line below: `→ … (7, limit 10)`. A
 * line in another format is shown as it is.
 */
export function messagesOf({ Messages__c }: ScoreRun): RunMessage[] {
  const messages: RunMessage[] = [];
  for (const text of linesOf(Messages__c)) {
    const [, nextStep, figure, limit] = /^→ (.*?)(?: \(([\d.e-]+), limit ([\d.e-]+)\))?$/.exec(text) ?? [];
    const last = messages.at(-1);
    if (nextStep !== undefined && last !== undefined) {
      last.nextStep = nextStep;
      if (figure !== undefined) Object.assign(last, { figure: Number(figure), limit: Number(limit) });
      continue;
    }
    const [, severity, code] = /^(ERROR|WARNING|INFO) (\d+)\. /.exec(text) ?? [];
    messages.push({ code: Number(code ?? 0), severity: (severity ?? 'INFO') as RunMessage['severity'], text });
  }
  return messages;
}

/** Why records were skipped, with their count, one per line: `12 The lead is not qualified.` */
export const skippedReasonsOf = ({ Skipped_Reasons__c }: ScoreRun): { reason: string; count: number }[] =>
  linesOf(Skipped_Reasons__c).map((line) => {
    const [, count, reason] = /^(\d+) (.+)$/.exec(line) ?? [];
    return { count: Number(count ?? 0), reason: reason ?? line };
  });

/** How many of the scored records would have lost their score in a run that stopped before that (946). */
export function removalsOf(run: ScoreRun): { count: number; scored: number } | undefined {
  const stop = messagesOf(run).find(({ code }) => code === 946);
  const [, count, scored] = /(\d+) of (\d+) scored records/.exec(stop?.text ?? '') ?? [];
  return count === undefined ? undefined : { count: Number(count), scored: Number(scored) };
}

/** The runs, of all from the newest on, whose removals can be accepted: their goal has not been scored again since. */
export function runsToAccept(runs: readonly ScoreRun[]): ScoreRun[] {
  const scorings = runs.filter(({ Job_Type__c, Goal__c }) => Job_Type__c === 'Scoring' && Goal__c !== undefined);
  const newest = new Map(scorings.reverse().map((run) => [run.Goal__c, run]));
  return [...newest.values()].filter((run) => run.Status__c === 'Failed' && removalsOf(run) !== undefined);
}

/** Whether a run is queued or processing, so that its record will change. */
export const isUnderWay = ({ Status__c }: ScoreRun): boolean => Status__c === 'Queued' || Status__c === 'Processing';

/** A duration in its two largest units. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return formatLabel(SECONDS, formatNumber(seconds, seconds < 10 ? 1 : 0));
  const whole = Math.round(seconds);
  if (whole < 3600) return formatLabel(MINUTES, formatNumber(Math.floor(whole / 60)), formatNumber(whole % 60));
  const minutes = Math.round(whole / 60);
  return formatLabel(HOURS, formatNumber(Math.floor(minutes / 60)), formatNumber(minutes % 60));
}

export type RunFilter = { goal: string; jobType: string; isFailuresOnly: boolean };

/** The filter value for all goals and all job types. */
export const everything = '';

/** The ID of a run's goal; its name if the goal is deleted. */
export const goalOf = ({ Goal__c, Goal_Name__c }: ScoreRun): string => Goal__c ?? Goal_Name__c ?? everything;

export const filterRuns = (runs: readonly ScoreRun[], { goal, jobType, isFailuresOnly }: RunFilter): ScoreRun[] =>
  runs.filter(
    (run) =>
      (goal === everything || goalOf(run) === goal) &&
      (jobType === everything || run.Job_Type__c === jobType) &&
      (!isFailuresOnly || run.Status__c === 'Failed'),
  );

/** Every goal with a run, sorted by name. The newest run has the current name. */
export function goalsOf(runs: readonly ScoreRun[]): { value: string; label: string }[] {
  const names = new Map<string, string>();
  for (const run of runs) if (!names.has(goalOf(run))) names.set(goalOf(run), run.Goal_Name__c ?? goalOf(run));
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => compareTexts(one.label, other.label));
}

// The Swedish format 2026-11-24 can be sorted and compared.
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });

/** The number of successful, failed and other runs of each day in the viewer's time zone, up to the day of `now`. */
export function countByDay(runs: readonly ScoreRun[], days: number, now: Date): { day: number; counts: number[] }[] {
  const times = Array.from({ length: days }, (_, index) => now.getTime() - (days - 1 - index) * dayMs);
  const counts = new Map(times.map((time) => [dayFormat.format(time), [0, 0, 0]]));
  for (const { Job_Start__c, Status__c } of runs) {
    const day = Job_Start__c === undefined ? undefined : counts.get(dayFormat.format(new Date(Job_Start__c)));
    const place = ['Successful', 'Failed'].indexOf(Status__c);
    const at = place < 0 ? 2 : place;
    if (day !== undefined) day[at] = (day[at] ?? 0) + 1;
  }
  return times.map((day) => ({ day, counts: counts.get(dayFormat.format(day)) ?? [] }));
}

/** The mean processing time in seconds of a job type on each day in the viewer's time zone, the oldest day first. */
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
