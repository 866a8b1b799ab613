import { createRoute } from '@hono/zod-openapi';
import { runSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals, runParameters } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{key}',
  operationId: 'readRun',
  summary: 'One run: how far it is, what it counted and what its checks say',
  request: { params: runParameters },
  responses: { 200: jsonContent(runSchema, 'The run'), ...refusals },
});

export function addReadRun(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { key } = context.req.valid('param');
    return context.json(await operations.readRun(key), 200);
  });
}
