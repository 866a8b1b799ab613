import { createRoute } from '@hono/zod-openapi';
import { connectionSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/connection',
  operationId: 'checkConnection',
  summary: 'Whether the service and the org can work together, and what is missing',
  responses: { 200: jsonContent(connectionSchema, 'The checks'), ...refusals },
});

export function addCheckConnection(app: App, operations: Operations): void {
  app.openapi(route, async (context) => context.json(await operations.checkConnection(context.get('caller')), 200));
}
