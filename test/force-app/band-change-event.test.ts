import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { refusedCreate } from './save-records.ts';

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

const publish = (event: typeof change | Omit<typeof change, 'From_Band__c'>): Promise<{ success: boolean }> =>
  org.as('integration').sobject('Score_Band_Change__e').create(event);

test('the service publishes that a record moved to another band', async () => {
  assert.equal((await publish(change)).success, true);
});

test('a first score has no band before it', async () => {
  const { From_Band__c, ...first } = change;
  assert.ok(From_Band__c);
  assert.equal((await publish(first)).success, true);
});

test('a rep cannot publish a band change that never was', async () => {
  const [error] = await refusedCreate(org.as('rep'), 'Score_Band_Change__e', change);
  assert.match(error?.statusCode ?? '', /INSUFFICIENT_ACCESS_OR_READONLY|INVALID_TYPE|CANNOT_INSERT/);
});
