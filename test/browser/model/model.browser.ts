import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assign } from '../../e2e/stage/prepared-org.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';

const stage = await openStage();
after(() => stage.stop());

const modelPage = '/lightning/n/Scoring_Model';
const card = await createServiceClient(stage.service.url, stage.tokens.manage).model(stage.goalId);
const figure = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });

test('an admin reads how good the model is, in words, figures and charts', async (t) => {
  const { page } = await openPage(t, stage, modelPage);
  await page.getByText(/^(Weak|Fair|Good|Very good):/).waitFor();
  await page.getByText(figure(card.auc, 3), { exact: true }).waitFor();
  await page.getByText(`${figure(card.aucLow, 3)} to ${figure(card.aucHigh, 3)}`, { exact: true }).waitFor();
  for (const name of [
    `ROC curve: the area under the curve is ${figure(card.auc, 3)}`,
    `Lift: the best tenth of the records reaches the goal ${figure(card.topDecileLift, 1)} times`,
    'Calibration: the mean distance between predicted probabilities and observed rates',
    'Score distribution: most records, ',
    'High: ',
    'Strongest factors: ',
  ])
    await page.getByRole('img', { name }).waitFor();
  await page.getByText(/^Conversion by band since training is not known yet/).waitFor();
  const rows = `Rows: ${figure(card.testRows, 0)}, of which reached the goal: ${figure(card.testPositives, 0)}`;
  await page.getByText(rows, { exact: true }).waitFor();
  await page.getByText(card.learner, { exact: true }).waitFor();
  assert.ok(card.learnerReason && card.limits?.length, 'the card says why, and what the model cannot do');
  for (const said of [card.learnerReason, ...card.limits]) await page.getByText(said, { exact: true }).waitFor();
  for (const { text } of card.messages) await page.getByText(text, { exact: true }).waitFor();
  assert.equal(stage.pages.callouts.length, 1, 'one call of the service');
  assert.deepEqual(await findViolations(page), []);
});

test('the threshold moves by keyboard, and precision, recall and the matrix with it', async (t) => {
  const { page } = await openPage(t, stage, modelPage);
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('Home');
  const [lowest] = card.confusion;
  assert.ok(lowest);
  const matrix = page.getByRole('table', { name: /^Confusion matrix/ });
  await matrix.getByRole('row', { name: /^5% or more/ }).waitFor();
  const counts = [lowest.truePositives, lowest.falsePositives, lowest.falseNegatives, lowest.trueNegatives];
  assert.deepEqual(
    await matrix.locator('tbody').getByRole('cell').allInnerTexts(),
    counts.map((count) => figure(count, 0)),
  );
  const recall = lowest.truePositives / (lowest.truePositives + lowest.falseNegatives);
  await page
    .getByText(`${figure(100 * recall, 1)}%`, { exact: true })
    .first()
    .waitFor();
  await page.keyboard.press('End');
  await matrix.getByRole('row', { name: /^9[05]% or more/ }).waitFor();
  assert.deepEqual(await findViolations(page), []);
});

test('a goal without a model says so and offers the Scores tab', async (t) => {
  const { Model_Version__c } = await stage.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  await stage.integration.sobject('Score_Goal__c').update({ Id: stage.goalId, Model_Version__c: null });
  const { page } = await openPage(t, stage, modelPage);
  await page.getByText('“Lead converts in 90 days” has no trained model yet.').waitFor();
  assert.equal(await page.getByRole('slider').count(), 0);
  assert.deepEqual(await findViolations(page), []);
  await page.getByRole('button', { name: 'Open Scores' }).waitFor();
  await stage.integration.sobject('Score_Goal__c').update({ Id: stage.goalId, Model_Version__c });
});

test('while the service is away the page says what to do, and trying again helps', async (t) => {
  await stage.stopService();
  const { page } = await openPage(t, stage, modelPage);
  await page
    .getByRole('alert')
    .getByText(/The scoring service does not respond/)
    .waitFor();
  assert.deepEqual(await findViolations(page), []);
  await stage.startService();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(figure(card.auc, 3), { exact: true }).waitFor();
});

test('without a permission for scoring, the page names the permission set to ask for', async (t) => {
  const { page } = await openPage(t, stage, modelPage, { as: 'reader@local.org' });
  await page
    .getByRole('alert')
    .getByText(/permission set/)
    .waitFor();
  assert.equal(await page.getByRole('slider').count(), 0);
  assert.deepEqual(await findViolations(page), []);
});

test('who may only look sees the model and the runs', async (t) => {
  for (const set of ['ScoringModelViewer', 'ScoringUserCredential']) await assign(stage.admin, 'reader@local.org', set);
  const { page } = await openPage(t, stage, modelPage, { as: 'reader@local.org' });
  await page.getByText(figure(card.auc, 3), { exact: true }).waitFor();
  const runs = await openPage(t, stage, '/lightning/n/Scoring_Runs', { as: 'reader@local.org' });
  await runs.page.getByText('Runs: 2, failed: 0, in progress: 0').waitFor();
});
