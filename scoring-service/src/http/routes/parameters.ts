import { z } from '@hono/zod-openapi';
import { goalIdSchema, recordIdSchema } from '@plumbline/contract';
import { problemContent } from '../problems.ts';

/** The id of a score goal in a path. */
export const goalParameters = z.object({
  goalId: goalIdSchema.meta({ example: 'a00000000000001AAA' }),
});

/** A model of a goal in a path. */
export const modelParameters = goalParameters.extend({
  version: z
    .string()
    .regex(/^v\d{1,9}$/, 'The version of a model is v and a number.')
    .openapi({ param: { name: 'version', in: 'path' }, example: 'v1' }),
});

/** A record as a goal scores it, in a path. */
export const recordParameters = goalParameters.extend({
  recordId: recordIdSchema.meta({ example: '00Q000000000001EAA' }),
});

/** The receipt of a score in a path. */
export const receiptParameters = z.object({
  receiptId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'The id of a receipt is a number.')
    .openapi({ param: { name: 'receiptId', in: 'path' }, example: '1' }),
});

/** The key of a run in a path. */
export const runParameters = z.object({
  key: z.uuid('The key of a run is a UUID.').openapi({ param: { name: 'key', in: 'path' } }),
});

/** Error replies of every route below /v1. */
export const refusals = {
  400: problemContent('The request does not fit its schema'),
  401: problemContent('No token, or an unknown one'),
  403: problemContent('The token lacks the right'),
  404: problemContent('There is no such goal, model, record, receipt or run'),
  409: problemContent('Not possible in the present state of the goal'),
  415: problemContent('The body is not declared as JSON'),
  422: problemContent('Goal or record cannot be used'),
  429: problemContent('Too many requests of the token, or with wrong tokens from the address'),
  500: problemContent('A defect of the service; its log has the request'),
  502: problemContent('The org does not answer, or refuses'),
  503: problemContent('Limits are reached, or the service stops'),
};

/** One JSON reply. */
export const jsonContent = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
