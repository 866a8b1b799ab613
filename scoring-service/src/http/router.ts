import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { contractHeader, contractVersion } from '@plumbline/contract';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Caller } from '../ports/access.ts';

/** Variables of every request. */
export type Environment = { Variables: { requestId: string; caller: Caller } };

export type App = OpenAPIHono<Environment>;

const requestIdPattern = /^[\w.-]{1,64}$/;

/** Problems that one reply names; a list of ten thousand wrong ids has as many. */
const MOST_PROBLEMS = 10;

/** Creates the router; a request that does not match its schema is refused with the field and what is expected. */
export function createRouter(): App {
  const router = new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (result.success) return;
      const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
      if (problems.length > MOST_PROBLEMS)
        problems.splice(MOST_PROBLEMS, Infinity, `And ${problems.length - MOST_PROBLEMS} more.`);
      throw new ScoringError('request.invalid', {
        message: `The request cannot be used. ${problems.join(' ')}`,
        actions: ['Correct the field named; GET /openapi.json describes every request.'],
      });
    },
  });
  router.use(async (context, next) => {
    const received = context.req.header('X-Request-Id') ?? '';
    const requestId = requestIdPattern.test(received) ? received : randomUUID();
    context.set('requestId', requestId);
    context.header('X-Request-Id', requestId);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Cache-Control', 'no-store');
    context.header(contractHeader, String(contractVersion));
    await next();
  });
  return router;
}

/** The API's description, from the same schemas that check requests. */
export const describeApi = (app: App): object =>
  app.getOpenAPIDocument({
    openapi: '3.0.3',
    info: {
      title: 'Plumbline scoring service',
      version: '1',
      description:
        'Predictive lead and account scoring for Salesforce. Errors are RFC 9457 problems with next steps: 404 for a path that is not listed, 405 with Allow for a method that is not.',
    },
    security: [{ token: [] }],
  });

/** Registers the bearer token of callers in the API's description. */
export const registerTokenScheme = (app: App): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
};
