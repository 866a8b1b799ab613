import { z } from 'zod';
import { goalIdSchema } from './record-id.ts';
import { evaluationProblemSchema } from './score.ts';

/** Deleted goals whose scores are to be removed. */
export const deletionRequestSchema = z
  .strictObject({ goalIds: z.array(goalIdSchema).min(1).max(200) })
  .meta({ id: 'DeletionRequest' });
export type DeletionRequest = z.infer<typeof deletionRequestSchema>;

/** What came of one goal. Neither a run nor a problem: there is nothing to remove, or it is being removed already. */
export const deletionResultSchema = z
  .strictObject({ goalId: z.string(), runKey: z.uuid().optional(), problem: evaluationProblemSchema.optional() })
  .meta({ id: 'DeletionResult' });
export type DeletionResult = z.infer<typeof deletionResultSchema>;

/** In the order of the goals. */
export const deletionResultsSchema = z
  .strictObject({ results: z.array(deletionResultSchema) })
  .meta({ id: 'DeletionResults' });
export type DeletionResults = z.infer<typeof deletionResultsSchema>;
