import { z } from '@hono/zod-openapi';
import { problemContent } from '../problems.ts';

/** The id of a score goal in a path. */
export const goalParameters = z.object({
  goalId: z
    .string()
    .regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/, 'The id of a score goal has 15 or 18 letters and digits.')
    .openapi({ param: { name: 'goalId', in: 'path' }, example: 'a00000000000001AAA' }),
});

/** What every route below /v1 may answer instead. */
export const refusals = {
  400: problemContent('The request does not fit its schema'),
  401: problemContent('No token, or one that nobody was given'),
  403: problemContent('The token has not the right'),
  404: problemContent('There is no such goal, record or run'),
  409: problemContent('Not possible in the present state of the goal'),
  422: problemContent('Goal or record cannot be used'),
  502: problemContent('The org does not answer, or refuses'),
  503: problemContent('Limits are reached, or the service stops'),
};

/** One JSON reply. */
export const jsonContent = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
