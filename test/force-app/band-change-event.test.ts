import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { create, refusedCreate } from './save-records.ts';

let org: DeployedOrg;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('integration', 'ScoringIntegration');
  await org.assign('rep', 'ScoringUser');
});
after(() => org.stop());

const change = {
  Goal__c: 'a00000000000001AAA',
  Record_Id__c: '00Q000000000001AAA',
  Object__c: 'Lead',
  From_Band__c: 'Medium',
  To_Band__c: 'High',
  Score__c: 87,
};

test('the service publishes that a record moved to another band', async () => {
  await create(org.as('integration'), 'Score_Band_Change__e', change);
});

test('a first score has no band before it', async () => {
  await create(org.as('integration'), 'Score_Band_Change__e', { ...change, From_Band__c: null });
});

test('a rep cannot publish a band change that never was', async () => {
  const [error] = await refusedCreate(org.as('rep'), 'Score_Band_Change__e', change);
  assert.match(error?.statusCode ?? '', /INSUFFICIENT_ACCESS_OR_READONLY|INVALID_TYPE|CANNOT_INSERT/);
});
