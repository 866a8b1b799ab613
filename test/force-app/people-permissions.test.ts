import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg, PermissionSetName } from './deployed-org.ts';
import { anotherGoal, otherSettings, writtenStatus } from './goal-values.ts';
import { create, readOne, refusedCreate, refusedUpdate, update } from './save-records.ts';

let org: DeployedOrg;
let rep: Connection;
let lead: string;
let goal: string;

before(async () => {
  org = await startDeployedOrg();
  rep = org.as('rep');
  const admin = org.as('admin');
  lead = await create(admin, 'Lead', { LastName: 'Lovelace', Company: 'Engines' });
  await org.assign('admin', 'ScoringAdmin');
  goal = await create(admin, 'Score_Goal__c', anotherGoal());
});
after(() => org.stop());

const scoreFields = [
  'Predictive_Score__c',
  'Predictive_Score_Band__c',
  'Predictive_Score_Percentile__c',
  'Predictive_Score_Scored_At__c',
];
const factorsField = 'Predictive_Score_Factors__c';
const scoredObjects = ['Lead', 'Contact', 'Account'];
const scoreQueries = scoredObjects.map((object) => `SELECT ${scoreFields.join(', ')} FROM ${object}`);
const runQuery = 'SELECT Name, Run_Key__c, Goal__r.Name, Status__c, Messages__c FROM Score_Run__c';
const goalQuery = `SELECT Name, ${[...Object.keys(otherSettings), ...Object.keys(writtenStatus)].join(', ')} FROM Score_Goal__c`;

const refusedQuery = (connection: Connection, soql: string, errorCode: string): Promise<void> =>
  assert.rejects(async () => connection.query(soql), { errorCode }, soql);

test('a score field does not exist for a user without a permission set, an administrator too', async () => {
  await org.assign('rep');
  for (const object of scoredObjects) {
    for (const field of [...scoreFields, factorsField])
      await refusedQuery(rep, `SELECT ${field} FROM ${object}`, 'INVALID_FIELD');
  }
  await org.assign('admin');
  await refusedQuery(org.as('admin'), 'SELECT Predictive_Score__c FROM Lead', 'INVALID_FIELD');
});

for (const name of ['ScoringAdmin', 'ScoringUser', 'ScoringModelViewer'] as const) {
  test(`${name} shows every score and goal, and writes no score and no status`, async () => {
    await org.assign('rep', name);
    for (const soql of [...scoreQueries, goalQuery]) await rep.query(soql);
    for (const field of scoreFields) {
      const [error] = await refusedUpdate(rep, 'Lead', { Id: lead, [field]: null });
      assert.deepEqual([error?.statusCode, error?.fields], ['INVALID_FIELD_FOR_INSERT_UPDATE', [field]]);
    }
    for (const [field, value] of Object.entries(writtenStatus)) {
      const [error] = await refusedUpdate(rep, 'Score_Goal__c', { Id: goal, [field]: value });
      assert.match(error?.statusCode ?? '', /INVALID_FIELD_FOR_INSERT_UPDATE|INSUFFICIENT_ACCESS_OR_READONLY/);
    }
  });
}

test('reasons are for the integration user alone: others get those that they may know of from Apex', async () => {
  await org.assign('rep', 'ScoringAdmin', 'ScoringUser', 'ScoringModelViewer');
  await org.assign('integration', 'ScoringIntegration');
  for (const object of scoredObjects) {
    await refusedQuery(rep, `SELECT ${factorsField} FROM ${object}`, 'INVALID_FIELD');
    await org.as('integration').query(`SELECT ${factorsField} FROM ${object}`);
  }
});

const viewers: PermissionSetName[] = ['ScoringUser', 'ScoringModelViewer'];

for (const name of viewers) {
  test(`${name} neither creates, changes nor deletes a goal`, async () => {
    await org.assign('rep', name);
    const refused = [
      await refusedCreate(rep, 'Score_Goal__c', anotherGoal()),
      await refusedUpdate(rep, 'Score_Goal__c', { Id: goal, Description__c: 'Mine' }),
    ].flat();
    assert.deepEqual(
      refused.map(({ statusCode }) => statusCode),
      ['INSUFFICIENT_ACCESS_OR_READONLY', 'INSUFFICIENT_ACCESS_OR_READONLY'],
    );
    await assert.rejects(rep.sobject('Score_Goal__c').destroy(goal), { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
  });
}

test('runs are shown to admins and model viewers, not to users', async () => {
  for (const name of ['ScoringAdmin', 'ScoringModelViewer'] as const) {
    await org.assign('rep', name);
    await rep.query(runQuery);
    const [error] = await refusedCreate(rep, 'Score_Run__c', { Run_Key__c: 'mine' });
    assert.equal(error?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  }
  await org.assign('rep', 'ScoringUser');
  await refusedQuery(rep, runQuery, 'INVALID_TYPE');
});

test('an admin creates, changes and deletes goals', async () => {
  await org.assign('rep', 'ScoringAdmin');
  const Id = await create(rep, 'Score_Goal__c', anotherGoal());
  await update(rep, 'Score_Goal__c', { Id, ...otherSettings });
  await rep.sobject('Score_Goal__c').destroy(Id);
  assert.equal((await rep.query(`SELECT Id FROM Score_Goal__c WHERE Id = '${Id}'`)).totalSize, 0);
});

test('only admins hold the permission to manage; the service needs neither permission', async () => {
  await org.assign('admin', 'ScoringAdmin');
  const holders = async (permission: string): Promise<string[]> => {
    const { Id } = await readOne(
      org.as('admin'),
      `SELECT Id FROM CustomPermission WHERE DeveloperName = '${permission}'`,
    );
    const { records } = await org
      .as('admin')
      .query(`SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityId = '${String(Id)}'`);
    return records.map(({ Parent }) => String(Parent.Name)).sort();
  };
  assert.deepEqual(await holders('Manage_Predictive_Scoring'), ['ScoringAdmin']);
  assert.deepEqual(await holders('View_Predictive_Scoring'), ['ScoringAdmin', 'ScoringModelViewer', 'ScoringUser']);
});
