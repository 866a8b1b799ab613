import { z } from 'zod';
import { goalInputSchema } from './goal-input.ts';
import { runMessageSchema } from './run-message.ts';
import { scoreBasisSchema } from './goal.ts';

const share = z.number().min(0).max(1);

/**
 * What a viewer must be able to read to know of an input: objects and fields by API name. Absent for inputs that the plan
 * of the model no longer knows, and where the card is not shown to users of the org.
 */
const sources = z.array(z.string()).optional();

/** The mean contribution of a group of a field's values to the log odds. */
export const fieldEffectSchema = z
  .strictObject({ value: z.string(), rows: z.int(), contribution: z.number() })
  .meta({ id: 'FieldEffect' });

export const importantFieldSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    sources,
    share,
    /** Groups of its values in their order, at most eight. */
    effects: z.array(fieldEffectSchema).optional(),
  })
  .meta({ id: 'ImportantField' });

export const leftOutFieldSchema = z
  .strictObject({ field: z.string(), label: z.string(), reason: z.string() })
  .meta({ id: 'LeftOutField' });

/** The test rows of one band; `conversion` is absent without rows. */
export const bandResultSchema = z
  .strictObject({
    band: z.enum(['High', 'Medium', 'Low']),
    rows: z.int(),
    positives: z.int(),
    share,
    conversion: share.optional(),
    /** The band's share of all rows that reached the goal; absent without any, and on cards of earlier versions. */
    successShare: share.optional(),
  })
  .meta({ id: 'BandResult' });

/** The bands that one basis would make of the test rows. */
export const basisPreviewSchema = z
  .strictObject({ basis: scoreBasisSchema, bands: z.array(bandResultSchema) })
  .meta({ id: 'BasisPreview' });
export type BasisPreview = z.infer<typeof basisPreviewSchema>;

const perScore = z.array(z.int().nonnegative()).length(100);

/** A preview with the test rows by score, element i for the score i + 1, from which bands of any limits follow. */
export const cardBasisSchema = basisPreviewSchema
  .extend({ rowsByScore: perScore, positivesByScore: perScore })
  .meta({ id: 'CardBasis' });

/** Mean probability of the test rows and the share of them that reached the goal. */
export const cardRatesSchema = z.strictObject({ predicted: share, happened: share }).meta({ id: 'CardRates' });

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

/** The org's data when the model was trained. */
export const cardDataSchema = z
  .strictObject({
    accounts: z.int(),
    contacts: z.int(),
    opportunities: z.int(),
    activities: z.int(),
    conversions: z.int(),
    historyDays: z.int(),
    /** First and last observation date of training and test rows; absent where rows have no dates. */
    trainedFrom: z.iso.datetime().optional(),
    trainedTo: z.iso.datetime().optional(),
    testedFrom: z.iso.datetime().optional(),
    testedTo: z.iso.datetime().optional(),
  })
  .meta({ id: 'CardData' });

/** A compared learner with its out-of-fold log loss on the training part. */
export const cardContenderSchema = z
  .strictObject({ name: z.string(), logLoss: z.number() })
  .meta({ id: 'CardContender' });

/** The comparison with the active model on the same newest rows. */
export const cardChallengeSchema = z
  .strictObject({
    activeVersion: z.string(),
    activeAuc: share,
    auc: share,
    isReplacing: z.boolean(),
    reason: z.string(),
  })
  .meta({ id: 'CardChallenge' });

/** The strongest fields among the records that share a value of a field. */
export const cardSegmentSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    sources,
    value: z.string(),
    rows: z.int(),
    conversion: share,
    meanProbability: share,
    strongestFields: z.array(z.strictObject({ field: z.string(), label: z.string(), sources, share })),
  })
  .meta({ id: 'CardSegment' });

