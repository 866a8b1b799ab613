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

/** What a viewer must be able to read to know of this: objects and fields by API name, such as `Task` or `Lead.Industry`. */
const sources = z.array(z.string());

const direction = z.enum(['raises', 'lowers']);

const reasonParts = {
  field: z.string(),
  label: z.string(),
  unit: z.enum(['days', 'count', 'money', 'share', 'yes or no']).optional(),
  /** API name of the scored object's own field whose value this is; absent for what is computed. */
  source: z.string().optional(),
  sources,
  importance: z.enum(['low', 'medium', 'high']),
  direction,
  /** The field's contribution to the log odds, against an average record. */
  contribution: z.number(),
};

/** Why one field moved the score. */
export const factorSchema = z
  .strictObject({
    ...reasonParts,
    /** Formatted; absent where the value is missing. */
    value: z.string().optional(),
    /** A sentence for reps. */
    text: z.string(),
  })
  .meta({ id: 'Factor' });
export type Factor = z.infer<typeof factorSchema>;

/**
 * The same as it is stored on the record: a fact, which pages put into the viewer's words. Only a computed input has its
 * value; values of fields are read from the record, by who may read them.
 */
export const storedFactorSchema = z.strictObject({
  ...reasonParts,
  value: z.union([z.number(), z.string()]).optional(),
});
export type StoredFactor = z.infer<typeof storedFactorSchema>;

/** A person behind the score of an account; `share` is the person's part of the score, 0 to 1. */
export const carryingPersonSchema = z
  .strictObject({
    recordId: z.string(),
    object: z.enum(['Contact', 'Lead']),
    share: z.number().min(0).max(1),
  })
  .meta({ id: 'CarryingPerson' });
export type CarryingPerson = z.infer<typeof carryingPersonSchema>;

/**
 * The content of the record's factors field, as JSON. The integration user alone reads it; pages get the factors whose
 * sources the viewer may read. It holds more of them than are shown, so that what is shown says nothing of those left out. A record that is not scored has a reason, no probability and no factors.
 */
export const storedFactorsSchema = z.strictObject({
  basis: scoreBasisSchema,
  probability: z.number().min(0).max(1).optional(),
  /** The probability by the share of positives among the model's training rows; absent from earlier versions. */
  timesAverage: z.number().nonnegative().optional(),
  model: z.string(),
  reason: z.string().optional(),
  /** The score before the current one, with its time. */
  previous: z.strictObject({ score: z.int().min(0).max(100), scoredAt: z.iso.datetime() }).optional(),
  factors: z.array(storedFactorSchema),
  people: z.array(carryingPersonSchema).optional(),
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
    /** The probability by the share of positives among the model's training rows. */
    timesAverage: z.number().nonnegative().optional(),
    /** Fit (A to D) and engagement (1 to 4) by quarters of the open records, the best first. */
    grade: z.string().optional(),
    /** Points against the score of seven days before, where there was one of the same basis. */
    change: z.int().optional(),
    reason: z.string().optional(),
    scoredAt: z.iso.datetime(),
    modelVersion: z.string().optional(),
    /** Whether the record's fields had to be written. */
    isChanged: z.boolean(),
    factors: z.array(factorSchema),
    /** The people behind the score of an account, the most important first; absent for leads and contacts. */
    people: z.array(carryingPersonSchema).optional(),
  })
  .meta({ id: 'ScoreResult' });
export type ScoreResult = z.infer<typeof scoreResultSchema>;

/** Up to 200 records and up to five goals: every pair is evaluated. */
export const evaluationRequestSchema = z
  .strictObject({ goalIds: z.array(salesforceId).min(1).max(5), recordIds: z.array(salesforceId).min(1).max(200) })
  .meta({ id: 'EvaluationRequest' });
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>;

/** Why one pair was not evaluated. */
export const evaluationProblemSchema = z
  .strictObject({ kind: z.string(), detail: z.string(), actions: z.array(z.string()) })
  .meta({ id: 'EvaluationProblem' });

/** The outcome of one record and one goal: a result or a problem. */
export const evaluationSchema = z
  .strictObject({
    goalId: z.string(),
    recordId: z.string(),
    result: scoreResultSchema.optional(),
    problem: evaluationProblemSchema.optional(),
  })
  .meta({ id: 'Evaluation' });
export type Evaluation = z.infer<typeof evaluationSchema>;

/** In the order of the goals, and within a goal of the records. */
export const evaluationResultsSchema = z
  .strictObject({ results: z.array(evaluationSchema) })
  .meta({ id: 'EvaluationResults' });
export type EvaluationResults = z.infer<typeof evaluationResultsSchema>;

/** One past score of a record. */
export const pastScoreSchema = z
  .strictObject({
    receiptId: z.string(),
    scoredAt: z.iso.datetime(),
    score: z.int().min(0).max(100),
    band: bandSchema,
    modelVersion: z.string(),
  })
  .meta({ id: 'PastScore' });
export type PastScore = z.infer<typeof pastScoreSchema>;

/** Records of the model's held-back data whose score lies from `from` to `to`. */
export const scoreCountSchema = z
  .strictObject({ from: z.int(), to: z.int(), rows: z.int().nonnegative() })
  .meta({ id: 'ScoreCount' });

/** An action of the owner, and the score that the same model would then give. */
export const scoreChangeSchema = z
  .strictObject({
    /** The input of the model that it starts from. */
    field: z.string(),
    label: z.string(),
    /** API name of the record's own field to fill in; absent for other actions, such as a phone call. */
    source: z.string().optional(),
    /** A sentence for reps: "A phone call today would raise the score from 58 to 64." */
    text: z.string(),
    score: z.int().min(1).max(100),
    band: bandSchema,
  })
  .meta({ id: 'ScoreChange' });
export type ScoreChange = z.infer<typeof scoreChangeSchema>;

/** The empty field that is most worth filling in. */
export const nextFieldSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    /** API name of the record's own field. */
    source: z.string().optional(),
    text: z.string(),
    /** By how many points the score would move on average, up or down. */
    expectedMove: z.number().nonnegative(),
  })
  .meta({ id: 'NextField' });
export type NextField = z.infer<typeof nextFieldSchema>;

/** The details of a record's score, without field values. */
export const scoreDetailsSchema = z
  .strictObject({
    goalId: z.string(),
    recordId: z.string(),
    /** The goal as a sentence. */
    goalWords: z.string(),
    modelVersion: z.string().optional(),
    trainedAt: z.iso.datetime().optional(),
    auc: z.number().min(0).max(1).optional(),
    /** Of the newest score. */
    receiptId: z.string().optional(),
    /** The newest first, at most 50. */
    history: z.array(pastScoreSchema),
    distribution: z.array(scoreCountSchema),
    /** Actions that raise the newest score, at most two, the most effective first; absent without a score. */
    changes: z.array(scoreChangeSchema).optional(),
    /** The empty field to fill in next; absent where none would move the score enough. */
    nextField: nextFieldSchema.optional(),
  })
  .meta({ id: 'ScoreDetails' });
export type ScoreDetails = z.infer<typeof scoreDetailsSchema>;
