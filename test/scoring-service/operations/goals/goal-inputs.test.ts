import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { goalSettingsSchema, readinessSchema } from '@plumbline/contract';
import type { GoalDraft, GoalInput } from '@plumbline/contract';
import { checkDraft } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { connectTo, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg({ leads: 300 });
after(() => running.stop());
const salesforce = connectTo(running);
const clock = { now: () => new Date() };

const onLeads: GoalDraft = {
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  qualifiedStatuses: ['Open - Not Contacted', 'Working - Contacted'],
};
const won = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
const drafts: GoalDraft[] = [
  onLeads,
  { ...onLeads, object: 'Contact', goalType: 'Opportunity updated', conditions: won },
  { ...onLeads, profileType: 'Account', object: 'Account', goalType: 'Opportunity updated', conditions: won },
];

async function inputsOf(draft: GoalDraft, settings: object = {}): Promise<Map<string, GoalInput>> {
  const goal = { ...draft, settings: goalSettingsSchema.parse(settings) };
  const readiness = readinessSchema.parse(await checkDraft({ salesforce, clock }, goal));
  return new Map((readiness.inputs ?? []).map((input) => [input.field, input]));
}

const shareWithout = async (object: string, field: string, where = 'Id != null'): Promise<number> => {
  const all = await salesforce.count(`SELECT COUNT() FROM ${object} WHERE ${where}`);
  return (await salesforce.count(`SELECT COUNT() FROM ${object} WHERE ${where} AND ${field} = null`)) / all;
};

test('readiness lists where each value comes from, with the share of records without it', async () => {
  const inputs = await inputsOf(onLeads, { needTypeField: 'Product_Interest__c' });
  const { state, from } = inputs.get('industry') ?? assert.fail();
  assert.equal(state, 'used');
  assert.deepEqual(
    from.map(({ source }) => source),
    ['Lead.Industry', 'Account.Industry'],
  );
  const truth = [
    await shareWithout('Lead', 'Industry', 'IsConverted = false'),
    await shareWithout('Account', 'Industry'),
  ];
  from.forEach(({ missing = -1 }, index) => assert.ok(Math.abs(missing - (truth[index] ?? 2)) < 1e-9));
  assert.equal(inputs.get('need_type')?.from[0]?.source, 'Lead.Product_Interest__c');
  assert.deepEqual(
    inputs.get('calls_total')?.from.map(({ source }) => source),
    ['Task'],
  );
});

test('an input without a source is not set, with the setting that names one', async () => {
  const inputs = await inputsOf(onLeads, { engagementSources: [] });
  for (const [name, setting] of [
    ['need_type', /needTypeField or accountNeedTypeField/],
    ['contact_type', /contactTypeField/],
    ['web_events_30_days', /engagementSources.*Engagement_Event__c/],
    ['last_landing_page', /engagementSources/],
  ] as const) {
    assert.equal(inputs.get(name)?.state, 'not set', name);
    assert.match(inputs.get(name)?.nextStep ?? '', setting);
  }
});

test('an input that no record of the org has is empty, with a next step', async () => {
  const inputs = await inputsOf(onLeads);
  const empty = [...inputs.values()].filter(({ state }) => state === 'empty');
  assert.ok(empty.length > 0);
  for (const { field, from, nextStep } of empty) assert.ok(from.length > 0 && nextStep !== undefined, field);
  const isFilled = (await salesforce.count('SELECT COUNT() FROM Account WHERE Ownership != null')) > 0;
  assert.equal(inputs.get('account_category')?.state, isFilled ? 'used' : 'empty');
});

test('what the settings exclude says so, and how to use it', async () => {
  const inputs = await inputsOf(onLeads, { excludedFields: ['Industry'], sensitiveFields: ['MobilePhone'] });
  for (const name of ['industry', 'has_mobile_phone']) {
    const { state, reason, nextStep, from } = inputs.get(name) ?? assert.fail(name);
    assert.deepEqual([state, from], ['left out', []]);
    assert.match(reason ?? '', /excluded|sensitive/);
    assert.match(nextStep ?? '', /excluded and sensitive fields/);
  }
  const everyStatus = await inputsOf({ ...onLeads, qualifiedStatuses: undefined }, { learnFrom: 'creation' });
  assert.match(everyStatus.get('age_days')?.nextStep ?? '', /learnFrom/);
});

test('every kind of goal lists every standard input once, each used, empty, or with a next step', async () => {
  for (const draft of drafts) {
    const inputs = [...(await inputsOf(draft)).values()];
    assert.equal(new Set(inputs.map(({ field }) => field)).size, inputs.length);
    for (const group of ['Need', 'Contact', 'Account', 'Engagement', 'Activities', 'Record']) {
      assert.ok(
        inputs.some((input) => input.group === group),
        `${draft.object} ${group}`,
      );
    }
    const silent = inputs.filter(({ state, from, nextStep }) =>
      state === 'used' ? from.length === 0 : nextStep === undefined,
    );
    assert.deepEqual(silent, [], draft.object);
  }
});
