import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { goalDraftSchema, goalFieldListSchema, nextSteps, readinessSchema } from '@plumbline/contract';
import type { GoalDraft, GoalField } from '@plumbline/contract';
import { describedObjects } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { conditionColumns } from '../../../../scoring-service/src/domain/goals/goal-conditions.ts';
import { goalFieldObjects } from '../../../../scoring-service/src/domain/goals/goal-fields.ts';
import { draftGoal } from '../../../../scoring-service/src/domain/goals/goal-record.ts';
import { liveCountQueries } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import { checkDraft, checkReadiness } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { listGoalFields } from '../../../../scoring-service/src/operations/goals/read-goals.ts';
import { makeFullCard } from '../../http/model-page/card-fixture.ts';
import { makeStoredModel } from '../../adapters/storage/state-fixture.ts';
import { connectTo, insertGoal, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

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

const offered = [
  { goalType: 'Lead converted', object: 'Lead', profileType: 'Person' },
  { goalType: 'Opportunity updated', object: 'Lead', profileType: 'Person' },
  { goalType: 'Opportunity updated', object: 'Contact', profileType: 'Person' },
  { goalType: 'Opportunity updated', object: 'Account', profileType: 'Account' },
] as const;

for (const { goalType, object, profileType } of offered) {
  test(`every field and operator that is offered for ${goalType} of a ${object} can be planned, and counted by the org`, async () => {
    const query = { goalType, profileType } as const;
    const fields = await listGoalFields({ salesforce }, query);
    const base = { ...conversion, goalType, object, profileType };
    const facts = await salesforce.describe([...describedObjects(draftGoal(base)), ...goalFieldObjects(query)]);
    for (const field of fields) {
      for (const operator of field.operators) {
        const values = operator.startsWith('is ') ? [] : [sample(field)];
        const draft = { ...base, conditions: [{ field: field.field, operator, values }] };
        const goal = draftGoal(goalDraftSchema.parse(draft));
        conditionColumns(goal, facts);
        const counted = liveCountQueries(goal, { facts }, clock.now()).find(({ name }) => name === 'conversions');
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

for (const [object, profileType] of [
  ['Account', 'Account'],
  ['Contact', 'Person'],
] as const) {
  test(`a draft on ${object} records is checked on counts of these`, async () => {
    const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
    const draft: GoalDraft = { ...conversion, object, profileType, goalType: 'Opportunity updated', conditions };
    const { checks } = await checkDraft({ salesforce, clock }, draft);
    const figure = (code: number) => checks.find((check) => check.code === code)?.figure;
    const soql =
      object === 'Account'
        ? "SELECT COUNT_DISTINCT(AccountId) FROM Opportunity WHERE StageName = 'Closed Won'"
        : "SELECT COUNT_DISTINCT(ContactId) FROM OpportunityContactRole WHERE Opportunity.StageName = 'Closed Won'";
    const reached = await salesforce.count(soql);
    assert.ok(reached > 5);
    assert.equal(figure(404), reached);
    assert.ok((figure(900) ?? 0) > 0);
    assert.equal(figure(102), await salesforce.count('SELECT COUNT() FROM Opportunity'));
    assert.equal(figure(object === 'Account' ? 401 : 402), await salesforce.count(`SELECT COUNT() FROM ${object}`));
    assert.equal(figure(object === 'Account' ? 402 : 401), undefined);
  });
}

test('a contact or an account cannot be asked to convert', async () => {
  await assert.rejects(checkDraft({ salesforce, clock }, { ...conversion, object: 'Contact' }), {
    kind: 'goal.invalid',
    message: /expects Contact records to convert/,
  });
});

test('thresholds of a draft count', async () => {
  const { settings } = draftGoal(conversion);
  const strict = { ...settings, thresholds: { ...settings.thresholds, conversions: 100_000 } };
  const readiness = await checkDraft({ salesforce, clock }, { ...conversion, settings: strict });
  assert.equal(readiness.isReady, false);
  const stop = readiness.checks.find(({ code }) => code === 404);
  assert.equal(stop?.outcome, 'failed');
  assert.equal(stop.nextStep, nextSteps[404]);
  assert.ok(readiness.checks.every(({ outcome, nextStep }) => outcome !== 'passed' || nextStep === undefined));
  assert.equal(readiness.bases, undefined, 'without a model there is nothing to preview');
});

test('readiness previews every basis with the present limits of the goal, before anything is written', async () => {
  const goalId = insertGoal(running, { High_From__c: 60, Medium_From__c: 20 });
  const stored = makeStoredModel(goalId, 'v1');
  const card = makeFullCard();
  const active = { ...stored, plan: { ...stored.plan, tables: [] }, card };
  const store = { activeModel: () => Promise.resolve(active) };
  const { bases } = readinessSchema.parse(await checkReadiness({ salesforce, store, clock }, goalId));
  assert.deepEqual(
    bases?.map(({ basis }) => basis),
    ['relative', 'probability', 'percentile'],
  );
  for (const [index, { bands }] of (bases ?? []).entries()) {
    const { rowsByScore = [], bands: ofCard = [] } = card.bases?.[index] ?? {};
    const rowsFrom = (from: number, to: number) => rowsByScore.slice(from - 1, to).reduce((sum, rows) => sum + rows, 0);
    assert.deepEqual(
      bands.map(({ rows }) => rows),
      [rowsFrom(60, 100), rowsFrom(20, 59), rowsFrom(1, 19)],
    );
    assert.notDeepEqual(bands, ofCard);
  }
});
