import { z } from 'zod';
import { runMessageSchema } from './codes.ts';
import { profileTypeSchema } from './goal.ts';

export const jobTypeSchema = z.enum(['Training', 'Scoring', 'Deletion']);
export type JobType = z.infer<typeof jobTypeSchema>;

export const runStatusSchema = z.enum(['Queued', 'Processing', 'Successful', 'Failed', 'Paused']);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const triggerSchema = z.enum(['Manual', 'Schedule', 'Goal created', 'Command line', 'Qualification', 'API']);
export type Trigger = z.infer<typeof triggerSchema>;

export const skippedReasonSchema = z.strictObject({ reason: z.string(), count: z.int() }).meta({ id: 'SkippedReason' });

/** A training, a scoring or a deletion of scores, as `Score_Run__c` holds it. */
export const runSchema = z
  .strictObject({
    key: z.string(),
    goalId: z.string(),
    goalName: z.string(),
    jobType: jobTypeSchema,
    profileType: profileTypeSchema,
    trigger: triggerSchema,
    status: runStatusSchema,
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    processingSeconds: z.number().nonnegative().optional(),
    progressPercent: z.int().min(0).max(100),
    read: z.int().nonnegative(),
    scored: z.int().nonnegative(),
    changed: z.int().nonnegative(),
    skipped: z.int().nonnegative(),
    skippedReasons: z.array(skippedReasonSchema),
    failed: z.int().nonnegative(),
    messages: z.array(runMessageSchema),
    modelVersion: z.string().optional(),
    testAuc: z.number().min(0).max(1).optional(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof runSchema>;

export const runListSchema = z.strictObject({ runs: z.array(runSchema) }).meta({ id: 'RunList' });

export const runRequestSchema = z
  .strictObject({ jobType: z.enum(['Training', 'Scoring']), trigger: triggerSchema.default('API') })
  .meta({ id: 'RunRequest' });
export type RunRequest = z.infer<typeof runRequestSchema>;
