import { z } from 'zod';

/** One model of a goal in a list; the figures are of test rows that training did not use. */
export const modelSummarySchema = z
  .strictObject({
    version: z.string(),
    trainedAt: z.iso.datetime(),
    learner: z.string(),
    auc: z.number().min(0).max(1),
    aucLow: z.number().min(0).max(1),
    aucHigh: z.number().min(0).max(1),
    /** Training rows and test rows. */
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

/** An activated model; activating `previousVersion` undoes it. */
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
