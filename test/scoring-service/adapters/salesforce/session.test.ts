import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { reasonLanguageOf } from '../../../../scoring-service/src/domain/evaluation/reason-words.ts';
import type { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { callsOf, connectTo, insertGoal, startScoringOrg, tell } from './connected-org.ts';

const running = await startScoringOrg();
const goalId = insertGoal(running);
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));

const logins = (): number => running.requests.filter(({ path }) => path.includes('oauth2/token')).length;

test('logs in once for concurrent calls', async () => {
  const salesforce = connectTo(running);
  const before = logins();
  await Promise.all([salesforce.ping(), salesforce.readGoal(goalId), salesforce.readGoals()]);
  assert.equal(logins() - before, 1);
});

test('an expired session is renewed once for concurrent calls', async () => {
  const salesforce = connectTo(running);
  await salesforce.ping();
  const before = logins();
  await tell(running, 'sessions/expire', { username: 'integration@local.org' });
  const names = await Promise.all([1, 2, 3, 4].map(async () => (await salesforce.readGoal(goalId)).name));
  assert.deepEqual(new Set(names), new Set(['Lead converts in 90 days']));
  assert.equal(logins() - before, 1);
});

test('an org that refuses every session is asked a limited number of times', async () => {
  const salesforce = connectTo(running);
  await salesforce.ping();
  await tell(running, 'faults', { path: '/query', code: 'INVALID_SESSION_ID', times: 50 });
  const before = logins();
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.login-failed' });
  assert.equal(logins() - before, 3);
});

test('a wrong secret is reported as a refused login', async () => {
  const salesforce = connectTo({ ...running, credentials: { ...running.credentials, clientSecret: 'wrong' } });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.login-failed' });
});

test('a given access token works too, and is not renewed', async () => {
  const accessToken = running.tokenFor('integration@local.org');
  const salesforce = connectTo(running, { instanceUrl: running.url, accessToken });
  await salesforce.ping();
  await tell(running, 'sessions/expire', { username: 'integration@local.org' });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.login-failed' });
});

test('an address without a server is reported as unreachable, with the next step', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const salesforce = connectTo({ ...running, url: `http://127.0.0.1:${port}` });
  await assert.rejects(salesforce.ping(), ({ kind, actions }: ScoringError) => {
    assert.equal(kind, 'salesforce.unreachable');
    assert.ok(actions.length > 0);
    return true;
  });
});

test('an org that does not answer fails after the timeout', async () => {
  const salesforce = connectTo(running, { timeoutMs: 100 });
  await salesforce.ping();
  await tell(running, 'faults', { path: '/query', latencyMs: 400 });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.unreachable' });
});

test('a read is repeated a few times when the org has a transient error', async () => {
  const waits: number[] = [];
  const salesforce = connectTo(running, { sleep: async (ms) => void waits.push(ms) });
  await salesforce.ping();
  await tell(running, 'faults', { path: '/query', status: 503, times: 3 });
  await salesforce.ping();
  assert.equal(waits.length, 3);
  await tell(running, 'faults', { path: '/query', status: 503, times: 4 });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.unreachable' });
});

test('a call is repeated when its connection breaks before or within the answer', async () => {
  const salesforce = connectTo(running);
  await salesforce.ping();
  await tell(running, 'faults', { path: '/query', drop: 'before' });
  assert.equal((await salesforce.readGoal(goalId)).id, goalId);
  await tell(running, 'faults', { path: '/query', drop: 'half' });
  assert.equal((await salesforce.readGoal(goalId)).id, goalId);
});

test('an error for an unreadable field names the field and the permission set', async () => {
  const salesforce = connectTo(running);
  const soql = 'SELECT COUNT(Secret_Field__c) FROM Lead';
  await assert.rejects(salesforce.count(soql), ({ kind, message, actions }: ScoringError) => {
    assert.equal(kind, 'salesforce.no-access');
    assert.match(message, /Lead\.Secret_Field__c/);
    assert.match(actions.join(' '), /ScoringIntegration/);
    return true;
  });
});

test('quoted parts of a query are not passed on', async () => {
  const salesforce = connectTo(running);
  const soql = "SELECT COUNT() FROM Lead WHERE Email = 'ada@example.com' AND";
  await assert.rejects(salesforce.count(soql), (error: ScoringError) => {
    assert.equal(error.kind, 'salesforce.refused');
    assert.ok(!JSON.stringify([error.message, error.cause, error.actions]).includes('ada@'));
    return true;
  });
});

test('the limit of API calls has an error of its own, and the usage is that of the last answer', async () => {
  const salesforce = connectTo(running);
  assert.equal(salesforce.apiUsage(), undefined);
  await salesforce.ping();
  const usage = salesforce.apiUsage();
  assert.equal(usage?.limit, 100_000);
  await tell(running, 'faults', { path: '/query', code: 'REQUEST_LIMIT_EXCEEDED' });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.limit-reached' });
});

test('a count is one number', async () => {
  const salesforce = connectTo(running);
  assert.equal(await salesforce.count('SELECT COUNT() FROM Score_Goal__c'), 1);
  assert.equal(await salesforce.count('SELECT COUNT(Id) FROM Score_Goal__c'), 1);
  assert.equal(await salesforce.count('SELECT SUM(AnnualRevenue) FROM Lead'), 0);
  await assert.rejects(salesforce.count('SELECT MIN(CreatedDate) FROM Score_Goal__c'), { kind: 'salesforce.failed' });
});

test('a describe has the readable fields of the readable objects', async () => {
  const { calls, result } = await callsOf(running, () => connectTo(running).describe(['Lead', 'Nothing__c', 'Lead']));
  assert.deepEqual(Object.keys(result), ['Lead']);
  assert.equal(calls.length, 2);
  const email = result['Lead']?.find(({ name }) => name === 'Email');
  assert.equal(email?.type, 'email');
  assert.equal(email?.isCustom, false);
  const owner = result['Lead']?.find(({ name }) => name === 'OwnerId');
  assert.equal(owner?.relationshipName, 'Owner');
  assert.ok(!result['Lead']?.some(({ name }) => name === 'Fax'));
});

test('the language of first reasons is asked once, and is English for any language but German', async () => {
  assert.deepEqual(['de', 'de_AT', 'DE-ch', 'ja', 'den', undefined].map(reasonLanguageOf), [
    'de',
    'de',
    'de',
    'en',
    'en',
    'en',
  ]);
  const salesforce = connectTo(running);
  const { calls, result } = await callsOf(running, async () => [
    await salesforce.reasonLanguage(),
    await salesforce.reasonLanguage(),
  ]);
  assert.deepEqual([calls.length, ...result], [1, 'en', 'en']);
});
