import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutFairness } from '../../../../scoring-service/src/domain/features/fairness-fields.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { leadGoal } from './lead-goal.ts';
import { fact, orgFacts } from './org-facts.ts';

const facts = { ...orgFacts(), Lead: [...(orgFacts()['Lead'] ?? []), fact('Gender__c', 'picklist')] };
const settings = { sensitiveFields: ['Gender__c'], fairnessFields: ['gender__c'] };
const plan = planSource(leadGoal({ settings }), facts);
const genderPaths = ({ tables }: Pick<typeof plan, 'tables'>) =>
  tables.flatMap(({ columns }) => columns.filter(({ path }) => path === 'Gender__c').map(({ column }) => column));

test('a field marked for the fairness check is read for it and is no feature', () => {
  assert.deepEqual(
    plan.fairness?.map(({ name, label, kind }) => [name, label, kind]),
    [['fairness_Gender__c', 'Gender', 'category']],
  );
  assert.deepEqual(genderPaths(plan), ['fairness_Gender__c']);
  assert.ok(!plan.fields.some(({ name }) => name.includes('Gender')));
  assert.doesNotMatch(plan.tables.find(({ name }) => name === 'lead_history')?.where ?? '', /Gender/);
});

test('the plan that is kept with a model reads nothing of it', () => {
  const kept = withoutFairness(plan);
  assert.deepEqual(genderPaths(kept), []);
  assert.equal('fairness' in kept, false);
  assert.deepEqual(kept.fields, plan.fields);
});

test('a field that cannot be read is named with the next step', () => {
  const wrong = leadGoal({ settings: { fairnessFields: ['Age__c'] } });
  assert.throws(
    () => planSource(wrong, facts),
    (error) => error instanceof ScoringError && error.kind === 'goal.invalid' && /Lead\.Age__c/.test(error.message),
  );
});
