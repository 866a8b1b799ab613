import { z } from 'zod';
import { ScoringError } from './domain/scoring-error.ts';

/** A whole number in text; `least` where 0 makes no sense. */
const wholeNumber = ({ least = 0, most = Infinity } = {}) =>
  z
    .string()
    .regex(/^\d+$/, 'A whole number is expected.')
    .transform(Number)
    .refine((number) => number >= least, `At least ${least} is expected.`)
    .refine((number) => number <= most, `At most ${most} is expected.`);
const share = z
  .string()
  .transform(Number)
  .refine((number) => number > 0 && number <= 1, 'A number above 0 and up to 1 is expected.');

// Each variable carries its meaning and its allowed values: docs/settings.md is generated from them.
const stateVariables = z.object({
  DATABASE_URL: z.url().optional().meta({
    description: 'Postgres database for production. Without it, state lives in PGlite below the data folder.',
    allowed: 'a Postgres URL',
  }),
  PLUMBLINE_DATA: z.string().min(1).default('.plumbline/service').meta({
    description: 'Folder for state and for the working files of runs.',
    allowed: 'a path',
  }),
});

const variables = stateVariables.extend({
  SALESFORCE_LOGIN_URL: z.url({ error: 'Take the My Domain URL from Setup, My Domain.' }).meta({
    description: 'Where the org logs in: `https://MyDomain.my.salesforce.com`.',
    allowed: 'a URL',
  }),
  SALESFORCE_CLIENT_ID: z
    .string({ error: 'Take the consumer key from Setup, External Client App Manager, the external client app.' })
    .min(1)
    .meta({
      description:
        'Consumer key of the external client app whose client credentials flow runs as the integration user.',
      allowed: 'text',
    }),
  SALESFORCE_CLIENT_SECRET: z
    .string({ error: 'Take the consumer secret from Setup, External Client App Manager, the external client app.' })
    .min(1)
    .meta({ description: 'Consumer secret of the same external client app.', allowed: 'text' }),
  SALESFORCE_API_SHARE: share.default(0.8).meta({
    description: "Share of the org's daily API calls at which background work stops.",
    allowed: 'above 0, up to 1',
  }),
  SALESFORCE_EVENT_SHARE: share.default(0.5).meta({
    description: "Share of the org's hourly platform events that band changes may use; further ones wait.",
    allowed: 'above 0, up to 1',
  }),
  PLUMBLINE_HOST: z.string().min(1).default('127.0.0.1').meta({
    description: 'Address on which the service listens.',
    allowed: 'a host name or an IP address',
  }),
  PLUMBLINE_PORT: wholeNumber().default(4790).meta({
    description: 'Port on which the service listens; 0 takes a free one.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').meta({
    description: 'Least severe log lines that are written.',
    allowed: '`silent`, `error`, `warn`, `info`, `debug`',
  }),
  PLUMBLINE_SEED: wholeNumber().default(20261).meta({
    description: 'Seed of training and sampling: the same data and seed give the same model.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_TRAINING_DAYS: wholeNumber({ least: 1 }).default(30).meta({
    description: 'Days after which a goal is trained again in a maintenance window.',
    allowed: 'a whole number from 1',
  }),
  PLUMBLINE_TRAINING_ROWS: wholeNumber().default(75_000).meta({
    description: 'Most training rows of a goal; more are sampled by the seed.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_BATCH: wholeNumber().default(2000).meta({
    description: 'Records that are scored, written and checkpointed together.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_WRITE_CHUNK: wholeNumber({ least: 1, most: 200 }).default(200).meta({
    description:
      "Scores that are saved together, so that the org's triggers and flows run for them at once; a run lowers it by itself when they fail.",
    allowed: 'a whole number from 1 to 200',
  }),
  PLUMBLINE_RECEIPT_DAYS: wholeNumber().default(180).meta({
    description:
      'Days that the inputs of a score are kept, so that it can be computed again; 0 keeps none after a run.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_RESULT_DAYS: wholeNumber().default(7).meta({
    description: 'Days that the results of a run, record by record, are kept for the command line.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_POLL_SECONDS: wholeNumber().default(1).meta({
    description: 'Seconds between checks for waiting runs; several replicas may check.',
    allowed: 'a whole number',
  }),
  PLUMBLINE_HEARTBEAT_SECONDS: wholeNumber({ least: 10 }).default(10).meta({
    description: 'Seconds without a heartbeat after which another process takes over a run.',
    allowed: 'a whole number from 10',
  }),
  PLUMBLINE_FEATURE_MEMORY: z.string().default('1GB').meta({
    description: 'Memory limit of DuckDB, which writes to disk above it.',
    allowed: 'a size, such as `1GB`',
  }),
});

const stateSchema = stateVariables.transform(({ DATABASE_URL, PLUMBLINE_DATA }) => ({
  databaseUrl: DATABASE_URL,
  dataFolder: PLUMBLINE_DATA,
}));

const configSchema = variables.transform((given) => ({
  databaseUrl: given.DATABASE_URL,
  dataFolder: given.PLUMBLINE_DATA,
  salesforce: {
    loginUrl: given.SALESFORCE_LOGIN_URL,
    clientId: given.SALESFORCE_CLIENT_ID,
    clientSecret: given.SALESFORCE_CLIENT_SECRET,
    apiShare: given.SALESFORCE_API_SHARE,
    eventShare: given.SALESFORCE_EVENT_SHARE,
  },
  host: given.PLUMBLINE_HOST,
  port: given.PLUMBLINE_PORT,
  logLevel: given.PLUMBLINE_LOG_LEVEL,
  seed: given.PLUMBLINE_SEED,
  trainingDays: given.PLUMBLINE_TRAINING_DAYS,
  trainingRows: given.PLUMBLINE_TRAINING_ROWS,
  batchSize: given.PLUMBLINE_BATCH,
  writeChunk: given.PLUMBLINE_WRITE_CHUNK,
  receiptDays: given.PLUMBLINE_RECEIPT_DAYS,
  resultDays: given.PLUMBLINE_RESULT_DAYS,
  pollSeconds: given.PLUMBLINE_POLL_SECONDS,
  heartbeatSeconds: given.PLUMBLINE_HEARTBEAT_SECONDS,
  featureMemory: given.PLUMBLINE_FEATURE_MEMORY,
}));

/** The settings that commands without the org need. */
export type StateConfig = z.infer<typeof stateSchema>;

/** Every setting of the service. */
export type Config = z.infer<typeof configSchema>;

type Environment = Record<string, string | undefined>;

/** Reads the environment once. Throws ScoringError `configuration.invalid` naming every variable that is wrong. */
export const readConfig = (environment: Environment = process.env): Config =>
  parseEnvironment(configSchema, environment);

/** As `readConfig`, for commands that do not need the org. */
export const readStateConfig = (environment: Environment = process.env): StateConfig =>
  parseEnvironment(stateSchema, environment);

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

/** A setting as the table of settings describes it; without a default, the variable is required or has no value. */
export type Setting = {
  variable: string;
  description: string;
  allowed: string;
  isRequired: boolean;
  default: string | undefined;
};

/** Every setting, in the order of the schema. Throws where one does not state its meaning or its allowed values. */
export function describeSettings(): Setting[] {
  return Object.entries(variables.shape).map(([variable, schema]) => {
    const { description, allowed } = schema.meta() ?? {};
    if (description === undefined || typeof allowed !== 'string')
      throw new Error(`The setting ${variable} does not state its meaning and its allowed values.`);
    const missing = schema.safeParse(undefined);
    const value = missing.success ? missing.data : undefined;
    return {
      variable,
      description,
      allowed,
      isRequired: !missing.success,
      default: value === undefined ? undefined : String(value),
    };
  });
}
