import { createRoute } from '@hono/zod-openapi';
import { scoreDetailsSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, recordParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/records/{recordId}',
  operationId: 'showScore',
  summary: "What stands behind a record's score",
  request: { params: recordParameters },
  responses: {
    200: jsonContent(scoreDetailsSchema, 'Goal, model, past scores, the scores of others, and what would change it'),
    ...refusals,
  },
});

export function addShowScore(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.showScore(goalId, recordId), 200);
  });
}
