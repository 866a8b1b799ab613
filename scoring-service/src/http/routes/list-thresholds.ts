import { createRoute } from '@hono/zod-openapi';
import { thresholdListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/thresholds',
  operationId: 'listThresholds',
  summary: 'The limits of the quality checks that a goal may set, with their defaults and codes',
  responses: { 200: jsonContent(thresholdListSchema, 'Thresholds'), ...refusals },
});

export function addListThresholds(app: App, operations: Operations): void {
  app.openapi(route, (context) => context.json({ thresholds: operations.listThresholds() }, 200));
}
