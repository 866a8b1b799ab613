import { createRoute } from '@hono/zod-openapi';
import { scoreRequestSchema, scoreResultSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/scores',
  operationId: 'scoreRecord',
  summary: 'Scores one record and writes its score fields',
  request: { body: { required: true, content: { 'application/json': { schema: scoreRequestSchema } } } },
  responses: { 200: jsonContent(scoreResultSchema, 'The score with its reasons'), ...refusals },
});

export function addScoreRecord(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { goalId, recordId } = context.req.valid('json');
    return context.json(await operations.scoreRecord(goalId, recordId), 200);
  });
}
