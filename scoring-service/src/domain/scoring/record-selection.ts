import { isRecordId } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { ScoringError } from '../scoring-error.ts';

const idPrefixes: Record<Goal['object'], string> = { Lead: '00Q', Contact: '003', Account: '001' };

/** The error of an id that is not of the goal's object; undefined for a valid id. */
export function recordIdProblem(object: Goal['object'], recordId: string): ScoringError | undefined {
  if (isRecordId(recordId) && recordId.startsWith(idPrefixes[object])) return undefined;
  return new ScoringError('record.not-scorable', {
    message: `The goal scores ${object} records, and this id is not of one.`,
    actions: [`Give the id of a ${object} record; it begins with ${idPrefixes[object]}.`],
  });
}

export const recordNotFound = (): ScoringError =>
  new ScoringError('record.not-found', {
    message: 'The org has no record with this id.',
    actions: [
      'Check the id: the record may have been deleted or merged.',
      'Check that the integration user may read it.',
    ],
  });

/**
 * Refuses a SOQL condition with unbalanced quotes or brackets, which could escape from the brackets that the service puts
 * around it. The org checks the rest. Throws ScoringError `request.invalid`.
 */
export function requireWholeCondition(where: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < where.length; at += 1) {
    const character = where[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth += 1;
    else if (!isQuoted && character === ')') depth -= 1;
    if (depth < 0) throw unbalanced('a bracket closes that was not opened');
  }
  if (isQuoted) throw unbalanced('a quote does not close');
  if (depth > 0) throw unbalanced('a bracket does not close');
}

const unbalanced = (what: string): ScoringError =>
  new ScoringError('request.invalid', {
    message: `The condition cannot be read: ${what}.`,
    actions: ["Write a SOQL condition without the word WHERE: LeadSource = 'Web' AND CreatedDate = LAST_N_DAYS:30."],
  });

/** Limits a condition to open records: a converted lead is read-only and keeps its last score. */
export const openRecords = (object: string, where: string): string =>
  object === 'Lead' ? `IsConverted = false AND (${where})` : where;
