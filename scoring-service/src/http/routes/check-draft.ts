import { createRoute } from '@hono/zod-openapi';
import { goalDraftSchema, readinessSchema } from '@plumbline/contract';
import type { Operations } from '../../operations/operations.ts';
import type { App } from '../environment.ts';
import { requireManage } from '../require-caller.ts';
import { jsonContent, refusals } from './parameters.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/readiness',
  operationId: 'checkDraft',
  summary: 'Every quality check on live counts, for a goal that is not saved yet',
  request: { body: { required: true, content: { 'application/json': { schema: goalDraftSchema } } } },
  responses: { 200: jsonContent(readinessSchema, 'The checks'), ...refusals },
});

export function addCheckDraft(app: App, operations: Operations): void {
  app.openapi(route, async (context) => {
    requireManage(context.get('caller'));
    return context.json(await operations.checkDraft(context.req.valid('json')), 200);
  });
}
