import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { goalDraftSchema, goalFieldListSchema } from '@plumbline/contract';
import type { GoalDraft, GoalField } from '@plumbline/contract';
import { conditionColumns } from '../../../scoring-service/src/domain/features/goal-conditions.ts';
import { describedObjects } from '../../../scoring-service/src/domain/features/plan-source.ts';
import { draftGoal } from '../../../scoring-service/src/domain/goals/draft-goal.ts';
import { goalFieldObjects } from '../../../scoring-service/src/domain/goals/goal-fields.ts';
import { liveCountQueries } from '../../../scoring-service/src/domain/goals/live-count-queries.ts';
import { checkDraft } from '../../../scoring-service/src/operations/check-readiness.ts';
import { listGoalFields } from '../../../scoring-service/src/operations/list-goal-fields.ts';
import { connectTo, startScoringOrg } from '../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg({ leads: 300 });
after(() => running.stop());
const salesforce = connectTo(running);
const clock = { now: () => new Date() };

const conversion: GoalDraft = {
  profileType: 'Person',
  object: 'Lead',
  goalType: 'Lead converted',
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  timeframeDays: 90,
};

test('the org says which fields and values a goal may speak of', async () => {
  const fields = await listGoalFields({ salesforce }, { goalType: 'Lead converted', profileType: 'Person' });
  goalFieldListSchema.parse({ fields });
  assert.deepEqual(
    fields.slice(0, 3).map(({ field }) => field),
    ['Status', 'OwnerId', 'ConvertedOpportunityId'],
  );
  assert.deepEqual(fields[0]?.values, [{ value: 'Closed - Converted', label: 'Closed - Converted' }]);
  assert.ok(fields.some(({ field }) => field === 'Product_Interest__c'));
});

const sample = ({ type, values }: GoalField): string => {
  if (type === 'boolean') return 'true';
  if (['int', 'double', 'currency', 'percent'].includes(type)) return '1';
  if (type === 'date') return '2026-01-01';
  if (type === 'datetime') return '2026-01-01T00:00:00Z';
  return type === 'reference' ? '005000000000001AAA' : (values?.[0]?.value ?? 'x');
};

for (const goalType of ['Lead converted', 'Opportunity updated'] as const) {
  test(`every field and operator that is offered for ${goalType} can be planned, and counted by the org`, async () => {
    const query = { goalType, profileType: 'Person' } as const;
    const fields = await listGoalFields({ salesforce }, query);
    const facts = await salesforce.describe([...describedObjects(draftGoal(conversion)), ...goalFieldObjects(query)]);
    for (const field of fields) {
      for (const operator of field.operators) {
        const values = operator.startsWith('is ') ? [] : [sample(field)];
        const draft = { ...conversion, goalType, conditions: [{ field: field.field, operator, values }] };
        const goal = draftGoal(goalDraftSchema.parse(draft));
        conditionColumns(goal, facts);
        const counted = liveCountQueries(goal, facts, clock.now()).find(({ name }) => name === 'conversions');
        await salesforce.count(counted?.soql ?? '');
      }
    }
    assert.ok(fields.length > 0);
  });
}

test('a draft is checked like a goal, and nothing is saved', async () => {
  const readiness = await checkDraft({ salesforce, clock }, conversion);
  assert.equal(readiness.goalId, undefined);
  const conversions = readiness.checks.find(({ code }) => code === 404);
  assert.ok((conversions?.figure ?? 0) > 0);
  assert.equal(await salesforce.count('SELECT COUNT() FROM Score_Goal__c'), 0);
});

test('thresholds of a draft count, and a draft that cannot be learned is refused', async () => {
  const { settings } = draftGoal(conversion);
  const strict = { ...settings, thresholds: { ...settings.thresholds, conversions: 100_000 } };
  const readiness = await checkDraft({ salesforce, clock }, { ...conversion, settings: strict });
  assert.equal(readiness.isReady, false);
  assert.equal(readiness.checks.find(({ code }) => code === 404)?.outcome, 'failed');
  const unknown: GoalDraft = { ...conversion, conditions: [{ field: 'Nothing__c', operator: 'is set', values: [] }] };
  await assert.rejects(checkDraft({ salesforce, clock }, unknown), { kind: 'goal.invalid', message: /Nothing__c/ });
});
