import { createRoute } from '@hono/zod-openapi';
import { modelCardSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';

import { jsonContent, modelParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models/{version}',
  operationId: 'showModel',
  summary: 'The card of any model of a goal',
  request: { params: modelParameters },
  responses: { 200: jsonContent(modelCardSchema, 'The card'), ...refusals },
});

export function addShowModelVersion(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, version } = context.req.valid('param');
    return context.json(await operations.showModel(goalId, version), 200);
  });
}
