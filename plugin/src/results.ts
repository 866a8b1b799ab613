import {
  connectionSchema,
  goalSchema,
  modelActivationSchema,
  modelCardSchema,
  modelListSchema,
  readinessSchema,
  receiptVerificationSchema,
  runListSchema,
  runSchema,
  scoreDetailsSchema,
  scoreResultSchema,
  whatIfResultSchema,
} from '@plumbline/contract';
import { z } from 'zod';

/** What `sf score service …` returns. */
export const serviceResultSchema = z.strictObject({
  orgId: z.string(),
  url: z.string(),
  /** `environment` where the address or the token comes from an environment variable. */
  source: z.enum(['saved', 'environment']),
  /** The service's own report; absent with --no-check. */
  connection: connectionSchema.optional(),
  /** Whether every check of the connection passed and the token can manage goals and runs. */
  isReady: z.boolean(),
});
export type ServiceResult = z.infer<typeof serviceResultSchema>;

export const disconnectResultSchema = z.strictObject({ orgId: z.string(), isForgotten: z.boolean() });

/** A goal with the status that the service writes to its record in the org. */
export const goalResultSchema = goalSchema.extend({
  savedSettings: z.record(z.string(), z.unknown()).optional(),
  statusMessage: z.string().optional(),
  testAuc: z.number().optional(),
  lastTrainedAt: z.iso.datetime().optional(),
  lastScoredAt: z.iso.datetime().optional(),
  recordsScored: z.number().optional(),
  nextScoringAt: z.iso.datetime().optional(),
  nextTrainingAt: z.iso.datetime().optional(),
});

export const goalListResultSchema = z.strictObject({ goals: z.array(goalResultSchema) });

/** The outcome of a command for one goal. */
export const goalChangeSchema = z.strictObject({
  name: z.string(),
  /** Absent for a goal that is not in the org, and in a dry run. */
  id: z.string().optional(),
  outcome: z.enum(['created', 'changed', 'unchanged', 'deleted']),
  isDryRun: z.boolean(),
  /** The properties of the goal that differ. */
  differences: z.array(z.strictObject({ part: z.string(), from: z.string(), to: z.string() })),
  file: z.string().optional(),
});
export type GoalChange = z.infer<typeof goalChangeSchema>;

export const goalChangesSchema = z.strictObject({ goals: z.array(goalChangeSchema) });

export const goalDeletionSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The run that removes the goal's scores; absent where no service is connected. */
  deletionRun: z.string().optional(),
});

export const goalExportSchema = z.strictObject({
  folder: z.string(),
  files: z.array(z.strictObject({ name: z.string(), file: z.string(), isChanged: z.boolean() })),
});

export const generatedFieldsSchema = z.strictObject({ scoreField: z.string(), files: z.array(z.string()) });

export { readinessSchema as readinessResultSchema };

/** A run and what the command did with it. */
export const runOutcomeSchema = z.strictObject({
  jobId: z.string(),
  run: runSchema,
  /** The number of ids in the file, duplicates included. */
  idsSent: z.int().optional(),
  outputFile: z.string().optional(),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

export const runResultsSchema = z.strictObject({
  jobId: z.string(),
  status: runSchema.shape.status,
  records: z.int(),
  failedRecords: z.int(),
  outputFile: z.string(),
});
export type RunResults = z.infer<typeof runResultsSchema>;

export { runListSchema as runListResultSchema, runSchema as runReportSchema };

export const recordResultSchema = z.strictObject({
  result: scoreResultSchema,
  details: scoreDetailsSchema,
  whatIf: whatIfResultSchema.optional(),
});

export const modelDisplayResultSchema = z.strictObject({ card: modelCardSchema, htmlFile: z.string().optional() });

export { modelListSchema as modelListResultSchema, modelActivationSchema as modelActivationResultSchema };
export { receiptVerificationSchema as receiptVerificationResultSchema };

/** One check of the doctor; `command` is the next step where it did not pass. */
export const doctorCheckSchema = z.strictObject({
  part: z.enum([
    'Org',
    'Permission sets',
    'Fields',
    'Service',
    'Integration user',
    'Goals',
    'Model',
    'Window',
    'Limits',
  ]),
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'unknown']),
  /** An unknown outcome that is no problem: the org does not say, and need not. */
  isOptional: z.boolean().optional(),
  detail: z.string(),
  command: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const doctorResultSchema = z.strictObject({ isHealthy: z.boolean(), checks: z.array(doctorCheckSchema) });
