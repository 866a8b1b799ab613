import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom, sigmoid } from '../../../scoring-service/learning/src/numerics.ts';
import type { LabelledRows } from '../../../scoring-service/learning/src/table.ts';
import { chooseTrainingWindow, withinTrainingWindow } from '../../../scoring-service/learning/src/training-window.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

const DAYS = 400;

/** Leads of 400 days whose calls raise the odds, and from `turnsOn` on lower them; each lead has `perGroup` rows. */
function drawRows({ seed = 1, turnsOn = Infinity, rowCount = 4000, perGroup = 1 }): LabelledRows {
  const random = seededRandom(seed);
  const times = Float64Array.from({ length: rowCount }, () => Math.floor(DAYS * random()) * DAY_MS);
  const calls = Float64Array.from({ length: rowCount }, () => Math.floor(8 * random()));
  const labels = Uint8Array.from(calls, (count, row) => {
    const slope = (times[row] as number) < turnsOn * DAY_MS ? 0.5 : -0.5;
    return Number(random() < sigmoid(slope * (count - 3.5)));
  });
  return {
    table: { rowCount, columns: [{ kind: 'number', name: 'Calls', values: calls }] },
    labels,
    groups: Array.from({ length: rowCount }, (_, row) => `lead ${Math.floor(row / perGroup)}`),
    times,
  };
}

const options = { gapMs: 0, seed: 1 };

test('where effects have changed sign, only the rows since then are in the window', () => {
  const window = chooseTrainingWindow(drawRows({ turnsOn: 280 }), options);
  assert.ok(window && window.logLoss < window.logLossOfAll);
  assert.ok(window.share === 0.25 || window.share === 0.125);
  assert.ok(window.since >= 290 * DAY_MS && window.since <= 360 * DAY_MS, String(window.since / DAY_MS));
});

test('a change long ago leaves all rows after it in the window', () => {
  const window = chooseTrainingWindow(drawRows({ turnsOn: 130 }), options);
  assert.equal(window?.share, 0.5);
});

test('a history without a change has no window, whatever the draw', () => {
  for (let seed = 1; seed <= 20; seed++) assert.equal(chooseTrainingWindow(drawRows({ seed }), options), undefined);
});

test('many rows of the same leads are no evidence: rows of a group count as one', () => {
  const rows = drawRows({ rowCount: 700, seed: 3 });
  const repeat = (values: Iterable<number>) => Array.from(values).flatMap((value) => Array<number>(8).fill(value));
  const calls = rows.table.columns[0]?.values as Float64Array;
  const repeated: LabelledRows = {
    table: { rowCount: 5600, columns: [{ kind: 'number', name: 'Calls', values: Float64Array.from(repeat(calls)) }] },
    labels: Uint8Array.from(repeat(rows.labels)),
    groups: rows.groups.flatMap((group) => Array<string>(8).fill(group)),
    times: Float64Array.from(repeat(rows.times)),
  };
  for (let seed = 1; seed <= 5; seed++) assert.equal(chooseTrainingWindow(repeated, { ...options, seed }), undefined);
});

test('without times, or with too few training rows, no window is chosen', () => {
  const rows = drawRows({ turnsOn: 280 });
  assert.equal(chooseTrainingWindow({ ...rows, times: new Float64Array(4000).fill(Number.NaN) }, options), undefined);
  assert.equal(chooseTrainingWindow(drawRows({ turnsOn: 280, rowCount: 400 }), options), undefined);
  assert.equal(chooseTrainingWindow(rows, { ...options, gapMs: 390 * DAY_MS }), undefined);
});

test('a window holds its rows and nothing older', () => {
  const rows = drawRows({});
  const recent = withinTrainingWindow(rows, { since: 300 * DAY_MS });
  assert.ok(recent.times.every((time) => time >= 300 * DAY_MS));
  assert.equal(recent.labels.length, rows.times.filter((time) => time >= 300 * DAY_MS).length);
  assert.equal(withinTrainingWindow(rows, undefined), rows);
});