/** Realised outcomes of records after their timeframe, by the band of their first score from this model. */
export const realisedBandSchema = z
  .strictObject({
    band: z.enum(['High', 'Medium', 'Low']),
    records: z.int(),
    conversions: z.int(),
    /** The sum of their probabilities. */
    expected: z.number(),
    conversion: share.optional(),
  })
  .meta({ id: 'RealisedBand' });

export const realisedSchema = z
  .strictObject({ measuredAt: z.iso.datetime(), bands: z.array(realisedBandSchema) })
  .meta({ id: 'Realised' });
export type Realised = z.infer<typeof realisedSchema>;

/** One parameter set that tuning tried; the best comes first. */
export const cardTrialSchema = z
  .strictObject({
    trees: z.int(),
    maxDepth: z.int(),
    learningRate: z.number(),
    logLoss: z.number(),
    validationRows: z.int(),
  })
  .meta({ id: 'CardTrial' });

/** A group of a field of the fairness check, among the test rows. */
export const cardGroupSchema = z
  .strictObject({
    group: z.string(),
    rows: z.int(),
    /** The group's share among the best-scored fifth, and its ratio to that of the most favoured group. */
    selectedShare: share,
    ratio: z.number(),
    meanProbability: share,
    conversion: share,
    isDisadvantaged: z.boolean(),
  })
  .meta({ id: 'CardGroup' });

/** `proxies` are inputs of the model that predict a group of the field. */
export const cardFairnessSchema = z
  .strictObject({
    field: z.string(),
    label: z.string(),
    sources,
    groups: z.array(cardGroupSchema),
    proxies: z.array(z.strictObject({ field: z.string(), label: z.string(), sources, group: z.string(), auc: share })),
  })
  .meta({ id: 'CardFairness' });

/** What an admin needs to trust a model; every figure is of test rows that training did not use. */
export const modelCardSchema = z
  .strictObject({
    goalId: z.string(),
    version: z.string(),
    trainedAt: z.iso.datetime(),
    asOf: z.iso.datetime(),
    isActive: z.boolean(),
    seed: z.int(),
    learner: z.string(),
    /** The comparison of learners and the reason of the choice; absent from cards of earlier versions. */
    learnerReason: z.string().optional(),
    contenders: z.array(cardContenderSchema).optional(),
    trials: z.array(cardTrialSchema).optional(),
    /** Only where the goal marks fields for the fairness check. */
    fairness: z.array(cardFairnessSchema).optional(),
    /** By time (the newest records are the test), or by chance where records have no usable dates. */
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
    /** The goal in words, as it was when the model was trained. Absent on cards of earlier versions, as all below. */
    goalWords: z.string().optional(),
    timeframeDays: z.int().optional(),
    data: cardDataSchema.optional(),
    challenge: cardChallengeSchema.optional(),
    segments: z.array(cardSegmentSchema).optional(),
    /** The limits of the model, in sentences. */
    limits: z.array(z.string()).optional(),
    /** What every basis would make of the test rows, with the goal's band limits. */
    bases: z.array(cardBasisSchema).optional(),
    /** The share of all training rows, before sampling, that reached the goal: relative scores compare with it. */
    averageRate: share.optional(),
    /** Only where both rates differ by more than chance explains (931). */
    rateWarning: cardRatesSchema.optional(),
    /** Every input that the model uses or could use. */
    inputs: z.array(goalInputSchema).optional(),
    /** Measured by every run once scores are older than the timeframe. */
    realised: realisedSchema.optional(),
  })
  .meta({ id: 'ModelCard' });
export type ModelCard = z.infer<typeof modelCardSchema>;

/** Both rates in words: "predicted 13 %, happened 31 %". */
export const rateWords = ({ predicted, happened }: z.infer<typeof cardRatesSchema>): string =>
  `predicted ${wholePercent(predicted)}, happened ${wholePercent(happened)}`;

/** Whole percents, one decimal below 10 %. */
const wholePercent = (share: number): string => `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))} %`;
