import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Caller, Operations } from '../operations/operations.ts';
import type { Environment } from './environment.ts';

/** Lets callers in who hold a token. */
export const requireCaller =
  (authenticate: Operations['authenticate']): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const [scheme, token] = (context.req.header('Authorization') ?? '').split(' ');
    const caller = scheme?.toLowerCase() === 'bearer' && token ? await authenticate(token) : undefined;
    if (!caller) throw unknown();
    context.set('caller', caller);
    await next();
  };

/** Goals are managed with more rights than records are evaluated. */
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
