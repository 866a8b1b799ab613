import { createRoute } from '@hono/zod-openapi';
import { modelCardSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/model',
  operationId: 'showModelCard',
  summary: 'The card of the active model',
  request: { params: goalParameters },
  responses: { 200: jsonContent(modelCardSchema, 'The card'), ...refusals },
});

export function addShowModel(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.showModelCard(goalId), 200);
  });
}
