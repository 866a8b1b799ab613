import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSettings, readConfig, readStateConfig } from '../../scoring-service/src/config.ts';
import { ScoringError } from '../../scoring-service/src/domain/scoring-error.ts';

const required = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com',
  SALESFORCE_CLIENT_ID: 'key',
  SALESFORCE_CLIENT_SECRET: 'secret',
};

test('what is not set has the default of the table of settings', () => {
  const config = readConfig({ ...required, PLUMBLINE_BATCH: '' });
  assert.deepEqual(config, {
    databaseUrl: undefined,
    dataFolder: '.plumbline/service',
    salesforce: {
      loginUrl: required.SALESFORCE_LOGIN_URL,
      clientId: 'key',
      clientSecret: 'secret',
      apiShare: 0.8,
      eventShare: 0.5,
    },
    host: '127.0.0.1',
    port: 4790,
    healthPort: undefined,
    limits: { requestsAMinute: 6000, concurrentRequests: 50, trustedProxies: [] },
    exposure: { metrics: 'open', openapi: 'open' },
    drainSeconds: 5,
    logLevel: 'info',
    seed: 20261,
    trainingDays: 30,
    trainingRows: 75_000,
    batchSize: 2000,
    writeChunk: 200,
    receiptDays: 180,
    resultDays: 7,
    pollSeconds: 1,
    heartbeatSeconds: 10,
    featureMemory: '1GB',
  });
});

test('every wrong variable is named, with where its value stands', () => {
  const environment = {
    ...required,
    SALESFORCE_CLIENT_ID: undefined,
    PLUMBLINE_PORT: 'x',
    PLUMBLINE_TRAINING_DAYS: '0',
  };
  assert.throws(
    () => readConfig(environment),
    (error: unknown) =>
      error instanceof ScoringError &&
      /SALESFORCE_CLIENT_ID: Take the consumer key from Setup, External Client App Manager/.test(error.message) &&
      error.message.includes('PLUMBLINE_PORT: A whole number from 0 to 65535 is expected.') &&
      error.message.includes('PLUMBLINE_TRAINING_DAYS: A whole number from 1 to 3650 is expected.'),
  );
});

test('a certificate comes with its key, and proxies are addresses or networks', () => {
  const read = (environment: Record<string, string>) => readConfig({ ...required, ...environment });
  const pair = { PLUMBLINE_TLS_CERTIFICATE: 'c.pem', PLUMBLINE_TLS_KEY: 'k.pem' };
  assert.deepEqual(read(pair).tls, { certificateFile: 'c.pem', keyFile: 'k.pem' });
  for (const [name, value] of Object.entries(pair)) {
    assert.throws(() => read({ [name]: value }), /Set PLUMBLINE_TLS_CERTIFICATE and PLUMBLINE_TLS_KEY, or neither\./);
  }
  const proxies = read({ PLUMBLINE_TRUSTED_PROXIES: '10.0.0.0/8, ::1,192.0.2.1' }).limits.trustedProxies;
  assert.deepEqual(proxies, ['10.0.0.0/8', '::1', '192.0.2.1']);
});

test('commands without the org need no settings of Salesforce', () => {
  assert.deepEqual(readStateConfig({ PLUMBLINE_DATA: 'state' }), { databaseUrl: undefined, dataFolder: 'state' });
});

test('every setting states its meaning, its allowed values, and whether it is required', () => {
  const settings = describeSettings();
  const requiredVariables = settings.filter(({ isRequired }) => isRequired).map(({ variable }) => variable);
  assert.deepEqual(requiredVariables, Object.keys(required));
  assert.equal(settings.find(({ variable }) => variable === 'SALESFORCE_API_SHARE')?.default, '0.8');
  assert.equal(settings.find(({ variable }) => variable === 'DATABASE_URL')?.default, undefined);
});

const unfit: Record<string, string[]> = {
  DATABASE_URL: ['mysql://db/scores', 'postgres', 'http://db:5432/scores', 'postgres://db:5432', 'file:///scores'],
  SALESFORCE_LOGIN_URL: [
    'http://acme.my.salesforce.com',
    'acme.my.salesforce.com',
    'ftp://acme',
    'http://10.0.0.1',
    '-',
  ],
  SALESFORCE_CLIENT_ID: [' '],
  SALESFORCE_CLIENT_SECRET: ['\t'],
  SALESFORCE_EVENT_SHARE: ['0', '1.1'],
  SALESFORCE_API_SHARE: ['0', '1.1', 'half', '-0.5', 'Infinity'],
  PLUMBLINE_PORT: ['65536', '-1', '80.5', 'http', '1e3'],
  PLUMBLINE_HEALTH_PORT: ['65536', '-1', 'x'],
  PLUMBLINE_DRAIN_SECONDS: ['301', '-1', '5s'],
  PLUMBLINE_LOG_LEVEL: ['loud'],
  PLUMBLINE_SEED: ['4294967296', '1.5', '99999999999999999999'],
  PLUMBLINE_TRAINING_DAYS: ['0', '3651'],
  PLUMBLINE_TRAINING_ROWS: ['0', '99', '2000001'],
  PLUMBLINE_BATCH: ['0', '10001', '9007199254740993'],
  PLUMBLINE_WRITE_CHUNK: ['0', '201'],
  PLUMBLINE_RECEIPT_DAYS: ['3651', 'never'],
  PLUMBLINE_TRUSTED_PROXIES: [
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '::1/129',
    '10.0.0.1,',
    '*',
    '10.0.0.0/-1',
  ],
  PLUMBLINE_REQUESTS_A_MINUTE: ['59', '1000001', 'many'],
  PLUMBLINE_CONCURRENT_REQUESTS: ['0', '10001'],
  PLUMBLINE_METRICS: ['on', 'no'],
  PLUMBLINE_OPENAPI: ['on', 'no'],
  PLUMBLINE_RESULT_DAYS: ['366'],
  PLUMBLINE_POLL_SECONDS: ['0', '61'],
  PLUMBLINE_HEARTBEAT_SECONDS: ['9', '3601'],
  PLUMBLINE_FEATURE_MEMORY: ['lots', '1', '1GB of it', '10MB', '-1GB', '0GB'],
};

for (const [variable, values] of Object.entries(unfit)) {
  test(`${variable} refuses ${values.join(', ')}`, () => {
    for (const value of values) {
      assert.throws(
        () => readConfig({ ...required, [variable]: value }),
        (error) => error instanceof ScoringError && error.message.includes(`${variable}: `),
        value,
      );
    }
  });
}

test('settings at their limits, and an org and a database on this machine, are taken', () => {
  const taken = readConfig({
    ...required,
    DATABASE_URL: 'postgresql://plumbline@localhost/scores?sslmode=require',
    SALESFORCE_LOGIN_URL: 'http://127.0.0.1:4801',
    PLUMBLINE_HEALTH_PORT: '0',
    PLUMBLINE_BATCH: '10000',
    PLUMBLINE_FEATURE_MEMORY: '512 MiB',
  });
  assert.deepEqual([taken.healthPort, taken.batchSize, taken.featureMemory], [0, 10_000, '512 MiB']);
});

test('every setting but text and the folder is tried with values that it refuses', () => {
  const tried = new Set(Object.keys(unfit));
  const free = describeSettings().flatMap(({ variable }) => (tried.has(variable) ? [] : variable));
  assert.deepEqual(free, ['PLUMBLINE_DATA', 'PLUMBLINE_HOST', 'PLUMBLINE_TLS_CERTIFICATE', 'PLUMBLINE_TLS_KEY']);
});
