import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectTo, insertGoal, callsOf, startScoringOrg } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
const goalId = insertGoal(running, { Qualified_Statuses__c: 'Working - Contacted' });
const salesforce = connectTo(running);

test('a goal is read as the org holds it', async () => {
  const goal = await salesforce.readGoal(goalId);
  assert.equal(goal.id, goalId);
  assert.equal(goal.scoreField, 'Predictive_Score__c');
  assert.deepEqual(goal.qualifiedStatuses, ['Working - Contacted']);
  assert.equal(goal.highFrom, 80);
});

test('an unknown or invalid id is not found', async () => {
  await assert.rejects(salesforce.readGoal('a00000000000009AAA'), { kind: 'goal.not-found' });
  await assert.rejects(salesforce.readGoal("x' OR Name != '"), { kind: 'goal.not-found' });
  await assert.rejects(salesforce.updateGoal('a00000000000009AAA', { status: 'Ready' }), { kind: 'goal.not-found' });
});

test('a change writes the fields that it names, and no others', async () => {
  await salesforce.updateGoal(goalId, {
    status: 'Ready',
    statusMessage: 'x'.repeat(300),
    modelVersion: 'm1',
    testAuc: 0.81234,
    probabilityWarning: 'predicted 13 %, happened 31 %',
    lastTrainedAt: new Date('2026-01-01T03:00:00Z'),
    recordsScored: 12,
  });
  await salesforce.updateGoal(goalId, { statusMessage: '' });
  const read = () => running.org.inspect('SELECT * FROM "Score_Goal__c" WHERE "Id" = ?', goalId)[0];
  const row = read();
  assert.equal(row?.['Status__c'], 'Ready');
  assert.equal(row?.['Status_Message__c'], null);
  assert.equal(row?.['Model_Version__c'], 'm1');
  assert.equal(row?.['Records_Scored__c'], 12);
  assert.equal(row?.['Probability_Warning__c'], 'predicted 13 %, happened 31 %');
  assert.equal(row?.['Last_Scored_At__c'], null);
  assert.equal((await salesforce.readGoal(goalId)).modelVersion, 'm1');
  await salesforce.updateGoal(goalId, { probabilityWarning: '' });
  assert.equal(read()?.['Probability_Warning__c'], null, 'a model whose probabilities hold ends the warning');
});

test('an empty change makes no call', async () => {
  const { calls } = await callsOf(running, () => salesforce.updateGoal(goalId, { status: undefined }));
  assert.deepEqual(calls, []);
});

test('an invalid goal is reported when it is read, and logged and skipped in the list', async () => {
  const broken = insertGoal(running, {
    Name: 'Broken',
    Score_Field__c: 'Lead.Second_Score__c',
    Settings__c: '{"nobody":"knows"}',
  });
  await assert.rejects(salesforce.readGoal(broken), { kind: 'goal.invalid', message: /Settings__c/ });
  const logged: unknown[] = [];
  const logging = connectTo(running, { log: { info: (event, fields) => logged.push([event, fields['goalId']]) } });
  assert.deepEqual(
    (await logging.readGoals()).map(({ id }) => id),
    [goalId],
  );
  assert.ok(logged.some((line) => JSON.stringify(line) === JSON.stringify(['goal.skipped', broken])));
});
