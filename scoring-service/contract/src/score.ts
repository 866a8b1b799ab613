import { z } from 'zod';
import { scoreBasisSchema, scoredObjectSchema } from './goal.ts';
import { goalIdSchema, recordIdSchema } from './record-id.ts';

export const scoreRequestSchema = z
  .strictObject({ goalId: goalIdSchema, recordId: recordIdSchema })
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
  .strictObject({ goalIds: z.array(goalIdSchema).min(1).max(5), recordIds: z.array(recordIdSchema).min(1).max(200) })
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
    /** Absent for scores of versions that had one basis only. Scores of two bases cannot be compared. */
    basis: scoreBasisSchema.optional(),
  })
  .meta({ id: 'PastScore' });
export type PastScore = z.infer<typeof pastScoreSchema>;

/** Records of the model's held-back data whose score, with the goal's present basis, lies from `from` to `to`. */
export const scoreCountSchema = z
  .strictObject({ from: z.int(), to: z.int(), rows: z.int().nonnegative() })
  .meta({ id: 'ScoreCount' });

/**
 * Figures that depend on every input of the model, so that values of the inputs could be worked out from them: for who may
 * read all `sources`. Apex leaves them out for others.
 */
const exact = <Figures extends z.ZodRawShape>(figures: Figures) => z.strictObject({ sources, ...figures }).optional();

/** An action of the owner that raises the score. */
export const scoreChangeSchema = z
  .strictObject({
    /** The input of the model that it starts from. */
    field: z.string(),
    label: z.string(),
    action: z.enum(['call', 'email', 'meeting', 'campaign', 'fill in']),
    /** API name of the record's own field to fill in; absent for other actions, such as a phone call. */
    source: z.string().optional(),
    sources,
    /** Fields of the record that the owner has to be able to edit. */
    edits: z.array(z.string()),
    /** A sentence for reps: "A phone call today would raise the score." */
    text: z.string(),
    /** The score that the same model would then give. */
    exact: exact({ score: z.int().min(1).max(100), band: bandSchema }),
  })
  .meta({ id: 'ScoreChange' });
export type ScoreChange = z.infer<typeof scoreChangeSchema>;

/** An empty field that is worth filling in. */
export const nextFieldSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    /** API name of the record's own field. */
    source: z.string().optional(),
    sources,
    edits: z.array(z.string()),
    /** What filling it in does to the score; `either` depends on the value. */
    direction: z.enum(['raises', 'either']),
    text: z.string(),
    /** By how many points the score would move on average, up or down. */
    exact: exact({ expectedMove: z.number().nonnegative() }),
  })
  .meta({ id: 'NextField' });
export type NextField = z.infer<typeof nextFieldSchema>;

/** Training records with the same value of an input, or one of the same decile: how often they reached the goal. */
export const similarRecordsSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    source: z.string().optional(),
    sources,
    /** Their conversion divided by that of all training rows. */
    timesAverage: z.number().nonnegative(),
    /** Training rows behind it. */
    rows: z.int(),
    text: z.string(),
  })
  .meta({ id: 'SimilarRecords' });
export type SimilarRecords = z.infer<typeof similarRecordsSchema>;

/** What one reason is worth in points of the score, against an average record. */
export const reasonPointsSchema = z
  .strictObject({ field: z.string(), label: z.string(), source: z.string().optional(), points: z.int() })
  .meta({ id: 'ReasonPoints' });

/** An input that moved the score since an earlier one, the farthest first. */
export const scoreCauseSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    unit: reasonParts.unit,
    source: z.string().optional(),
    sources,
    /** The value of a computed input: a number, or a category. */
    value: z.number().optional(),
    category: z.string().optional(),
    /** What the change did to the score. */
    direction,
    /** "the last meeting 2 days ago" */
    text: z.string(),
  })
  .meta({ id: 'ScoreCause' });
export type ScoreCause = z.infer<typeof scoreCauseSchema>;

/** What moved the score since an earlier one of the same basis. */
export const scoreDifferenceSchema = z
  .strictObject({
    /** When the earlier score was computed. */
    since: z.iso.datetime(),
    /** Whether another model has scored it since. */
    isNewModel: z.boolean(),
    causes: z.array(scoreCauseSchema),
    /** Whole points that add up to `to` − `from`. */
    exact: exact({
      from: z.int().min(1).max(100),
      to: z.int().min(1).max(100),
      /** In the order of the causes. */
      points: z.array(z.int()),
      /** What came from another model or, with the same model, from the ranks of other records. */
      other: z.int(),
      /** What came from all other inputs of the record. */
      remainder: z.int(),
    }),
  })
  .meta({ id: 'ScoreDifference' });
export type ScoreDifference = z.infer<typeof scoreDifferenceSchema>;

/** How the account of a lead was found. */
export const accountFoundBySchema = z.enum(['Contact', 'E-mail domain', 'Web site', 'Company name']);

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
    /** How the account of the lead was found that lent it values; absent where none was, and for models of earlier versions. */
    account: z.strictObject({ foundBy: accountFoundBySchema, sources }).optional(),
    /** The newest first, at most 50. */
    history: z.array(pastScoreSchema),
    distribution: z.array(scoreCountSchema),
    /** Actions that raise the newest score, the most effective first; absent without a score. */
    changes: z.array(scoreChangeSchema).optional(),
    /** Empty fields to fill in, the one that moves the score most first; absent without a score. */
    nextFields: z.array(nextFieldSchema).optional(),
    /** How records like this one did, by reason; absent for models of earlier versions. */
    similar: z.array(similarRecordsSchema).optional(),
    /** What the reasons are worth. */
    worth: exact({ points: z.array(reasonPointsSchema) }),
    /** Against the newest score that is a week old, or the oldest; absent without an earlier score to compare with. */
    difference: scoreDifferenceSchema.optional(),
  })
  .meta({ id: 'ScoreDetails' });
export type ScoreDetails = z.infer<typeof scoreDetailsSchema>;
