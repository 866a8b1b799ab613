import { createRoute, z } from '@hono/zod-openapi';
import { idListPartSchema, idListSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { jsonContent, refusals } from './parameters.ts';

/** Uploaded lists of record ids, for runs of some records. */
export function addIdListRoutes(app: App, operations: Operations): void {
  app.openapi(createIdListRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.createIdList(), 201);
  });

  app.openapi(saveIdListPartRoute, async (context) => {
    requireManage(context.get('caller'));
    const { listId, number } = context.req.valid('param');
    await operations.saveIdListPart(listId, Number(number), context.req.valid('json').recordIds);
    return context.json({ id: listId }, 200);
  });
}

const parameters = z.object({
  listId: z.uuid('The id of a list is a UUID.').openapi({ param: { name: 'listId', in: 'path' } }),
  number: z
    .string()
    .regex(/^\d{1,6}$/, 'Parts are numbered from 0.')
    .openapi({ param: { name: 'number', in: 'path' } }),
});

const createIdListRoute = createRoute({
  method: 'post',
  path: '/v1/id-lists',
  operationId: 'createIdList',
  summary: 'Begins a list of record ids that a scoring is to be of',
  responses: { 201: jsonContent(idListSchema, 'The list, empty'), ...refusals },
});

const saveIdListPartRoute = createRoute({
  method: 'put',
  path: '/v1/id-lists/{listId}/parts/{number}',
  operationId: 'saveIdListPart',
  summary: 'Adds up to 10,000 ids to a list; the same part again replaces it',
  request: {
    params: parameters,
    body: { required: true, content: { 'application/json': { schema: idListPartSchema } } },
  },
  responses: { 200: jsonContent(idListSchema, 'The list'), ...refusals },
});
