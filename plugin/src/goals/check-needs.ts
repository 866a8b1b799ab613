import { emptyStatuses, goalDraftSchema, messageOf } from '@plumbline/contract';
import type { GoalDraft } from '@plumbline/contract';
import { Lifecycle, SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';
import { findService } from '../service/open-service.ts';
import { openServiceClient } from '../service/service-client.ts';

/** The parts of a goal that its checks before creation depend on. */
export function toDraft(values: GoalValues): GoalDraft {
  const { profileType, object, goalType, conditions, timeframeDays, qualifiedStatuses, segment } = values;
  const { scoreField, settings } = values;
  const draft = { profileType, object, goalType, conditions, timeframeDays, qualifiedStatuses, segment, scoreField };
  return goalDraftSchema.parse({ ...draft, ...(settings && { settings }) });
}

/** Refuses an empty list of statuses, also without a service; throws `GoalNeedsError` with the service's text. */
export function requireStatuses({ name, object, qualifiedStatuses }: GoalValues): void {
  if (object !== 'Lead' || qualifiedStatuses?.length !== 0) return;
  throw needsError(`${name}: ${messageOf({ code: 958, detail: emptyStatuses }).text}`);
}

/**
 * Whether the org has the fields and values that the goals name, as the service checks it. Throws `GoalNeedsError` with
 * the service's texts of errors; others are warnings of the command. Returns false, without a check, if the org isn't connected to a service.
 */
export async function requireNeeds(org: Org, goals: readonly GoalValues[]): Promise<boolean> {
  const service = await findService(org);
  if (!service) return false;
  const client = openServiceClient(service);
  const problems: string[] = [];
  for (const values of goals) {
    const { messages } = await client.needs(toDraft(values));
    for (const { severity, text } of messages) {
      if (severity === 'ERROR') problems.push(`${values.name}: ${text}`);
      else await Lifecycle.getInstance().emitWarning(`${values.name}: ${text}`);
    }
  }
  if (problems.length === 0) return true;
  throw needsError(problems.join('\n'));
}

const needsError = (problems: string): SfError =>
  new SfError(problems, 'GoalNeedsError', [
    'Correct the goal, or add what is missing to the org, and run the command again.',
    'Nothing was written to the org.',
  ]);
