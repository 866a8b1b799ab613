import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planWith } from '../../../../scoring-service/src/operations/scoring/explainers.ts';
import { leadPlan } from '../../adapters/salesforce/lead-plan.ts';

test('evaluations of a model share one widened plan, because tables are kept by plan', () => {
  const plan = structuredClone(leadPlan);
  const widened = planWith(plan, ['reason', 'grade']);
  assert.equal(planWith(plan, ['reason', 'grade']), widened);
  assert.notEqual(planWith(plan, ['reason']), widened);
  assert.notEqual(planWith(structuredClone(plan), ['reason', 'grade']), widened);
});
