import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeOpen, measureOpen } from './generated-org/measure-open.ts';
import type { OpenMeasurement } from './generated-org/measure-open.ts';
import type { OrgOptions } from './generated-org/read-rows.ts';

const org = { leads: 2_000, seed: 11, endsAt: new Date('2026-06-30T18:00:00Z') };

/** The figures of an org by the true probabilities, which must be good enough. */
async function assertGood(
  name: string,
  change: Partial<OrgOptions>,
  least: { auc: number; calibrationError: number },
): Promise<OpenMeasurement> {
  const measured = await measureOpen(name, { ...org, ...change });
  const text = describeOpen(measured);
  assert.ok(measured.auc >= least.auc, text);
  assert.ok(measured.calibrationError <= least.calibrationError, text);
  return measured;
}

test('an org without any field history, and one with the last 300 days, are scored well', async () => {
  await assertGood('no history', { historyDays: 0 }, { auc: 0.8, calibrationError: 0.02 });
  await assertGood('300 days', { historyDays: 300 }, { auc: 0.81, calibrationError: 0.015 });
});

test('an org as orgs are is scored as well as a tidy one, and a quiet day writes little', async () => {
  const tidy = await measureOpen('tidy', org);
  const least = { auc: tidy.auc - 0.02, calibrationError: 0.015 };
  const untidy = await assertGood('untidy', { isUntidy: true }, least);
  assert.equal(untidy.openRows, tidy.openRows);
  for (const measured of [tidy, untidy]) assert.ok(measured.writtenTomorrow < 0.03, describeOpen(measured));
});
