import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thresholdsSchema } from '@plumbline/contract';
import { selectTableRows, seededRandom } from '@plumbline/learning';
import type { FeatureTable } from '@plumbline/learning';
import {
  checkInputDrift,
  countInputs,
  measureCohortDrift,
  measureInputDrift,
} from '../../../../scoring-service/src/domain/drift/input-drift.ts';
import type { SeenInputs } from '../../../../scoring-service/src/domain/drift/input-drift.ts';
import {
  ageGroups,
  binCountOf,
  binsOf,
  describeDistribution,
  trainingAges,
} from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { drawLeads } from '../../learning/model-fixture.ts';
import { makeField } from '../quality/quality-fixture.ts';

const thresholds = thresholdsSchema.parse({});
const all = (): boolean => true;
const indexOf = (drifts: { field: string; index: number }[], field: string): number =>
  drifts.find((drift) => drift.field === field)?.index ?? Number.NaN;

const seenOf = (
  table: FeatureTable,
  learned = drawLeads(2000, 1).table,
): [ReturnType<typeof describeDistribution>, SeenInputs] => {
  const distribution = describeDistribution(learned, [0]);
  return [distribution, countInputs(distribution, undefined, table, all)];
};

test('data of the same making has not drifted, data of another has', () => {
  const [distribution, same] = seenOf(drawLeads(500, 2).table);
  for (const { index, field } of measureInputDrift(distribution, same)) assert.ok(index < 0.1, `${field} ${index}`);

  const { table } = drawLeads(500, 2);
  const columns = table.columns.map((column) =>
    column.name === 'Source' && column.kind === 'category'
      ? { ...column, values: column.values.map((value) => (value === 'Web' ? 'Fair' : value)) }
      : column,
  );
  const [, other] = seenOf({ ...table, columns });
  const drifts = measureInputDrift(distribution, other);
  assert.equal(drifts[0]?.field, 'Source');
  assert.ok(indexOf(drifts, 'Source') > 1);
  assert.ok(indexOf(drifts, 'Calls') < 0.1);
});

test('a value that is missing more often counts as drift', () => {
  const { table } = drawLeads(500, 2);
  const columns = table.columns.map((column) =>
    column.kind === 'number'
      ? { ...column, values: column.values.map((v, row) => (row % 2 ? Number.NaN : v)) }
      : column,
  );
  const [distribution, seen] = seenOf({ ...table, columns });
  assert.ok(indexOf(measureInputDrift(distribution, seen), 'Calls') > 0.25);
});

test('fewer than 200 rows say nothing', () => {
  const [distribution, few] = seenOf(drawLeads(199, 2).table);
  assert.deepEqual(measureInputDrift(distribution, few), []);
  assert.equal(measureInputDrift(distribution, seenOf(drawLeads(200, 2).table)[1]).length, 3);
});

test('counts taken batch by batch are those of all rows at once, and rows that are not scored do not count', () => {
  const { table } = drawLeads(300, 4);
  const distribution = describeDistribution(drawLeads(800, 1).table, [0]);
  const isCounted = (row: number): boolean => row % 3 !== 0;
  const whole = countInputs(distribution, undefined, table, isCounted);
  const rows = Uint32Array.from({ length: 300 }, (_, row) => row);
  const first = countInputs(distribution, undefined, selectTableRows(table, rows.slice(0, 120)), isCounted);
  const both = countInputs(distribution, first, selectTableRows(table, rows.slice(120)), isCounted);
  assert.deepEqual(both, whole);
  assert.deepEqual(whole.ages, [200]);
});

/** Records that have a call every ten days, looked at when they are so old. */
function callsByAge(rowCount: number, ageOf: (row: number) => number): FeatureTable {
  const random = seededRandom(rowCount);
  const ages = Float64Array.from({ length: rowCount }, (_, row) => ageOf(row));
  return {
    rowCount,
    columns: [
      { kind: 'number', name: 'age_days', values: ages },
      { kind: 'number', name: 'calls_total', values: ages.map((age) => Math.floor(age / 10 + 2 * random())) },
    ],
  };
}

test('older records with more activity are no drift, for they are compared with those of their age', () => {
  const learned = callsByAge(3000, (row) => [0, 30, 60][row % 3] ?? 0);
  const scored = callsByAge(600, (row) => (row % 10 === 0 ? 0 : 58 + (row % 5)));
  const byAge = describeDistribution(learned, [0, 30, 60]);
  const seen = countInputs(byAge, undefined, scored, all);
  assert.deepEqual(seen.ages, [60, 0, 540]);
  assert.ok(indexOf(measureInputDrift(byAge, seen), 'calls_total') < 0.15);
  const together = describeDistribution(learned, [0]);
  assert.ok(indexOf(measureInputDrift(together, countInputs(together, undefined, scored, all)), 'calls_total') > 0.5);
});

