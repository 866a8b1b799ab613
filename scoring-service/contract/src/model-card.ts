import { z } from 'zod';
import { runMessageSchema } from './codes.ts';

const share = z.number().min(0).max(1);

export const importantFieldSchema = z
  .strictObject({ field: z.string(), label: z.string(), share })
  .meta({ id: 'ImportantField' });

export const leftOutFieldSchema = z
  .strictObject({ field: z.string(), label: z.string(), reason: z.string() })
  .meta({ id: 'LeftOutField' });

/** Records of one band among those the model had not seen; `conversion` is absent without records. */
export const bandResultSchema = z
  .strictObject({
    band: z.enum(['High', 'Medium', 'Low']),
    rows: z.int(),
    positives: z.int(),
    share,
    conversion: share.optional(),
  })
  .meta({ id: 'BandResult' });

export const cardCalibrationBinSchema = z
  .strictObject({ rows: z.int(), meanProbability: share, positiveShare: share })
  .meta({ id: 'CardCalibrationBin' });
export const cardRocPointSchema = z
  .strictObject({ falsePositiveRate: share, truePositiveRate: share })
  .meta({ id: 'CardRocPoint' });
export const cardLiftPointSchema = z
  .strictObject({ share, found: share, lift: z.number() })
  .meta({ id: 'CardLiftPoint' });
export const cardConfusionSchema = z
  .strictObject({
    threshold: share,
    truePositives: z.int(),
    falsePositives: z.int(),
    trueNegatives: z.int(),
    falseNegatives: z.int(),
  })
  .meta({ id: 'CardConfusion' });
export const cardScoreBinSchema = z
  .strictObject({ from: z.int(), to: z.int(), rows: z.int(), positives: z.int() })
  .meta({ id: 'CardScoreBin' });

/** How the learners did on rows they had not seen. */
export const cardContenderSchema = z
  .strictObject({ name: z.string(), logLoss: z.number() })
  .meta({ id: 'CardContender' });

/** One setting that tuning tried, the best first. */
export const cardTrialSchema = z
  .strictObject({
    trees: z.int(),
    maxDepth: z.int(),
    learningRate: z.number(),
    logLoss: z.number(),
    validationRows: z.int(),
  })
  .meta({ id: 'CardTrial' });

/** A group of a field that was marked for the fairness check, among the test records. */
export const cardGroupSchema = z
  .strictObject({
    group: z.string(),
    rows: z.int(),
    /** Of the group, how many are among the best-scored fifth; `ratio` is that against the most favoured group. */
    selectedShare: share,
    ratio: z.number(),
    meanProbability: share,
    conversion: share,
    isDisadvantaged: z.boolean(),
  })
  .meta({ id: 'CardGroup' });

/** `proxies` are fields of the model that tell a group of the marked field. */
export const cardFairnessSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    groups: z.array(cardGroupSchema),
    proxies: z.array(z.strictObject({ field: z.string(), label: z.string(), group: z.string(), auc: share })),
  })
  .meta({ id: 'CardFairness' });

/** What an admin needs to trust a model; every figure is of records held back from all learning. */
export const modelCardSchema = z
  .strictObject({
    goalId: z.string(),
    version: z.string(),
    trainedAt: z.iso.datetime(),
    asOf: z.iso.datetime(),
    isActive: z.boolean(),
    seed: z.int(),
    learner: z.string(),
    /** What was compared and why it was chosen; absent from cards of earlier versions. */
    learnerReason: z.string().optional(),
    contenders: z.array(cardContenderSchema).optional(),
    trials: z.array(cardTrialSchema).optional(),
    fairness: z.array(cardFairnessSchema).optional(),
    /** By time (newest records), or by chance where the dates do not tell records apart. */
    splitBy: z.enum(['time', 'chance']),
    trainingRows: z.int(),
    trainingPositives: z.int(),
    testRows: z.int(),
    testPositives: z.int(),
    leftOutRows: z.int(),
    auc: share,
    aucLow: share,
    aucHigh: share,
    logLoss: z.number(),
    brier: z.number(),
    expectedCalibrationError: z.number(),
    baseRate: share,
    topDecileLift: z.number(),
    roc: z.array(cardRocPointSchema),
    lift: z.array(cardLiftPointSchema),
    calibration: z.array(cardCalibrationBinSchema),
    confusion: z.array(cardConfusionSchema),
    scores: z.array(cardScoreBinSchema),
    bands: z.array(bandResultSchema),
    strongestFields: z.array(importantFieldSchema),
    leftOutFields: z.array(leftOutFieldSchema),
    messages: z.array(runMessageSchema),
  })
  .meta({ id: 'ModelCard' });
export type ModelCard = z.infer<typeof modelCardSchema>;
