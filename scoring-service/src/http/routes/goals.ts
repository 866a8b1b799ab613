import { createRoute } from '@hono/zod-openapi';
import {
  goalDraftSchema,
  goalFieldListSchema,
  goalFieldsQuerySchema,
  goalListSchema,
  goalSchema,
  needListSchema,
  readinessSchema,
  thresholdListSchema,
} from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

/** Score goals, their readiness and the limits of their checks. */
export function addGoalRoutes(app: App, operations: Operations): void {
  app.openapi(listGoalsRoute, async (context) => context.json(await operations.listGoals(), 200));

  app.openapi(listGoalFieldsRoute, async (context) => {
    requireManage(context.get('caller'));
    const fields = await operations.listGoalFields(context.req.valid('query'));
    return context.json({ fields }, 200);
  });

  app.openapi(listThresholdsRoute, (context) => context.json({ thresholds: operations.listThresholds() }, 200));

  app.openapi(readGoalRoute, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.readGoal(goalId), 200);
  });

  app.openapi(checkReadinessRoute, async (context) => {
    const { goalId } = context.req.valid('param');
    return context.json(await operations.checkReadiness(goalId), 200);
  });

  app.openapi(checkDraftRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.checkDraft(context.req.valid('json')), 200);
  });

  app.openapi(checkNeedsRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.checkNeeds(context.req.valid('json')), 200);
  });
}

const listGoalsRoute = createRoute({
  method: 'get',
  path: '/v1/goals',
  operationId: 'listGoals',
  summary: 'Every score goal of the org',
  responses: { 200: jsonContent(goalListSchema, 'Goals'), ...refusals },
});

const listGoalFieldsRoute = createRoute({
  method: 'get',
  path: '/v1/goal-fields',
  operationId: 'listGoalFields',
  summary: 'The fields, operators and values that a new goal can speak of',
  request: { query: goalFieldsQuerySchema },
  responses: { 200: jsonContent(goalFieldListSchema, 'Fields'), ...refusals },
});

const listThresholdsRoute = createRoute({
  method: 'get',
  path: '/v1/thresholds',
  operationId: 'listThresholds',
  summary: 'The limits of the quality checks that a goal may set, with their defaults and codes',
  responses: { 200: jsonContent(thresholdListSchema, 'Thresholds'), ...refusals },
});

const readGoalRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}',
  operationId: 'readGoal',
  summary: 'One score goal',
  request: { params: goalParameters },
  responses: { 200: jsonContent(goalSchema, 'The goal'), ...refusals },
});

const checkReadinessRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/readiness',
  operationId: 'checkReadiness',
  summary: 'Every quality check on live counts',
  request: { params: goalParameters },
  responses: { 200: jsonContent(readinessSchema, 'The checks'), ...refusals },
});

const checkDraftRoute = createRoute({
  method: 'post',
  path: '/v1/readiness',
  operationId: 'checkDraft',
  summary: 'Every quality check on live counts, for a goal that is not saved yet',
  request: { body: { required: true, content: { 'application/json': { schema: goalDraftSchema } } } },
  responses: { 200: jsonContent(readinessSchema, 'The checks'), ...refusals },
});

const checkNeedsRoute = createRoute({
  method: 'post',
  path: '/v1/needs',
  operationId: 'checkNeeds',
  summary: 'What the org lacks of the fields and values that a goal names, before it is saved',
  request: { body: { required: true, content: { 'application/json': { schema: goalDraftSchema } } } },
  responses: { 200: jsonContent(needListSchema, 'What is missing'), ...refusals },
});
