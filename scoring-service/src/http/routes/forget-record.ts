import { createRoute } from '@hono/zod-openapi';
import { forgottenRecordSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, recordParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/records/{recordId}',
  operationId: 'forgetRecord',
  summary: 'Deletes everything the service keeps of a record; its fields in the org stay',
  request: { params: recordParameters.pick({ recordId: true }) },
  responses: { 200: jsonContent(forgottenRecordSchema, 'How many receipts there were'), ...refusals },
});

export function addForgetRecord(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.forgetRecord(context.req.valid('param').recordId), 200);
  });
}
