import { z } from 'zod';
import { bandSchema, factorSchema } from './score.ts';

/** What a scoring run made of one record. A record that is not scored has a reason; one that failed has an error. */
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
    /** Without values of fields. */
    factors: z.array(factorSchema.omit({ value: true })),
    /** What went wrong: the record stands as it stood. */
    error: z.string().optional(),
  })
  .meta({ id: 'RunResult' });
export type RunResult = z.infer<typeof runResultSchema>;

/** Results of one run, in the order in which they were made; the next page is asked for by its locator. */
export const runResultPageSchema = z
  .strictObject({
    results: z.array(runResultSchema),
    /** Absent on the last page. */
    nextLocator: z.string().optional(),
  })
  .meta({ id: 'RunResultPage' });
export type RunResultPage = z.infer<typeof runResultPageSchema>;
