import { createRoute } from '@hono/zod-openapi';
import { idListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/id-lists',
  operationId: 'createIdList',
  summary: 'Begins a list of record ids that a scoring is to be of',
  responses: { 201: jsonContent(idListSchema, 'The list, empty'), ...refusals },
});

export function addCreateIdList(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.createIdList(), 201);
  });
}
