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

/** Enough for every request but the parts of id lists. */
const MOST_BYTES = 16_384;
/** A part of a list has up to 10,000 ids. */
const MOST_BYTES_OF_IDS = 262_144;

/** Refuses bodies that are too large or of unknown length. */
export const bodyLimit =
  (): MiddlewareHandler<Environment> =>
  async ({ req }, next) => {
    const length = req.header('Content-Length');
    const most = req.path.startsWith('/v1/id-lists/') ? MOST_BYTES_OF_IDS : MOST_BYTES;
    const isUnknown = length === undefined && req.header('Transfer-Encoding') !== undefined;
    if (isUnknown || Number(length ?? 0) > most) {
      throw new ScoringError('request.invalid', {
        message: `The body is larger than ${most} bytes, or has no length.`,
        actions: ['Send one JSON object with its Content-Length.'],
      });
    }
    await next();
  };
