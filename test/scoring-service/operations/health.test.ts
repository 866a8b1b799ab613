import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import { createHealthCheck } from '../../../scoring-service/src/operations/health.ts';

/** A part that is pinged: it answers when `answer` is called, at once where it is given an outcome. */
function makePart(outcome?: ScoringError | 'answers') {
  let pings = 0;
  let current = outcome;
  const waiting: (() => void)[] = [];
  return {
    pings: () => pings,
    become: (next: ScoringError | 'answers') => (current = next),
    answer: () => waiting.splice(0).forEach((resolve) => resolve()),
    ping: (): Promise<void> => {
      pings += 1;
      if (current === 'answers') return Promise.resolve();
      if (current !== undefined) return Promise.reject(current);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

function makeClock() {
  let ms = Date.parse('2026-11-23T10:00:00.000Z');
  return { now: () => new Date(ms), pass: (seconds: number) => (ms += seconds * 1000) };
}

const away = new ScoringError('salesforce.unreachable', { actions: ['Wait.'] });
const failed = new ScoringError('store.failed', { actions: ['Start it.'] });

test('500 probes in ten minutes cost the org ten calls, and 500 at once cost one', async () => {
  const [salesforce, store, clock] = [makePart('answers'), makePart('answers'), makeClock()];
  const { check } = createHealthCheck({ salesforce, store, folders: makePart('answers'), clock });
  await Promise.all(Array.from({ length: 500 }, () => check()));
  assert.deepEqual([salesforce.pings(), store.pings()], [1, 1]);
  for (let probe = 0; probe < 500; probe += 1) {
    clock.pass(1.2);
    assert.equal((await check()).isReady, true);
  }
  assert.equal(salesforce.pings(), 11);
});

test('an org that does not respond is reported, and this process stays ready', async () => {
  const [salesforce, store, clock] = [makePart(away), makePart('answers'), makeClock()];
  const { check } = createHealthCheck({ salesforce, store, folders: makePart('answers'), clock });
  const { isReady, parts } = await check();
  assert.equal(isReady, true);
  assert.deepEqual(
    parts.map(({ name, isReady: isPartReady, kind }) => [name, isPartReady, kind]),
    [
      ['store', true, undefined],
      ['disk', true, undefined],
      ['org', false, 'salesforce.unreachable'],
    ],
  );
  salesforce.become('answers');
  clock.pass(20);
  await check();
  assert.equal((await check()).parts[2]?.isReady, true);
});

test('a store that does not respond takes this process out, until it responds again', async () => {
  const [salesforce, store, clock] = [makePart('answers'), makePart(failed), makeClock()];
  const { check } = createHealthCheck({ salesforce, store, folders: makePart('answers'), clock });
  const { isReady, parts } = await check();
  assert.deepEqual([isReady, parts[0]?.kind], [false, 'store.failed']);
  store.become('answers');
  clock.pass(2);
  assert.equal((await check()).isReady, true);
});

test('a probe does not wait for an org that takes its time, once its state is known', async () => {
  const [salesforce, store, clock] = [makePart('answers'), makePart('answers'), makeClock()];
  const { check } = createHealthCheck({ salesforce, store, folders: makePart('answers'), clock });
  await check();
  const slow = makePart();
  salesforce.ping = slow.ping;
  clock.pass(120);
  assert.equal((await check()).parts[2]?.isReady, true);
  slow.answer();
});

test('a disk without room takes this process out with the reason, until there is room', async () => {
  const [clock, folders] = [makeClock(), makePart('answers')];
  const { check } = createHealthCheck({ salesforce: makePart('answers'), store: makePart('answers'), folders, clock });
  assert.equal((await check()).isReady, true);
  folders.ping = () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
  clock.pass(6);
  const { isReady, parts } = await check();
  assert.deepEqual([isReady, parts[1]?.kind], [false, 'host.disk-full']);
  folders.ping = () => Promise.resolve();
  clock.pass(6);
  assert.equal((await check()).isReady, true);
});
