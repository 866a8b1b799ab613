import { createRoute } from '@hono/zod-openapi';
import { runRequestSchema, runSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/goals/{goalId}/runs',
  operationId: 'startRun',
  summary: 'Queues a training or a scoring of all open records',
  request: {
    params: goalParameters,
    body: { required: true, content: { 'application/json': { schema: runRequestSchema } } },
  },
  responses: { 202: jsonContent(runSchema, 'The run, waiting'), ...refusals },
});

export function addStartRun(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    const run = await operations.requestRun(context.req.valid('param').goalId, context.req.valid('json'));
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });
}
