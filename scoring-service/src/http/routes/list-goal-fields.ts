import { createRoute } from '@hono/zod-openapi';
import { goalFieldListSchema, goalFieldsQuerySchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goal-fields',
  operationId: 'listGoalFields',
  summary: 'The fields, operators and values that a new goal can speak of',
  request: { query: goalFieldsQuerySchema },
  responses: { 200: jsonContent(goalFieldListSchema, 'Fields'), ...refusals },
});

export function addListGoalFields(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    const fields = await operations.listGoalFields(context.req.valid('query'));
    return context.json({ fields }, 200);
  });
}
