import { z } from 'zod';
import { ScoringError } from './domain/scoring-error.ts';

const wholeNumber = z.string().regex(/^\d+$/, 'A whole number is expected.').transform(Number);
const share = z
  .string()
  .transform(Number)
  .refine((number) => number > 0 && number <= 1, 'A number above 0 and up to 1 is expected.');

/** Where state lives: all that commands without the org need. */
const stateSchema = z.object({
  /** A Postgres for production; without it state lives in PGlite below the data folder. */
  DATABASE_URL: z.url().optional(),
  /** State and the working files of runs. */
  PLUMBLINE_DATA: z.string().min(1).default('.plumbline/service'),
});

/** Every setting of the service by its environment variable. */
const environmentSchema = stateSchema.extend({
  /** Where the org logs in: https://MyDomain.my.salesforce.com. */
  SALESFORCE_LOGIN_URL: z.url({ error: 'Take the My Domain URL from Setup, My Domain.' }),
  /** Of the connected app whose client-credentials flow runs as the integration user. */
  SALESFORCE_CLIENT_ID: z.string({ error: 'Take the consumer key from Setup, App Manager, the connected app.' }).min(1),
  SALESFORCE_CLIENT_SECRET: z
    .string({ error: 'Take the consumer secret from Setup, App Manager, the connected app.' })
    .min(1),
  /** Background work stops when this share of the daily API calls is used. */
  SALESFORCE_API_SHARE: share.default(0.8),
  PLUMBLINE_HOST: z.string().min(1).default('127.0.0.1'),
  PLUMBLINE_PORT: wholeNumber.default(4790),
  PLUMBLINE_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Of training and sampling: the same data and seed give the same model. */
  PLUMBLINE_SEED: wholeNumber.default(20261),
  /** Days after which a goal is trained again in a maintenance window. */
  PLUMBLINE_TRAINING_DAYS: wholeNumber.refine((days) => days > 0, 'At least 1 is expected.').default(30),
  PLUMBLINE_TRAINING_ROWS: wholeNumber.default(75_000),
  /** Records that are scored, written and checkpointed together. */
  PLUMBLINE_BATCH: wholeNumber.default(2000),
  /** Days that the inputs of a score are kept, so that it can be computed again; 0 keeps none after a run. */
  PLUMBLINE_RECEIPT_DAYS: wholeNumber.default(180),
  /** Days that what a run made of each record is kept to be read by the command line. */
  PLUMBLINE_RESULT_DAYS: wholeNumber.default(7),
  /** Seconds between looks for waiting runs; several replicas may look. */
  PLUMBLINE_POLL_SECONDS: wholeNumber.default(1),
  /** A run whose process has been silent this long is taken over. */
  PLUMBLINE_HEARTBEAT_SECONDS: wholeNumber.refine((seconds) => seconds >= 10, 'At least 10 is expected.').default(10),
  /** Of DuckDB, which spills to disk above it. */
  PLUMBLINE_FEATURE_MEMORY: z.string().default('1GB'),
});

export type StateConfig = { databaseUrl: string | undefined; dataFolder: string };

export type Config = StateConfig & {
  salesforce: { loginUrl: string; clientId: string; clientSecret: string; apiShare: number };
  host: string;
  port: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  seed: number;
  trainingDays: number;
  trainingRows: number;
  batchSize: number;
  receiptDays: number;
  resultDays: number;
  pollSeconds: number;
  heartbeatSeconds: number;
  featureMemory: string;
};

type Environment = Record<string, string | undefined>;

/** Reads the environment once. Throws ScoringError `configuration.invalid` naming every variable that is wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const data = parseEnvironment(environmentSchema, environment);
  return {
    ...stateOf(data),
    salesforce: {
      loginUrl: data.SALESFORCE_LOGIN_URL,
      clientId: data.SALESFORCE_CLIENT_ID,
      clientSecret: data.SALESFORCE_CLIENT_SECRET,
      apiShare: data.SALESFORCE_API_SHARE,
    },
    host: data.PLUMBLINE_HOST,
    port: data.PLUMBLINE_PORT,
    logLevel: data.PLUMBLINE_LOG_LEVEL,
    seed: data.PLUMBLINE_SEED,
    trainingDays: data.PLUMBLINE_TRAINING_DAYS,
    trainingRows: data.PLUMBLINE_TRAINING_ROWS,
    batchSize: data.PLUMBLINE_BATCH,
    receiptDays: data.PLUMBLINE_RECEIPT_DAYS,
    resultDays: data.PLUMBLINE_RESULT_DAYS,
    pollSeconds: data.PLUMBLINE_POLL_SECONDS,
    heartbeatSeconds: data.PLUMBLINE_HEARTBEAT_SECONDS,
    featureMemory: data.PLUMBLINE_FEATURE_MEMORY,
  };
}

/** As `readConfig`, for commands that do not need the org. */
export function readStateConfig(environment: Environment = process.env): StateConfig {
  return stateOf(parseEnvironment(stateSchema, environment));
}

const stateOf = ({ DATABASE_URL, PLUMBLINE_DATA }: z.infer<typeof stateSchema>): StateConfig => ({
  databaseUrl: DATABASE_URL,
  dataFolder: PLUMBLINE_DATA,
});

function parseEnvironment<T>(schema: z.ZodType<T>, environment: Environment): T {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ScoringError('configuration.invalid', {
    message: `The service is not configured. ${problems.join(' ')}`,
    actions: ['Set the environment variables named and start again.'],
  });
}
