import { createRoute } from '@hono/zod-openapi';
import { goalSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}',
  operationId: 'readGoal',
  summary: 'One score goal',
  request: { params: goalParameters },
  responses: { 200: jsonContent(goalSchema, 'The goal'), ...refusals },
});

export function addReadGoal(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.readGoal(goalId), 200);
  });
}
