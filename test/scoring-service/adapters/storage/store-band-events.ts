import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandEventId } from '../../../../scoring-service/src/domain/evaluation/band-events.ts';
import type { BandEvent } from '../../../../scoring-service/src/domain/evaluation/band-events.ts';
import { makeCheckpoint, makeRun } from './state-fixture.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const scoredAt = '2026-11-20T10:00:00.000Z';
export const eventOf = (recordId: string): BandEvent => ({
  ...{ id: bandEventId('goal', recordId, scoredAt), goalId: 'goal', object: 'Lead', recordId },
  ...{ from: 'Low', to: 'High', score: 88, scoredAt },
});
const now = new Date('2026-11-20T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const claim = { limit: 10, now, until: later(60_000) };
const future = { createdBefore: new Date('2100-01-01'), limit: 10 };
const recordsOf = (events: readonly BandEvent[]): string[] => events.map(({ recordId }) => recordId).sort();

/** The outbox of band changes. */
export function testBandEvents(underTest: () => StoreUnderTest): void {
  test('events of a batch are ready once it is committed, those of unwritten records go', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    const run = { key: 'run', checkpoint: { ...makeCheckpoint(0), writingUpTo: '2' } };
    assert.deepEqual((await store.intendEvents([eventOf('1'), eventOf('2')], run)).sort(), ['1', '2']);
    assert.equal((await store.runState('run'))?.checkpoint?.writingUpTo, '2');
    assert.deepEqual(await store.claimEvents(claim), []);
    await store.commitBatch('run', [], makeCheckpoint(2), { written: ['1', '7'] });
    assert.deepEqual(await store.claimEvents(claim), [eventOf('1')]);
    assert.equal(await store.waitingEvents(), 1);
  });

  test('a batch that is repeated keeps the events of the process that ended, each once', async () => {
    const { store, openAnother } = underTest();
    await store.createRun(makeRun('run'));
    const run = { key: 'run', checkpoint: makeCheckpoint(0) };
    await store.intendEvents([eventOf('1'), eventOf('2')], run);
    const next = openAnother();
    assert.deepEqual((await next.intendEvents([{ ...eventOf('2'), score: 90 }, eventOf('3')], run)).sort(), [
      '1',
      '2',
      '3',
    ]);
    await next.commitBatch('run', [], makeCheckpoint(3), { written: ['1', '2', '3'] });
    const claimed = await next.claimEvents(claim);
    assert.deepEqual(recordsOf(claimed), ['1', '2', '3']);
    assert.equal(claimed.find(({ recordId }) => recordId === '2')?.score, 88);
  });

  test('the process before the one that has taken a run intends nothing and leaves its checkpoint', async () => {
    const { store, openAnother } = underTest();
    await store.createRun(makeRun('run'));
    const mine = await store.takeRun('run');
    const theirs = await openAnother().takeRun('run');
    await openAnother().intendEvents([eventOf('1')], {
      ...{ key: 'run', checkpoint: makeCheckpoint(4), epoch: theirs?.epoch },
    });
    await assert.rejects(
      store.intendEvents([eventOf('2')], { key: 'run', checkpoint: makeCheckpoint(2), epoch: mine?.epoch }),
      { name: 'ScoringError', kind: 'run.taken-over' },
    );
    assert.deepEqual((await store.runState('run'))?.checkpoint, makeCheckpoint(4));
    assert.equal(await store.waitingEvents(), 1);
  });

  test('a ready event is one process at a time until it is released, accepted, or the claim ends', async () => {
    const { store, openAnother } = underTest();
    await store.intendEvents([eventOf('1'), eventOf('2')]);
    const written = { intended: [eventOf('1'), eventOf('2')], written: new Set(['1', '2']) };
    await store.appendScores([], written);
    const [first] = await store.claimEvents({ ...claim, limit: 1 });
    const [second] = await openAnother().claimEvents({ ...claim, limit: 10 });
    assert.deepEqual(recordsOf([first, second].filter((event) => event !== undefined)), ['1', '2']);
    assert.deepEqual(await store.claimEvents(claim), []);
    await store.releaseEvents([first?.id ?? '']);
    assert.deepEqual(await store.claimEvents(claim), [first]);
    assert.deepEqual(recordsOf(await store.claimEvents({ limit: 10, now: later(60_001), until: later(120_000) })), [
      '1',
      '2',
    ]);
    await store.removeEvents([first?.id ?? '', second?.id ?? '']);
    assert.equal(await store.waitingEvents(), 0);
  });

  test('of single evaluations, events of written records are ready and the others go', async () => {
    const { store } = underTest();
    const intended = [eventOf('1'), eventOf('2')];
    await store.intendEvents(intended);
    await store.appendScores([], { intended, written: new Set(['2']) });
    assert.deepEqual(recordsOf(await store.claimEvents(claim)), ['2']);
    assert.equal(await store.waitingEvents(), 1);
  });

  test('an event whose process ended is unconfirmed, but not while its run is open', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    await store.intendEvents([eventOf('1')], { key: 'run', checkpoint: makeCheckpoint(0) });
    await store.intendEvents([eventOf('2')]);
    assert.deepEqual(recordsOf(await store.unconfirmedEvents(future)), ['2']);
    assert.deepEqual(await store.unconfirmedEvents({ ...future, createdBefore: new Date('2020-01-01') }), []);
    await store.updateRun('run', { endedAt: now });
    assert.deepEqual(recordsOf(await store.unconfirmedEvents(future)), ['1', '2']);
    await store.confirmEvents([eventOf('1').id]);
    assert.deepEqual(await store.claimEvents(claim), [eventOf('1')]);
  });

  test('events go with their goal and with a forgotten record', async () => {
    const { store } = underTest();
    await store.intendEvents([eventOf('1'), eventOf('2')]);
    await store.forgetRecords(['1']);
    assert.equal(await store.waitingEvents(), 1);
    await store.deleteReceipts('goal');
    assert.equal(await store.waitingEvents(), 0);
  });

  test('a band change that has happened is published, also where the scores of its goal are removed before', async () => {
    const { store } = underTest();
    const intended = [eventOf('1')];
    await store.intendEvents(intended);
    await store.appendScores([], { intended, written: new Set(['1']) });
    // A process claims it and is killed; the removal comes while the claim holds.
    await store.claimEvents(claim);
    await store.deleteReceipts('goal');
    assert.deepEqual(await store.claimEvents({ limit: 10, now: later(60_001), until: later(120_000) }), intended);
  });
}
