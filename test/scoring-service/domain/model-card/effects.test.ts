import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldContribution, FeatureTable } from '@plumbline/learning';
import { describeDistribution } from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { effectsOf, segmentsOf } from '../../../../scoring-service/src/domain/model-card/effects.ts';
import { makeField } from '../quality/quality-fixture.ts';

const rowCount = 120;
const rows = Array.from({ length: rowCount }, (_, row) => row);
const table: FeatureTable = {
  rowCount,
  columns: [
    { kind: 'number', name: 'Calls', values: Float64Array.from(rows, (row) => (row % 6 === 5 ? Number.NaN : row % 6)) },
    {
      kind: 'category',
      name: 'Source',
      values: rows.map((row) => (row < 70 ? 'Web' : row < 110 ? 'Fair' : undefined)),
    },
  ],
};
const contribution = (field: string, value: number): FieldContribution => ({
  ...{ field, value: undefined, contribution: value, uncalibrated: value, importance: 'low' },
});
/** Calls count by their number on the web and not at all elsewhere. */
const contributions = rows.map((row) => [
  contribution('Calls', row < 70 ? row % 6 : 0),
  contribution('Source', row < 70 ? 1 : -2),
  contribution('City', 0.5),
]);
const distribution = describeDistribution(table, [0]);

test('a field’s values are grouped in their order, the missing last, with their mean effect', () => {
  const calls = effectsOf(makeField('Calls', { kind: 'number', unit: 'count' }), distribution, {
    table,
    contributions,
  });
  assert.deepEqual(
    calls.map(({ value, rows: count }) => [value, count]),
    [
      ['0', 20],
      ['1', 20],
      ['2', 20],
      ['3', 20],
      ['4 or more', 20],
      ['not known', 20],
    ],
  );
  const source = effectsOf(makeField('Source'), distribution, { table, contributions });
  assert.deepEqual(source, [
    { value: 'Web', rows: 70, contribution: 1 },
    { value: 'Fair', rows: 40, contribution: -2 },
    { value: 'not known', rows: 10, contribution: -2 },
  ]);
});

test('a segment says how often it converts and what moves its own scores, not what makes it', () => {
  const labels = Uint8Array.from(rows, (row) => Number(row < 35));
  const probabilities = new Float64Array(rowCount).fill(0.25);
  const strongest = [{ field: 'Source', label: 'Lead source' }];
  const fields = [
    makeField('Source', { label: 'Lead source' }),
    makeField('Calls', { label: 'Phone calls' }),
    makeField('City', { label: 'City' }),
  ];
  const segments = segmentsOf(strongest, fields, { table, contributions }, { labels, probabilities });
  assert.deepEqual(
    segments.map(({ value, rows: count, conversion }) => [value, count, conversion]),
    [
      ['Web', 70, 0.5],
      ['Fair', 40, 0],
    ],
  );
  assert.deepEqual(
    segments[0]?.strongestFields.map(({ label }) => label),
    ['Phone calls', 'City'],
  );
  assert.deepEqual(segments[1]?.strongestFields[0], { field: 'City', label: 'City', share: 1 });
});
