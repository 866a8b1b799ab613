import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectionSchema } from '@plumbline/contract';
import type { ConnectionCheck } from '@plumbline/contract';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import { checkConnection } from '../../../scoring-service/src/operations/connection.ts';
import { integrationUsername, startOrg } from '../../local-org/src/index.ts';
import { connectTo, insertGoal, startScoringOrg } from '../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg();
const bare = await startOrg({ metadata: ['force-app/main/default'] });
after(() => Promise.all([running.stop(), bare.stop()]));

const service = { version: '1.2.3', apiShare: 0.8 };
const answers = { ping: () => Promise.resolve() };
const fine = { store: answers, queue: answers, service };
const manager = { rights: 'manage' } as const;

const undone = (checks: ConnectionCheck[]): string[] => checks.filter(({ isDone }) => !isDone).map(({ name }) => name);
const find = (checks: ConnectionCheck[], wanted: string): ConnectionCheck | undefined =>
  checks.find(({ name }) => name === wanted);

test('an org whose integration user has its permission set lacks nothing', async () => {
  const connection = await checkConnection({ ...fine, salesforce: connectTo(running) }, manager);
  connectionSchema.parse(connection);
  assert.deepEqual(undone(connection.checks), [], JSON.stringify(connection.checks));
  assert.equal(connection.orgId, running.org.id);
  assert.equal(connection.username, integrationUsername);
  assert.deepEqual([connection.version, connection.rights], ['1.2.3', 'manage']);
  assert.ok((connection.apiUsage?.used ?? 0) > 0);
});

test('without the permission set every missing right is named, with the next step', async () => {
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(bare) }, manager);
  const names = undone(checks);
  for (const name of ['Score fields', 'Goals and runs', 'Maintenance windows', 'Band changes']) {
    assert.ok(names.includes(name), name);
  }
  assert.match(find(checks, 'Goals and runs')?.detail ?? '', /Score_Goal__c \(read\).*Score_Run__c \(create\)/);
  for (const { isDone, action } of checks) if (!isDone) assert.match(action ?? '', /ScoringIntegration/);
});

test('score fields that a goal names for itself must be writable too', async () => {
  insertGoal(running, { Name: 'Other', Score_Field__c: 'Lead.Second_Score__c' });
  const { checks } = await checkConnection({ ...fine, salesforce: connectTo(running) }, manager);
  assert.deepEqual(undone(checks), ['Score fields']);
  assert.match(find(checks, 'Score fields')?.detail ?? '', /Lead\.Second_Score_Band__c \(edit\)/);
});

test('an org that does not answer and a store that fails are checks, not errors', async () => {
  const failure = new ScoringError('store.failed', { message: 'The database is away.', actions: ['Start it.'] });
  const connection = await checkConnection(
    {
      store: { ping: () => Promise.reject(failure) },
      queue: answers,
      service,
      salesforce: connectTo({ url: 'http://127.0.0.1:9', credentials: running.credentials }),
    },
    { rights: 'score' },
  );
  connectionSchema.parse(connection);
  assert.deepEqual(undone(connection.checks), ['Org', 'Store']);
  const store = { name: 'Store', isDone: false, detail: 'The database is away.', action: 'Start it.' };
  assert.deepEqual(find(connection.checks, 'Store'), store);
  assert.equal(connection.orgId, undefined);
});

test('the share of the daily calls that background work may use is a limit', async () => {
  const salesforce = { ...connectTo(running), apiUsage: () => ({ used: 80, limit: 100 }) };
  const { checks, apiShare } = await checkConnection({ ...fine, salesforce }, manager);
  assert.equal(find(checks, 'API calls')?.isDone, false);
  assert.equal(apiShare, service.apiShare);
  const below = { ...salesforce, apiUsage: () => ({ used: 79, limit: 100 }) };
  const under = await checkConnection({ ...fine, salesforce: below }, manager);
  assert.equal(find(under.checks, 'API calls')?.isDone, true);
});
