import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, leadPage, scoreCard } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());

const rep = { as: 'rep@local.org' };
const high = await stage.findLead("Predictive_Score_Band__c = 'High'");

const activate = async (Active__c: boolean): Promise<void> => {
  await stage.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Active__c });
};

const setModel = async (Model_Version__c: unknown): Promise<void> => {
  await stage.integration.sobject('Score_Goal__c').update({ Id: stage.goalId, Model_Version__c });
};

/** A lead that the goal has not scored. */
async function clearScore(where: string): Promise<string> {
  const Id = await stage.findLead(where);
  const empty = { Predictive_Score__c: null, Predictive_Score_Band__c: null, Predictive_Score_Factors__c: null };
  await stage.integration.sobject('Lead').update({ Id, ...empty });
  return Id;
}

test('a scored lead shows number, word and icon, what the number means, when and why', async (t) => {
  const { page, requests } = await openPage(t, stage, leadPage(high), rep);
  const lead = await stage.admin.sobject('Lead').retrieve(high);
  const card = scoreCard(page);
  await card.getByText(String(lead['Predictive_Score__c']), { exact: true }).waitFor();
  await card.getByText('High', { exact: true }).waitFor();
  await card.getByText(/^[\d.]+% likely to reach the goal within 90 days$/).waitFor();
  await card
    .getByText(`Better than ${Math.min(99, Number(lead['Predictive_Score_Percentile__c']))} % of the scored records`)
    .waitFor();
  await card.getByText(/^Scored .* by model v1$/).waitFor();
  assert.ok((await card.getByRole('listitem').count()) >= 3, 'reasons are listed');
  assert.ok((await card.getByText(/^(High|Medium|Low) importance/).count()) >= 3);
  assert.deepEqual(await findViolations(page), []);
  // Showing a score asks the org only.
  assert.deepEqual(stage.pages.callouts, []);
  assert.ok(!requests.some((request) => /evaluate|explain/.test(request)));
});

test('a lead that is not qualified says so and what to do', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");
  const { Status } = await stage.admin.sobject('Lead').retrieve(lead);
  await stage.admin.sobject('Lead').update({ Id: lead, Status: 'Closed - Not Converted' });
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByText(/^Not scored\./)
    .waitFor();
  await scoreCard(page)
    .getByText(/It is scored when its status becomes a qualified status/)
    .waitFor();
  assert.equal((await stage.admin.sobject('Lead').retrieve(lead))['Predictive_Score__c'], 0);
  assert.deepEqual(await findViolations(page), []);
  await stage.admin.sobject('Lead').update({ Id: lead, Status });
  await evaluateButton(page).click();
  await scoreCard(page).getByText('of 100').waitFor();
});

test('a lead without a score waits, and can be evaluated', async (t) => {
  const lead = await clearScore("Predictive_Score_Band__c = 'Medium'");
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await scoreCard(page).getByText('This record has no score yet.').waitFor();
  assert.deepEqual(await findViolations(page), []);
  await evaluateButton(page).click();
  await scoreCard(page).getByText('of 100').waitFor();
  const { Predictive_Score__c: score } = await stage.admin.sobject('Lead').retrieve(lead);
  await scoreCard(page).getByText(String(score), { exact: true }).waitFor();
});

test('without an active goal scoring is off; a goal without a model says so', async (t) => {
  await activate(false);
  const off = await openPage(t, stage, leadPage(high), rep);
  await scoreCard(off.page)
    .getByText(/^Scoring is off: no active score goal/)
    .waitFor();
  assert.equal(await evaluateButton(off.page).count(), 0);
  assert.deepEqual(await findViolations(off.page), []);
  await activate(true);

  const { Model_Version__c: model } = await stage.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  await setModel(null);
  const lead = await clearScore("Predictive_Score_Band__c = 'Low'");
  const untrained = await openPage(t, stage, leadPage(lead), rep);
  await scoreCard(untrained.page).getByText('“Lead converts in 90 days” has no trained model yet.').waitFor();
  assert.equal(await evaluateButton(untrained.page).count(), 0);
  assert.deepEqual(await findViolations(untrained.page), []);
  await setModel(model);
});

test('without a permission set, the badge names the one to ask for', async (t) => {
  const { page } = await openPage(t, stage, leadPage(high), { as: 'reader@local.org' });
  await scoreCard(page)
    .getByText(/permission set Scoring User/)
    .waitFor();
  assert.equal(await evaluateButton(page).count(), 0);
  assert.deepEqual(await findViolations(page), []);
});

test('while the service is away the score stays, the error says what to do, and trying again helps', async (t) => {
  const { page } = await openPage(t, stage, leadPage(high), rep);
  await scoreCard(page).getByText('of 100').waitFor();
  await stage.stopService();
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByRole('alert')
    .getByText(/The scoring service does not respond/)
    .waitFor();
  await scoreCard(page).getByText('The score below is the last one saved.').waitFor();
  await scoreCard(page).getByText('High', { exact: true }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await stage.startService();
  await scoreCard(page).getByRole('button', { name: 'Try again' }).click();
  await scoreCard(page).getByRole('alert').waitFor({ state: 'detached' });
  await scoreCard(page).getByText('of 100').waitFor();
});
