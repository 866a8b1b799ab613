import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Automation } from '../local-org/src/index.ts';
import { openStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
let automation: Automation;

const qualified = 'Working - Contacted';

before(async () => {
  stage = await openStage({ leads: 1500, seed: 5, endsAt: new Date() });
  automation = stage.org.automate({ serviceUrl: stage.service.url, token: stage.token });
  const { key } = await stage.client.startRun(stage.goalId, 'Training');
  const run = await stage.client.waitForRun(key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
});
after(() => stage.stop());

const scoreFields = 'Predictive_Score__c, Predictive_Score_Band__c, Predictive_Score_Factors__c';

test('a lead that becomes qualified carries a score without anybody asking, once', async () => {
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
    automation.outcomes.map(({ twin, goalId, recordIds, status, error }) => [twin, goalId, recordIds, status, error]),
    [['evaluate-qualified-lead', stage.goalId, [id], 200, undefined]],
  );
  const [lead] = (await admin.query(`SELECT ${scoreFields} FROM Lead WHERE Id = '${id}'`)).records;
  assert.equal(typeof lead?.['Predictive_Score__c'], 'number');
  assert.ok(lead?.['Predictive_Score_Factors__c']);
});
