import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { anotherGoal } from './goal-values.ts';
import { create, readOne } from './save-records.ts';

let org: DeployedOrg;
let admin: Connection;
let service: Connection;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('admin', 'ScoringAdmin');
  await org.assign('integration', 'ScoringIntegration');
  admin = org.as('admin');
  service = org.as('integration');
});
after(() => org.stop());

const startedRun = (key: string, goalId: string) => ({
  Run_Key__c: key,
  Goal__c: goalId,
  Goal_Name__c: 'Lead converts in 90 days',
  Job_Type__c: 'Scoring',
  Profile_Type__c: 'Person',
  Trigger__c: 'Command line',
  Job_Start__c: '2026-01-02T03:00:00.000+0000',
  Status__c: 'Processing',
  Read__c: 500,
  Progress__c: 50,
});

const endedRun = (key: string) => ({
  Run_Key__c: key,
  Job_End__c: '2026-01-02T03:02:03.400+0000',
  Processing_Time__c: 123.4,
  Status__c: 'Successful',
  Read__c: 1000,
  Scored__c: 900,
  Changed__c: 120,
  Skipped__c: 100,
  Failed__c: 0,
  Skipped_Reasons__c: '80 status is not qualified\n20 person does not want to be profiled',
  Messages__c: 'INFO 101. Leads AI quality check: the count of contacts is: 400.\nWARNING 201. A warning.',
  Codes__c: '101,201',
  Model_Version__c: '1-20260101',
  Progress__c: 100,
});

test('saving a run again with its key changes the one record', async () => {
  const goalId = await create(admin, 'Score_Goal__c', anotherGoal());
  const runs = service.sobject('Score_Run__c');
  const created = [];
  for (const run of [startedRun('run-1', goalId), endedRun('run-1'), endedRun('RUN-1')]) {
    const saved = await runs.upsert(run, 'Run_Key__c');
    created.push('created' in saved && saved.created);
  }
  assert.deepEqual(created, [true, false, false]);
  const run = await readOne(
    admin,
    "SELECT Name, Status__c, Trigger__c, Goal__r.Name, Read__c, Processing_Time__c, Messages__c FROM Score_Run__c WHERE Run_Key__c = 'run-1'",
  );
  assert.match(String(run['Name']), /^RUN-\d{6}$/);
  assert.deepEqual([run['Status__c'], run['Trigger__c'], run['Read__c']], ['Successful', 'Command line', 1000]);
  assert.equal(run['Processing_Time__c'], 123.4);
  assert.equal(String(run['Messages__c']).split('\n').length, 2);
  assert.ok((run['Goal__r'] as { Name: string }).Name.startsWith('Goal '));
});

test('runs outlive their goal, by name', async () => {
  const goalId = await create(admin, 'Score_Goal__c', anotherGoal());
  await service.sobject('Score_Run__c').upsert(startedRun('run-2', goalId), 'Run_Key__c');
  await admin.sobject('Score_Goal__c').destroy(goalId);
  const run = await readOne(admin, "SELECT Goal__c, Goal_Name__c FROM Score_Run__c WHERE Run_Key__c = 'run-2'");
  assert.deepEqual([run['Goal__c'], run['Goal_Name__c']], [null, 'Lead converts in 90 days']);
});

test('a goal shows its runs', async () => {
  const goalId = await create(admin, 'Score_Goal__c', anotherGoal());
  await service.sobject('Score_Run__c').upsert(startedRun('run-3', goalId), 'Run_Key__c');
  const goal = await readOne(
    admin,
    `SELECT (SELECT Run_Key__c FROM Score_Runs__r ORDER BY Job_Start__c DESC) FROM Score_Goal__c WHERE Id = '${goalId}'`,
  );
  const runs = goal['Score_Runs__r'] as { records: { Run_Key__c: string }[] };
  assert.deepEqual(
    runs.records.map(({ Run_Key__c }) => Run_Key__c),
    ['run-3'],
  );
});
