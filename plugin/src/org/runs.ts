import { runSchema, severitySchema } from '@plumbline/contract';
import type { Run, RunMessage } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import type { OrgRecord } from './goal-record.ts';
import { orOrgError } from './org-error.ts';
import { quoteSoql } from './soql.ts';

const fields = [
  ...['Run_Key__c', 'Goal__c', 'Goal_Name__c', 'Job_Type__c', 'Profile_Type__c', 'Trigger__c', 'Job_Start__c'],
  ...['Job_End__c', 'Processing_Time__c', 'Status__c', 'Progress__c', 'Read__c', 'Scored__c', 'Changed__c'],
  ...['Skipped__c', 'Skipped_Reasons__c', 'Failed__c', 'Messages__c', 'Model_Version__c', 'Test_AUC__c'],
];

/** Runs are listed this far back. */
export const longestDays = 90;

const select = `SELECT ${fields.join(', ')} FROM Score_Run__c`;

/** Runs as the org holds them, the newest first. */
export async function listRuns(
  connection: Connection,
  { goalId, days, isFailedOnly }: { goalId?: string; days: number; isFailedOnly: boolean },
): Promise<Run[]> {
  const conditions = [
    `Job_Start__c >= LAST_N_DAYS:${days}`,
    ...(goalId === undefined ? [] : [`Goal__c = ${quoteSoql(goalId)}`]),
    ...(isFailedOnly ? ["Status__c = 'Failed'"] : []),
  ];
  const soql = `${select} WHERE ${conditions.join(' AND ')} ORDER BY Job_Start__c DESC, Run_Key__c`;
  const { records } = await orOrgError(async () =>
    connection.query<OrgRecord>(soql, { autoFetch: true, maxFetch: 50_000 }),
  );
  return records.map(toRun);
}

/** One run by its key. Throws `RunNotFoundError`. */
export async function findRun(connection: Connection, key: string): Promise<Run> {
  const { records } = await orOrgError(async () =>
    connection.query<OrgRecord>(`${select} WHERE Run_Key__c = ${quoteSoql(key)}`),
  );
  const [record] = records;
  if (record) return toRun(record);
  throw new SfError(`The org has no score run ${key}.`, 'RunNotFoundError', [
    'List the runs: sf score run list.',
    'Check that you are in the right org: --target-org.',
  ]);
}

const linesOf = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(/\r?\n/).filter((line) => line.trim() !== '') : [];

function toMessage(line: string): RunMessage[] {
  const [, word, code] = /^(\w+) (\d+)\. /.exec(line) ?? [];
  const severity = severitySchema.safeParse(word);
  return severity.success ? [{ code: Number(code), severity: severity.data, text: line }] : [];
}

function toReason(line: string): Run['skippedReasons'] {
  const [, count, reason] = /^(\d+) (.+)$/.exec(line) ?? [];
  return count === undefined || reason === undefined ? [] : [{ count: Number(count), reason }];
}

const momentOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? new Date(value).toISOString() : undefined;

function toRun(record: OrgRecord): Run {
  const count = (field: string): unknown => record[field] ?? 0;
  const parsed = runSchema.safeParse({
    key: record['Run_Key__c'],
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
    skippedReasons: linesOf(record['Skipped_Reasons__c']).flatMap(toReason),
    failed: count('Failed__c'),
    messages: linesOf(record['Messages__c']).flatMap(toMessage),
    modelVersion: record['Model_Version__c'] ?? undefined,
    testAuc: record['Test_AUC__c'] ?? undefined,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SfError(
    `The score run ${String(record['Run_Key__c'])} cannot be read: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    'InvalidRunError',
    [
      'Check that your permission sets let you read every field of Score_Run__c.',
      'Update the plugin: sf plugins update.',
    ],
  );
}
