import { createRoute, z } from '@hono/zod-openapi';
import { runResultPageSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { jsonContent, refusals, runParameters } from './parameters.ts';

const query = z.object({
  locator: z
    .string()
    .regex(/^\d{1,9}$/, 'A locator is a number that an earlier page gave.')
    .optional()
    .openapi({ param: { name: 'locator', in: 'query' } }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{key}/results',
  operationId: 'readRunResults',
  summary: 'What a scoring run made of each record, page by page',
  request: { params: runParameters, query },
  responses: { 200: jsonContent(runResultPageSchema, 'A page of results'), ...refusals },
});

export function addReadRunResults(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { locator = '0' } = context.req.valid('query');
    return context.json(await operations.readRunResults(context.req.valid('param').key, Number(locator)), 200);
  });
}
