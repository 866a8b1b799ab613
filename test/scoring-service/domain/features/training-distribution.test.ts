import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createExplainer } from '@plumbline/learning';
import { similarRecords } from '../../../../scoring-service/src/domain/evaluation/reason-details.ts';
import {
  describeDistribution,
  positiveShare,
  rowsOf,
  similarRows,
} from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';
import { makeField } from '../quality/quality-fixture.ts';

const { table, labels } = drawLeads(1000, 3);
const distribution = describeDistribution(table, [0], labels);
const [calls, sources] = table.columns;
assert.ok(calls?.kind === 'number' && sources?.kind === 'category');

test('rows alike are those of the same category, with their positives', () => {
  for (const value of ['Web', 'Referral', null]) {
    const rows = labels.map((_, row) => Number((sources.values[row] ?? null) === value));
    const alike = similarRows(distribution, 'Source', value);
    assert.equal(
      alike?.rows,
      rows.reduce((sum, one) => sum + one, 0),
    );
    assert.equal(
      alike.positives,
      rows.reduce((sum, one, row) => sum + one * (labels[row] ?? 0), 0),
    );
  }
});

test('every row is alike to some, numbers by their decile, and all parts of an input hold all positives', () => {
  const numbers = fc.integer({ min: 0, max: 999 });
  fc.assert(
    fc.property(numbers, (row) => {
      const value = calls.values[row] ?? Number.NaN;
      const alike = similarRows(distribution, 'Calls', Number.isFinite(value) ? value : null);
      assert.ok(alike && alike.rows > 0 && alike.positives <= alike.rows);
    }),
  );
  const share = labels.reduce((sum, one) => sum + one, 0) / labels.length;
  assert.ok(Math.abs((positiveShare(distribution) ?? 0) - share) < 1e-12);
});

test('a model of an earlier version has no positives, so that nothing is said of rows alike', () => {
  const former = describeDistribution(table, [0]);
  assert.equal(similarRows(former, 'Source', 'Web'), undefined);
  assert.equal(positiveShare(former), undefined);
});

test('records like this one are counted per reason, never by fewer rows than the setting', () => {
  const model = makeModel();
  const rule = { basis: 'relative', baseRate: 0.3 } as const;
  const state = { model, explain: createExplainer(model), reference: undefined, rule };
  const fields = [
    { ...makeField('Source', { label: 'Lead source', source: 'LeadSource' }), sources: ['Lead.LeadSource'] },
    { ...makeField('Calls', { label: 'Phone calls' }), sources: ['Task'] },
  ];
  const ofRow = (fewestRows: number) =>
    similarRecords({ ...state, row: [7, 'Referral', null] }, fields, { distribution, fewestRows });
  const referral = ofRow(50).find(({ field }) => field === 'Source');
  const alike = similarRows(distribution, 'Source', 'Referral');
  assert.ok(referral && alike);
  const times = alike.positives / alike.rows / (positiveShare(distribution) ?? 1);
  assert.ok(times > 1 && Math.abs(referral.timesAverage - times) <= 0.05);
  assert.equal(referral.rows, alike.rows);
  assert.match(referral.text, /^Records like this one in "Lead source" reached the goal 1\.\d times as often/);
  assert.deepEqual(ofRow(1001), []);
});

test('how often records like this one reached the goal is a sentence for every share', () => {
  const model = makeModel();
  const state = { model, explain: createExplainer(model), reference: undefined, row: [7, 'Referral', null] };
  const fields = [
    { ...makeField('Source', { label: 'Lead source', source: 'LeadSource' }), sources: ['Lead.LeadSource'] },
  ];
  /** Of the leads, `share` of those that came by referral reached the goal, and `other` of all others. */
  const textOf = (share: number, other: number): string | undefined => {
    const seen = { Referral: 0, other: 0 };
    const reached = Uint8Array.from(sources.values, (source) => {
      const [kind, part] = source === 'Referral' ? (['Referral', share] as const) : (['other', other] as const);
      seen[kind] += 1;
      return Number(Math.floor(seen[kind] * part) > Math.floor((seen[kind] - 1) * part));
    });
    const options = { distribution: describeDistribution(table, [0], reached), fewestRows: 50 };
    const rule = { basis: 'relative', baseRate: 0.3 } as const;
    return similarRecords({ ...state, rule }, fields, options)[0]?.text;
  };
  assert.match(
    textOf(0, 0.2) ?? '',
    /^None of \d+ training rows like this record in "Lead source" reached the goal\.$/,
  );
  assert.match(textOf(0.1, 0.1) ?? '', /reached the goal as often as the average \(\d+ training rows\)\.$/);
  assert.match(textOf(0.02, 0.9) ?? '', /reached the goal 0\.0\d times as often as the average/);
});

test('a count that is 0 for nearly all rows is parted above 0, so that records like one with more are known apart', () => {
  const values = Float64Array.from({ length: 200 }, (_, row) => (row < 190 ? 0 : 1 + (row % 3)));
  const labels = Uint8Array.from(values, (value) => Number(value > 0));
  const table = { rowCount: 200, columns: [{ kind: 'number' as const, name: 'open', values }] };
  const distribution = describeDistribution(table, [0], labels);
  assert.deepEqual(similarRows(distribution, 'open', 0), { rows: 190, positives: 0 });
  assert.deepEqual(similarRows(distribution, 'open', 2), { rows: 10, positives: 10 });
  assert.equal(rowsOf(distribution), 200);
});
