import { createRoute } from '@hono/zod-openapi';
import { modelActivationSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, modelParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/goals/{goalId}/models/{version}/activations',
  operationId: 'activateModel',
  summary: 'Brings a model back; activating the previous one undoes it',
  request: { params: modelParameters },
  responses: { 200: jsonContent(modelActivationSchema, 'The active model and the one before'), ...refusals },
});

export function addActivateModel(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    const { goalId, version } = context.req.valid('param');
    return context.json(await operations.activateModel(goalId, version), 200);
  });
}
