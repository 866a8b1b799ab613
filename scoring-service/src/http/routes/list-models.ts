import { createRoute } from '@hono/zod-openapi';
import { modelListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';

import { jsonContent, goalParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models',
  operationId: 'listModels',
  summary: 'Every model of a goal, the newest first',
  request: { params: goalParameters },
  responses: { 200: jsonContent(modelListSchema, 'Models'), ...refusals },
});

export function addListModels(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.listModels(goalId), 200);
  });
}
