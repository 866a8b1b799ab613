import { z } from 'zod';
import { scoreBasisSchema } from './goal.ts';
import { bandSchema } from './score.ts';

/** The figures of a score, stored or computed again; a record that is not scored has score 0. */
export const scoreFiguresSchema = z
  .strictObject({
    score: z.int().min(0).max(100),
    band: bandSchema,
    /** To the last digit. */
    probability: z.number().min(0).max(1).optional(),
    percentile: z.int().min(1).max(100).optional(),
  })
  .meta({ id: 'ScoreFigures' });
export type ScoreFigures = z.infer<typeof scoreFiguresSchema>;

/** One de-identified input of a model; without a value where it was missing. */
export const featureValueSchema = z
  .strictObject({ field: z.string(), label: z.string(), value: z.string().optional() })
  .meta({ id: 'FeatureValue' });
export type FeatureValue = z.infer<typeof featureValueSchema>;

/** What was scored when, by which model, on which inputs: everything needed to compute the score again. */
export const receiptSchema = z
  .strictObject({
    id: z.string(),
    goalId: z.string(),
    recordId: z.string(),
    /** Absent for a single evaluation. */
    runKey: z.string().optional(),
    modelVersion: z.string(),
    scoredAt: z.iso.datetime(),
    figures: scoreFiguresSchema,
    basis: scoreBasisSchema.optional(),
    highFrom: z.int().optional(),
    mediumFrom: z.int().optional(),
    /** Why the record was not scored. */
    reason: z.string().optional(),
    /** Whether the inputs are still stored and the model can be read. */
    isReproducible: z.boolean(),
    /** Only for callers with the right to manage: these are values of fields. */
    features: z.array(featureValueSchema).optional(),
  })
  .meta({ id: 'Receipt' });
export type ReceiptDetails = z.infer<typeof receiptSchema>;

/** A past score computed again from its receipt alone. */
export const receiptVerificationSchema = z
  .strictObject({
    receiptId: z.string(),
    goalId: z.string(),
    recordId: z.string(),
    modelVersion: z.string(),
    scoredAt: z.iso.datetime(),
    stored: scoreFiguresSchema,
    recomputed: scoreFiguresSchema,
    /** Whether every figure is the same to the last digit. */
    isEqual: z.boolean(),
  })
  .meta({ id: 'ReceiptVerification' });
export type ReceiptVerification = z.infer<typeof receiptVerificationSchema>;

/** What was deleted about a record. */
export const forgottenRecordSchema = z
  .strictObject({ recordId: z.string(), receipts: z.int().nonnegative() })
  .meta({ id: 'ForgottenRecord' });
export type ForgottenRecord = z.infer<typeof forgottenRecordSchema>;
