import { z } from 'zod';
import { runMessageSchema } from './run-message.ts';
import { profileTypeSchema } from './goal.ts';

export const jobTypeSchema = z.enum(['Training', 'Scoring', 'Deletion']);
export type JobType = z.infer<typeof jobTypeSchema>;

export const runStatusSchema = z.enum(['Queued', 'Processing', 'Successful', 'Failed', 'Paused']);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const triggerSchema = z.enum(['Manual', 'Schedule', 'Goal created', 'Command line', 'Qualification', 'API']);
export type Trigger = z.infer<typeof triggerSchema>;

export const skippedReasonSchema = z.strictObject({ reason: z.string(), count: z.int() }).meta({ id: 'SkippedReason' });

/** A training, a scoring or a deletion of scores, the record `Score_Run__c`. */
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

export const runStageSchema = z.enum(['Waiting', 'Reading', 'Preparing', 'Learning', 'Scoring', 'Finishing', 'Ended']);
export type RunStage = z.infer<typeof runStageSchema>;

/** The progress of a run, which the service has without calling the org; clients may poll it every second. */
export const runProgressSchema = runSchema
  .pick({
    key: true,
    jobType: true,
    progressPercent: true,
    read: true,
    scored: true,
    changed: true,
    skipped: true,
    failed: true,
  })
  .extend({
    stage: runStageSchema,
    /** The number of records; known once they are read. */
    total: z.int().nonnegative().optional(),
  })
  .meta({ id: 'RunProgress' });
export type RunProgress = z.infer<typeof runProgressSchema>;

export const runListSchema = z.strictObject({ runs: z.array(runSchema) }).meta({ id: 'RunList' });

/** A run to start. A scoring covers every open record of the goal, or those that a condition or a list of ids selects. */
export const runRequestSchema = z
  .strictObject({
    jobType: z.enum(['Training', 'Scoring']),
    trigger: triggerSchema.default('API'),
    /** A SOQL condition on the goal's object, without the word WHERE. */
    where: z.string().min(1).max(10_000).optional(),
    /** The id of a list that was uploaded before. */
    idListId: z.uuid().optional(),
    /** Lets a scoring go on although it takes the score of many records, at which it stops otherwise (946). */
    acceptRemovals: z.boolean().optional(),
  })
  .refine(({ where, idListId }) => where === undefined || idListId === undefined, {
    path: ['idListId'],
    error: 'Give a condition or a list of ids, not both.',
  })
  .refine(({ jobType, where, idListId }) => jobType === 'Scoring' || (where === undefined && idListId === undefined), {
    path: ['jobType'],
    error: 'Only a scoring can be of some records.',
  })
  .meta({ id: 'RunRequest' });
export type RunRequest = z.infer<typeof runRequestSchema>;

/** How a run that ended goes on. */
export const resumeRequestSchema = z
  .strictObject({
    /**
     * Accepts the removal of scores at which a scoring stopped (946). As it has written nothing, it starts again as a new
     * run of the same records.
     */
    acceptRemovals: z.boolean().optional(),
    /** What starts the new run. */
    trigger: triggerSchema.default('API'),
  })
  .meta({ id: 'ResumeRequest' });
export type ResumeRequest = z.infer<typeof resumeRequestSchema>;
