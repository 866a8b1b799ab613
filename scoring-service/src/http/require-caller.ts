import { clientHeader, clientNames, contractHeader, isRecordId, orgIdHeader } from '@plumbline/contract';
import type { ClientName } from '@plumbline/contract';
import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Operations } from '../operations/operations.ts';
import type { Caller } from '../ports/access.ts';
import type { CallerLimits } from './caller-limits.ts';
import type { Environment } from './router.ts';

/** The contract version with which each part of the product has called last. */
export type ClientContracts = Map<ClientName, number>;

type CallerOptions = {
  authenticate: Operations['authenticate'];
  contracts: ClientContracts;
  limits: CallerLimits;
};

/** Refuses callers without a valid token, and those of another org than the token's. */
export const requireCaller =
  ({ authenticate, contracts, limits }: CallerOptions): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const [scheme, token] = (context.req.header('Authorization') ?? '').split(' ');
    const orgId = context.req.header(orgIdHeader);
    const sender = { orgId: orgIdOf(orgId) };
    const isBearer = scheme?.toLowerCase() === 'bearer' && token !== undefined && token !== '';
    const caller = isBearer
      ? await authenticate(token, sender).catch(async (error: unknown) => {
          if (error instanceof ScoringError && error.kind.startsWith('caller.')) await limits.countFailure(context);
          throw error;
        })
      : undefined;
    if (!caller) {
      await limits.countFailure(context);
      throw unknown();
    }
    context.set('caller', caller);
    const client = clientNames.find((name) => name === context.req.header(clientHeader));
    const version = Number(context.req.header(contractHeader));
    if (client !== undefined && Number.isInteger(version) && version > 0) contracts.set(client, version);
    await limits.run(context, caller.tokenId, next);
  };

/** Refuses callers whose token may only evaluate records. */
export function requireManage({ rights }: Caller): void {
  if (rights === 'manage') return;
  throw new ScoringError('caller.forbidden', {
    message: 'This token may evaluate records, not start or delete anything.',
    actions: [
      'Use a token with the rights manage: node scoring-service/src/main.ts issue-token --name CALLER --rights manage.',
    ],
  });
}

const unknown = (): ScoringError =>
  new ScoringError('caller.unknown', {
    message: 'The request has no token that this service has issued.',
    actions: [
      'Send the header Authorization: Bearer TOKEN.',
      'Issue a token: node scoring-service/src/main.ts issue-token --name CALLER --rights score.',
    ],
  });

/** The org that a request names. An id of anything else is no reason to pass as if there were none. */
function orgIdOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (given.startsWith('00D') && isRecordId(given)) return given;
  throw new ScoringError('request.invalid', {
    message: `The header ${orgIdHeader} is not the id of an org.`,
    actions: ['Send the id of the org, which begins with 00D, or leave the header out.'],
  });
}
