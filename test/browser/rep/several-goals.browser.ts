import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createGoal } from '../../e2e/stage/prepared-org.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { addSecondScoreFields } from '../stage/second-score-fields.ts';
import { evaluateButton, leadPage, scoreCard } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());

const second = 'Lead converts in 30 days';
const goalId = await createGoal(stage.admin, {
  Name: second,
  Unique_Name__c: second,
  Timeframe_Days__c: '30',
  Score_Field__c: await addSecondScoreFields(stage),
});
const client = createServiceClient(stage.service.url, stage.tokens.manage);
const { training } = await client.train(goalId);
assert.equal(training.status, 'Successful', JSON.stringify(training.messages));

test('of several goals the oldest is large and the others are listed; one evaluation writes them all', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");
  // The first scoring of the second goal followed its training.
  const empty = { Second_Score__c: null, Second_Score_Band__c: null, Second_Score_Scored_At__c: null };
  await stage.integration.sobject('Lead').update({ Id: lead, ...empty });
  const { page } = await openPage(t, stage, leadPage(lead), { as: 'rep@local.org' });
  const card = scoreCard(page);
  await card.getByText('of 100').waitFor();
  const others = card.getByRole('listitem').filter({ hasText: second });
  await others.getByText('This record has no score yet.').waitFor();
  assert.deepEqual(await findViolations(page), []);
  stage.pages.forgetCallouts();
  await evaluateButton(page).click();
  await others.getByText('of 100').waitFor();
  assert.equal(stage.pages.callouts.length, 1);
  const record = await stage.admin.sobject('Lead').retrieve(lead);
  await others.getByText(String(record['Second_Score__c']), { exact: true }).waitFor();
  assert.ok(Number(record['Second_Score__c']) > 0);
  assert.deepEqual(await findViolations(page), []);
});
