import { SfError } from '@salesforce/core';
import { toOrgError } from '../org/org-error.ts';
import type { DoctorCheck } from '../results.ts';

/** The outcome of one check; `command` is the next step where it failed. */
export type CheckResult = { isPassed: boolean; detail: string; command?: string };

/** Runs one check. An error makes its outcome unknown and does not stop the other checks. */
export async function runCheck(
  part: DoctorCheck['part'],
  name: string,
  work: () => Promise<CheckResult>,
): Promise<DoctorCheck> {
  try {
    const { detail, isPassed, command } = await work();
    const isReported = !isPassed && command !== undefined;
    return { part, name, outcome: isPassed ? 'passed' : 'failed', detail, ...(isReported && { command }) };
  } catch (error) {
    const { message, actions = [] } = error instanceof SfError ? error : toOrgError(error);
    const [command] = actions;
    return { part, name, outcome: 'unknown', detail: message, ...(command !== undefined && { command }) };
  }
}
