import { z } from 'zod';
import { severitySchema } from './codes.ts';
import { goalInputSchema } from './goal-input.ts';
import { basisPreviewSchema } from './model-card.ts';
import { runMessageSchema } from './run-message.ts';

/** One quality check on live counts. */
export const readinessCheckSchema = z
  .strictObject({
    code: z.int(),
    severity: severitySchema,
    /** The measured quantity, in words. */
    name: z.string(),
    /** Unknown where the org does not say what the check needs; not needed where the check is of other goals. */
    outcome: z.enum(['passed', 'failed', 'warned', 'unknown', 'after training', 'not needed']),
    figure: z.number().optional(),
    threshold: z.number().optional(),
    /** How far the figure is on the wrong side of the threshold. */
    shortBy: z.number().optional(),
    /** When the check passes at the rate of the last 90 days. */
    passesOn: z.iso.date().optional(),
    /** The check's text, or why it cannot be made yet. */
    text: z.string(),
    /** Where the check failed or warns. */
    nextStep: z.string().optional(),
  })
  .meta({ id: 'ReadinessCheck' });
export type ReadinessCheck = z.infer<typeof readinessCheckSchema>;

export const readinessSchema = z
  .strictObject({
    /** Absent for a draft. */
    goalId: z.string().optional(),
    checkedAt: z.iso.datetime(),
    isReady: z.boolean(),
    checks: z.array(readinessCheckSchema),
    /**
     * What every basis would make of the test rows of the goal's model, with its present band limits; absent without a
     * model, and for one of an earlier version.
     */
    bases: z.array(basisPreviewSchema).optional(),
    /** Every input that the goal uses or could use; absent where the goal cannot be planned. */
    inputs: z.array(goalInputSchema).optional(),
    /** The qualified statuses that a goal on leads without any takes from the org's history. */
    suggestedStatuses: z.array(z.string()).optional(),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readinessSchema>;

/** What the org lacks of what a goal names; empty where it lacks nothing. */
export const needListSchema = z.strictObject({ messages: z.array(runMessageSchema) }).meta({ id: 'NeedList' });
export type NeedList = z.infer<typeof needListSchema>;
