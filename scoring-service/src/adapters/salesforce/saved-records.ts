import { z } from 'zod';

/** What the org says of each record of a collection, in the order of the records. */
export const savedSchema = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) })),
  }),
);
