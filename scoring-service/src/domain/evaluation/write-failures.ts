import type { Finding, Thresholds } from '@plumbline/contract';
import { plural } from '../figures.ts';
import { formatPercent } from '../quality/findings.ts';

/** The code of a write that was left out because the record has a newer score; not one of the platform's. */
export const newerScoreCode = 'NEWER_SCORE';

/** The platform's code for a lead that was converted after it was read: a converted lead is read-only. */
export const convertedCode = 'CANNOT_UPDATE_CONVERTED_LEAD';

/** The platform's codes for a record that is in the recycle bin or gone. */
export const deletedCodes: readonly string[] = ['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY'];

/** Why a record keeps what it has without a failure; undefined for the code of a failure. */
export function skipReasonOf(code: string): string | undefined {
  if (code === newerScoreCode) return 'Has a newer score';
  if (code === convertedCode) return 'Converted meanwhile';
  return deletedCodes.includes(code) ? 'Deleted meanwhile' : undefined;
}

/** Scores that the org refused with one code. */
export type WriteFailure = { code: string; count: number; exampleId: string };

/** The failures after the results of a batch; the first record of a code stays its example. */
export function countFailures(
  before: readonly WriteFailure[],
  results: readonly { recordId: string; error?: { code: string } }[],
): WriteFailure[] {
  const byCode = new Map(before.map((failure) => [failure.code, failure]));
  for (const { recordId, error } of results) {
    if (error === undefined || skipReasonOf(error.code) !== undefined) continue;
    const known = byCode.get(error.code) ?? { code: error.code, count: 0, exampleId: recordId };
    byCode.set(error.code, { ...known, count: known.count + 1 });
  }
  return [...byCode.values()];
}

const nextSteps: [codes: RegExp, step: string][] = [
  [/^DUPLICATES_DETECTED$/, 'Set the action on edit of the duplicate rules to Allow, or exempt the integration user.'],
  [/^FIELD_CUSTOM_VALIDATION_EXCEPTION$/, 'Exempt the integration user from the validation rules of the object.'],
  [
    /^CANNOT_(INSERT_UPDATE_ACTIVATE_ENTITY|EXECUTE_FLOW_TRIGGER)$|^APEX_ERROR$/,
    'Check the Apex triggers and flows of the object, or let them skip the integration user.',
  ],
  [
    /^INVALID_PERSON_ACCOUNT_OPERATION$/,
    'Check the Apex triggers and flows of accounts and contacts, which must not save the contact behind a person account, or let them skip the integration user.',
  ],
  [/^ENTITY_IS_LOCKED$/, 'Wait until the approval process unlocks the records; the next run scores them.'],
  [/^UNABLE_TO_LOCK_ROW$/, 'Choose a maintenance window in which nobody else changes the records.'],
  [/^INSUFFICIENT_ACCESS/, 'Give the integration user edit access to the records, for example by a sharing rule.'],
  [
    /^(INVALID_FIELD(_FOR_INSERT_UPDATE)?|REQUIRED_FIELD_MISSING)$/,
    'Assign the permission set ScoringIntegration, and that of the score fields, to the integration user.',
  ],
];

/** What an admin does about a code of the platform. */
export const nextStepOf = (code: string): string =>
  nextSteps.find(([codes]) => codes.test(code))?.[1] ?? 'See the debug log of the integration user in the org.';

const records = (count: number): string => plural(count, 'record');

/**
 * The findings of a run whose scores the org refused: a warning for each code, and an error when more than
 * `failedWriteShare` of the writes and at least `failedWrites` of them failed, or all of them.
 */
export function checkWrites(
  { failures, written }: { failures: readonly WriteFailure[]; written: number },
  { failedWriteShare, failedWrites }: Pick<Thresholds, 'failedWriteShare' | 'failedWrites'>,
): Finding[] {
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  if (failed === 0) return [];
  const share = failed / (failed + written);
  const isTooMany = written === 0 || (share > failedWriteShare && failed >= failedWrites);
  const detail = `${failed} of ${records(failed + written)} (${formatPercent(share)} percent)`;
  return [...(isTooMany ? [{ code: 940 as const, detail, figure: share }] : []), ...describeFailures(failures)];
}

/** A warning for each code by which the org refused scores, with an example and the next step. */
export const describeFailures = (failures: readonly WriteFailure[]): Finding[] =>
  failures
    .toSorted((one, other) => other.count - one.count)
    .map(({ code, count, exampleId }) => ({
      code: 941,
      detail: `${code} for ${records(count)}, for example ${exampleId}. ${nextStepOf(code)}`,
    }));
