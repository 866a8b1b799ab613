import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemSchema } from '@plumbline/contract';
import type { GoalList } from '@plumbline/contract';
import { RateLimiter } from '../../../scoring-service/src/http/rate-limiter.ts';
import type { LimitOptions } from '../../../scoring-service/src/http/caller-limits.ts';
import fc from 'fast-check';
import { asked, openApp } from './opened-app.ts';

/** The app behind connections whose addresses a test chooses, with a clock that only the test moves. */
function open(options: LimitOptions = {}) {
  const time = { nowMs: 0, waitedMs: 0 };
  const wait = (ms: number): Promise<void> => {
    time.waitedMs += ms;
    return Promise.resolve();
  };
  const { app } = openApp({ listThresholds: () => [] }, { limits: { now: () => time.nowMs, wait, ...options } });
  const ask = (token: string, address: string, forwarded?: string): Promise<Response> =>
    Promise.resolve(
      app.request(
        '/v1/thresholds',
        { headers: { ...asked(token).headers, ...(forwarded !== undefined && { 'X-Forwarded-For': forwarded }) } },
        { incoming: { socket: { remoteAddress: address } } },
      ),
    );
  return { time, ask };
}

const statusesOf = async (count: number, ask: () => Promise<Response>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let at = 0; at < count; at += 1) statuses.push((await ask()).status);
  return statuses;
};
const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

test('an address that sends wrong tokens is answered late, and nobody else at that address or another', async () => {
  const { time, ask } = open();
  assert.deepEqual(await statusesOf(20, () => ask('wrong', '127.0.0.2')), times(20, 401));
  assert.equal(time.waitedMs, 0);
  const refused = await ask('wrong', '127.0.0.2');
  assert.deepEqual([refused.status, refused.headers.get('Retry-After'), time.waitedMs], [429, '1', 2000]);
  assert.equal(problemSchema.parse(await refused.json()).kind, 'caller.limited');
  assert.equal((await ask('manager', '127.0.0.2')).status, 200, 'the honest caller behind the same address');
  assert.equal((await ask('wrong', '127.0.0.3')).status, 401, 'another address');
  assert.equal(time.waitedMs, 2000);
  time.nowMs += 60_000;
  assert.equal((await ask('wrong', '127.0.0.2')).status, 401, 'a minute later');
});

test('a flood of wrong tokens waits up to a number of answers; further ones come at once and end their connection', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { ask } = open({ wait: () => promise });
  await statusesOf(20, () => ask('wrong', '127.0.0.2'));
  const late = Array.from({ length: 1000 }, () => ask('wrong', '127.0.0.2'));
  const over = await ask('wrong', '127.0.0.2');
  assert.deepEqual([over.status, over.headers.get('Connection')], [429, 'close']);
  resolve(undefined);
  for (const answer of await Promise.all(late)) assert.equal(answer.headers.get('Connection'), null);
});

for (const [what, trustedProxies, connection, forwarded, client] of [
  ['without a trusted proxy the header says nothing', [], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
  ['a trusted proxy says who calls', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  [
    'what a client writes before its proxy is not believed',
    ['10.0.0.1'],
    '10.0.0.1',
    '1.1.1.1, 203.0.113.9',
    '203.0.113.9',
  ],
  ['several proxies in a row are passed', ['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9, 10.1.1.1', '203.0.113.9'],
  ['a proxy that writes ports', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['a text that is no address is not passed', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
  ['an IPv6 proxy and an IPv6 client', ['2001:db8::/32'], '2001:db8::1', '2001:470:1:2::3', '2001:470:1:2:9999::'],
] as const) {
  test(`the address of a caller: ${what}`, async () => {
    const { ask } = open({ trustedProxies });
    await statusesOf(20, () => ask('wrong', connection, forwarded));
    assert.equal((await ask('wrong', client)).status, 429, `the failures are those of ${client}`);
    assert.equal((await ask('wrong', '192.0.2.77')).status, 401);
  });
}

test('a token sends its requests a minute, a sixth of them at once, whatever addresses it has', async () => {
  const { time, ask } = open({ requestsAMinute: 60 });
  assert.deepEqual(await statusesOf(10, () => ask('scorer', '127.0.0.2')), times(10, 200));
  const refused = await ask('scorer', '127.0.0.3');
  assert.deepEqual([refused.status, refused.headers.get('Retry-After'), time.waitedMs], [429, '1', 0]);
  assert.equal((await ask('manager', '127.0.0.2')).status, 200, 'another token');
  time.nowMs += 1000;
  assert.deepEqual(await statusesOf(2, () => ask('scorer', '127.0.0.2')), [200, 429]);
});

test('a token has a number of requests at a time, and the next when one has ended, failed or not', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<GoalList>();
  const { app } = openApp(
    { listThresholds: () => [], listGoals: () => promise },
    { limits: { concurrentRequests: 2 } },
  );
  const ask = (path: string, token: string): Promise<Response> => Promise.resolve(app.request(path, asked(token)));
  const running = [ask('/v1/goals', 'scorer'), ask('/v1/goals', 'scorer')];
  assert.equal((await ask('/v1/thresholds', 'scorer')).status, 429);
  assert.equal((await ask('/v1/thresholds', 'manager')).status, 200);
  reject(new Error('x'));
  resolve({ goals: [], unusable: [] });
  assert.deepEqual(
    (await Promise.all(running)).map(({ status }) => status),
    times(2, 500),
  );
  assert.equal((await ask('/v1/thresholds', 'scorer')).status, 200);
});

test('in any span of time a key has at most its burst and what the span allows', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 50 }), (gaps, aMinute, atOnce) => {
      let nowMs = 0;
      const limiter = new RateLimiter({ aMinute, atOnce, now: () => nowMs });
      const taken: number[] = [];
      for (const gap of gaps) {
        nowMs += gap;
        if (limiter.take('x') === 0) taken.push(nowMs);
      }
      for (const [first, start] of taken.entries()) {
        const allowed = atOnce + ((taken.at(-1) ?? 0) - start) * (aMinute / 60_000);
        assert.ok(taken.length - first <= allowed + 1e-6);
      }
    }),
  );
});

test('a million addresses take the memory of ten thousand', () => {
  let nowMs = 0;
  const limiter = new RateLimiter({ aMinute: 60, atOnce: 20, now: () => nowMs });
  for (let at = 0; at < 20; at += 1) limiter.take('first');
  assert.ok(limiter.take('first') > 0);
  for (let at = 0; at < 10_000; at += 1) limiter.take(`address ${at}`);
  assert.equal(limiter.take('first'), 0, 'it was forgotten for the others');
  nowMs += 60_000;
  assert.equal(limiter.take('address 1'), 0);
});

test('metrics and the description of the API are open, behind a token, or not there', async () => {
  for (const [path, name] of [
    ['/metrics', 'metrics'],
    ['/openapi.json', 'openapi'],
  ] as const) {
    const statuses = async (exposure: 'open' | 'token' | 'off'): Promise<number[]> => {
      const exposed = { metrics: 'open', openapi: 'open', [name]: exposure } as const;
      const { app } = openApp({}, { exposure: exposed });
      return [(await app.request(path)).status, (await app.request(path, asked('scorer'))).status];
    };
    assert.deepEqual(await statuses('open'), [200, 200]);
    assert.deepEqual(await statuses('token'), [401, 200]);
    assert.deepEqual(await statuses('off'), [404, 404]);
  }
});
