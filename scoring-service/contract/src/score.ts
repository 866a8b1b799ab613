import { z } from 'zod';
import { scoreBasisSchema, scoredObjectSchema } from './goal.ts';

const salesforceId = z
  .string()
  .regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/, 'A Salesforce record id has 15 or 18 letters and digits.');

export const scoreRequestSchema = z
  .strictObject({ goalId: salesforceId, recordId: salesforceId })
  .meta({ id: 'ScoreRequest' });
export type ScoreRequest = z.infer<typeof scoreRequestSchema>;

export const bandSchema = z.enum(['High', 'Medium', 'Low', 'Not scored']);

/** Why one field moved the score. */
export const factorSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    /** Left out where the org does not say, and in what is stored on the record. */
    value: z.string().optional(),
    importance: z.enum(['low', 'medium', 'high']),
    direction: z.enum(['raises', 'lowers']),
    /** A sentence a rep understands. */
    text: z.string(),
    /** What the field adds to or takes from the log odds, against an average record. */
    contribution: z.number(),
  })
  .meta({ id: 'Factor' });
export type Factor = z.infer<typeof factorSchema>;

/** What the record's factors field holds, as JSON: no field values, so that it shows nothing a viewer may not read. */
export const storedFactorsSchema = z.strictObject({
  basis: scoreBasisSchema,
  probability: z.number().min(0).max(1),
  model: z.string(),
  factors: z.array(factorSchema.omit({ value: true })),
});
export type StoredFactors = z.infer<typeof storedFactorsSchema>;

/** The outcome of one evaluation. A record that is not scored has score 0 and a reason. */
export const scoreResultSchema = z
  .strictObject({
    goalId: z.string(),
    recordId: z.string(),
    object: scoredObjectSchema,
    isQualified: z.boolean(),
    score: z.int().min(0).max(100),
    band: bandSchema,
    basis: scoreBasisSchema,
    /** Calibrated probability of reaching the goal within the timeframe, 0 to 1. */
    probability: z.number().min(0).max(1).optional(),
    percentile: z.int().min(1).max(100).optional(),
    reason: z.string().optional(),
    scoredAt: z.iso.datetime(),
    modelVersion: z.string().optional(),
    /** Whether the record's fields had to be written. */
    isChanged: z.boolean(),
    factors: z.array(factorSchema),
  })
  .meta({ id: 'ScoreResult' });
export type ScoreResult = z.infer<typeof scoreResultSchema>;
