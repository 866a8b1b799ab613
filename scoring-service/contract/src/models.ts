import { z } from 'zod';

/** One model of a goal, as a list shows it; the figures are of records held back from all learning. */
export const modelSummarySchema = z
  .strictObject({
    version: z.string(),
    trainedAt: z.iso.datetime(),
    learner: z.string(),
    auc: z.number().min(0).max(1),
    aucLow: z.number().min(0).max(1),
    aucHigh: z.number().min(0).max(1),
    /** Rows that it was learned from, and rows that it was measured on. */
    trainingRows: z.int(),
    testRows: z.int(),
    isActive: z.boolean(),
  })
  .meta({ id: 'ModelSummary' });
export type ModelSummary = z.infer<typeof modelSummarySchema>;

/** The newest first. */
export const modelListSchema = z
  .strictObject({ goalId: z.string(), models: z.array(modelSummarySchema) })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof modelListSchema>;

/** A model that was brought back; activating `previousVersion` undoes it. */
export const modelActivationSchema = z
  .strictObject({
    goalId: z.string(),
    version: z.string(),
    /** The model that was active before; absent where none was. */
    previousVersion: z.string().optional(),
    /** False where the model was the active one already. */
    isChanged: z.boolean(),
  })
  .meta({ id: 'ModelActivation' });
export type ModelActivation = z.infer<typeof modelActivationSchema>;
