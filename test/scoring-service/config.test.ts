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
    salesforce: { loginUrl: required.SALESFORCE_LOGIN_URL, clientId: 'key', clientSecret: 'secret', apiShare: 0.8 },
    host: '127.0.0.1',
    port: 4790,
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
      error.message.includes('PLUMBLINE_PORT: A whole number is expected.') &&
      error.message.includes('PLUMBLINE_TRAINING_DAYS: At least 1 is expected.'),
  );
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
