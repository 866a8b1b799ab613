import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scoreTable } from '@plumbline/learning';
import type { Receipt } from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import { createRowReader } from '../../../../scoring-service/src/domain/features/feature-row.ts';
import { toScore } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { verifyReceipt } from '../../../../scoring-service/src/operations/scoring/verify-receipt.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';
import { drawLeads } from '../../learning/model-fixture.ts';
import { asOf, makeCheckpoint, makeReceipts, makeRun, makeStoredModel, minutesLater } from './state-fixture.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !value.includes('\0'));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
/** JSON has no -0, which models treat like 0. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const receipt: fc.Arbitrary<Receipt> = fc.record(
  {
    goalId: fc.constant('goal'),
    recordId: fc.constant('00Q'),
    runKey: fc.constant(undefined),
    modelVersion: text,
    scoredAt: fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') }),
    score: fc.integer({ min: 0, max: 100 }),
    band: text,
    percentile: fc.option(finite, { nil: undefined }),
    probability: fc.option(finite, { nil: undefined }),
    basis: fc.constantFrom('relative' as const, 'probability' as const, 'percentile' as const, undefined),
    highFrom: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    mediumFrom: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    baseRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    referenceId: fc.option(text, { nil: undefined }),
    reason: fc.option(text, { nil: undefined }),
    features: fc.option(fc.array(fc.oneof(number, text, fc.constant(null)), { maxLength: 8 }), { nil: undefined }),
  },
  { noNullPrototype: true },
);

export function testReceipts(underTest: () => StoreUnderTest): void {
  test('every value of a receipt is read back to the last digit', async () => {
    const { store } = underTest();
    await fc.assert(
      fc.asyncProperty(receipt, async (written) => {
        await store.deleteReceipts('goal');
        await store.appendScores([written]);
        assert.deepEqual(await readReceipts(store, { goalId: 'goal', recordId: '00Q', limit: 2 }), [written]);
      }),
      { numRuns: 40 },
    );
  });

  test('earlier scores of records are the newest, and the newest up to a date; another goal and unknown records have none', async () => {
    const { store } = underTest();
    const [base] = makeReceipts(undefined, 0, 1);
    assert.ok(base);
    const at = (minutes: number, score: number, change: Partial<Receipt> = {}): Receipt => ({
      ...{ ...base, score, scoredAt: minutesLater(minutes), basis: 'relative' as const },
      ...change,
    });
    await store.appendScores([
      ...[at(0, 10, { basis: 'probability' }), at(5, 20), at(9, 30)],
      at(7, 44, { recordId: '00Q-new' }),
      at(8, 99, { goalId: 'other' }),
    ]);
    const past = await store.pastScores({
      goalId: 'goal',
      recordIds: [base.recordId, '00Q-new', '00Q-unknown'],
      before: minutesLater(6),
    });
    const { modelVersion, highFrom, mediumFrom } = base;
    const by = { basis: 'relative', modelVersion, highFrom, mediumFrom };
    assert.deepEqual(Object.fromEntries(past), {
      [base.recordId]: { newest: { score: 30, ...by }, weekAgo: { score: 20, basis: 'relative' } },
      '00Q-new': { newest: { score: 44, ...by } },
    });
    const before = minutesLater(1);
    const { weekAgo } =
      (await store.pastScores({ goalId: 'goal', recordIds: [base.recordId], before })).get(base.recordId) ?? {};
    assert.deepEqual(weekAgo, { score: 10, basis: 'probability' });
    assert.equal((await store.pastScores({ goalId: 'goal', recordIds: [], before })).size, 0);
  });

  test('a batch stores its receipts and its checkpoint', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    const checkpoint = makeCheckpoint(40, { afterId: '00Q39' });
    await store.commitBatch('run', makeReceipts('run', 0, 40), checkpoint);
    assert.equal(await store.countReceipts('run'), 40);
    assert.deepEqual((await store.runState('run'))?.checkpoint, checkpoint);
  });

  test('a batch that is committed twice or overlaps keeps the first receipt of each record', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    const receipts = makeReceipts('run', 0, 20);
    await store.commitBatch('run', receipts, makeCheckpoint(20));
    await store.commitBatch('run', receipts, makeCheckpoint(20));
    const changed = makeReceipts('run', 10, 30).map((again) => ({ ...again, score: 0 }));
    await store.commitBatch('run', changed, makeCheckpoint(30));
    assert.equal(await store.countReceipts('run'), 30);
    const [first] = receipts.slice(15);
    assert.ok(first);
    assert.deepEqual(await readReceipts(store, { goalId: 'goal', recordId: first.recordId, limit: 9 }), [first]);
  });

  test('a batch that fails leaves neither receipts nor a checkpoint', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run', { checkpoint: makeCheckpoint(1) }));
    const [good, bad] = makeReceipts('run', 0, 2);
    assert.ok(good && bad);
    const batch = [good, { ...bad, scoredAt: new Date(Number.NaN) }];
    await assert.rejects(store.commitBatch('run', batch, makeCheckpoint(2)), { kind: 'store.failed' });
    assert.equal(await store.countReceipts('run'), 0);
    assert.deepEqual((await store.runState('run'))?.checkpoint, makeCheckpoint(1));
  });

  test('a batch of an unknown run stores nothing', async () => {
    const { store } = underTest();
    const batch = store.commitBatch('none', makeReceipts('none', 0, 3), makeCheckpoint(3));
    await assert.rejects(batch, { kind: 'run.not-found' });
    assert.equal(await store.countReceipts('none'), 0);
  });

  test('a batch without receipts moves the checkpoint', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    await store.commitBatch('run', [], makeCheckpoint(0, { afterId: '00Q9' }));
    assert.equal((await store.runState('run'))?.checkpoint?.afterId, '00Q9');
  });

  test('ten thousand receipts are one batch', async () => {
    const { store } = underTest();
    await store.createRun(makeRun('run'));
    await store.commitBatch('run', makeReceipts('run', 0, 10_000), makeCheckpoint(10_000));
    assert.equal(await store.countReceipts('run'), 10_000);
  });

  test('batches of concurrent runs do not interfere', async () => {
    const { store } = underTest();
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => store.createRun(makeRun(key, { goalId: key }))));
    await Promise.all(
      keys.flatMap((key) =>
        [0, 1, 2].map((batch) =>
          store.commitBatch(key, makeReceipts(key, batch * 50, batch * 50 + 50, key), makeCheckpoint(50)),
        ),
      ),
    );
    assert.deepEqual(await Promise.all(keys.map((key) => store.countReceipts(key))), [150, 150, 150, 150]);
  });

  test('all single evaluations of a record are kept, the newest first', async () => {
    const { store } = underTest();
    const [single] = makeReceipts(undefined, 0, 1);
    assert.ok(single);
    const later = { ...single, scoredAt: minutesLater(1), score: 2 };
    const latest = { ...single, scoredAt: minutesLater(2), score: 3 };
    await store.appendScores([later]);
    await store.appendScores([single]);
    await store.appendScores([latest]);
    const { goalId, recordId } = single;
    assert.deepEqual(await readReceipts(store, { goalId, recordId, limit: 2 }), [latest, later]);
    assert.equal((await store.receipts({ goalId, recordId, limit: 9 })).length, 3);
  });

  test('a receipt is found by its id, and an unknown id finds none', async () => {
    const { store } = underTest();
    await store.appendScores(makeReceipts(undefined, 0, 3));
    const [, second] = makeReceipts(undefined, 0, 3);
    assert.ok(second);
    const [read] = await store.receipts({ goalId: 'goal', recordId: second.recordId, limit: 1 });
    assert.ok(read);
    assert.deepEqual(await store.receipt(read.id), read);
    assert.equal(await store.receipt('999999999999999'), undefined);
  });

  test('a score is reproduced to the last digit after a new training, by another process', async () => {
    const { store, openAnother } = underTest();
    const stored = makeStoredModel('goal', '1');
    await store.saveModel(stored);
    const { table } = drawLeads(50, 8);
    const { probabilities, percentiles } = scoreTable(stored.model, table);
    const readRow = createRowReader(stored.model.fields, table);
    const receipts = makeReceipts(undefined, 0, 50).map((receipt, row): Receipt => {
      const [probability, percentile] = [probabilities[row] as number, percentiles[row] as number];
      return {
        ...receipt,
        ...toScore(probability, percentile, receipt),
        probability,
        percentile,
        features: readRow(row),
      };
    });
    await store.appendScores(receipts);
    await store.saveModel(makeStoredModel('goal', '2', minutesLater(1)));
    const another = openAnother();
    for (const { recordId, probability } of receipts) {
      const [{ id } = { id: '' }] = await another.receipts({ goalId: 'goal', recordId, limit: 1 });
      const verification = await verifyReceipt({ store: another }, id);
      assert.deepEqual([verification.isEqual, verification.recomputed.probability], [true, probability]);
    }
  });

  test('inputs are deleted when they are old enough, and the receipts stay', async () => {
    const { store } = underTest();
    const [old, young] = makeReceipts(undefined, 0, 2);
    assert.ok(old && young);
    await store.appendScores([old, { ...young, scoredAt: minutesLater(10) }]);
    assert.equal(await store.expireFeatures(minutesLater(5)), 1);
    assert.equal(await store.expireFeatures(minutesLater(5)), 0);
    const inputsOf = async ({ recordId }: Receipt) =>
      (await store.receipts({ goalId: 'goal', recordId, limit: 1 })).map(({ features }) => features);
    assert.deepEqual(await inputsOf(old), [undefined]);
    assert.deepEqual(await inputsOf(young), [young.features]);
  });

  test('the first receipt of a record and a model is the forecast of the model', async () => {
    const { store } = underTest();
    const [first] = makeReceipts(undefined, 0, 1);
    assert.ok(first);
    await store.appendScores([first]);
    await store.appendScores([{ ...first, scoredAt: minutesLater(1), probability: 0.9, band: 'High' }]);
    await store.appendScores([{ ...first, scoredAt: minutesLater(2), modelVersion: '2', probability: 0.5 }]);
    await store.appendScores([
      { ...first, recordId: '00Qunscored', score: 0, band: 'Not scored', probability: undefined, reason: 'closed' },
    ]);
    const predicted = { recordId: first.recordId, band: 'Low' };
    assert.deepEqual(await store.matureForecasts('goal', minutesLater(1)), [
      { ...predicted, modelVersion: '1', scoredAt: asOf, probability: first.probability },
    ]);
    assert.equal((await store.matureForecasts('goal', minutesLater(2))).length, 2);
  });

  test('records of which receipts are kept are listed once each, page by page', async () => {
    const { store } = underTest();
    const receipts = makeReceipts(undefined, 0, 25);
    await store.appendScores([...receipts, ...receipts, ...makeReceipts(undefined, 90, 95, 'other')]);
    const found: string[] = [];
    for (let page = ['']; page.length > 0; found.push(...page)) {
      page = await store.keptRecordIds('goal', { afterId: page.at(-1) ?? '', limit: 10 });
    }
    assert.deepEqual(
      found,
      receipts.map(({ recordId }) => recordId),
    );
  });

  test('purging a record deletes its receipts and forecasts, of one goal or of all', async () => {
    const { store } = underTest();
    const [mine] = makeReceipts(undefined, 0, 1);
    assert.ok(mine);
    const everywhere = ['goal', 'other'].map((goalId) => ({ ...mine, goalId }));
    await store.appendScores([...everywhere, ...makeReceipts(undefined, 1, 3)]);
    assert.equal(await store.forgetRecords([mine.recordId], 'other'), 1);
    assert.equal((await store.receipts({ goalId: 'goal', recordId: mine.recordId, limit: 9 })).length, 1);
    assert.equal(await store.forgetRecords([mine.recordId]), 1);
    assert.equal(await store.forgetRecords([]), 0);
    assert.deepEqual(
      (await store.matureForecasts('goal', minutesLater(1))).map(({ recordId }) => recordId),
      makeReceipts(undefined, 1, 3).map(({ recordId }) => recordId),
    );
    assert.deepEqual(await store.matureForecasts('other', minutesLater(1)), []);
  });

  test('deleting the receipts of a goal leaves those of others, and models', async () => {
    const { store } = underTest();
    await store.saveModel(makeStoredModel('goal', '1', asOf));
    await store.appendScores([...makeReceipts('run', 0, 5), ...makeReceipts('else', 0, 4, 'other')]);
    await store.deleteReceipts('goal');
    assert.equal(await store.countReceipts('run'), 0);
    assert.equal(await store.countReceipts('else'), 4);
    assert.equal((await store.activeModel('goal'))?.version, '1');
  });
}

/** Receipts as they were written; each is read with an id of its own. */
async function readReceipts(store: Store, asked: Parameters<Store['receipts']>[0]): Promise<Receipt[]> {
  const read = await store.receipts(asked);
  assert.equal(new Set(read.map(({ id }) => id)).size, read.length);
  return read.map(
    (receipt) => Object.fromEntries(Object.entries(receipt).filter(([name]) => name !== 'id')) as Receipt,
  );
}
