import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { queryRecords } from './answers.ts';
import { parseRun, runFields, toRunRecord } from './run-record.ts';
import type { Session } from './session.ts';

const select = `SELECT ${runFields.join(', ')} FROM Score_Run__c`;

/** Creates or updates the run by its key, so that saying it twice changes nothing. */
export async function saveRun(session: Session, run: Run): Promise<void> {
  const path = `/sobjects/Score_Run__c/Run_Key__c/${encodeURIComponent(run.key)}`;
  await session.send({ method: 'PATCH', path, body: toRunRecord(run), isRepeatable: true });
}

export async function readRun(session: Session, key: string): Promise<Run> {
  const [record] = await queryRecords(session, `${select} WHERE Run_Key__c = ${quoteSoql(key)}`);
  if (record !== undefined) return parseRun(record);
  throw new ScoringError('run.not-found', {
    message: 'The org has no score run with this key.',
    actions: ['Take the key from the list of runs of the goal.'],
  });
}

/** Runs of the last days, the newest first. */
export async function readRuns(session: Session, { goalId, days }: { goalId?: string; days: number }): Promise<Run[]> {
  const ofGoal = goalId === undefined ? '' : ` AND Goal__c = ${quoteSoql(goalId)}`;
  const soql = `${select} WHERE Job_Start__c >= LAST_N_DAYS:${Math.max(1, Math.ceil(days))}${ofGoal} ORDER BY Job_Start__c DESC, Run_Key__c`;
  return (await queryRecords(session, soql)).map(parseRun);
}
