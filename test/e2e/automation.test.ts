import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stubs } from '../apex-stubs/stubs.ts';
import type { Automation } from '../local-org/src/index.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
let automation: Automation;

const qualified = 'Working - Contacted';

before(async () => {
  stage = await openTrainedStage('leads');
  automation = stage.org.automation;
  automation.register(stubs({ serviceUrl: stage.service.url, token: stage.token }));
});
after(() => stage.stop());

const scoreFields = 'Predictive_Score__c, Predictive_Score_Band__c, Predictive_Score_Factors__c';

test('a lead that becomes qualified is scored automatically, once', async () => {
  const { admin } = stage.org;
  const { id } = await admin
    .sobject('Lead')
    .create({ LastName: 'New', Company: 'New', LeadSource: 'Web', Status: 'Closed - Not Converted' });
  assert.ok(id);
  await automation.settled();
  assert.deepEqual(automation.outcomes, []);
  await admin.sobject('Lead').update({ Id: id, Status: qualified });
  await automation.settled();
  assert.deepEqual(
    automation.outcomes.map(({ stub, about, status, error }) => [stub, about, status, error]),
    [['evaluate-qualified-lead', { goalId: stage.goalId, recordIds: [id] }, 200, undefined]],
  );
  const [lead] = (await stage.org.integration.query(`SELECT ${scoreFields} FROM Lead WHERE Id = '${id}'`)).records;
  assert.equal(typeof lead?.['Predictive_Score__c'], 'number');
  assert.ok(lead?.['Predictive_Score_Factors__c']);
});

test('deleting a goal clears its scores on every record, and the run reports it', async () => {
  const { admin } = stage.org;
  const scored = async (): Promise<number> =>
    (await admin.query('SELECT Id FROM Lead WHERE Predictive_Score__c != NULL')).totalSize;
  assert.equal(
    (await stage.client.waitForRun((await stage.client.startRun(stage.goalId, 'Scoring')).key)).status,
    'Successful',
  );
  assert.ok((await scored()) > 100);
  await admin.sobject('Score_Goal__c').delete(stage.goalId);
  await automation.settled();
  const cleared = automation.outcomes.filter(({ stub }) => stub === 'clear-deleted-goal');
  assert.deepEqual(
    cleared.map(({ about, status, error }) => [about, status, error]),
    [[{ goalId: stage.goalId }, 202, undefined]],
  );
  const { records } = await admin.query<{ Run_Key__c: string }>(
    "SELECT Run_Key__c FROM Score_Run__c WHERE Job_Type__c = 'Deletion'",
  );
  const run = await stage.client.waitForRun(records[0]?.Run_Key__c ?? '');
  assert.deepEqual([run.status, run.goalName, run.failed], ['Successful', 'Lead converts in 90 days', 0]);
  assert.equal(await scored(), 0);
});