test('records older than any that was learned from are not compared', () => {
  const table = callsByAge(4, (row) => [0, 44, 75, 76][row] ?? 0);
  assert.deepEqual([...ageGroups(table, [0, 30, 60])], [0, 1, 2, -1]);
});

test('records that are learned from at every age are all compared, however old; leads with those of their age', () => {
  const planOf = (object: 'Lead' | 'Contact' | 'Account') =>
    ({ goal: { object }, learnFrom: 'history', observationDays: [0, 30, 60] }) as const;
  assert.deepEqual(trainingAges(planOf('Lead')), [0, 30, 60]);
  const often = { ...planOf('Lead'), observationDays: [0, 7, 9, 30, 60, 74, 88, 102, 116] };
  assert.deepEqual(trainingAges(often), [0, 7, 30, 60, 102]);
  assert.deepEqual(trainingAges({ ...planOf('Lead'), learnFrom: 'creation' }), [0]);
  for (const object of ['Contact', 'Account'] as const) {
    const table = callsByAge(300, (row) => 10 * row);
    const distribution = describeDistribution(table, trainingAges(planOf(object)));
    const rowCounts = distribution.fields.map(({ counts }) => counts.flat().reduce((sum, count) => sum + count, 0));
    assert.deepEqual(rowCounts, [300, 300]);
    const old = callsByAge(250, (row) => 2000 + row);
    assert.deepEqual(countInputs(distribution, undefined, old, all).ages, [250]);
  }
});

test('every value has a bin, whatever the values were that were learned from', () => {
  const number = fc.oneof(fc.double(), fc.constant(Number.NaN));
  const text = fc.option(fc.string(), { nil: undefined });
  fc.assert(
    fc.property(fc.array(number), fc.array(number), fc.array(text), fc.array(text), (n1, n2, t1, t2) => {
      const tableOf = (numbers: number[], texts: (string | undefined)[]): FeatureTable => ({
        rowCount: 0,
        columns: [
          { kind: 'number', name: 'n', values: Float64Array.from(numbers) },
          { kind: 'category', name: 't', values: texts },
        ],
      });
      const distribution = describeDistribution(tableOf(n1, t1), [0]);
      for (const column of tableOf(n2, t2).columns) {
        const field = distribution.fields.find((candidate) => candidate.field === column.name);
        assert.ok(field);
        for (const bin of binsOf(field, column)) assert.ok(bin < binCountOf(field));
      }
    }),
  );
});

const fields = [
  makeField('Source', { label: 'Lead source' }),
  makeField('Calls', { label: 'Phone calls' }),
  makeField('age', { label: 'Days since the record was created', unit: 'days', family: 'record' }),
  makeField('email', { label: 'Days since the last e-mail', unit: 'days', family: 'activity' }),
];
const card = {
  strongestFields: [
    { field: 'Source', label: 'Lead source', share: 0.4 },
    { field: 'Calls', label: 'Phone calls', share: 0.019 },
    { field: 'age', label: 'Age', share: 0.3 },
    { field: 'email', label: 'Days since the last e-mail', share: 0.2 },
  ],
};

test('904 is raised at its threshold, for fields that matter and do not only tell age', () => {
  const check = (field: string, index: number) => checkInputDrift([{ field, index }], { card, fields, thresholds });
  assert.deepEqual(check('Source', 0.25), [{ code: 904, detail: 'Lead source (stability index 0.25)', figure: 0.25 }]);
  assert.deepEqual(check('Source', 0.2499), []);
  assert.deepEqual(check('Calls', 2), []);
  assert.deepEqual(check('age', 2), []);
  assert.deepEqual(check('email', 2), []);
});

test('a new cohort is compared by its own rows: those the earlier model has learned from are left out', () => {
  const { table } = drawLeads(600, 9);
  const columns = table.columns.map((column) =>
    column.name === 'Source' && column.kind === 'category'
      ? { ...column, values: column.values.map((value, row) => (row >= 300 ? 'Fair' : value)) }
      : column,
  );
  const times = Float64Array.from({ length: 600 }, (_, row) => row);
  const distribution = describeDistribution(drawLeads(2000, 1).table, [0]);
  const driftUntil = (learnedUntil: number) =>
    indexOf(measureCohortDrift(distribution, { table: { ...table, columns }, times }, learnedUntil), 'Source');
  assert.ok(driftUntil(299) > driftUntil(-1) && driftUntil(-1) > 0.25);
  assert.deepEqual(measureCohortDrift(distribution, { table, times }, 450), []);
});
