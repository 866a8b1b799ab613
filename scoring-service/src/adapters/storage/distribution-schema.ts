import { z } from 'zod';
import type { SeenInputs } from '../../domain/drift/input-drift.ts';
import type { TrainingDistribution } from '../../domain/features/training-distribution.ts';

const counts = z.array(z.array(z.number()));

/** A distribution as it was stored with its model. */
export const trainingDistributionSchema = z.strictObject({
  ages: z.array(z.number()),
  fields: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), field: z.string(), cuts: z.array(z.number()), counts }),
      z.strictObject({ kind: z.literal('category'), field: z.string(), levels: z.array(z.string()), counts }),
    ]),
  ),
}) satisfies z.ZodType<TrainingDistribution>;

/** Counts as they were stored with a run. */
export const seenInputsSchema = z.strictObject({
  ages: z.array(z.number()),
  fields: z.record(z.string(), z.array(z.number())),
}) satisfies z.ZodType<SeenInputs>;
