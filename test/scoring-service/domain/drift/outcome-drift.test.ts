import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realisedSchema, textOf, thresholdsSchema } from '@plumbline/contract';
import { checkOutcomeDrift, realiseForecasts } from '../../../../scoring-service/src/domain/drift/outcome-drift.ts';
import type { Forecast } from '../../../../scoring-service/src/domain/drift/outcome-drift.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const scoredAt = new Date('2026-01-01T00:00:00Z');
const measuredAt = new Date('2026-06-01T00:00:00Z');
const { outcomeDrift } = thresholdsSchema.parse({});

const forecast = (recordId: string, change: Partial<Forecast> = {}): Forecast => ({
  ...{ modelVersion: 'v1', recordId, scoredAt, band: 'High', probability: 0.5 },
  ...change,
});
const after = (days: number): number => scoredAt.getTime() + days * DAY_MS;

test('a record counts as converted when it reached the goal after its score and within the timeframe', () => {
  const reached = new Map([
    ['before', [after(-1)]],
    ['at once', [after(1)]],
    ['on the last day', [after(90)]],
    ['too late', [after(90) + 1]],
  ]);
  const forecasts = [...reached.keys(), 'never'].map((id) => forecast(id));
  const realised = realiseForecasts(forecasts, reached, { timeframeDays: 90, measuredAt }).get('v1');
  assert.deepEqual(realisedSchema.parse(realised), {
    measuredAt: measuredAt.toISOString(),
    bands: [
      { band: 'High', records: 5, conversions: 2, expected: 2.5, conversion: 0.4 },
      { band: 'Medium', records: 0, conversions: 0, expected: 0 },
      { band: 'Low', records: 0, conversions: 0, expected: 0 },
    ],
  });
});

test('a record that had reached the goal before can reach it again, and counts once', () => {
  const reached = new Map([
    ['again', [after(-200), after(20)]],
    ['twice', [after(20), after(40)]],
    ['before and late', [after(-200), after(120)]],
  ]);
  const forecasts = [...reached.keys()].map((id) => forecast(id));
  const realised = realiseForecasts(forecasts, reached, { timeframeDays: 90, measuredAt }).get('v1');
  assert.equal(realised?.bands[0]?.conversions, 2);
});

test('every model is judged by what it said itself', () => {
  const forecasts = [forecast('a'), forecast('a', { modelVersion: 'v2', probability: 0.9 }), forecast('b')];
  const realised = realiseForecasts(forecasts, new Map([['a', [after(5)]]]), { timeframeDays: 90, measuredAt });
  assert.deepEqual(
    Array.from(realised, ([version, { bands }]) => [
      version,
      bands[0]?.records,
      bands[0]?.conversions,
      bands[0]?.expected,
    ]),
    [
      ['v1', 2, 1, 1],
      ['v2', 1, 1, 0.9],
    ],
  );
});

const bandsOf = (records: number, expected: number, conversions: number) => ({
  bands: [{ band: 'High' as const, records, expected, conversions }],
});

test('930 is raised beyond its threshold and beyond chance, in either direction', () => {
  const raised = (...figures: [number, number, number]) => checkOutcomeDrift(bandsOf(...figures), { outcomeDrift });
  assert.deepEqual(raised(1000, 200, 250), []);
  assert.deepEqual(raised(1000, 200, 251), [{ code: 930, detail: '1000, 200.0 and 251', figure: 51 / 200 }]);
  assert.deepEqual(raised(1000, 200, 150), []);
  assert.equal(raised(1000, 200, 149).length, 1);
  // 20 of 200 expected: 31 are more than a quarter too many, but not beyond chance; 99 records are too few.
  assert.deepEqual(raised(200, 20, 30), []);
  assert.deepEqual(raised(99, 50, 99), []);
  assert.equal(raised(100, 50, 99).length, 1);
  assert.equal(
    textOf(930, raised(1000, 200, 251)[0]?.detail ?? ''),
    'WARNING 930. The outcomes have drifted from the predictions of the model. Records, expected and realised conversions: 1000, 200.0 and 251.',
  );
});
