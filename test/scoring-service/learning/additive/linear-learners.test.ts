import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PENALTIES } from '../../../../scoring-service/learning/src/additive/fit.ts';
import { hearLinear, sharePenalties } from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import { drawLeads } from '../model-fixture.ts';

const heardOf = (manner: string, validationRows: number, seed: number): boolean[] => {
  const { additive } = hearLinear(drawLeads(1500, seed), drawLeads(validationRows, seed + 100));
  return additive.filter((_, index) => PENALTIES[index]?.manner === manner).map((heard) => heard !== undefined);
};

test('on few rows no penalty is given up for what may be chance', () => {
  for (const seed of [1, 2, 3, 4, 5]) assert.ok(heardOf('curves', 30, seed).every(Boolean), `seed ${seed}`);
});

test('lines are tried where there are numbers, and nowhere else', () => {
  assert.ok(heardOf('lines', 300, 1).some(Boolean));
  const withoutNumbers = ({ table, labels }: ReturnType<typeof drawLeads>) => {
    const columns = table.columns.filter(({ kind }) => kind !== 'number');
    assert.ok(columns.length > 0);
    return { table: { ...table, columns }, labels };
  };
  const { additive } = hearLinear(withoutNumbers(drawLeads(1500, 1)), withoutNumbers(drawLeads(300, 2)));
  additive.forEach((heard, index) => {
    if (PENALTIES[index]?.manner === 'lines') assert.equal(heard, undefined);
  });
  assert.ok(additive.some((heard) => heard !== undefined));
});

test('what was not heard has no share, and the shares of the others make one', () => {
  const losses = PENALTIES.map((_, index) => (index % 3 === 0 ? Number.POSITIVE_INFINITY : 100 + index));
  const shares = sharePenalties(losses);
  assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  PENALTIES.forEach(({ strength, manner }, index) => {
    if (index % 3 === 0)
      assert.ok(!shares.some((penalty) => penalty.strength === strength && penalty.manner === manner));
  });
});
