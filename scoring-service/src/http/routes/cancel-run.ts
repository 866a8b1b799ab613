import { createRoute } from '@hono/zod-openapi';
import { runSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, refusals, runParameters } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{key}/cancellations',
  operationId: 'cancelRun',
  summary: 'Stops a run; what it has written stays',
  request: { params: runParameters },
  responses: { 202: jsonContent(runSchema, 'The run as it stands'), ...refusals },
});

export function addCancelRun(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.cancelRun(context.req.valid('param').key), 202);
  });
}
