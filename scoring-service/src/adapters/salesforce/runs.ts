import { messageLines, readRunRecord, runRecordFields, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { quoteSoql } from '../../domain/soql.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { parseAnswer, queryRecords } from './queries.ts';
import type { OrgRecord } from './queries.ts';
import type { Session } from './session.ts';

/** The fields of `Score_Run__c` that hold a run. */
export const runFields: string[] = Object.values(runRecordFields);

const select = `SELECT ${runFields.join(', ')} FROM Score_Run__c`;

/** Creates or updates the run by its key, which makes the call idempotent. */
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

/** The runs of the last `days` days, the newest first. */
export async function readRuns(session: Session, { goalId, days }: { goalId?: string; days: number }): Promise<Run[]> {
  const ofGoal = goalId === undefined ? '' : ` AND Goal__c = ${quoteSoql(goalId)}`;
  const soql = `${select} WHERE Job_Start__c >= LAST_N_DAYS:${Math.max(1, Math.ceil(days))}${ofGoal} ORDER BY Job_Start__c DESC, Run_Key__c`;
  return (await queryRecords(session, soql)).map(parseRun);
}

/** A run as a `Score_Run__c` record without its key, which is in the URL. */
export function toRunRecord(run: Run): Record<string, FieldValue> {
  const reasons = run.skippedReasons.map(({ count, reason }) => `${count} ${oneLine(reason)}`);
  const messages = run.messages.map(messageLines);
  const codes = [...new Set(run.messages.map(({ code }) => String(code)))];
  const values: Record<Exclude<keyof Run, 'key'>, FieldValue> = {
    goalId: orNull(run.goalId),
    goalName: run.goalName.slice(0, goalNameLength),
    jobType: run.jobType,
    profileType: run.profileType,
    trigger: run.trigger,
    startedAt: run.startedAt,
    endedAt: orNull(run.endedAt),
    processingSeconds: run.processingSeconds === undefined ? null : Math.round(run.processingSeconds * 10) / 10,
    status: run.status,
    read: run.read,
    scored: run.scored,
    changed: run.changed,
    skipped: run.skipped,
    failed: run.failed,
    skippedReasons: orNull(joinWithin(reasons, '\n', longTextLength)),
    messages: orNull(joinWithin(messages, '\n', longTextLength)),
    modelVersion: orNull(run.modelVersion),
    testAuc: orNull(run.testAuc),
    progressPercent: run.progressPercent,
  };
  const parts = Object.keys(values) as (keyof typeof values)[];
  return {
    ...Object.fromEntries(parts.map((part) => [runRecordFields[part], values[part]])),
    // For filters of reports only; reading a run uses its messages.
    Codes__c: orNull(joinWithin(codes, ',', codesLength)),
  };
}

const longTextLength = 32_768;
const codesLength = 255;
const goalNameLength = 80;

/** Joins as many whole parts as fit into `length` characters. */
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

type FieldValue = string | number | null;

/** Parses a `Score_Run__c` record. Throws ScoringError `salesforce.failed`. */
const parseRun = (record: OrgRecord): Run => parseAnswer(runSchema, readRunRecord(record), 'a score run');
