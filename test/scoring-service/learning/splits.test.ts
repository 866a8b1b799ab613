import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stratifiedFolds, splitRows } from '../../../scoring-service/learning/src/splits.ts';
import type { LabelledRows } from '../../../scoring-service/learning/src/table.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

const rowsAt = (days: number[], groups = days.map((_, row) => `record ${row}`)): LabelledRows => ({
  table: { rowCount: days.length, columns: [] },
  labels: Uint8Array.from(days, (_, row) => row % 2),
  groups,
  times: Float64Array.from(days, (day) => day * DAY_MS),
});

const labelledGroups = fc.array(fc.record({ group: fc.nat(60), label: fc.constantFrom(0, 1) }), {
  minLength: 20,
  maxLength: 200,
});

test('folds keep groups together, use every row once and depend on the seed alone', () => {
  fc.assert(
    fc.property(labelledGroups, fc.nat(1000), (rows, seed) => {
      const input = {
        labels: Uint8Array.from(rows, ({ label }) => label),
        groups: rows.map(({ group }) => `group ${group}`),
      };
      const folds = stratifiedFolds(input, 5, seed);
      const foldOfGroup = new Map(input.groups.map((group, row) => [group, folds[row]]));
      assert.ok(input.groups.every((group, row) => foldOfGroup.get(group) === folds[row]));
      assert.ok(folds.every((fold) => fold < 5));
      assert.deepEqual(stratifiedFolds(input, 5, seed), folds);
    }),
  );
});

test('folds of single rows share positives and negatives evenly', () => {
  const labels = Uint8Array.from({ length: 103 }, (_, row) => Number(row < 33));
  const groups = Array.from(labels, (_, row) => String(row));
  const folds = stratifiedFolds({ labels, groups }, 5, 7);
  for (let fold = 0; fold < 5; fold++) {
    const rows = [...folds.keys()].filter((row) => folds[row] === fold);
    const positives = rows.filter((row) => labels[row] === 1).length;
    assert.ok(positives === 6 || positives === 7, `${positives} positives`);
    assert.ok(rows.length === 20 || rows.length === 21, `${rows.length} rows`);
  }
});

test('the newest fifth is the test, and training ends one gap before it', () => {
  const split = splitRows(rowsAt([9, 0, 1, 2, 3, 4, 5, 6, 7, 8]), { seed: 1, gapMs: 2 * DAY_MS });
  assert.equal(split.by, 'time');
  assert.deepEqual([...split.test], [0, 9]);
  assert.deepEqual([...split.train], [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(split.leftOut, 1);
});

test('a group with a row in the test leaves training', () => {
  const groups = ['late', 'early', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'late'];
  const split = splitRows(rowsAt([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], groups), { seed: 1 });
  assert.deepEqual([...split.test], [8, 9]);
  assert.ok(!split.train.includes(0));
  assert.equal(split.leftOut, 1);
});

test('training and test never share a group, whatever the times', () => {
  const timedGroups = fc.array(fc.record({ day: fc.nat(30), group: fc.nat(20) }), { minLength: 10, maxLength: 100 });
  fc.assert(
    fc.property(timedGroups, fc.boolean(), (rows, isTimed) => {
      const labelled = rowsAt(
        rows.map(({ day }) => (isTimed ? day : NaN)),
        rows.map(({ group }) => `account ${group}`),
      );
      const { train, test: tested } = splitRows(labelled, { seed: 3, gapMs: DAY_MS });
      const testGroups = new Set(Array.from(tested, (row) => labelled.groups[row]));
      assert.ok(train.every((row) => !testGroups.has(labelled.groups[row] as string)));
    }),
  );
});

test('rows of unknown or one and the same time are split by chance', () => {
  assert.equal(splitRows(rowsAt(new Array<number>(20).fill(NaN)), { seed: 1 }).by, 'chance');
  const sameDay = splitRows(rowsAt(new Array<number>(20).fill(4)), { seed: 1 });
  assert.equal(sameDay.by, 'chance');
  assert.equal(sameDay.test.length, 4);
});

test('records that stand in every period are dealt to training and test, never to both', () => {
  const periods = [0, 90, 180, 270, 360];
  const accounts = Array.from({ length: 40 }, (_, number) => `account ${number}`);
  const days = accounts.flatMap(() => periods);
  const groups = accounts.flatMap((account) => periods.map(() => account));
  const rows = rowsAt(days, groups);
  const options = { seed: 3, gapMs: 90 * DAY_MS };
  const { train, test: tested } = splitRows(rows, options);
  assert.equal(tested.length, 20);
  assert.equal(train.length, 80);
  assert.ok([...tested].every((row) => days[row] === 360));
  assert.ok([...train].every((row) => (days[row] ?? 0) <= 270));
  const groupsOf = (part: Uint32Array) => new Set([...part].map((row) => groups[row]));
  assert.ok(groupsOf(train).isDisjointFrom(groupsOf(tested)));
  assert.deepEqual(splitRows(rows, options).test, tested);
  assert.notDeepEqual(splitRows(rows, { ...options, seed: 4 }).test, tested);
});

test('few groups that straddle all go to the test', () => {
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const groups = ['late', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'again', 'late'];
  const { train, test: tested } = splitRows(rowsAt(days, groups), { seed: 1 });
  assert.deepEqual([...tested], [8, 9]);
  assert.deepEqual([...train], [1, 2, 3, 4, 5, 6, 7]);
});
