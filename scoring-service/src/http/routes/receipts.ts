import { createRoute } from '@hono/zod-openapi';
import { receiptSchema, receiptVerificationSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../router.ts';
import { jsonContent, receiptParameters, refusals } from './parameters.ts';

/** Receipts of past scores. */
export function addReceiptRoutes(app: App, operations: Operations): void {
  app.openapi(readReceiptRoute, async (context) => {
    const { receiptId } = context.req.valid('param');
    return context.json(await operations.readReceipt(receiptId, context.get('caller')), 200);
  });

  app.openapi(verifyReceiptRoute, async (context) => {
    const { receiptId } = context.req.valid('param');
    return context.json(await operations.verifyReceipt(receiptId), 200);
  });
}

const readReceiptRoute = createRoute({
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

const verifyReceiptRoute = createRoute({
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
