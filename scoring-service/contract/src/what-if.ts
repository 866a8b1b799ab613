import { z } from 'zod';
import { scoreBasisSchema } from './goal.ts';
import { scoreFiguresSchema } from './receipt.ts';
import { factorSchema } from './score.ts';

/**
 * New values of fields of the record, or of inputs of the model, as text: by API name (`Industry`) or by the name of the
 * input (`calls_30_days`). An empty text clears the field.
 */
export const whatIfRequestSchema = z
  .strictObject({
    changes: z
      .record(z.string().min(1).max(120), z.string().max(4000))
      .refine((changes) => Object.keys(changes).length > 0, 'At least one field is expected.')
      .refine((changes) => Object.keys(changes).length <= 50, 'At most 50 fields are expected.'),
  })
  .meta({ id: 'WhatIfRequest' });
export type WhatIfRequest = z.infer<typeof whatIfRequestSchema>;

/** The score of a record as it is and as it would be; nothing is written. */
export const whatIfResultSchema = z
  .strictObject({
    goalId: z.string(),
    recordId: z.string(),
    modelVersion: z.string(),
    basis: scoreBasisSchema,
    /** Why the record is not scored; the figures then are what it would have. */
    reason: z.string().optional(),
    now: scoreFiguresSchema,
    then: scoreFiguresSchema,
    /** The factors of the score that it would have. */
    factors: z.array(factorSchema),
    /** Changed fields that the model does not use. */
    withoutEffect: z.array(z.string()),
  })
  .meta({ id: 'WhatIfResult' });
export type WhatIfResult = z.infer<typeof whatIfResultSchema>;
