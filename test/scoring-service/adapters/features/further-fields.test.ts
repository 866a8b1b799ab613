import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { accountGoal, leadGoal } from '../../domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../domain/features/org-facts.ts';
import { at, change, day, dayMs, lead, valueIn } from './made-up-org.ts';
import { accountId, learnAll, opportunity, scoreAll, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const facts = orgFacts();
const product = fact('Product__c', 'reference', { referenceTo: ['Product2'], relationshipName: 'Product__r' });
const org = {
  ...facts,
  Lead: [...(facts['Lead'] ?? []), product],
  Contact: [...(facts['Contact'] ?? []), fact('Level__c', 'picklist')],
  Account: [...(facts['Account'] ?? []), fact('Tier__c', 'picklist'), fact('Need__c', 'picklist')],
  Product2: [fact('Name')],
};
const settings = {
  extraFields: ['Product__c', 'Contact.Level__c', 'Account.Tier__c', 'Lead.Product__c'],
  accountNeedTypeField: 'Need__c',
};
const plan = planSource(leadGoal({ settings }), org);

const changeOf = (object: 'contact' | 'account', id: string, days: number, field: string, from: string, to: string) =>
  ({
    id: `${object}${days}${field}`,
    [`${object}_id`]: id,
    field,
    old_value: from,
    new_value: to,
    created_date: at(days),
  }) as SourceRow;

/** A lead whose contact, account and product change on days 20, 40 and 10. */
const rows: SourceRows = {
  lead: [lead('00Q1', { email_key: 'k', Product__c: 'Premium' })],
  contact: [
    { id: '0031', created_date: at(-9), email_key: 'k', account_id: accountId(1), 'Contact.Level__c': 'Chief' },
  ],
  account: [{ id: accountId(1), created_date: at(-30), 'Account.Tier__c': 'Gold', need_type: 'Storage' }],
  contact_history: [changeOf('contact', '0031', 20, 'Level__c', 'Clerk', 'Chief')],
  account_history: [changeOf('account', accountId(1), 40, 'Tier__c', 'Silver', 'Gold')],
  lead_history: [
    // The platform keeps a changed lookup twice.
    change('00Q1', 10, 'Product__c', '01t5g000003ABCdAAO', '01t5g000003ABCeAAO'),
    change('00Q1', 10, 'Product__c', 'Basic', 'Premium'),
  ],
};

/** The values of an input by the day of the snapshot. */
async function byDay(of: SourcePlan, name: string): Promise<Record<number, unknown>> {
  const { rows: learned } = await learnAll(engine, of, rows, { asOf: day(500) });
  const dayOf = (ms: number): number => Math.round((ms - day(0).getTime()) / dayMs);
  return Object.fromEntries(Array.from(learned.times, (asOf, row) => [dayOf(asOf), valueIn(learned.table, name, row)]));
}

test('a lead has the values of its contact and account, as they were at each observation date', async () => {
  assert.deepEqual(await byDay(plan, 'Contact.Level__c'), { 0: 'Clerk', 7: 'Clerk', 30: 'Chief', 60: 'Chief' });
  assert.deepEqual(await byDay(plan, 'Account.Tier__c'), { 0: 'Silver', 7: 'Silver', 30: 'Silver', 60: 'Gold' });
  assert.deepEqual(await byDay(plan, 'need_type'), { 0: 'Storage', 7: 'Storage', 30: 'Storage', 60: 'Storage' });
});

test('a lookup is rebuilt by the names in its history, not by the ids', async () => {
  assert.deepEqual(await byDay(plan, 'Product__c'), { 0: 'Basic', 7: 'Basic', 30: 'Premium', 60: 'Premium' });
});

test('scoring reads the same values of today', async () => {
  const { table } = await scoreAll(engine, plan, rows, { asOf: day(100) });
  assert.deepEqual(
    ['Product__c', 'Contact.Level__c', 'Account.Tier__c', 'need_type'].map((name) => valueIn(table, name)),
    ['Premium', 'Chief', 'Gold', 'Storage'],
  );
});

test('an account has the values of its oldest contact and of its newest lead', async () => {
  const ofAccount = planSource(
    accountGoal({ settings: { ...settings, extraFields: settings.extraFields.slice(1) } }),
    org,
  );
  const own = {
    ...rows,
    account: [{ id: accountId(1), created_date: at(-30), Tier__c: 'Gold', need_type: 'Storage' }],
  };
  const leads = [lead('00Q1', { email_key: 'k', 'Lead.Product__c': 'Premium' })];
  const all = together({ ...own, lead: leads }, opportunity('0061', [[1, 'Open']]));
  const { table } = await scoreAll(engine, ofAccount, all);
  assert.deepEqual(
    ['Lead.Product__c', 'Contact.Level__c', 'Tier__c', 'need_type'].map((name) => valueIn(table, name)),
    ['Premium', 'Chief', 'Gold', 'Storage'],
  );
});
