import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { adminUsername } from '../../../local-org/src/index.ts';
import { connectTo, insertGoal, callsOf, startScoringOrg } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
const goalId = insertGoal(running, { Qualified_Statuses__c: 'Working - Contacted' });
const salesforce = connectTo(running);
const objects = join(import.meta.dirname, '../../../../force-app/main/default/objects');
const goalObject = await readFile(join(objects, 'Score_Goal__c/Score_Goal__c.object-meta.xml'), 'utf8');

test('a goal is read as the org holds it', async () => {
  const goal = await salesforce.readGoal(goalId);
  assert.equal(goal.id, goalId);
  assert.equal(goal.scoreField, 'Predictive_Score__c');
  assert.deepEqual(goal.qualifiedStatuses, ['Working - Contacted']);
  assert.equal(goal.highFrom, 80);
});

test('goals that nobody shares with the integration user look deleted; the share object tells that they may be hidden', async () => {
  const { org } = running;
  const deploySharing = (model: string): void => {
    const object = goalObject.replace(/(?<=<sharingModel>)\w+/, model);
    const file = { path: 'objects/Score_Goal__c.object', content: new TextEncoder().encode(object) };
    assert.ok(org.deploy(org.userId(adminUsername) ?? '', [file]).success);
  };
  const hasShares = async () => 'Score_Goal__Share' in (await salesforce.describe(['Score_Goal__Share']));
  assert.equal(await hasShares(), false);
  deploySharing('Private');
  try {
    assert.deepEqual(await salesforce.readSchedules(), []);
    assert.equal(await hasShares(), true);
  } finally {
    deploySharing('ReadWrite');
  }
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

test('an invalid goal is reported when it is read and, apart from the others, in the list, and logged', async () => {
  const broken = insertGoal(running, {
    Name: 'Broken',
    Score_Field__c: 'Lead.Second_Score__c',
    Settings__c: '{"nobody":"knows"}',
  });
  await assert.rejects(salesforce.readGoal(broken), { kind: 'goal.invalid', message: /Settings__c/ });
  const logged: unknown[] = [];
  const logging = connectTo(running, { log: { info: (event, fields) => logged.push([event, fields['goalId']]) } });
  const { goals, unusable } = await logging.readGoals();
  assert.deepEqual(
    goals.map(({ id }) => id),
    [goalId],
  );
  assert.deepEqual(
    unusable.map(({ id, name }) => [id, name]),
    [[broken, 'Broken']],
  );
  assert.match(unusable[0]?.problem ?? '', /^Settings__c of the score goal cannot be used: /);
  assert.equal(unusable[0]?.action, 'Correct Settings__c of the score goal.');
  assert.ok(logged.some((line) => JSON.stringify(line) === JSON.stringify(['goal.skipped', broken])));
});
