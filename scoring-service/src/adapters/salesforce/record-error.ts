import type { WriteResult } from '../../ports/scores.ts';
import { refusalOf } from './org-refusal.ts';

/** Refusals of a record whose text is the platform's or the admin's own; others may quote the record. */
const toldCodes =
  /^(UNABLE_TO_LOCK_ROW|FIELD_CUSTOM_VALIDATION_EXCEPTION|ENTITY_IS_DELETED|INSUFFICIENT_ACCESS.*|INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_CROSS_REFERENCE_KEY|REQUIRED_FIELD_MISSING|CANNOT_UPDATE_CONVERTED_LEAD|NOT_PROCESSED)$/;

/** Said of a record, but true of the whole org for now. */
const orgWideCodes = new Set([
  'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
]);

export type RecordProblem = { code: string; message: string; fields: string[] };

function tell({ code, message, fields }: RecordProblem): string {
  if (toldCodes.test(code)) return message;
  return fields.length === 0 ? 'The org refused the record.' : `The org refused the record for ${fields.join(', ')}.`;
}

/** What the org says against one record. Throws ScoringError `salesforce.*` for what holds against all of them. */
export function recordError(problem: RecordProblem): NonNullable<WriteResult['error']> {
  if (orgWideCodes.has(problem.code)) throw refusalOf(problem);
  return { code: problem.code, message: tell(problem) };
}
