import { createRoute, z } from '@hono/zod-openapi';
import {
  deletionRequestSchema,
  deletionResultsSchema,
  resumeRequestSchema,
  runListSchema,
  runProgressSchema,
  runRequestSchema,
  runResultPageSchema,
  runSchema,
} from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { goalParameters, jsonContent, refusals, runParameters } from './parameters.ts';

/** Runs: trainings, scorings and removals of scores. */
export function addRunRoutes(app: App, operations: Operations): void {
  app.openapi(startRunRoute, async (context) => {
    requireManage(context.get('caller'));
    const run = await operations.requestRun(context.req.valid('param').goalId, context.req.valid('json'));
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });

  app.openapi(deleteScoresRoute, async (context) => {
    requireManage(context.get('caller'));
    const { goalId } = context.req.valid('param');
    const run = await operations.requestRun(goalId, { jobType: 'Deletion', trigger: 'API' });
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });

  app.openapi(deleteScoresOfGoalsRoute, async (context) => {
    requireManage(context.get('caller'));
    const { goalIds } = context.req.valid('json');
    return context.json(await operations.requestDeletions(goalIds), 202);
  });

  app.openapi(listRunsRoute, async (context) => {
    const runs = await operations.listRuns(context.req.valid('query'));
    return context.json({ runs }, 200);
  });

  app.openapi(readRunRoute, async (context) => {
    const { key } = context.req.valid('param');
    return context.json(await operations.readRun(key), 200);
  });

  app.openapi(readRunProgressRoute, async (context) =>
    context.json(await operations.readRunProgress(context.req.valid('param').key), 200),
  );

  app.openapi(readRunResultsRoute, async (context) => {
    const { locator = '0' } = context.req.valid('query');
    return context.json(await operations.readRunResults(context.req.valid('param').key, Number(locator)), 200);
  });

  app.openapi(cancelRunRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.cancelRun(context.req.valid('param').key), 202);
  });

  app.openapi(resumeRunRoute, async (context) => {
    requireManage(context.get('caller'));
    const run = await operations.resumeRun(context.req.valid('param').key, context.req.valid('json'));
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });
}

const query = z.object({
  locator: z
    .string()
    .regex(/^\d{1,9}$/, 'A locator is a number that an earlier page gave.')
    .optional()
    .openapi({ param: { name: 'locator', in: 'query' } }),
});

const startRunRoute = createRoute({
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

const deleteScoresRoute = createRoute({
  method: 'delete',
  path: '/v1/goals/{goalId}/scores',
  operationId: 'deleteScores',
  summary: 'Queues the removal of every score the goal has written, and of its models',
  request: { params: goalParameters },
  responses: { 202: jsonContent(runSchema, 'The run, waiting'), ...refusals },
});

const deleteScoresOfGoalsRoute = createRoute({
  method: 'post',
  path: '/v1/score-deletions',
  operationId: 'deleteScoresOfGoals',
  summary: 'Queues the removal of the scores and models of up to 200 goals',
  request: { body: { required: true, content: { 'application/json': { schema: deletionRequestSchema } } } },
  responses: { 202: jsonContent(deletionResultsSchema, 'What came of each goal'), ...refusals },
});

const listRunsRoute = createRoute({
  method: 'get',
  path: '/v1/runs',
  operationId: 'listRuns',
  summary: 'The runs of the last 90 days, the newest first',
  request: {
    query: z.object({
      goalId: goalParameters.shape.goalId.optional(),
    }),
  },
  responses: { 200: jsonContent(runListSchema, 'Runs'), ...refusals },
});

const readRunRoute = createRoute({
  method: 'get',
  path: '/v1/runs/{key}',
  operationId: 'readRun',
  summary: 'One run: how far it is, what it counted and what its checks say',
  request: { params: runParameters },
  responses: { 200: jsonContent(runSchema, 'The run'), ...refusals },
});

const readRunProgressRoute = createRoute({
  method: 'get',
  path: '/v1/runs/{key}/progress',
  operationId: 'readRunProgress',
  summary: 'How far a run is, as the service knows it without asking the org',
  request: { params: runParameters },
  responses: { 200: jsonContent(runProgressSchema, 'The progress'), ...refusals },
});

const readRunResultsRoute = createRoute({
  method: 'get',
  path: '/v1/runs/{key}/results',
  operationId: 'readRunResults',
  summary: 'What a scoring run made of each record, page by page',
  request: { params: runParameters, query },
  responses: { 200: jsonContent(runResultPageSchema, 'A page of results'), ...refusals },
});

const cancelRunRoute = createRoute({
  method: 'post',
  path: '/v1/runs/{key}/cancellations',
  operationId: 'cancelRun',
  summary: 'Stops a run; what it has written stays',
  request: { params: runParameters },
  responses: { 202: jsonContent(runSchema, 'The run as it stands'), ...refusals },
});

const resumeRunRoute = createRoute({
  method: 'post',
  path: '/v1/runs/{key}/resumptions',
  operationId: 'resumeRun',
  summary: 'Lets a run that failed or was cancelled go on, or start again with its removals accepted',
  request: {
    params: runParameters,
    body: { required: false, content: { 'application/json': { schema: resumeRequestSchema } } },
  },
  responses: { 202: jsonContent(runSchema, 'The run that goes on, or the new one'), ...refusals },
});
