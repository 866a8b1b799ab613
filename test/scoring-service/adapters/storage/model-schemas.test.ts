import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcePlanSchema } from '../../../../scoring-service/src/adapters/storage/model-schemas.ts';
import { withoutFairness } from '../../../../scoring-service/src/domain/features/chosen-fields.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { accountGoal, contactGoal, leadGoal } from '../../domain/features/lead-goal.ts';
import { orgFacts } from '../../domain/features/org-facts.ts';

test('the plan of every kind of goal can be stored and read', () => {
  for (const goal of [leadGoal(), contactGoal(), accountGoal()]) {
    const plan = withoutFairness(planSource(goal, orgFacts()));
    assert.deepEqual(sourcePlanSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
  }
});
