import { createRoute } from '@hono/zod-openapi';
import { whatIfRequestSchema, whatIfResultSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';

import { jsonContent, recordParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/goals/{goalId}/records/{recordId}/what-if',
  operationId: 'tryChanges',
  summary: 'The score a record would have with other values; writes nothing',
  request: {
    params: recordParameters,
    body: { required: true, content: { 'application/json': { schema: whatIfRequestSchema } } },
  },
  responses: { 200: jsonContent(whatIfResultSchema, 'Both scores and the reasons of the second'), ...refusals },
});

export function addTryChanges(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.tryChanges(goalId, recordId, context.req.valid('json')), 200);
  });
}
