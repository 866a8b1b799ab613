import { createRoute } from '@hono/zod-openapi';
import {
  scoreRequestSchema,
  scoreResultSchema,
  evaluationRequestSchema,
  evaluationResultsSchema,
  scoreDetailsSchema,
  whatIfRequestSchema,
  whatIfResultSchema,
  runSchema,
  forgottenRecordSchema,
} from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { jsonContent, refusals, recordParameters, goalParameters } from './parameters.ts';

const scoreRecordRoute = createRoute({
  method: 'post',
  path: '/v1/scores',
  operationId: 'scoreRecord',
  summary: 'Scores one record and writes its score fields',
  request: { body: { required: true, content: { 'application/json': { schema: scoreRequestSchema } } } },
  responses: { 200: jsonContent(scoreResultSchema, 'The score with its reasons'), ...refusals },
});

export function addScoreRecord(app: App, operations: Operations): void {
  app.openapi(scoreRecordRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('json');
    return context.json(await operations.scoreRecord(goalId, recordId), 200);
  });
}

const evaluateRecordsRoute = createRoute({
  method: 'post',
  path: '/v1/evaluations',
  operationId: 'evaluateRecords',
  summary: 'Scores up to 200 records for up to five goals and writes their score fields',
  request: { body: { required: true, content: { 'application/json': { schema: evaluationRequestSchema } } } },
  responses: { 200: jsonContent(evaluationResultsSchema, 'What came of each pair of goal and record'), ...refusals },
});

export function addEvaluateRecords(app: App, operations: Operations): void {
  app.openapi(evaluateRecordsRoute, async (context) => {
    return context.json(await operations.evaluateRecords(context.req.valid('json')), 200);
  });
}

const showScoreRoute = createRoute({
  method: 'get',
  path: '/v1/goals/{goalId}/records/{recordId}',
  operationId: 'showScore',
  summary: "What stands behind a record's score",
  request: { params: recordParameters },
  responses: {
    200: jsonContent(scoreDetailsSchema, 'Goal, model, past scores, the scores of others, and what would change it'),
    ...refusals,
  },
});

export function addShowScore(app: App, operations: Operations): void {
  app.openapi(showScoreRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.showScore(goalId, recordId), 200);
  });
}

const tryChangesRoute = createRoute({
  method: 'post',
  path: '/v1/goals/{goalId}/records/{recordId}/what-if',
  operationId: 'tryChanges',
  summary: 'The score a record would have with other values; writes nothing',
  request: {
    params: recordParameters,
    body: { required: true, content: { 'application/json': { schema: whatIfRequestSchema } } },
  },
  responses: { 200: jsonContent(whatIfResultSchema, 'Both scores and the reasons of the second'), ...refusals },
});

export function addTryChanges(app: App, operations: Operations): void {
  app.openapi(tryChangesRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.tryChanges(goalId, recordId, context.req.valid('json')), 200);
  });
}

const deleteScoresRoute = createRoute({
  method: 'delete',
  path: '/v1/goals/{goalId}/scores',
  operationId: 'deleteScores',
  summary: 'Queues the removal of every score the goal has written, and of its models',
  request: { params: goalParameters },
  responses: { 202: jsonContent(runSchema, 'The run, waiting'), ...refusals },
});

export function addDeleteScores(app: App, operations: Operations): void {
  app.openapi(deleteScoresRoute, async (context) => {
    requireManage(context.get('caller'));
    const { goalId } = context.req.valid('param');
    const run = await operations.requestRun(goalId, { jobType: 'Deletion', trigger: 'API' });
    return context.json(run, 202, { Location: `/v1/runs/${run.key}` });
  });
}

const forgetRecordRoute = createRoute({
  method: 'delete',
  path: '/v1/records/{recordId}',
  operationId: 'forgetRecord',
  summary: 'Deletes everything the service keeps of a record; its fields in the org stay',
  request: { params: recordParameters.pick({ recordId: true }) },
  responses: { 200: jsonContent(forgottenRecordSchema, 'How many receipts there were'), ...refusals },
});

export function addForgetRecord(app: App, operations: Operations): void {
  app.openapi(forgetRecordRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.forgetRecord(context.req.valid('param').recordId), 200);
  });
}
