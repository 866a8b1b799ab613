import { readMessages } from './run-message.ts';
import type { Run } from './run.ts';

/** The field of `Score_Run__c` for each part of a run. */
export const runRecordFields = {
  key: 'Run_Key__c',
  goalId: 'Goal__c',
  goalName: 'Goal_Name__c',
  jobType: 'Job_Type__c',
  profileType: 'Profile_Type__c',
  trigger: 'Trigger__c',
  status: 'Status__c',
  startedAt: 'Job_Start__c',
  endedAt: 'Job_End__c',
  processingSeconds: 'Processing_Time__c',
  progressPercent: 'Progress__c',
  read: 'Read__c',
  scored: 'Scored__c',
  changed: 'Changed__c',
  skipped: 'Skipped__c',
  skippedReasons: 'Skipped_Reasons__c',
  failed: 'Failed__c',
  messages: 'Messages__c',
  modelVersion: 'Model_Version__c',
  testAuc: 'Test_AUC__c',
} as const satisfies Record<keyof Run, string>;

/** The parts of a run from a `Score_Run__c` record, for `runSchema` to check: lines become lists, times are in UTC. */
export function readRunRecord(record: Readonly<Record<string, unknown>>): Record<keyof Run, unknown> {
  const valueOf = (part: keyof Run): unknown => record[runRecordFields[part]] ?? undefined;
  const countOf = (part: keyof Run): unknown => valueOf(part) ?? 0;
  return {
    key: valueOf('key'),
    // Empty after the goal is deleted; the name stays.
    goalId: valueOf('goalId') ?? '',
    goalName: valueOf('goalName') ?? '',
    jobType: valueOf('jobType'),
    profileType: valueOf('profileType'),
    trigger: valueOf('trigger'),
    status: valueOf('status'),
    startedAt: inUtc(valueOf('startedAt')),
    endedAt: inUtc(valueOf('endedAt')),
    processingSeconds: valueOf('processingSeconds'),
    progressPercent: countOf('progressPercent'),
    read: countOf('read'),
    scored: countOf('scored'),
    changed: countOf('changed'),
    skipped: countOf('skipped'),
    skippedReasons: linesOf(valueOf('skippedReasons')).flatMap(readReason),
    failed: countOf('failed'),
    messages: readMessages(linesOf(valueOf('messages'))),
    modelVersion: valueOf('modelVersion'),
    testAuc: valueOf('testAuc'),
  };
}

const linesOf = (text: unknown): string[] =>
  typeof text === 'string' ? text.split(/\r?\n/).filter((line) => line.trim() !== '') : [];

function readReason(line: string): Run['skippedReasons'] {
  const [, count, reason] = /^(\d+) (.+)$/.exec(line) ?? [];
  return count === undefined || reason === undefined ? [] : [{ count: Number(count), reason }];
}

/** Leaves an invalid time as it is, for the schema to refuse. */
function inUtc(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
}
