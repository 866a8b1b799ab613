import { z } from 'zod';

/** An error as RFC 9457 problem details, with what to do next. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Stable name of the error. */
    kind: z.string(),
    /** Next steps, the most likely first. */
    actions: z.array(z.string()).min(1),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
