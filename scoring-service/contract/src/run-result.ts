import { z } from 'zod';
import { bandSchema, storedFactorSchema } from './score.ts';

/** The result of a scoring run for one record. A record that is not scored has a reason; a failed one has an error. */
export const runResultSchema = z
  .strictObject({
    recordId: z.string(),
    score: z.int().min(0).max(100).optional(),
    band: bandSchema.optional(),
    probability: z.number().min(0).max(1).optional(),
    percentile: z.int().min(1).max(100).optional(),
    /** Why the record has score 0. */
    reason: z.string().optional(),
    /** Whether its fields had to be written. */
    isChanged: z.boolean(),
    /** Without values. Results of earlier versions have no sources, and sentences. */
    factors: z.array(
      storedFactorSchema.omit({ value: true }).extend({
        sources: storedFactorSchema.shape.sources.optional(),
        text: z.string().optional(),
      }),
    ),
    /** Why the record was not written; it keeps its old score. */
    error: z.string().optional(),
  })
  .meta({ id: 'RunResult' });
export type RunResult = z.infer<typeof runResultSchema>;

/** Results of one run in the order of scoring; the locator requests the next page. */
export const runResultPageSchema = z
  .strictObject({
    results: z.array(runResultSchema),
    /** Absent on the last page. */
    nextLocator: z.string().optional(),
  })
  .meta({ id: 'RunResultPage' });
export type RunResultPage = z.infer<typeof runResultPageSchema>;
