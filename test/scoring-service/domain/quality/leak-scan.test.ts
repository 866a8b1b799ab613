import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { singleFieldAuc, seededRandom } from '@plumbline/learning';
import type { FeatureColumn } from '@plumbline/learning';
import type { FeatureField } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { findLeaks } from '../../../../scoring-service/src/domain/quality/leak-scan.ts';
import { makeField, makeRows } from './quality-fixture.ts';

type Draw = (label: number, random: () => number) => string | number | undefined;

/** Labels of which `share` are 1, and a column drawn from each label. */
function draw(
  rowCount: number,
  share: number,
  drawValue: Draw,
  seed = 1,
): { labels: Uint8Array; column: FeatureColumn } {
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: rowCount }, () => Number(random() < share));
  const values = Array.from(labels, (label) => drawValue(label, random));
  const isNumber = values.some((value) => typeof value === 'number');
  const column: FeatureColumn = isNumber
    ? { kind: 'number', name: 'suspect', values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)) }
    : { kind: 'category', name: 'suspect', values: values.map((value) => value?.toString()) };
  return { labels, column };
}

function reasonOf(
  { labels, column }: { labels: Uint8Array; column: FeatureColumn },
  field: Partial<FeatureField> = {},
  changed: Record<string, number> = {},
): string | undefined {
  return findLeaks(makeRows(labels, [column]), [makeField('suspect', field)], {
    changedAfterGoal: changed,
    timeframeDays: 90,
  })[0]?.reason;
}

/** Shaped like the fields of the generated org that people fill when the outcome is known. */
const afterwards: [name: string, draw: Draw][] = [
  [
    'a contract type',
    (label, random) => (random() < (label ? 0.92 : 0.01) ? (random() < 0.6 ? 'Annual' : 'Pilot') : undefined),
  ],
  ['a signed budget', (label, random) => (random() < (label ? 0.85 : 0.01) ? Math.round(1e4 * random()) : undefined)],
  ['a rating', (label, random) => (random() < (label ? 0.8 : 0.7) ? (label ? 'Hot' : 'Cold') : undefined)],
  ['a reason for losing', (label, random) => (random() < (label ? 0.01 : 0.6) ? 'No budget' : undefined)],
  [
    'a number in the middle for successes',
    (label, random) => (label ? 45 + 10 * random() : 100 * random() + 60 * Math.sign(random() - 0.5)),
  ],
];
for (const [name, drawValue] of afterwards) {
  test(`${name} that is filled afterwards is found, for many and for few records`, () => {
    for (const rowCount of [600, 5000]) {
      assert.ok(reasonOf(draw(rowCount, 0.2, drawValue)), `${rowCount} records`);
    }
  });
}

const honest: [name: string, draw: Draw][] = [
  ['a strong source', (label, random) => (random() < (label ? 0.5 : 0.15) ? 'Referral' : 'Web')],
  [
    'a phone number that successes have twice as often',
    (label, random) => (random() < (label ? 0.6 : 0.3) ? 'given' : undefined),
  ],
  ['a website score', (label, random) => Math.floor(40 * random() + 20 * label)],
  ['a city of many', (_, random) => `City ${Math.floor(900 * random())}`],
  ['a number that no two records share', (_, random) => `No. ${Math.floor(1e12 * random())}`],
  ['a field that nobody fills', () => undefined],
  ['a field that always says the same', () => 'Yes'],
];
for (const [name, drawValue] of honest) {
  test(`${name} is honest`, () => {
    for (const rowCount of [600, 5000]) assert.equal(reasonOf(draw(rowCount, 0.2, drawValue)), undefined);
  });
}

test('a rare field is not thrown away by chance', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, row) => Number(row < 200));
  // 12 of 25 filled records reached the goal, 19 % of the others: more than twice, on a handful of records.
  const values = Array.from(labels, (_, row) => (row < 12 || (row >= 200 && row < 213) ? 'x' : undefined));
  assert.equal(reasonOf({ labels, column: { kind: 'category', name: 'suspect', values } }), undefined);
  const ever = Array.from(labels, (_, row) => (row < 15 ? 'x' : undefined));
  assert.equal(reasonOf({ labels, column: { kind: 'category', name: 'suspect', values: ever } }), undefined);
});

