import { shortId } from '@plumbline/contract';
import { ScoringError } from '../domain/scoring-error.ts';
import type { OrgBinding } from '../ports/access.ts';

/**
 * Accepts the org that the state belongs to, and binds the state to the first one. Throws ScoringError `org.other` for
 * another: models and receipts name records by ids, and a copy of an org has the same ones.
 */
export async function acceptOrg({ store }: { store: OrgBinding }, orgId: string): Promise<void> {
  requireBoundOrg(await store.bindOrg(orgId), orgId);
}

/** Throws ScoringError `org.other` where the state belongs to another org. */
export function requireBoundOrg(bound: string, orgId: string): void {
  if (shortId(bound) === shortId(orgId)) return;
  throw new ScoringError('org.other', {
    message: `The state of this service belongs to the org ${bound}, and SALESFORCE_LOGIN_URL leads to the org ${orgId}.`,
    actions: [
      'Set SALESFORCE_LOGIN_URL to the org of the state.',
      'For another org, or a copy of this one, start the service with another database or data folder.',
    ],
  });
}
