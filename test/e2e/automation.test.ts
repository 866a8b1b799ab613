import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectService } from './stage/connect-service.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

const qualified = 'Working - Contacted';

before(async () => {
  stage = await openTrainedStage('leads');
  await connectService(stage.org, { url: stage.service.url, tokens: { manage: stage.token } });
});
after(() => stage.stop());

const scoreFields = 'Predictive_Score__c, Predictive_Score_Band__c, Predictive_Score_Factors__c';

test('a lead that becomes qualified is scored automatically, once', async () => {
  const { admin } = stage.org;
  const { id } = await admin
    .sobject('Lead')
    .create({ LastName: 'New', Company: 'New', LeadSource: 'Web', Status: 'Closed - Not Converted' });
  assert.ok(id);
  await stage.org.settled();
  assert.deepEqual(stage.org.org.apex.callouts, []);
  await admin.sobject('Lead').update({ Id: id, Status: qualified });
  await stage.org.settled();
  assert.deepEqual(
    stage.org.org.apex.callouts.map(({ method, url, status }) => [method, url, status]),
    [['POST', `${stage.service.url}/v1/evaluations`, 200]],
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
  await stage.org.settled();
  assert.equal(stage.org.org.apex.callouts.at(-1)?.status, 202);
  const { records } = await admin.query<{ Run_Key__c: string }>(
    "SELECT Run_Key__c FROM Score_Run__c WHERE Job_Type__c = 'Deletion'",
  );
  const run = await stage.client.waitForRun(records[0]?.Run_Key__c ?? '');
  assert.deepEqual([run.status, run.goalName, run.failed], ['Successful', 'Lead converts in 90 days', 0]);
  assert.equal(await scored(), 0);
});
