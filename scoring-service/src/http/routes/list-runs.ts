import { createRoute, z } from '@hono/zod-openapi';
import { runListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { goalParameters, jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/runs',
  operationId: 'listRuns',
  summary: 'The runs of the last 90 days, the newest first',
  request: {
    query: z.object({
      goalId: goalParameters.shape.goalId.openapi({ param: { name: 'goalId', in: 'query' } }).optional(),
    }),
  },
  responses: { 200: jsonContent(runListSchema, 'Runs'), ...refusals },
});

export function addListRuns(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const runs = await operations.listRuns(context.req.valid('query'));
    return context.json({ runs }, 200);
  });
}
