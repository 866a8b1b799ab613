import { createRoute } from '@hono/zod-openapi';
import { goalListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals',
  operationId: 'listGoals',
  summary: 'Every score goal of the org',
  responses: { 200: jsonContent(goalListSchema, 'Goals'), ...refusals },
});

export function addListGoals(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const goals = await operations.listGoals();
    return context.json({ goals }, 200);
  });
}
