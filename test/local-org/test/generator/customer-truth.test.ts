import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerTruths } from '../../src/generator/customer-truth.ts';
import { openStages } from '../../src/generator/opportunity-plan.ts';
import { createdAndWonWithin, stillWon, wonWithin } from '../../src/generator/winning-time.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';
import { captureRows, rowsOf } from './captured-rows.ts';

const dayMs = 86_400_000;
const timeframeDays = 90;
const options: GeneratorOptions = { seed: 11, leads: 4_000, accounts: 2_500, endsAt: new Date('2026-01-01T00:00:00Z') };
const captured = await captureRows(options);
const truths = customerTruths(options);

/** When each opportunity was won, by its history. */
const wonAt = new Map(
  rowsOf(captured, 'OpportunityHistory')
    .filter(({ StageName }) => StageName === 'Closed Won')
    .map((row) => [String(row['OpportunityId']), Date.parse(String(row['CreatedDate']))]),
);

/** By record the times of its wins. */
function winsBy(field: 'AccountId' | 'ContactId'): Map<string, number[]> {
  const wins = new Map<string, number[]>();
  const links =
    field === 'AccountId'
      ? rowsOf(captured, 'Opportunity').map((row) => [row['AccountId'], row['Id']])
      : rowsOf(captured, 'OpportunityContactRole').map((row) => [row['ContactId'], row['OpportunityId']]);
  for (const [record, opportunity] of links) {
    const time = wonAt.get(String(opportunity));
    if (time !== undefined) wins.set(String(record), [...(wins.get(String(record)) ?? []), time]);
  }
  return wins;
}

type Observed = { probability: number; wins: boolean };

/** Every record that exists at the time, with its wins of the days after. */
function observe(object: 'Account' | 'Contact', daysBeforeEnd: number): Observed[] {
  const at = new Date(options.endsAt.getTime() - daysBeforeEnd * dayMs);
  const wins = winsBy(object === 'Account' ? 'AccountId' : 'ContactId');
  const truthOf = object === 'Account' ? truths.account : truths.contact;
  return rowsOf(captured, object)
    .filter(({ CreatedDate }) => Date.parse(String(CreatedDate)) <= at.getTime())
    .map(({ Id }) => {
      const truth = truthOf(String(Id));
      assert.ok(truth, `${object} ${Id}`);
      const times = wins.get(String(Id)) ?? [];
      const end = at.getTime() + timeframeDays * dayMs;
      return {
        probability: truth.probability(at, timeframeDays),
        wins: times.some((time) => time > at.getTime() && time <= end),
      };
    });
}

/** The distance of the realised from the expected wins, in standard errors. */
function deviation(observed: Observed[]): number {
  const expected = observed.reduce((sum, { probability }) => sum + probability, 0);
  const variance = observed.reduce((sum, { probability }) => sum + probability * (1 - probability), 0);
  return (observed.filter(({ wins }) => wins).length - expected) / Math.sqrt(variance);
}

for (const object of ['Account', 'Contact'] as const) {
  test(`wins of ${object} records follow the true probability, from the unlikely to the likely`, () => {
    const sorted = [90, 250, 400]
      .flatMap((days) => observe(object, days))
      .sort((one, other) => one.probability - other.probability);
    assert.ok(sorted.filter(({ wins }) => wins).length > 150);
    // Most have almost no chance, so the groups have about equal numbers of expected wins, not of records.
    const groups: Observed[][] = [[]];
    let sum = 0;
    const whole = sorted.reduce((all, { probability }) => all + probability, 0);
    for (const one of sorted) {
      sum += one.probability;
      groups.at(-1)?.push(one);
      if (sum > (groups.length * whole) / 6 && groups.length < 6) groups.push([]);
    }
    const deviations = groups.map(deviation);
    assert.ok(Math.abs(deviation(sorted)) < 3, `as a whole: ${deviation(sorted)}`);
    assert.ok(
      deviations.every((value) => Math.abs(value) < 3.5),
      deviations.map((value) => value.toFixed(1)).join(' '),
    );
  });
}

test('an opportunity that will be won is, sooner where it has come further', () => {
  const mean = openStages.reduce((sum, { meanDays }) => sum + meanDays, 0);
  assert.ok(Math.abs(wonWithin(0, 799) - 1) < 1e-3);
  const expected = Array.from({ length: 799 }, (_, day) => 1 - wonWithin(0, day + 0.5)).reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(expected - mean) < 0.5, `${expected} days on average`);
  const last = openStages.length - 1;
  const { meanDays = 0 } = openStages[last] ?? {};
  assert.ok(Math.abs(wonWithin(last, 10) - (1 - Math.exp(-10 / meanDays))) < 1e-3);
  const within = openStages.map((_, stage) => wonWithin(stage, 40));
  assert.deepEqual(
    within,
    within.toSorted((one, other) => one - other),
  );
  assert.equal(stillWon(0, 0.3), 0.3);
  assert.ok(stillWon(last, 0.3) > 0.6);
  assert.ok(createdAndWonWithin(90) > 20 && createdAndWonWithin(90) < 60);
});

test('an id of another org has no truth', () => {
  assert.equal(truths.account('001000000000001AAA'), undefined);
  assert.equal(truths.contact(''), undefined);
});

test('as many customers as asked for', () => {
  const customers = rowsOf(captured, 'Account').filter(({ CreatedDate }) => String(CreatedDate) < '2024-01-01');
  assert.equal(customers.length, 2_500);
  assert.throws(() => customerTruths({ ...options, accounts: 0 }), RangeError);
});
