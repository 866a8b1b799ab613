import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Operations } from '../operations/operations.ts';
import type { Caller } from '../ports/access.ts';
import type { Environment } from './router.ts';

/** Refuses callers without a valid token. */
export const requireCaller =
  (authenticate: Operations['authenticate']): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const [scheme, token] = (context.req.header('Authorization') ?? '').split(' ');
    const caller = scheme?.toLowerCase() === 'bearer' && token ? await authenticate(token) : undefined;
    if (!caller) throw unknown();
    context.set('caller', caller);
    await next();
  };

/** Refuses callers whose token may only evaluate records. */
export function requireManage({ rights }: Caller): void {
  if (rights === 'manage') return;
  throw new ScoringError('caller.forbidden', {
    message: 'This token may evaluate records, not start or delete anything.',
    actions: ['Use a token with the rights manage: npm start -- issue-token --name CALLER --rights manage.'],
  });
}

const unknown = (): ScoringError =>
  new ScoringError('caller.unknown', {
    message: 'The request has no token that this service has issued.',
    actions: [
      'Send the header Authorization: Bearer TOKEN.',
      'Issue a token: npm start -- issue-token --name CALLER --rights score.',
    ],
  });
