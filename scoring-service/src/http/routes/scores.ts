import { createRoute } from '@hono/zod-openapi';
import {
  evaluationRequestSchema,
  evaluationResultsSchema,
  scoreDetailsSchema,
  scoreRequestSchema,
  scoreResultSchema,
} from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../router.ts';
import { jsonContent, recordParameters, refusals } from './parameters.ts';

/** Scores of records. */
export function addScoreRoutes(app: App, operations: Operations): void {
  app.openapi(scoreRecordRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('json');
    return context.json(await operations.scoreRecord(goalId, recordId), 200);
  });

  app.openapi(evaluateRecordsRoute, async (context) => {
    return context.json(await operations.evaluateRecords(context.req.valid('json')), 200);
  });

  app.openapi(showScoreRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.showScore(goalId, recordId), 200);
  });
}

const scoreRecordRoute = createRoute({
  method: 'post',
  path: '/v1/scores',
  operationId: 'scoreRecord',
  summary: 'Scores one record and writes its score fields',
  request: { body: { required: true, content: { 'application/json': { schema: scoreRequestSchema } } } },
  responses: { 200: jsonContent(scoreResultSchema, 'The score with its reasons'), ...refusals },
});

const evaluateRecordsRoute = createRoute({
  method: 'post',
  path: '/v1/evaluations',
  operationId: 'evaluateRecords',
  summary: 'Scores up to 200 records for up to five goals and writes their score fields',
  request: { body: { required: true, content: { 'application/json': { schema: evaluationRequestSchema } } } },
  responses: { 200: jsonContent(evaluationResultsSchema, 'What came of each pair of goal and record'), ...refusals },
});

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
