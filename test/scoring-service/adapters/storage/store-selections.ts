import type { RunResult } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOf, makeCheckpoint, makeRun, minutesLater } from './state-fixture.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const resultOf = (recordId: string): RunResult => ({
  ...{ recordId, score: 71, band: 'Medium', probability: 0.71, percentile: 90, isChanged: true },
  factors: [
    { field: 'age', label: 'Age', importance: 'high', direction: 'lowers', text: 'Age lowers it', contribution: -1.5 },
  ],
});

/** Runs of selected records, their results, and id lists. */
export function testSelections(underTest: () => StoreUnderTest): void {
  test('a run of selected records does not count as the last run of all records', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('all', { modelVersion: '1', endedAt: minutesLater(1) }));
    const some = makeRun('some', { selection: { where: "Country = 'DE'" }, endedAt: minutesLater(2) });
    await store.createRun(some);
    assert.deepEqual(await store.runState('some'), some);
    assert.equal((await store.lastEndedRun('goal', 'Scoring'))?.key, 'all');
  });

  test('a cancelled run continues when it is reopened', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('a'));
    await store.updateRun('a', { cancelledAt: minutesLater(1), endedAt: minutesLater(2) });
    assert.deepEqual(await store.openRuns(), []);
    await store.reopenRun('a');
    assert.deepEqual(
      (await store.openRuns()).map(({ key, cancelledAt }) => [key, cancelledAt]),
      [['a', undefined]],
    );
  });

  test('results come back batch by batch in the order in which they were made', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('a'));
    assert.equal(await store.runResults('a', 0), undefined);
    await store.commitBatch('a', [], makeCheckpoint(2), { results: [resultOf('1'), resultOf('2')] });
    await store.commitBatch('a', [], makeCheckpoint(3), { results: [] });
    await store.commitBatch('a', [], makeCheckpoint(4), {
      results: [{ recordId: '3', isChanged: false, factors: [], error: 'Gone' }],
    });
    const first = await store.runResults('a', 0);
    assert.deepEqual(first, { number: 1, isLast: false, results: [resultOf('1'), resultOf('2')] });
    const second = await store.runResults('a', 1);
    assert.deepEqual([second?.isLast, second?.results.map(({ error }) => error)], [true, ['Gone']]);
    assert.equal(await store.runResults('a', 2), undefined);
  });

  test('a batch that cannot be committed leaves no results', async () => {
    const { store } = underTest();
    await assert.rejects(store.commitBatch('nobody', [], makeCheckpoint(1), { results: [resultOf('1')] }), {
      kind: 'run.not-found',
    });
    assert.equal(await store.runResults('nobody', 0), undefined);
  });

  test('results are deleted with their goal, or when they are old', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('a'));
    await store.createRun(makeRun('b', { goalId: 'other' }));
    for (const key of ['a', 'b']) await store.commitBatch(key, [], makeCheckpoint(1), { results: [resultOf('1')] });
    await store.deleteRunResults({ createdBefore: new Date('2020-01-01') });
    assert.ok(await store.runResults('a', 0));
    await store.deleteRunResults({ goalId: 'goal' });
    assert.equal(await store.runResults('a', 0), undefined);
    await store.deleteRunResults({ createdBefore: new Date('2100-01-01') });
    assert.equal(await store.runResults('b', 0), undefined);
  });

  test('a list holds the parts that were sent, each once', async () => {
    const { store } = underTest();
    await store.createIdList('list', asOf);
    await store.saveIdListPart('list', 1, ['c']);
    await store.saveIdListPart('list', 0, ['x']);
    await store.saveIdListPart('list', 0, ['a', 'b']);
    assert.equal(await store.idListParts('list'), 2);
    assert.deepEqual(await store.idListPart('list', -1), { number: 0, recordIds: ['a', 'b'] });
    assert.deepEqual(await store.idListPart('list', 0), { number: 1, recordIds: ['c'] });
    assert.equal(await store.idListPart('list', 1), undefined);
    await assert.rejects(store.saveIdListPart('none', 0, ['a']), { kind: 'id-list.not-found' });
    assert.equal(await store.idListParts('none'), 0);
  });

  test('an old list stays as long as an open run uses it', async () => {
    const { store } = underTest();
    for (const id of ['used', 'left']) {
      await store.createIdList(id, asOf);
      await store.saveIdListPart(id, 0, ['a']);
    }
    await store.createRun(makeRun('a', { selection: { idListId: 'used' } }));
    await store.deleteIdLists(minutesLater(1));
    assert.deepEqual([await store.idListParts('used'), await store.idListParts('left')], [1, 0]);
    await store.updateRun('a', { endedAt: minutesLater(1) });
    await store.deleteIdLists(minutesLater(1));
    assert.equal(await store.idListParts('used'), 0);
  });
}
