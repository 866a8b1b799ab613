import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { carryingPeople } from '../../../../scoring-service/src/domain/evaluation/factors.ts';
import type { PersonParts } from '../../../../scoring-service/src/domain/evaluation/factors.ts';

const person = (
  recordId: string,
  parts: Record<string, number>,
  object: PersonParts['object'] = 'Contact',
): PersonParts => ({ recordId, object, parts: new Map(Object.entries(parts)) });

test('what raises the score is divided by whose calls they were; the rest is the account', () => {
  const contributions = [
    { field: 'calls', contribution: 0.6 },
    { field: 'industry', contribution: 0.2 },
    { field: 'age', contribution: 0.2 },
    { field: 'emails', contribution: -3 },
  ];
  const people = [
    person('0031', { calls: 2, emails: 9 }),
    person('00Q1', { calls: 1, industry: 1 }, 'Lead'),
    person('0011', { calls: 1 }, 'Account'),
  ];
  assert.deepEqual(carryingPeople(contributions, people), [
    { recordId: '00Q1', object: 'Lead', share: 0.35 },
    { recordId: '0031', object: 'Contact', share: 0.3 },
  ]);
});

test('nobody carries what nothing raises, nor what is less than a hundredth, and ten at most are named', () => {
  const people = Array.from({ length: 20 }, (_, number) => person(`0${number}`, { calls: number === 0 ? 0.001 : 1 }));
  assert.deepEqual(carryingPeople([{ field: 'calls', contribution: -1 }], people), []);
  assert.deepEqual(carryingPeople([{ field: 'age', contribution: 1 }], people), []);
  const named = carryingPeople([{ field: 'calls', contribution: 1 }], people);
  assert.equal(named.length, 10);
  assert.ok(!named.some(({ recordId }) => recordId === '00'));
});

const fields = ['a', 'b', 'c', 'd'] as const;
const contributionsOf = fc.array(
  fc.record({ field: fc.constantFrom(...fields), contribution: fc.double({ min: -5, max: 5, noNaN: true }) }),
  { maxLength: 8 },
);
const partsOf = fc.dictionary(fc.constantFrom(...fields), fc.double({ min: 0, max: 50, noNaN: true }));

test('whoever carries all there is carries all of it, however little that is', () => {
  const carrying = carryingPeople([{ field: 'calls', contribution: 1e-192 }], [person('0031', { calls: 2e-132 })]);
  assert.deepEqual(
    carrying.map(({ share }) => share),
    [1],
  );
});

test('shares are parts of one whole, the most important first', () => {
  fc.assert(
    fc.property(contributionsOf, fc.array(partsOf, { maxLength: 8 }), (contributions, all) => {
      const people = all.map((parts, index) => person(String(index), parts));
      const carrying = carryingPeople(contributions, people);
      const shares = carrying.map(({ share }) => share);
      assert.ok(shares.every((share) => share > 0 && share <= 1));
      assert.ok(shares.reduce((sum, share) => sum + share, 0) <= 1.001);
      assert.deepEqual(
        shares,
        shares.toSorted((one, other) => other - one),
      );
    }),
  );
});
