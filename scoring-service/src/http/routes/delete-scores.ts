import { createRoute } from '@hono/zod-openapi';
import { runSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/goals/{goalId}/scores',
  operationId: 'deleteScores',
  summary: 'Queues the removal of every score the goal has written, and of its models',
  request: { params: goalParameters },
  responses: { 202: jsonContent(runSchema, 'The run, waiting'), ...refusals },
});

export function addDeleteScores(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    const { goalId } = context.req.valid('param');
    const run = await operations.requestRun(goalId, { jobType: 'Deletion', trigger: 'API' });
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });
}
