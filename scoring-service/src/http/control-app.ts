import { z } from '@hono/zod-openapi';
import { isRecordId } from '@plumbline/contract';
import type { Hono } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Log } from '../log.ts';
import type { Operations } from '../operations/operations.ts';
import { onError } from './problems.ts';
import { createRouter } from './router.ts';
import type { Environment } from './router.ts';

/** What commands on the service's own machine may ask of it. */
export type ControlOperations = Pick<Operations, 'issueToken' | 'listTokens' | 'revokeToken' | 'verifyReceipt'>;

/** What a new token is for, as a command sends it. */
export const tokenRequestSchema = z.strictObject({
  name: z.string().min(1).max(120),
  rights: z.enum(['score', 'manage']),
  expiresInDays: z.number().positive().max(3650).optional(),
  orgId: z
    .string()
    .refine((id) => id.startsWith('00D') && isRecordId(id), 'The id of an org begins with 00D.')
    .optional(),
});

/** The API of the commands, which who may open its socket may use without a token. */
export function createControlApp(operations: ControlOperations, log: Log): Hono<Environment> {
  const app = createRouter();
  app.get('/tokens', async (context) => context.json(await operations.listTokens()));
  app.post('/tokens', async (context) => {
    const request = tokenRequestSchema.safeParse(await context.req.json());
    if (!request.success) throw unfit(request.error);
    return context.json(await operations.issueToken(request.data), 201);
  });
  app.delete('/tokens/:id', async (context) => {
    await operations.revokeToken(context.req.param('id'));
    return context.json({});
  });
  app.post('/receipts/:id/verifications', async (context) =>
    context.json(await operations.verifyReceipt(context.req.param('id'))),
  );
  app.onError(onError(log));
  return app;
}

/** The error of a token that cannot be issued as it was asked for. */
export const unfit = (error: z.ZodError): ScoringError =>
  new ScoringError('request.invalid', {
    message: `The token cannot be issued. ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ')}`,
    actions: ['issue-token --name CALLER --rights score (evaluates records) or manage (also starts and deletes).'],
  });
