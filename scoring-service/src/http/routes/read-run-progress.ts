import { createRoute } from '@hono/zod-openapi';
import { runProgressSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals, runParameters } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{key}/progress',
  operationId: 'readRunProgress',
  summary: 'How far a run is, as the service knows it without asking the org',
  request: { params: runParameters },
  responses: { 200: jsonContent(runProgressSchema, 'The progress'), ...refusals },
});

export function addReadRunProgress(app: App, operations: Operations): void {
  app.openapi(route, async (context) =>
    context.json(await operations.readRunProgress(context.req.valid('param').key), 200),
  );
}
