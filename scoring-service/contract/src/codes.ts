import { z } from 'zod';

/** An ERROR stops the run. */
export const severitySchema = z.enum(['ERROR', 'WARNING', 'INFO']);
export type Severity = z.infer<typeof severitySchema>;

/**
 * The exact texts of the quality checks; `{}` is the measured value. A code is never an HTTP status. Codes from 900 up
 * are additions to the specified ones.
 */
export const codeTexts = {
  100: 'INFO 100. Leads AI quality check: the count of accounts is: {}.',
  101: 'INFO 101. Leads AI quality check: the count of contacts is: {}.',
  102: 'INFO 102. Leads AI quality check: the count of opportunities is: {}.',
  103: 'INFO 103. Leads AI quality check: testing auc is low. Start parameter tuning. Testing auc: {}.',
  200: 'WARNING 200. Leads AI quality check: the missing rate of firmographic features is: {}.',
  201: 'WARNING 201. Leads AI quality check: the missing rate of activity features is: {}.',
  401: 'ERROR 401. Leads AI pipeline stopped: not enough valid accounts for account scoring. Count of accounts: {}.',
  402: 'ERROR 402. Leads AI pipeline stopped: not enough valid contacts for contact scoring. Count of contacts: {}.',
  403: 'ERROR 403. Leads AI pipeline stopped: not enough activity volume for model training. Count of events: {}.',
  404: 'ERROR 404. Leads AI pipeline stopped: not enough conversions for model training. Count of conversions: {}.',
  405: 'ERROR 405. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of accounts has activity.',
  406: 'ERROR 406. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of contacts has activity.',
  407: 'ERROR 407. Leads AI pipeline stopped: scoring data activity types do not match with training data.',
  408: 'ERROR 408. Leads AI pipeline stopped: missing rate is too high for activity features. Missing rate: {}.',
  409: 'ERROR 409. Leads AI pipeline stopped: test auc is too low. Test auc: {}.',
  410: 'ERROR 410. Leads AI pipeline stopped: test auc is too low after parameter tuning. Test auc: {}.',
  411: 'ERROR 411. Leads AI pipeline stopped: training data does not have enough conversions to produce reliable model. Conversions: {}.',
  412: 'ERROR 412. Leads AI pipeline stopped: test data does not have any conversion to calculate AUC-ROC.',
  900: 'ERROR 900. Not enough records that did not reach the goal for model training. Count: {}.',
  901: 'WARNING 901. Fields filled or changed only after the outcome are left out: {}.',
  902: 'WARNING 902. The test auc is suspiciously high: a field may contain the outcome. Test auc: {}.',
  903: 'WARNING 903. The history is shorter than six months plus the timeframe. Days of history: {}.',
  904: 'WARNING 904. The inputs have drifted from the training data: {}.',
  905: 'INFO 905. The training rows were sampled by chance with a fixed seed. Rows used: {}.',
  906: 'WARNING 906. The bands of this score basis part records badly; consider the score basis {}.',
  907: 'INFO 907. The goal learns from one row per record as it stands, without dates: activity checks are not made. Rows: {}.',
  908: 'INFO 908. Records of people who do not want to be profiled are left out. Count: {}.',
  909: 'WARNING 909. The new model is not at least 95 percent as good as the active one, which stays in use. Test auc new and active: {}.',
  910: 'ERROR 910. The run stopped: {}',
  911: 'INFO 911. The run was ended early: {}',
  920: 'INFO 920. Parameter tuning tried on later data {}.',
  921: 'WARNING 921. Fields stand in for a field marked for the fairness check: {}.',
  922: 'WARNING 922. A group is found among the best-scored fifth less than 80 percent as often as the most favoured one: {}.',
  923: 'INFO 923. The fairness check could not be made for: {}.',
  930: 'WARNING 930. The outcomes have drifted from the predictions of the model. Records, expected and realised conversions: {}.',
  931: 'WARNING 931. The rate that the model predicts for the newest records differs from what happened by more than chance: {}.',
  940: 'ERROR 940. The org refused too many scores, which stay as they were. Refused: {}.',
  941: 'WARNING 941. The org refused scores: {}',
  942: 'INFO 942. Scores that changed too little to be written stay as they were. Count: {}.',
  945: 'ERROR 945. The score goal names what the org does not have or the integration user cannot read: {}',
  946: 'ERROR 946. The run stopped before it wrote, because it would take the score of {}',
  947: 'WARNING 947. The score goal names what the org does not have or the integration user cannot read: {}',
  948: 'ERROR 948. The integration user can no longer read what the active model reads: {}',
  949: 'WARNING 949. The training does without fields that the last model read, because the integration user can no longer read them: {}',
  950: 'WARNING 950. The integration user does not see all records of the org: {}',
  951: 'WARNING 951. Some scores could not be removed: {}',
  952: 'INFO 952. An admin accepted that the run takes scores. Records: {}.',
  953: "INFO 953. The score goal names no qualified statuses, so it takes those that the org's leads leave again: {}",
  954: 'WARNING 954. The score goal names no qualified statuses, so it scores leads in every open status: {}',
  956: 'WARNING 956. The org shows no e-mail: e-mails that Einstein Activity Capture keeps outside the org cannot be read, so the model learns from calls and meetings only. E-mails: {}.',
  957: 'INFO 957. The org has person accounts: each counts as an account with one person, and a contact goal writes the score to the contact behind it. Person accounts: {}.',
  955: 'INFO 955. E-mail addresses that many people share match nobody, and an opt-out of one holds for its record only. Records, and of them opted out: {}.',
  958: 'ERROR 958. The score goal needs at least one qualified status: {}',
  960: 'WARNING 960. Lead Status has no field history: leads count as qualified until they were converted or last changed. Switch on history tracking for Lead Status. Leads whose earlier status is unknown: {}.',
  961: 'INFO 961. The training starts where the history of Lead Status starts: {}.',
  962: 'WARNING 962. The history of Lead Status is too short to learn from it alone: before it, leads count as qualified until they were converted or last changed. The history starts: {}.',
  963: 'WARNING 963. The org has no field history of {}',
  964: 'INFO 964. Field history holds texts that are neither values nor labels of their picklists and count as unknown. Changes by field: {}.',
} as const;

export type Code = keyof typeof codeTexts;

export const codes = Object.keys(codeTexts).map(Number) as Code[];

export const severityOf = (code: Code): Severity => severitySchema.parse(codeTexts[code].split(' ')[0]);

/** The text of a code with its measured value. */
export const textOf = (code: Code, detail: string): string => codeTexts[code].replace('{}', () => detail);

/** A result of a quality check: a code with its measured value. */
export type Finding = { code: Code; detail: string };

/** A finding as a run stores it. */
export const runMessageSchema = z
  .strictObject({ code: z.int(), severity: severitySchema, text: z.string() })
  .meta({ id: 'RunMessage' });
export type RunMessage = z.infer<typeof runMessageSchema>;

export const messageOf = ({ code, detail }: Finding): RunMessage => ({
  code,
  severity: severityOf(code),
  text: textOf(code, detail),
});

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
