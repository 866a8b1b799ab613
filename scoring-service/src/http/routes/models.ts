import { createRoute, z } from '@hono/zod-openapi';
import { modelActivationSchema, modelCardSchema, modelListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { renderModelPage } from '../model-page/model-page.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { goalParameters, jsonContent, modelParameters, refusals } from './parameters.ts';

/** Models of a goal and their cards. */
export function addModelRoutes(app: App, operations: Operations): void {
  app.openapi(showModelCardRoute, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.showModelCard(goalId), 200);
  });

  app.openapi(listModelsRoute, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.listModels(goalId), 200);
  });

  app.openapi(showModelRoute, async (context) => {
    const { goalId, version } = context.req.valid('param');
    return context.json(await operations.showModel(goalId, version), 200);
  });

  app.openapi(showModelPageRoute, async (context) => {
    const { goalId, version } = context.req.valid('param');
    const page = renderModelPage(await operations.showModel(goalId, version));
    return context.html(page, 200, { 'Content-Security-Policy': policy });
  });

  app.openapi(activateModelRoute, async (context) => {
    requireManage(context.get('caller'));
    const { goalId, version } = context.req.valid('param');
    return context.json(await operations.activateModel(goalId, version), 200);
  });
}

/** The page has its own style and no script, so a browser must load and run nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const showModelCardRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/model',
  operationId: 'showModelCard',
  summary: 'The card of the active model',
  request: { params: goalParameters },
  responses: { 200: jsonContent(modelCardSchema, 'The card'), ...refusals },
});

const listModelsRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models',
  operationId: 'listModels',
  summary: 'Every model of a goal, the newest first',
  request: { params: goalParameters },
  responses: { 200: jsonContent(modelListSchema, 'Models'), ...refusals },
});

const showModelRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models/{version}',
  operationId: 'showModel',
  summary: 'The card of any model of a goal',
  request: { params: modelParameters },
  responses: { 200: jsonContent(modelCardSchema, 'The card'), ...refusals },
});

const showModelPageRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/models/{version}/page',
  operationId: 'showModelPage',
  summary: 'The card of a model as a page that needs nothing from elsewhere',
  request: { params: modelParameters },
  responses: {
    200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
    ...refusals,
  },
});

const activateModelRoute = createRoute({
  method: 'post',
  path: '/v1/goals/{goalId}/models/{version}/activations',
  operationId: 'activateModel',
  summary: 'Brings a model back; activating the previous one undoes it',
  request: { params: modelParameters },
  responses: { 200: jsonContent(modelActivationSchema, 'The active model and the one before'), ...refusals },
});
