import { OpenAPIHono } from '@hono/zod-openapi';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Caller } from '../operations/operations.ts';

/** What every handler knows of its request. */
export type Environment = { Variables: { requestId: string; caller: Caller } };

export type App = OpenAPIHono<Environment>;

/** A request that does not fit its schema names the field and what is expected. */
export const createRouter = (): App =>
  new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (result.success) return;
      const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
      throw new ScoringError('request.invalid', {
        message: `The request cannot be used. ${problems.join(' ')}`,
        actions: ['Correct the field named; GET /openapi.json describes every request.'],
      });
    },
  });
