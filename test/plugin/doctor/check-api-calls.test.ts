import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkApiCalls } from '../../../plugin/src/doctor/check-api-calls.ts';

const orgWith = (used: number) => ({
  limits: () => Promise.resolve({ DailyApiRequests: { Max: 1000, Remaining: 1000 - used } }),
});

test('the share that the service reports decides where background work stops', async () => {
  const half = await checkApiCalls(orgWith(600), 0.5);
  assert.equal(half.outcome, 'failed');
  assert.match(half.detail, /^600 of 1,000 daily API calls are used; background work stops at 500\.$/);
  assert.equal(half.command, 'sf org list limits');
  const most = await checkApiCalls(orgWith(600), 0.9);
  assert.equal(most.outcome, 'passed');
  assert.match(most.detail, /stops at 900\.$/);
});

test('without a service only an exhausted org fails', async () => {
  const left = await checkApiCalls(orgWith(999), undefined);
  assert.deepEqual([left.outcome, left.detail], ['passed', '999 of 1,000 daily API calls are used.']);
  assert.equal((await checkApiCalls(orgWith(1000), undefined)).outcome, 'failed');
});

test('limits that cannot be read are unknown, with the next step', async () => {
  const failing = { limits: () => Promise.reject(Object.assign(new Error('x'), { errorCode: 'INVALID_SESSION_ID' })) };
  const { outcome, command } = await checkApiCalls(failing, 0.8);
  assert.deepEqual([outcome, command], ['unknown', 'Log in again: sf org login web.']);
});
