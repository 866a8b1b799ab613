import { readRunRecord, runRecordFields, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import type { OrgRecord } from './goal-record.ts';
import { orOrgError } from './org-error.ts';
import { quoteSoql } from './soql.ts';

/** Runs are listed this far back. */
export const longestDays = 90;

const select = `SELECT ${Object.values(runRecordFields).join(', ')} FROM Score_Run__c`;

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

function toRun(record: OrgRecord): Run {
  const parsed = runSchema.safeParse(readRunRecord(record));
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
