import { createRoute } from '@hono/zod-openapi';
import { evaluationRequestSchema, evaluationResultsSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/evaluations',
  operationId: 'evaluateRecords',
  summary: 'Scores up to 200 records for up to five goals and writes their score fields',
  request: { body: { required: true, content: { 'application/json': { schema: evaluationRequestSchema } } } },
  responses: { 200: jsonContent(evaluationResultsSchema, 'What came of each pair of goal and record'), ...refusals },
});

export function addEvaluateRecords(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    return context.json(await operations.evaluateRecords(context.req.valid('json')), 200);
  });
}
