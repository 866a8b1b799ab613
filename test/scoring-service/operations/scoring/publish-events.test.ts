import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BandEvent } from '../../../../scoring-service/src/domain/evaluation/band-events.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { createEventPublisher } from '../../../../scoring-service/src/operations/scoring/publish-events.ts';
import type { Salesforce, Store } from '../../../../scoring-service/src/ports/adapters.ts';
import { makePorts } from '../made-up-ports.ts';

const scoredAt = '2026-11-20T10:00:00.000Z';
const eventOf = (index: number): BandEvent => ({
  ...{ id: `e${index}`, goalId: 'goal', object: 'Lead', recordId: `r${index}` },
  ...{ from: 'Low', to: 'High', score: 88, scoredAt },
});
const events = (count: number): BandEvent[] => Array.from({ length: count }, (_, index) => eventOf(index));

/** A publisher over an outbox in memory. */
function open({
  ready = [],
  unconfirmed = [],
  salesforce = {},
}: {
  ready?: BandEvent[];
  unconfirmed?: BandEvent[];
  salesforce?: Partial<Salesforce>;
}) {
  const outbox = new Map(ready.map((event) => [event.id, event]));
  const left = new Map(unconfirmed.map((event) => [event.id, event]));
  const claimed = new Set<string>();
  const published: string[] = [];
  const store: Partial<Store> = {
    claimEvents: ({ limit }) => {
      const free = [...outbox.values()].filter(({ id }) => !claimed.has(id)).slice(0, limit);
      for (const { id } of free) claimed.add(id);
      return Promise.resolve(free);
    },
    releaseEvents: (ids) => Promise.resolve(ids.forEach((id) => claimed.delete(id))),
    removeEvents: (ids) => Promise.resolve(ids.forEach((id) => [outbox, left].forEach((all) => all.delete(id)))),
    confirmEvents: (ids) => {
      for (const id of ids) outbox.set(id, left.get(id) ?? eventOf(0));
      return Promise.resolve();
    },
    unconfirmedEvents: () => Promise.resolve([...left.values()]),
    waitingEvents: () => Promise.resolve(outbox.size),
  };
  const { ports, events: logged } = makePorts({
    salesforce: {
      eventAllocation: () => Promise.resolve({ remaining: 250_000, limit: 250_000 }),
      publishBandEvents: (batch) => {
        published.push(...batch.map(({ id }) => id));
        return Promise.resolve(batch.map(({ id }) => id));
      },
      ...salesforce,
    },
    store,
  });
  return { publisher: createEventPublisher(ports, { eventShare: 0.5 }), outbox, claimed, published, logged };
}

test('every ready event is published, and leaves the outbox once the org has accepted it', async () => {
  const { publisher, outbox, published } = open({ ready: events(450) });
  await publisher.publish();
  assert.deepEqual([outbox.size, new Set(published).size], [0, 450]);
});

test('what the org does not accept stays for the next time', async () => {
  const { publisher, outbox, claimed } = open({
    ready: events(3),
    salesforce: { publishBandEvents: () => Promise.resolve(['e1']) },
  });
  await publisher.publish();
  assert.deepEqual([...outbox.keys()], ['e0', 'e2']);
  assert.deepEqual([...claimed], ['e1']);
});

test('an org that does not answer loses no event and ends nothing', async () => {
  const { publisher, outbox, claimed, logged } = open({
    ready: events(2),
    salesforce: {
      eventAllocation: () => Promise.reject(new ScoringError('salesforce.unreachable', { message: '', actions: [] })),
    },
  });
  await publisher.publish();
  assert.deepEqual([outbox.size, claimed.size, logged], [2, 0, ['events.unpublished']]);
});

test('half of the hourly events is left to other applications', async () => {
  const remaining = 125_000 + 300;
  const { publisher, outbox, published, logged } = open({
    ready: events(450),
    salesforce: { eventAllocation: () => Promise.resolve({ remaining, limit: 250_000 }) },
  });
  await publisher.publish();
  assert.deepEqual([published.length, outbox.size, logged], [200, 250, ['events.waiting']]);
});

test('calls at the same time share one pass', async () => {
  let asked = 0;
  const { publisher, published } = open({
    ready: events(5),
    salesforce: {
      eventAllocation: () => {
        asked += 1;
        return Promise.resolve(undefined);
      },
    },
  });
  await Promise.all([publisher.publish(), publisher.publish(), publisher.publish()]);
  assert.deepEqual([asked, published.length], [1, 5]);
});

test('of a process that ended, events of written records are published, the others dropped', async () => {
  const { publisher, published, outbox } = open({
    unconfirmed: events(3),
    salesforce: {
      readScores: () =>
        Promise.resolve(
          new Map([
            ['r0', { score: 88, band: 'High', percentile: 1, scoredAt: '2026-11-20T10:00:00.000+0000' }],
            ['r1', { score: 12, band: 'Low', percentile: 1, scoredAt: '2026-11-21T10:00:00.000Z' }],
          ]),
        ),
    },
  });
  await publisher.publish();
  assert.deepEqual([published, outbox.size], [['e0'], 0]);
});

test('events of a goal that is gone are dropped', async () => {
  const { publisher, published } = open({
    unconfirmed: events(2),
    salesforce: { readGoal: () => Promise.reject(new ScoringError('goal.not-found', { message: '', actions: [] })) },
  });
  await publisher.publish();
  assert.deepEqual(published, []);
});

test('a stopped publisher publishes no more', async () => {
  const { publisher, published } = open({ ready: events(2) });
  await publisher.stop();
  await publisher.publish();
  assert.deepEqual(published, []);
});
