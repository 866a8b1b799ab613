import { readRunRecord, runRecordFields, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import type { OrgRecord } from './goal-record.ts';
import { orOrgError } from './org-error.ts';
import { quoteSoql } from './soql.ts';

/** How far back runs are listed. */
export const maxListedDays = 90;

const select = `SELECT ${Object.values(runRecordFields).join(', ')} FROM Score_Run__c`;

/** Reads runs from the org, newest first. */
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

/** Reads one run by its key. Throws `RunNotFoundError`. */
export async function findRun(connection: Connection, key: string): Promise<Run> {
  const { records } = await orOrgError(async () =>
    connection.query<OrgRecord>(`${select} WHERE Run_Key__c = ${quoteSoql(key)}`),
  );
  const [record] = records;
  if (record) return toRun(record);
  throw new SfError(`The org has no run with the job ID ${key}.`, 'RunNotFoundError', [
    'List the runs: sf score run list.',
    'Check that you use the right org: --target-org.',
  ]);
}

function toRun(record: OrgRecord): Run {
  const parsed = runSchema.safeParse(readRunRecord(record));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SfError(
    `The run ${String(record['Run_Key__c'])} can't be read: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    'InvalidRunError',
    [
      'Check that your permission sets give you read access to all fields of Score Run.',
      'Update the plugin: sf plugins update.',
    ],
  );
}
