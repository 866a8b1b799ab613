import { createRoute, z } from '@hono/zod-openapi';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { modelParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models/{version}/page',
  operationId: 'showModelPage',
  summary: 'The card of a model as a page that needs nothing from elsewhere',
  request: { params: modelParameters },
  responses: {
    200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
    ...refusals,
  },
});

/** The page brings its own style and no script: a browser is told to load and run nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function addShowModelPage(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, version } = context.req.valid('param');
    const page = await operations.showModelPage(goalId, version);
    return context.html(page, 200, { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' });
  });
}
