import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '@plumbline/learning';
import type { FeatureColumn } from '@plumbline/learning';
import type { FeatureField } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { findLeaks } from '../../../../scoring-service/src/domain/quality/leak-scan.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import { makeField, makeRows } from './quality-fixture.ts';

const asOfMs = 2_000 * DAY_MS;
const timeframeDays = 90;
const conversion = 0.25;

type Value = string | number | undefined;
/** A lead when its value is drawn: at its creation, and once more when it has converted, with the value it had. */
type Lead = { age: number; random: () => number } & ({ when: 'created' } | { when: 'converted'; before: Value });
type Draw = (lead: Lead) => Value;

/** Leads of the last 360 days, most of whose conversions are within a month; the chance to convert can depend on the value. */
function leads(
  draw: Draw,
  {
    count = 45_000,
    seed = 1,
    chance = () => conversion,
  }: { count?: number; seed?: number; chance?: (value: Value) => number } = {},
) {
  const random = seededRandom(seed);
  const createdAt = new Float64Array(count);
  const reachedAt = new Float64Array(count).fill(Number.NaN);
  const values = Array.from({ length: count }, (_, row) => {
    const age = 360 * random();
    const after = -25 * Math.log(1 - random());
    createdAt[row] = asOfMs - age * DAY_MS;
    const before = draw({ when: 'created', age, random });
    const hasConverted = random() < chance(before) && after <= age;
    if (hasConverted) reachedAt[row] = (createdAt[row] ?? 0) + after * DAY_MS;
    return hasConverted ? draw({ when: 'converted', before, age, random }) : before;
  });
  const isNumber = values.some((value) => typeof value === 'number');
  const column: FeatureColumn = isNumber
    ? { kind: 'number', name: 'suspect', values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)) }
    : { kind: 'category', name: 'suspect', values: values.map((value) => value?.toString()) };
  return { createdAt, reachedAt, column };
}

/** What the scan says of rows of the leads whose timeframe is over, with and without the evidence of newer ones. */
function scan({ createdAt, reachedAt, column }: ReturnType<typeof leads>, change: Partial<FeatureField> = {}) {
  const field = makeField('suspect', { kind: column.kind, ...change });
  const mature = Array.from(createdAt.keys()).filter((row) => (createdAt[row] ?? 0) <= asOfMs - timeframeDays * DAY_MS);
  const labels = mature.map((row) => Number(!Number.isNaN(reachedAt[row] ?? Number.NaN)));
  const picked = mature.map((row) => column.values[row]);
  const ofRows = {
    ...column,
    values: column.kind === 'number' ? Float64Array.from(picked as number[]) : picked,
  } as FeatureColumn;
  const rows = makeRows(labels, [ofRows]);
  const created = { table: { rowCount: createdAt.length, columns: [column] }, createdAt, reachedAt, asOfMs };
  const reasons = [undefined, created].map(
    (evidence) =>
      findLeaks(rows, [field], { changedAfterGoal: {}, timeframeDays, ...(evidence && { created: evidence }) })[0]
        ?.reason,
  );
  return { without: reasons[0], withNewest: reasons[1] };
}

/** A value that comes with the creation of a lead and stays. */
const atCreation =
  (draw: (lead: Omit<Lead, 'when'>) => Value): Draw =>
  (lead) =>
    lead.when === 'converted' ? lead.before : draw(lead);

/** Filled at creation on one share of the leads, and by conversions up to another. */
const filledByConversion =
  (converted: number, others: number): Draw =>
  (lead) => {
    const share = lead.when === 'converted' ? (converted - others) / (1 - others) : others;
    const filled = lead.random() < share ? 'x' : undefined;
    return lead.when === 'converted' ? (lead.before ?? filled) : filled;
  };

/** Filled at creation, with the same shares among those who convert and the others. */
const filledAtCreation = (converted: number, others: number) => {
  const share = conversion * converted + (1 - conversion) * others;
  const draw = atCreation(({ random }) => (random() < share ? 'x' : undefined));
  const chance = (value: Value): number =>
    value === undefined ? (conversion * (1 - converted)) / (1 - share) : (conversion * converted) / share;
  return { draw, chance };
};

const isLate = /^Leads get it after they are created: \d+ % of the newest have it, \d+ % of/;

for (const [converted, others] of [
  [0.6, 0.3],
  [0.5, 0.25],
] as const) {
  const shares = `${100 * converted} % of the converted and ${100 * others} % of the other leads`;
  test(`a field that conversions fill is found at ${shares}, which leads with a known outcome do not show`, () => {
    for (const seed of [1, 2]) {
      const { without, withNewest } = scan(leads(filledByConversion(converted, others), { seed }));
      assert.equal(without, undefined);
      assert.match(withNewest ?? '', isLate);
    }
  });

  test(`a field that is filled at creation stays, also where ${shares} have it`, () => {
    for (const seed of [1, 2]) {
      const { draw, chance } = filledAtCreation(converted, others);
      assert.deepEqual(scan(leads(draw, { seed, chance })), { without: undefined, withNewest: undefined });
    }
  });
}

test('in orgs of few leads, whose newest say little, a field that conversions fill is found as well', () => {
  const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
  for (const count of [2_000, 10_000]) {
    const found = seeds.filter((seed) => {
      const { withNewest } = scan(leads(filledByConversion(0.6, 0.3), { seed, count }));
      return withNewest !== undefined;
    });
    assert.ok(found.length >= 8, `${found.length} of ${seeds.length} with ${count} leads`);
    // A difference that few honest inputs exceed is held against nobody.
    const { draw, chance } = filledAtCreation(0.45, 0.3);
    const dropped = seeds.filter((seed) => scan(leads(draw, { seed, count, chance })).withNewest !== undefined);
    assert.ok(dropped.length <= 1, `${dropped.length} with ${count} leads`);
  }
});

test('a reason that is given while others are closed is found too', () => {
  const lost: Draw = ({ when, age, random }) =>
    when === 'created' && random() < 0.5 * Math.min(1, age / 40) ? 'No budget' : undefined;
  assert.match(scan(leads(lost)).withNewest ?? '', /mostly filled where the goal was not reached|^Leads get it after/);
});

test('a form that asks for more, or less, from year to year does not make a field late', () => {
  for (const [seed, trend] of [
    [1, 0.4],
    [2, -0.4],
  ] as const) {
    const { chance } = filledAtCreation(0.6, 0.3);
    const draw = atCreation(({ age, random }) =>
      random() < 0.375 * (1 + trend * (0.5 - age / 360)) ? 'x' : undefined,
    );
    assert.equal(scan(leads(draw, { seed, chance })).withNewest, undefined);
  }
});

test('a counter without history that goes on counting is found, a number that stays what it was is not', () => {
  const byNumber = (value: Value): number => 0.1 + 0.3 * Number(Number(value) > 5);
  const counter = atCreation(({ age, random }) => Math.floor(10 * random() * Math.min(1, 0.2 + age / 60)));
  assert.match(scan(leads(counter, { chance: byNumber })).withNewest ?? '', /^Leads get it/);
  const fixed = atCreation(({ random }) => Math.floor(10 * random()));
  assert.equal(scan(leads(fixed, { chance: byNumber })).withNewest, undefined);
});

test('few leads, or an input that has nothing to do with the outcome, are no evidence', () => {
  assert.equal(scan(leads(filledByConversion(0.6, 0.3), { count: 80 })).withNewest, undefined);
  const unrelated = atCreation(({ random }) => (random() < 0.5 ? 'x' : undefined));
  assert.equal(scan(leads(unrelated)).withNewest, undefined);
});