test('a value that was rebuilt as it stood knows no outcome', () => {
  const copy = draw(1000, 0.3, (label) => label);
  assert.equal(reasonOf(copy, { isPointInTime: true }, { suspect: 0.9 }), undefined);
});

test('a field that changed after the goal on more than a fifth of the successes is found', () => {
  const innocent = draw(1000, 0.3, (_, random) => (random() < 0.5 ? 'a' : 'b'));
  assert.equal(reasonOf(innocent, {}, { suspect: 0.2 }), undefined);
  assert.match(reasonOf(innocent, {}, { suspect: 0.34 }) ?? '', /^On 34 % of the records that reached the goal/);
});

test('a flag says filled or not by 1 and 0, a checkbox of the admin has an answer either way', () => {
  const flag = draw(2000, 0.2, (label, random) => Number(random() < (label ? 0.7 : 0.05)));
  for (const family of ['person', 'chosen'] as const)
    assert.match(reasonOf(flag, { unit: 'yes or no', family }) ?? '', /mostly filled where the goal was reached/);
  assert.equal(reasonOf(flag, { unit: 'yes or no', family: 'chosen', source: 'Wants_Demo__c' }), undefined);
});

test('the reason says how often records with and without a value reached the goal', () => {
  const values = Array.from({ length: 200 }, (_, row) => (row < 100 ? 'x' : undefined));
  const labels = Uint8Array.from(values, (value, row) => Number(value !== undefined && row < 90));
  assert.equal(
    reasonOf({ labels, column: { kind: 'category', name: 'suspect', values } }),
    'It is mostly filled where the goal was reached (90 % of the records with a value, 0 % of those without reached it): it is probably filled when the outcome is known.',
  );
});

test('a record seen four times is no fourfold evidence', () => {
  const labels = Array.from({ length: 160 }, (_, row) => Number(row < 60));
  const groups = labels.map((_, row) => `record ${Math.floor(row / 4)}`);
  const column: FeatureColumn = { kind: 'number', name: 'suspect', values: Float64Array.from(labels) };
  const rows = makeRows(labels, [column], { groups, times: labels.map((_, row) => row) });
  // 15 records reached the goal: too few to say anything.
  assert.deepEqual(findLeaks(rows, [makeField('suspect')], { changedAfterGoal: {}, timeframeDays: 90 }), []);
});

const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
/** Of 600 records this leaves more of either kind than a field needs to be judged. */
const often = fc.double({ min: 0.1, max: 0.9, noNaN: true });

test('a copy of the label is always found, however it is written', () => {
  const written = fc.constantFrom<Draw>(
    (label) => label,
    (label) => -7 * label,
    (label) => (label ? 'Won' : 'Lost'),
    (label) => (label ? 'Won' : undefined),
    (label) => (label ? undefined : 3),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 600, max: 2000 }),
      often,
      written,
      fc.integer(),
      (rowCount, positives, write, seed) => {
        assert.ok(reasonOf(draw(rowCount, positives, write, seed)));
      },
    ),
  );
});

test('a column that has nothing to do with the label is never found', () => {
  const independent = fc.constantFrom<Draw>(
    (_, random) => random(),
    (_, random) => (random() < 0.5 ? undefined : random()),
    (_, random) => (random() < 0.05 ? 'x' : undefined),
    (_, random) => `${Math.floor(300 * random())}`,
    (_, random) => Math.floor(3 * random()),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 3000 }),
      share,
      independent,
      fc.integer(),
      (rowCount, positives, write, seed) => {
        assert.equal(reasonOf(draw(rowCount, positives, write, seed)), undefined);
      },
    ),
    { numRuns: 300 },
  );
});

test('many levels do not make a field look clever', () => {
  const { column, labels } = draw(3000, 0.3, (_, random) => `${Math.floor(1500 * random())}`);
  const auc = singleFieldAuc(column, labels);
  assert.ok(auc > 0.4 && auc < 0.6, `${auc}`);
});

test('a value of its own on every record says nothing, to the last bit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 400 }), often, fc.integer(), (rowCount, positives, seed) => {
      const { column, labels } = draw(rowCount, positives, (_, random) => `No. ${random()}`, seed);
      fc.pre(new Set(labels).size === 2);
      assert.equal(singleFieldAuc(column, labels), 0.5);
    }),
  );
});
