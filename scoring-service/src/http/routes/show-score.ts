import { createRoute, z } from '@hono/zod-openapi';
import { scoreDetailsSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const recordParameters = goalParameters.extend({
  recordId: z
    .string()
    .regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/, 'The id of a record has 15 or 18 letters and digits.')
    .openapi({ param: { name: 'recordId', in: 'path' }, example: '00Q000000000001AAA' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/records/{recordId}',
  operationId: 'showScore',
  summary: "What stands behind a record's score",
  request: { params: recordParameters },
  responses: { 200: jsonContent(scoreDetailsSchema, 'Goal, model, past scores and the scores of others'), ...refusals },
});

export function addShowScore(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.showScore(goalId, recordId), 200);
  });
}
