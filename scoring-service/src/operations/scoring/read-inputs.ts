import { messageOf } from '@plumbline/contract';
import { modelNeeds } from '../../domain/needs/goal-needs.ts';
import { namesOf, unmetNeeds } from '../../domain/needs/org-needs.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { StoredModel } from '../../ports/models.ts';
import { describeNeeds } from '../goals/check-needs.ts';

/**
 * Reads what the model needs of single records. The org's refusal names one field; the error names every field that the
 * integration user can no longer read. Throws ScoringError `model.inputs-lost`.
 */
export async function readInputs<Read>(
  salesforce: Pick<OrgDescription, 'describe'>,
  { plan }: Pick<StoredModel, 'plan'>,
  read: () => Promise<Read>,
): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ScoringError) || error.kind !== 'salesforce.no-access') throw error;
    const needs = modelNeeds(plan);
    const lost = unmetNeeds(needs, await describeNeeds(salesforce, needs));
    const [first] = lost;
    if (first === undefined) throw error;
    throw new ScoringError('model.inputs-lost', {
      message: messageOf({ code: 948, detail: `${namesOf(lost)}.` }).text,
      cause: error,
      actions: [first.nextStep],
    });
  }
}
