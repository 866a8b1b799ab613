import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Environment } from './environment.ts';

/** No request of the API needs more. */
const MOST_BYTES = 16_384;

/** Refuses bodies that say they are large, and those that do not say how large they are. */
export const bodyLimit =
  (): MiddlewareHandler<Environment> =>
  async ({ req }, next) => {
    const length = req.header('Content-Length');
    const isUnknown = length === undefined && req.header('Transfer-Encoding') !== undefined;
    if (isUnknown || Number(length ?? 0) > MOST_BYTES) {
      throw new ScoringError('request.invalid', {
        message: `The body is larger than ${MOST_BYTES} bytes, or does not say how large it is.`,
        actions: ['Send one JSON object with its Content-Length.'],
      });
    }
    await next();
  };
