import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkSplit } from '../../../../scoring-service/src/domain/quality/check-model.ts';
import { checkRows, missingRate } from '../../../../scoring-service/src/domain/quality/check-rows.ts';
import { hasError } from '../../../../scoring-service/src/domain/quality/findings.ts';
import { makeField, makeGoal, makeRows } from './quality-fixture.ts';

const calls = makeField('calls', { kind: 'number', family: 'activity', isPointInTime: true });
const industry = makeField('industry', { label: 'Industry', family: 'account' });
const half = Array.from({ length: 200 }, (_, row) => row % 2);

/** A column of 200 rows of which the first `missing` have no value. */
const callsMissing = (missing: number) => ({
  kind: 'number' as const,
  name: 'calls',
  values: Float64Array.from(half, (_, row) => (row < missing ? Number.NaN : 1)),
});

const check = (rows = makeRows(half), goal = makeGoal(), more = {}) =>
  checkRows(
    { rows, eligible: rows.labels.length, notProfiled: 0, ...more },
    { plan: { fields: [calls, industry] }, goal, leaks: [] },
  );

test('rows without a fault say nothing', () => {
  assert.deepEqual(check(makeRows(half, [callsMissing(0)])), []);
});

test('missing activity features warn from 0.30 on and stop above 0.80', () => {
  const codesAt = (missing: number) => check(makeRows(half, [callsMissing(missing)])).map(({ code }) => code);
  assert.deepEqual(codesAt(59), []);
  assert.deepEqual(codesAt(60), [201]);
  assert.deepEqual(codesAt(160), [201]);
  assert.deepEqual(check(makeRows(half, [callsMissing(166)])), [
    { code: 201, detail: '0.83' },
    { code: 408, detail: '0.83' },
  ]);
});

test('missing firmographic features warn and never stop', () => {
  const values = half.map((_, row) => (row < 190 ? undefined : 'Banking'));
  const findings = check(makeRows(half, [{ kind: 'category', name: 'industry', values }]));
  assert.deepEqual(findings, [{ code: 200, detail: '0.95' }]);
  assert.equal(hasError(findings), false);
});

test('a goal that learns from records as they stand gets finding 907 and needs no activities', () => {
  const goal = makeGoal({ settings: { learnFrom: 'creation' } });
  assert.deepEqual(check(makeRows(half, [callsMissing(200)]), goal), [{ code: 907, detail: '200' }]);
});

test('a record counts once, at its latest moment', () => {
  const rows = makeRows(
    [0, 0, 0, 0],
    [{ ...callsMissing(0), values: Float64Array.of(Number.NaN, 3, Number.NaN, Number.NaN) }],
    {
      groups: ['a', 'a', 'b', 'b'],
      times: [1, 2, 2, 1],
    },
  );
  assert.equal(missingRate(rows, [calls], 'activity'), 0.5);
  assert.equal(missingRate(rows, [calls], 'account'), undefined);
  assert.equal(
    missingRate(makeRows([], [{ ...callsMissing(0), values: new Float64Array() }]), [calls], 'activity'),
    undefined,
  );
});

test('a record without any activity lacks all activity values, although its counts are 0', () => {
  const days = { ...calls, name: 'days_since_call' };
  const column = (name: string, values: number[]) => ({
    kind: 'number' as const,
    name,
    values: Float64Array.from(values),
  });
  const rows = makeRows(
    [0, 0, 0, 0],
    [column('calls_total', [0, 1, 0, 3]), column('days_since_call', [Number.NaN, 5, Number.NaN, Number.NaN])],
  );
  assert.equal(missingRate(rows, [{ ...calls, name: 'calls_total' }, days], 'activity'), 5 / 8);
});

test('sampling, opted-out people and leaks are reported', () => {
  const leaks = [
    { field: 'industry', reason: 'It knows.' },
    { field: 'gone', reason: 'It knows.' },
  ];
  const rows = { rows: makeRows(half), eligible: 1200, notProfiled: 7 };
  assert.deepEqual(checkRows(rows, { plan: { fields: [industry] }, goal: makeGoal(), leaks }), [
    { code: 905, detail: '200 of 1200' },
    { code: 908, detail: '7' },
    { code: 901, detail: 'Industry, gone' },
  ]);
});

test('too few records that did not reach the goal stop the run', () => {
  const labels = Array.from({ length: 200 }, (_, row) => Number(row >= 39));
  assert.deepEqual(check(makeRows(labels)), [{ code: 900, detail: '39' }]);
  assert.deepEqual(check(makeRows([...labels, 0])), []);
});

test('more rows that did not reach the goal never turn a passed check into a failed one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 120 }), fc.nat(60), (labels, more) => {
      const failed = new Set(check(makeRows(labels)).map(({ code }) => code));
      const after = check(makeRows([...labels, ...new Array<number>(more).fill(0)]));
      assert.deepEqual(
        after.filter(({ code }) => !failed.has(code)),
        [],
      );
    }),
  );
});

const day = 86_400_000;
const dated = (labels: number[]) => makeRows(labels, [], { times: labels.map((_, row) => row * day) });

test('the split needs 40 conversions to learn from and one to be tested on', () => {
  const early = Array.from({ length: 200 }, (_, row) => Number(row < 39));
  assert.deepEqual(checkSplit(dated(early), { seed: 1 }, makeGoal()), [
    { code: 411, detail: '39' },
    { code: 412, detail: '' },
  ]);
  const enough = Array.from({ length: 200 }, (_, row) => Number(row < 40 || row === 199));
  assert.deepEqual(checkSplit(dated(enough), { seed: 1 }, makeGoal()), []);
});

test('the gap of the split is respected when conversions are counted', () => {
  const labels = Array.from({ length: 200 }, (_, row) => row % 2);
  const [finding] = checkSplit(dated(labels), { seed: 1, gapMs: 120 * day }, makeGoal());
  assert.deepEqual(finding, { code: 411, detail: '20' });
});

test('a part in which every record reached the goal cannot be learned from or tested on', () => {
  const newestAll = Array.from({ length: 200 }, (_, row) => Number(row >= 160 || row % 2 === 0));
  assert.deepEqual(checkSplit(dated(newestAll), { seed: 1 }, makeGoal()), [{ code: 900, detail: '0' }]);
});
