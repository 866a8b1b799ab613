import { createRoute } from '@hono/zod-openapi';
import { receiptVerificationSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';

import { jsonContent, receiptParameters, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/receipts/{receiptId}/verifications',
  operationId: 'verifyReceipt',
  summary: 'Computes a past score again from its receipt alone',
  request: { params: receiptParameters },
  responses: {
    200: jsonContent(receiptVerificationSchema, 'The stored and the recomputed figures, and whether they are equal'),
    ...refusals,
  },
});

export function addVerifyReceipt(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    const { receiptId } = context.req.valid('param');
    return context.json(await operations.verifyReceipt(receiptId), 200);
  });
}
