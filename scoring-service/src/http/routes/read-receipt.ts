import { createRoute } from '@hono/zod-openapi';
import { receiptSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';

import { jsonContent, receiptParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/receipts/{receiptId}',
  operationId: 'readReceipt',
  summary: 'What was scored when, by which model, on which inputs',
  request: { params: receiptParameters },
  responses: {
    200: jsonContent(receiptSchema, 'The receipt; its inputs only for tokens with the right to manage'),
    ...refusals,
  },
});

export function addReadReceipt(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { receiptId } = context.req.valid('param');
    return context.json(await operations.readReceipt(receiptId, context.get('caller')), 200);
  });
}
