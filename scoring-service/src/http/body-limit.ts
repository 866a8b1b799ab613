import type { MiddlewareHandler } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Environment } from './environment.ts';

/** Almost no request of the API needs more. */
const MOST_BYTES = 16_384;
/** A part of a list holds ten thousand ids. */
const MOST_BYTES_OF_IDS = 262_144;

/** Refuses bodies that say they are large, and those that do not say how large they are. */
export const bodyLimit =
  (): MiddlewareHandler<Environment> =>
  async ({ req }, next) => {
    const length = req.header('Content-Length');
    const most = req.path.startsWith('/v1/id-lists/') ? MOST_BYTES_OF_IDS : MOST_BYTES;
    const isUnknown = length === undefined && req.header('Transfer-Encoding') !== undefined;
    if (isUnknown || Number(length ?? 0) > most) {
      throw new ScoringError('request.invalid', {
        message: `The body is larger than ${most} bytes, or does not say how large it is.`,
        actions: ['Send one JSON object with its Content-Length.'],
      });
    }
    await next();
  };
