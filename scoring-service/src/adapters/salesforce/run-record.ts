import { runSchema, severitySchema } from '@plumbline/contract';
import type { Run, RunMessage } from '@plumbline/contract';
import type { OrgRecord } from './answers.ts';
import { parseAnswer } from './answers.ts';

const longTextLength = 32_768;
const codesLength = 255;
const goalNameLength = 80;

/** As many whole parts as fit into a field. */
function joinWithin(parts: string[], separator: string, length: number): string {
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : text + separator + part;
    if (longer.length > length) break;
    text = longer;
  }
  return text;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
const orNull = <T>(value: T | undefined | ''): T | null => (value === undefined || value === '' ? null : value);

/** A run as `Score_Run__c` holds it, without its key. */
export function toRunRecord(run: Run): Record<string, string | number | null> {
  const reasons = run.skippedReasons.map(({ count, reason }) => `${count} ${oneLine(reason)}`);
  const codes = [...new Set(run.messages.map(({ code }) => String(code)))];
  return {
    Goal__c: orNull(run.goalId),
    Goal_Name__c: run.goalName.slice(0, goalNameLength),
    Job_Type__c: run.jobType,
    Profile_Type__c: run.profileType,
    Trigger__c: run.trigger,
    Job_Start__c: run.startedAt,
    Job_End__c: orNull(run.endedAt),
    Processing_Time__c: run.processingSeconds === undefined ? null : Math.round(run.processingSeconds * 10) / 10,
    Status__c: run.status,
    Read__c: run.read,
    Scored__c: run.scored,
    Changed__c: run.changed,
    Skipped__c: run.skipped,
    Failed__c: run.failed,
    Skipped_Reasons__c: orNull(joinWithin(reasons, '\n', longTextLength)),
    Messages__c: orNull(
      joinWithin(
        run.messages.map(({ text }) => oneLine(text)),
        '\n',
        longTextLength,
      ),
    ),
    Codes__c: orNull(joinWithin(codes, ',', codesLength)),
    Model_Version__c: orNull(run.modelVersion),
    Test_AUC__c: orNull(run.testAuc),
    Progress__c: run.progressPercent,
  };
}

/** The fields that make a run. */
export const runFields: string[] = [
  'Run_Key__c',
  ...['Goal__c', 'Goal_Name__c', 'Job_Type__c', 'Profile_Type__c', 'Trigger__c', 'Job_Start__c', 'Job_End__c'],
  ...['Processing_Time__c', 'Status__c', 'Read__c', 'Scored__c', 'Changed__c', 'Skipped__c', 'Failed__c'],
  ...['Skipped_Reasons__c', 'Messages__c', 'Model_Version__c', 'Test_AUC__c', 'Progress__c'],
];

const linesOf = (text: unknown): string[] =>
  typeof text === 'string' ? text.split(/\r?\n/).filter((line) => line.trim() !== '') : [];

function readMessage(line: string): RunMessage | undefined {
  const [, severity, code] = /^(\w+) (\d+)\. /.exec(line) ?? [];
  const known = severitySchema.safeParse(severity);
  return known.success ? { code: Number(code), severity: known.data, text: line } : undefined;
}

function readReason(line: string): Run['skippedReasons'][number] | undefined {
  const [, count, reason] = /^(\d+) (.+)$/.exec(line) ?? [];
  return count === undefined || reason === undefined ? undefined : { count: Number(count), reason };
}

const isKnown = <T>(value: T | undefined): value is T => value !== undefined;
const momentOf = (value: unknown): unknown => (typeof value === 'string' ? toIso(value) : undefined);

function toIso(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}

/** A `Score_Run__c` record as a run. Throws ScoringError `salesforce.failed`. */
export function parseRun(record: OrgRecord): Run {
  const count = (field: string): unknown => record[field] ?? 0;
  const run = {
    key: record['Run_Key__c'],
    // Empty once the goal is deleted; the name stays.
    goalId: record['Goal__c'] ?? '',
    goalName: record['Goal_Name__c'] ?? '',
    jobType: record['Job_Type__c'],
    profileType: record['Profile_Type__c'],
    trigger: record['Trigger__c'],
    status: record['Status__c'],
    startedAt: momentOf(record['Job_Start__c']),
    endedAt: momentOf(record['Job_End__c']),
    processingSeconds: record['Processing_Time__c'] ?? undefined,
    progressPercent: count('Progress__c'),
    read: count('Read__c'),
    scored: count('Scored__c'),
    changed: count('Changed__c'),
    skipped: count('Skipped__c'),
    skippedReasons: linesOf(record['Skipped_Reasons__c']).map(readReason).filter(isKnown),
    failed: count('Failed__c'),
    messages: linesOf(record['Messages__c']).map(readMessage).filter(isKnown),
    modelVersion: record['Model_Version__c'] ?? undefined,
    testAuc: record['Test_AUC__c'] ?? undefined,
  };
  return parseAnswer(runSchema, run, 'a score run');
}
