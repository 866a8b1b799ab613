import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '@plumbline/learning';
import type { FeatureTable } from '@plumbline/learning';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { findRevealed } from '../../../../scoring-service/src/domain/features/revealed-inputs.ts';
import { describeDistribution } from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { leadGoal } from './lead-goal.ts';
import { orgFacts } from './org-facts.ts';

/** Three cities of two countries; revenue follows employees; calls follow nothing. */
function draw(rowCount: number): FeatureTable {
  const random = seededRandom(5);
  const cities = Array.from({ length: rowCount }, () => ['Rome', 'Milan', 'Paris'][Math.floor(3 * random())] ?? '');
  const employees = Float64Array.from(cities, () => Math.floor(1000 * random()));
  return {
    rowCount,
    columns: [
      { kind: 'category', name: 'city', values: cities },
      { kind: 'category', name: 'country', values: cities.map((city) => (city === 'Paris' ? 'FR' : 'IT')) },
      { kind: 'number', name: 'employees', values: employees },
      { kind: 'number', name: 'annual_revenue', values: employees.map((count) => count * (800 + 400 * random())) },
      { kind: 'number', name: 'calls_total', values: employees.map(() => Math.floor(9 * random())) },
    ],
  };
}

const values = new Set(['city', 'country', 'employees', 'annual_revenue']);
const revealedIn = (rowCount: number) => {
  const table = draw(rowCount);
  return findRevealed(table, describeDistribution(table, [0]), { values });
};

test('an input reveals those whose values it guesses, and nothing reveals what it has nothing to do with', () => {
  assert.deepEqual(revealedIn(4000), {
    city: ['country'],
    country: ['city'],
    employees: ['annual_revenue'],
    annual_revenue: ['employees'],
  });
});

test('a chance resemblance of few rows reveals nothing', () => {
  const { calls_total: calls, ...others } = revealedIn(60);
  assert.equal(calls, undefined);
  for (const found of Object.values(others)) assert.ok(!found.includes('calls_total'));
});

test('an input that reveals another has the sources of both', () => {
  const plan = planSource(leadGoal(), orgFacts());
  const sourcesOf = (revealed: Record<string, string[]>, input: string) =>
    sourcedFields(plan, { revealed }).find(({ name }) => name === input)?.sources;
  const employees = ['Account.NumberOfEmployees', 'Lead.NumberOfEmployees'];
  const revenue = ['Account.AnnualRevenue', 'Lead.AnnualRevenue'];
  assert.deepEqual(sourcesOf({}, 'annual_revenue'), revenue);
  assert.deepEqual(sourcesOf({ annual_revenue: ['employees'] }, 'annual_revenue'), [...revenue, ...employees].sort());
  assert.deepEqual(sourcesOf({ annual_revenue: ['gone'] }, 'annual_revenue'), revenue);
});
