import assert from 'node:assert/strict';
import { test } from 'node:test';
import { regularizationPath } from '../../../../scoring-service/learning/src/additive/fit.ts';
import {
  evaluateLinearCandidates,
  weighPenalties,
} from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import { drawLeads } from '../model-fixture.ts';

const triedOf = (penaltyType: string, validationRows: number, seed: number): boolean[] => {
  const { additive } = evaluateLinearCandidates(drawLeads(1500, seed), drawLeads(validationRows, seed + 100));
  return additive
    .filter((_, index) => regularizationPath[index]?.penaltyType === penaltyType)
    .map((tried) => tried !== undefined);
};

test('on few rows no penalty is skipped for a difference that may be chance', () => {
  for (const seed of [1, 2, 3, 4, 5]) assert.ok(triedOf('smooth', 30, seed).every(Boolean), `seed ${seed}`);
});

test('linear models are tried only where there are numbers', () => {
  assert.ok(triedOf('linear', 300, 1).some(Boolean));
  const withoutNumbers = ({ table, labels }: ReturnType<typeof drawLeads>) => {
    const columns = table.columns.filter(({ kind }) => kind !== 'number');
    assert.ok(columns.length > 0);
    return { table: { ...table, columns }, labels };
  };
  const { additive } = evaluateLinearCandidates(withoutNumbers(drawLeads(1500, 1)), withoutNumbers(drawLeads(300, 2)));
  additive.forEach((tried, index) => {
    if (regularizationPath[index]?.penaltyType === 'linear') assert.equal(tried, undefined);
  });
  assert.ok(additive.some((tried) => tried !== undefined));
});

test('a penalty that was skipped has no share, and the shares of the others add up to one', () => {
  const losses = regularizationPath.map((_, index) => (index % 3 === 0 ? Number.POSITIVE_INFINITY : 100 + index));
  const shares = weighPenalties(losses);
  assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  regularizationPath.forEach(({ lambda, penaltyType }, index) => {
    if (index % 3 === 0)
      assert.ok(!shares.some((penalty) => penalty.lambda === lambda && penalty.penaltyType === penaltyType));
  });
});
