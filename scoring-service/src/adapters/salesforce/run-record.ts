import { readRunRecord, runRecordFields, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
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
export const runFields: string[] = Object.values(runRecordFields);

/** A `Score_Run__c` record as a run. Throws ScoringError `salesforce.failed`. */
export const parseRun = (record: OrgRecord): Run => parseAnswer(runSchema, readRunRecord(record), 'a score run');
