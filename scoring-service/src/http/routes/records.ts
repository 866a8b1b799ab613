import { createRoute } from '@hono/zod-openapi';
import { forgottenRecordSchema, whatIfRequestSchema, whatIfResultSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import { requireManage } from '../require-caller.ts';
import type { App } from '../router.ts';
import { jsonContent, recordParameters, refusals } from './parameters.ts';

/** What-if scores of a record, and the deletion of its data. */
export function addRecordRoutes(app: App, operations: Operations): void {
  app.openapi(tryChangesRoute, async (context) => {
    const { goalId, recordId } = context.req.valid('param');
    return context.json(await operations.tryChanges(goalId, recordId, context.req.valid('json')), 200);
  });

  app.openapi(forgetRecordRoute, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.forgetRecord(context.req.valid('param').recordId), 200);
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

const forgetRecordRoute = createRoute({
  method: 'delete',
  path: '/v1/records/{recordId}',
  operationId: 'forgetRecord',
  summary: 'Deletes everything the service keeps of a record; its fields in the org stay',
  request: { params: recordParameters.pick({ recordId: true }) },
  responses: { 200: jsonContent(forgottenRecordSchema, 'How many receipts there were'), ...refusals },
});
