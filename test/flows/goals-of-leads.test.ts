import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordInput } from '../local-org/src/index.ts';
import { packagedOrg } from './packaged-org.ts';

const qualified = 'Working - Contacted';

test('leads are evaluated for active goals of leads with background updates or a model', async () => {
  let calls = 0;
  const { flows, insert, update } = packagedOrg({
    invokeApex: (_, __, inputs) => {
      calls += 1;
      return inputs.map(() => ({}));
    },
  });
  const insertGoal = (name: string, more: RecordInput): string =>
    insert('Score_Goal__c', {
      ...{ Name: name, Unique_Name__c: name, Profile_Type__c: 'Person', Object__c: 'Lead', Active__c: true },
      ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
      Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
      Score_Field__c: `Lead.${name}__c`,
      Background_Update__c: true,
      ...more,
    });
  const isEvaluated = async (name: string, more: RecordInput, lead: RecordInput = {}): Promise<boolean> => {
    const before = calls;
    const Id = insertGoal(name, more);
    insert('Lead', { LastName: 'Lead', Company: 'Company', Status: qualified, ...lead });
    await flows.settled();
    update('Score_Goal__c', { Id, Active__c: false });
    return calls > before;
  };
  assert.equal(await isEvaluated('Background', {}), true);
  assert.equal(await isEvaluated('Model', { Background_Update__c: false, Model_Version__c: '1' }), true);
  assert.equal(await isEvaluated('Neither', { Background_Update__c: false }), false);
  assert.equal(await isEvaluated('Inactive', { Active__c: false }), false);
  const ofContacts = { Object__c: 'Contact', Score_Field__c: 'Contact.Other__c', Goal_Type__c: 'Opportunity updated' };
  const stage = JSON.stringify({ field: 'StageName', operator: 'changes to', values: ['Closed Won'] });
  assert.equal(await isEvaluated('Contacts', { ...ofContacts, Condition_1__c: stage }), false);
  assert.equal(await isEvaluated('Listed', { Qualified_Statuses__c: `Other\n${qualified}` }), true);
  assert.equal(await isEvaluated('Unlisted', { Qualified_Statuses__c: 'Open - Not Contacted' }), false);
  assert.deepEqual(flows.outbox.emails, []);
});

test('a converted lead is not evaluated', async () => {
  const calls: unknown[] = [];
  const { admin, flows, insert, org } = packagedOrg({
    invokeApex: (_, __, inputs) => {
      calls.push(inputs);
      return inputs.map(() => ({}));
    },
  });
  const leadId = insert('Lead', { LastName: 'Lead', Company: 'Company', Status: qualified });
  await flows.settled();
  insert('Score_Goal__c', {
    ...{ Name: 'Goal', Unique_Name__c: 'Goal', Profile_Type__c: 'Person', Object__c: 'Lead', Active__c: true },
    ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
    Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
    ...{ Score_Field__c: 'Lead.Predictive_Score__c', Background_Update__c: true },
  });
  const converted = org.convertLead(admin, { leadId, convertedStatus: 'Closed - Converted' });
  assert.ok(converted.success, JSON.stringify(converted));
  await flows.settled();
  assert.deepEqual(calls, []);
});
