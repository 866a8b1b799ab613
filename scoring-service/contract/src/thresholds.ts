import { z } from 'zod';
import type { Code } from './codes.ts';

type Unit = 'count' | 'share' | 'index';

/** How the readiness shows a check that only a training can make. */
type TrainingCheck = {
  name: string;
  /** Not made for goals that learn from records as they stand. */
  needsDates?: boolean;
};

const limit = <Schema extends z.ZodType>(code: Code, unit: Unit, schema: Schema, trainingCheck?: TrainingCheck) => ({
  ...{ code, unit, schema, trainingCheck },
});
const count = (code: Code, value: number, check?: TrainingCheck) =>
  limit(code, 'count', z.number().nonnegative().default(value), check);
const share = (code: Code, value: number, check?: TrainingCheck) =>
  limit(code, 'share', z.number().min(0).max(1).default(value), check);
const index = (code: Code, value: number, check?: TrainingCheck) =>
  limit(code, 'index', z.number().nonnegative().default(value), check);

/**
 * Every limit of the quality checks with the code it belongs to, its default and, for a check that only a training can
 * make, its name. A share is from 0 to 1.
 */
export const thresholdLimits = {
  accounts: count(401, 100),
  contacts: count(402, 100),
  activities: count(403, 500),
  conversions: count(404, 10),
  nonConversions: count(900, 40),
  accountsWithActivity: share(405, 0.05),
  contactsWithActivity: share(406, 0.05),
  knownActivityTypes: share(407, 0.5, { name: 'Activities to score of types learned from', needsDates: true }),
  missingActivityStop: share(408, 0.8, { name: 'Missing rate of activity features', needsDates: true }),
  missingActivityWarn: share(201, 0.3, { name: 'Missing rate of activity features', needsDates: true }),
  missingFirmographicWarn: share(200, 0.3, { name: 'Missing rate of firmographic features' }),
  auc: share(409, 0.55, { name: 'Test AUC before tuning' }),
  tunedAuc: share(410, 0.6, { name: 'Test AUC after tuning' }),
  tuneBelowAuc: share(103, 0.65, { name: 'Test AUC below which tuning starts' }),
  suspiciousAuc: share(902, 0.95),
  trainingConversions: count(411, 40, { name: 'Conversions in the training data' }),
  /** Share of all successes in Low, and of the records in one band, above which bands part records badly. */
  lowSuccessShare: share(906, 0.5),
  bandShare: share(906, 0.95),
  replaceFrom: share(909, 0.95),
  /** Population stability index of one field from which it counts as drifted. */
  inputDrift: index(904, 0.25),
  /** A run that would take the score of more than this share of the scored records, and of at least 50, stops. */
  removedShare: share(946, 0.2),
  /** The share of the org's records that the integration user must see. */
  visibleShare: share(950, 0.9),
  /**
   * Share by which realised conversions may differ from the expected ones, beyond chance; of the test rows too (931).
   */
  outcomeDrift: share(930, 0.25),
  /** Share of refused writes above which a run fails, when at least `failedWrites` were refused. */
  failedWriteShare: share(940, 0.1),
  failedWrites: count(941, 10),
  /** Points by which a score has to move for a run to write it, unless its band changes. */
  writePoints: count(942, 2),
  /**
   * Conversions since a late history of Lead Status starts from which training leaves out what is older. With fewer, the
   * model of all leads is better: 0.838 instead of 0.793 test AUC on 5,000 leads with 300 days of history
   * (test/bench/quality, --history).
   */
  statusHistoryConversions: count(961, 500),
  /** Different names that may share an e-mail address before it is nobody's. */
  namesPerAddress: count(955, 5),
};

type Limits = typeof thresholdLimits;

/** Limits that goals, files and settings of earlier versions may name. */
const formerLimits = ['highAndMediumShare'];

const withoutFormer = (thresholds: unknown): unknown =>
  typeof thresholds === 'object' && thresholds !== null && !Array.isArray(thresholds)
    ? Object.fromEntries(Object.entries(thresholds).filter(([name]) => !formerLimits.includes(name)))
    : thresholds;

/** The limits of a goal's quality checks, with their defaults. */
export const thresholdsSchema = z.preprocess(
  withoutFormer,
  z
    .strictObject(
      Object.fromEntries(Object.entries(thresholdLimits).map(([name, { schema }]) => [name, schema])) as {
        [Name in keyof Limits]: Limits[Name]['schema'];
      },
    )
    .meta({ id: 'Thresholds' }),
);
export type Thresholds = z.infer<typeof thresholdsSchema>;

/** A limit of the quality checks that a goal may change. */
export const thresholdSchema = z
  .strictObject({
    name: z.string(),
    unit: z.enum(['count', 'share', 'index']),
    defaultValue: z.number(),
    code: z.int(),
    /** The text of the code; `{}` is the measured value. */
    text: z.string(),
  })
  .meta({ id: 'Threshold' });
export type Threshold = z.infer<typeof thresholdSchema>;

export const thresholdListSchema = z
  .strictObject({ thresholds: z.array(thresholdSchema) })
  .meta({ id: 'ThresholdList' });
export type ThresholdList = z.infer<typeof thresholdListSchema>;
