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

/** The API's description, from the same schemas that check requests. */
export const describeApi = (app: App): object =>
  app.getOpenAPIDocument({
    openapi: '3.0.3',
    info: {
      title: 'Plumbline scoring service',
      version: '1',
      description: 'Predictive lead and account scoring for Salesforce. Errors are RFC 9457 problems with next steps.',
    },
    security: [{ token: [] }],
  });

/** How a caller shows who it is. */
export const registerTokenScheme = (app: App): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
};
