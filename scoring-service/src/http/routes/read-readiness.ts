import { createRoute } from '@hono/zod-openapi';
import { readinessSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/readiness',
  operationId: 'checkReadiness',
  summary: 'Every quality check on live counts',
  request: { params: goalParameters },
  responses: { 200: jsonContent(readinessSchema, 'The checks'), ...refusals },
});

export function addReadReadiness(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.checkReadiness(goalId), 200);
  });
}
