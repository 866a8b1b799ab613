import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcePlanSchema } from '../../../../scoring-service/src/adapters/storage/model-schemas.ts';
import { withoutFairness } from '../../../../scoring-service/src/domain/features/fairness-fields.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { accountGoal, contactGoal, leadGoal } from '../../domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../domain/features/org-facts.ts';

test('the plan of every kind of goal can be stored and read', () => {
  const product = { referenceTo: ['Product2'], relationshipName: 'Product__r' };
  const facts = orgFacts();
  const lead = [...(facts['Lead'] ?? []), fact('Product__c', 'reference', product)];
  const org = { ...facts, Lead: lead, Product2: [fact('Name')] };
  const settings = { extraFields: ['Lead.Product__c'] };
  for (const goal of [leadGoal({ settings }), contactGoal({ settings }), accountGoal({ settings })]) {
    const plan = withoutFairness(planSource(goal, org));
    assert.deepEqual(sourcePlanSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
  }
});
