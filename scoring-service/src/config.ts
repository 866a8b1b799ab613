import { z } from 'zod';
import { ScoringError } from './domain/scoring-error.ts';
import {
  bytesOf,
  exposure,
  filled,
  isAddress,
  isLoopback,
  LEAST_MEMORY,
  networks,
  portExpected,
  share,
  wholeNumber,
} from './setting-values.ts';

// Each variable carries its meaning and its allowed values: docs/settings.md is generated from them.
const stateVariables = z.object({
  DATABASE_URL: z
    .string()
    .refine(
      (text) => isAddress(text, ['postgres:', 'postgresql:'], ({ pathname }) => pathname.length > 1),
      'The address of a Postgres database is expected: postgres://user:password@host:5432/database.',
    )
    .optional()
    .meta({
      description: 'Postgres database for production. Without it, state lives in PGlite below the data folder.',
      allowed: 'a Postgres URL with the name of the database',
    }),
  PLUMBLINE_DATA: z.string().min(1).default('.plumbline/service').meta({
    description: 'Folder for state and for the working files of runs.',
    allowed: 'a path',
  }),
});

const variables = stateVariables.extend({
  SALESFORCE_LOGIN_URL: z
    .string({ error: 'Take the My Domain URL from Setup, My Domain.' })
    .refine(
      (text) => isAddress(text, ['https:']) || isAddress(text, ['http:'], isLoopback),
      'An https address is expected: take the My Domain URL from Setup, My Domain.',
    )
    .meta({
      description: 'Where the org logs in: `https://MyDomain.my.salesforce.com`.',
      allowed: 'an https URL; http for an org on this machine only',
    }),
  SALESFORCE_CLIENT_ID: filled(
    'Take the consumer key from Setup, External Client App Manager, the external client app.',
  ).meta({
    description: 'Consumer key of the external client app whose client credentials flow runs as the integration user.',
    allowed: 'text',
  }),
  SALESFORCE_CLIENT_SECRET: filled(
    'Take the consumer secret from Setup, External Client App Manager, the external client app.',
  ).meta({ description: 'Consumer secret of the same external client app.', allowed: 'text' }),
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
  PLUMBLINE_PORT: wholeNumber('Port on which the service listens; 0 takes a free one.', {
    least: 0,
    most: 65_535,
    default: 4790,
  }),
  PLUMBLINE_HEALTH_PORT: z
    .string()
    .regex(/^\d{1,5}$/, portExpected)
    .transform(Number)
    .refine((port) => port <= 65_535, portExpected)
    .optional()
    .meta({
      description:
        'Port of a second listener for `/healthz`, `/readyz` and `/metrics`, which are then not on the first; 0 takes a free one.',
      allowed: 'a whole number from 0 to 65535',
    }),
  PLUMBLINE_TLS_CERTIFICATE: z.string().min(1).optional().meta({
    description:
      'Certificate with its chain, for https without a proxy; read again every hour. Needs PLUMBLINE_TLS_KEY.',
    allowed: 'the path of a PEM file',
  }),
  PLUMBLINE_TLS_KEY: z.string().min(1).optional().meta({
    description: 'Private key of the certificate.',
    allowed: 'the path of a PEM file',
  }),
  PLUMBLINE_TRUSTED_PROXIES: networks.optional().meta({
    description:
      'Proxies before the service, whose X-Forwarded-For says who calls; without it, all callers of a proxy share its address.',
    allowed: 'addresses and networks with commas, such as `10.0.0.0/8,::1`',
  }),
  PLUMBLINE_REQUESTS_A_MINUTE: wholeNumber(
    'Requests of one token in a minute; a sixth of them may come at once. Further ones are refused with 429.',
    { least: 60, most: 1_000_000, default: 6000 },
  ),
  PLUMBLINE_CONCURRENT_REQUESTS: wholeNumber(
    'Requests of one token that are answered at the same time; further ones are refused with 429.',
    { least: 1, most: 10_000, default: 50 },
  ),
  PLUMBLINE_METRICS: exposure.meta({
    description: 'Who may read `/metrics`: everybody, callers with a token, or nobody.',
    allowed: '`open`, `token`, `off`',
  }),
  PLUMBLINE_OPENAPI: exposure.meta({
    description: 'Who may read `/openapi.json`: everybody, callers with a token, or nobody.',
    allowed: '`open`, `token`, `off`',
  }),
  PLUMBLINE_DRAIN_SECONDS: wholeNumber(
    'Seconds between SIGTERM, when `/readyz` turns 503, and the end of the listener: the time in which a load balancer notices.',
    { least: 0, most: 300, default: 5 },
  ),
  PLUMBLINE_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').meta({
    description: 'Least severe log lines that are written.',
    allowed: '`silent`, `error`, `warn`, `info`, `debug`',
  }),
  PLUMBLINE_SEED: wholeNumber('Seed of training and sampling: the same data and seed give the same model.', {
    least: 0,
    most: 4_294_967_295,
    default: 20261,
  }),
  PLUMBLINE_TRAINING_DAYS: wholeNumber('Days after which a goal is trained again in a maintenance window.', {
    least: 1,
    most: 3650,
    default: 30,
  }),
  PLUMBLINE_TRAINING_ROWS: wholeNumber('Most training rows of a goal; more are sampled by the seed.', {
    least: 100,
    most: 2_000_000,
    default: 75_000,
  }),
  PLUMBLINE_BATCH: wholeNumber('Records that are scored, written and checkpointed together.', {
    least: 1,
    most: 10_000,
    default: 2000,
  }),
  PLUMBLINE_WRITE_CHUNK: wholeNumber(
    "Scores that are saved together, so that the org's triggers and flows run for them at once; a run lowers it by itself when they fail.",
    { least: 1, most: 200, default: 200 },
  ),
  PLUMBLINE_RECEIPT_DAYS: wholeNumber(
    'Days that the inputs of a score are kept, so that it can be computed again; 0 keeps none after a run.',
    { least: 0, most: 3650, default: 180 },
  ),
  PLUMBLINE_RESULT_DAYS: wholeNumber(
    'Days that the results of a run, record by record, are kept for the command line.',
    { least: 0, most: 365, default: 7 },
  ),
  PLUMBLINE_POLL_SECONDS: wholeNumber('Seconds between checks for waiting runs; several replicas may check.', {
    least: 1,
    most: 60,
    default: 1,
  }),
  PLUMBLINE_HEARTBEAT_SECONDS: wholeNumber(
    'Seconds without a heartbeat after which another process takes over a run.',
    { least: 10, most: 3600, default: 10 },
  ),
  PLUMBLINE_FEATURE_MEMORY: z
    .string()
    .refine((size) => bytesOf(size) >= LEAST_MEMORY, 'A size of at least 100MB is expected, such as 1GB.')
    .default('1GB')
    .meta({
      description: 'Memory limit of DuckDB, which writes to disk above it.',
      allowed: 'a size from `100MB`, such as `1GB`',
    }),
});

