import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCounts } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';
import type { StoredToken } from '../../../../scoring-service/src/ports/access.ts';
import { asOf, makeCheckpoint, makeReceipts, makeRun, minutesLater } from './state-fixture.ts';
import type { StoreUnderTest } from './store-under-test.ts';

export function testRuns(underTest: () => StoreUnderTest): void {
  test('a run comes back as it was created', async () => {
    const { store } = underTest();
    const checkpoint = makeCheckpoint(3, {
      afterId: '00Q3',
      writingUpTo: '00Q5',
      total: 9,
      skippedReasons: [{ reason: 'Not qualified', count: 2 }],
    });
    const run = makeRun('a', { modelVersion: '4', checkpoint, endedAt: minutesLater(2) });
    await store.createRun(run);
    await store.createRun(makeRun('b'));
    assert.deepEqual(await store.runState('a'), run);
    assert.deepEqual(await store.runState('b'), makeRun('b'));
    assert.equal(await store.runState('c'), undefined);
  });

  test('a change of a run sets only the fields that it contains', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('a'));
    await store.updateRun('a', { checkpoint: makeCheckpoint(5, { total: 9 }) });
    await store.updateRun('a', { modelVersion: '2' });
    await store.updateRun('a', {});
    assert.deepEqual(
      await store.runState('a'),
      makeRun('a', { modelVersion: '2', checkpoint: makeCheckpoint(5, { total: 9 }) }),
    );
  });

  test('a run that another process has taken is refused to the one before: state, counts, receipts and results', async () => {
    const { store, openAnother } = underTest();
    const other = openAnother();
    await store.createRun(makeRun('a'));
    const mine = await store.takeRun('a');
    await store.commitBatch('a', makeReceipts('a', 0, 3), makeCheckpoint(3), { epoch: mine?.epoch });
    const theirs = await other.takeRun('a');
    assert.deepEqual([mine?.epoch, theirs?.epoch], [1, 2]);
    assert.deepEqual(theirs?.checkpoint, makeCheckpoint(3));
    const refused = { name: 'ScoringError', kind: 'run.taken-over' };
    await assert.rejects(
      store.commitBatch('a', makeReceipts('a', 3, 6), makeCheckpoint(6), { epoch: mine?.epoch }),
      refused,
    );
    await assert.rejects(store.updateRun('a', { endedAt: minutesLater(1) }, mine?.epoch), refused);
    assert.equal(await other.countReceipts('a'), 3);
    await other.commitBatch('a', makeReceipts('a', 3, 5), makeCheckpoint(5), { epoch: theirs?.epoch });
    const { checkpoint, endedAt } = (await store.runState('a')) ?? assert.fail();
    assert.deepEqual([checkpoint?.scored, endedAt, await store.countReceipts('a')], [5, undefined, 5]);
    // A request to cancel comes from any process.
    await store.updateRun('a', { cancelledAt: minutesLater(2) });
    await other.updateRun('a', { endedAt: minutesLater(3) }, theirs?.epoch);
    assert.equal(await store.takeRun('a'), undefined);
    assert.equal(await store.takeRun('unknown'), undefined);
  });

  test('attempts count the processes that ended with a run since it got further', async () => {
    const { store, openAnother } = underTest();
    await store.createRun(makeRun('a'));
    const attempts = async (process: Store): Promise<number | undefined> => (await process.takeRun('a'))?.attempts;
    assert.equal(await attempts(store), 1);
    assert.equal(await attempts(openAnother()), 2);
    const third = openAnother();
    assert.equal(await attempts(third), 3);
    assert.equal(await attempts(third), 1, 'the same process has not ended');
    await third.commitBatch('a', [], makeCheckpoint(1), { epoch: 4 });
    assert.equal(await attempts(openAnother()), 2, 'the run got further');
    await store.updateRun('a', { attempts: 0 });
    assert.equal(await attempts(openAnother()), 1, 'its process has let it go');
  });

  test('the reason of a pause is kept until it is taken away', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('a'));
    await store.updateRun('a', { paused: 'The disk is full.' });
    assert.equal((await store.runState('a'))?.paused, 'The disk is full.');
    await store.updateRun('a', { paused: '' });
    assert.deepEqual(await store.runState('a'), makeRun('a'));
  });

  test('a state belongs to the first org that it is bound to, from whichever process', async () => {
    const { store, openAnother } = underTest();
    assert.equal(await store.bindOrg('00D000000000001EAA'), '00D000000000001EAA');
    assert.equal(await openAnother().bindOrg('00D000000000002EAA'), '00D000000000001EAA');
  });

  test('open runs are those that have not ended, the oldest first', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('late', { createdAt: minutesLater(9) }));
    await store.createRun(makeRun('early'));
    await store.createRun(makeRun('ended'));
    await store.updateRun('ended', { endedAt: minutesLater(1) });
    assert.deepEqual(
      (await store.openRuns()).map(({ key }) => key),
      ['early', 'late'],
    );
  });

  test('the last ended run is the newest of its goal and type', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('first', { endedAt: minutesLater(1) }));
    await store.createRun(makeRun('second', { endedAt: minutesLater(2) }));
    await store.createRun(makeRun('training', { jobType: 'Training', endedAt: minutesLater(3) }));
    await store.createRun(makeRun('other', { goalId: 'other', endedAt: minutesLater(4) }));
    await store.createRun(makeRun('open'));
    assert.equal((await store.lastEndedRun('goal', 'Scoring'))?.key, 'second');
    assert.equal(await store.lastEndedRun('goal', 'Deletion'), undefined);
  });

  test('the newest complete run of all records says by what it scored and wrote', async () => {
    const { store } = underTest();
    const basis = (status: string) => ({ qualifiedStatuses: [status], orgStatuses: [status] });
    const at = (minute: number, status: string) => ({
      endedAt: minutesLater(minute),
      checkpoint: { ...noCounts, basis: basis(status), writtenAs: status },
    });
    assert.equal(await store.lastCompleteRun('goal'), undefined);
    await store.createRun(makeRun('first', at(1, 'Open')));
    await store.createRun(makeRun('second', at(2, 'Working')));
    await store.createRun(makeRun('stopped', { endedAt: minutesLater(3), checkpoint: noCounts }));
    await store.createRun(makeRun('selected', { ...at(4, 'Selected'), selection: { where: 'Name != null' } }));
    await store.createRun(makeRun('other', { ...at(5, 'Other'), goalId: 'other' }));
    assert.deepEqual(await store.lastCompleteRun('goal'), { basis: basis('Working'), writtenAs: 'Working' });
  });

  test('concurrent claims of one key create one run', async () => {
    const { store } = underTest();
    const claims = [1, 2, 3].map((minute) => store.claimRun(makeRun('a', { createdAt: minutesLater(minute) })));
    assert.deepEqual((await Promise.all(claims)).toSorted(), [false, false, true]);
    assert.equal((await store.openRuns()).length, 1);
  });

  test('the last ended run can be filtered by its trigger', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('nightly', { trigger: 'Schedule', endedAt: minutesLater(1) }));
    await store.createRun(makeRun('by hand', { trigger: 'Manual', endedAt: minutesLater(2) }));
    assert.equal((await store.lastEndedRun('goal', 'Scoring', 'Schedule'))?.key, 'nightly');
    assert.equal((await store.lastEndedRun('goal', 'Scoring'))?.key, 'by hand');
    assert.equal(await store.lastEndedRun('goal', 'Scoring', 'API'), undefined);
  });

  test('a change of an unknown run is refused', async () => {
    const { store } = underTest();
    await assert.rejects(store.updateRun('none', { endedAt: asOf }), { kind: 'run.not-found' });
  });

  test('tokens come back as they were saved, and a token saved again is changed', async () => {
    const { store } = underTest();
    const manage: StoredToken = { id: '1', name: 'Org', hash: 'aa', rights: 'manage', createdAt: asOf };
    const score: StoredToken = { id: '2', name: 'Form', hash: 'bb', rights: 'score', createdAt: minutesLater(1) };
    await store.saveToken(score);
    await store.saveToken(manage);
    assert.deepEqual(await store.tokens(), [manage, score]);
    await store.saveToken({ ...score, hash: 'cc' });
    assert.deepEqual(await store.tokens(), [manage, { ...score, hash: 'cc' }]);
    const life = { orgId: '00D000000000001EAA', revokedAt: minutesLater(2), lastUsedAt: minutesLater(3) };
    assert.equal(await store.updateToken('1', life), true);
    assert.equal(await store.updateToken('3', life), false);
    await store.saveToken({ ...score, expiresAt: minutesLater(4) });
    const expected = [
      { ...manage, ...life },
      { ...score, expiresAt: minutesLater(4) },
    ];
    assert.deepEqual(await store.tokens(), expected);
  });

  test('the store answers', async () => {
    const { store } = underTest();
    await assert.doesNotReject(store.ping());
  });
}