const stateSchema = stateVariables.transform(({ DATABASE_URL, PLUMBLINE_DATA }) => ({
  databaseUrl: DATABASE_URL,
  dataFolder: PLUMBLINE_DATA,
}));

const both = variables.refine(
  (given) => (given.PLUMBLINE_TLS_CERTIFICATE === undefined) === (given.PLUMBLINE_TLS_KEY === undefined),
  { path: ['PLUMBLINE_TLS_KEY'], error: 'Set PLUMBLINE_TLS_CERTIFICATE and PLUMBLINE_TLS_KEY, or neither.' },
);

const configSchema = both.transform((given) => ({
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
  healthPort: given.PLUMBLINE_HEALTH_PORT,
  ...(given.PLUMBLINE_TLS_CERTIFICATE !== undefined &&
    given.PLUMBLINE_TLS_KEY !== undefined && {
      tls: { certificateFile: given.PLUMBLINE_TLS_CERTIFICATE, keyFile: given.PLUMBLINE_TLS_KEY },
    }),
  limits: {
    requestsAMinute: given.PLUMBLINE_REQUESTS_A_MINUTE,
    concurrentRequests: given.PLUMBLINE_CONCURRENT_REQUESTS,
    trustedProxies: given.PLUMBLINE_TRUSTED_PROXIES ?? [],
  },
  exposure: { metrics: given.PLUMBLINE_METRICS, openapi: given.PLUMBLINE_OPENAPI },
  drainSeconds: given.PLUMBLINE_DRAIN_SECONDS,
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
