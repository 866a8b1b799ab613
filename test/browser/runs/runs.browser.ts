import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { failTraining, runRows, runsPage } from './runs-page.ts';

const stage = await openStage();
after(() => stage.stop());

const failure = await failTraining(stage);

test('an admin sees every run with its columns and two charts', async (t) => {
  const { page } = await openPage(t, stage, runsPage);
  await page.getByText('Runs: 3, failed: 1, in progress: 0').waitFor();
  assert.equal(await runRows(page).count(), 3);
  const failed = page.getByRole('row').filter({ hasText: 'Failed' });
  for (const text of ['Lead converts in 90 days', 'Training', 'Person'])
    await failed.getByText(text, { exact: true }).waitFor();
  await page.getByRole('img', { name: 'Runs: 3, failed: 1, in progress: 0' }).waitFor();
  await page.getByRole('img', { name: 'Processing time in seconds' }).waitFor();
  assert.deepEqual(stage.pages.callouts, [], 'runs come from the org, not from the service');
  assert.deepEqual(await findViolations(page), []);
});

test('a failed run opens to its code, and the others can be hidden', async (t) => {
  const { page } = await openPage(t, stage, runsPage);
  await page.getByText('Show failures only', { exact: true }).click();
  await page.getByText('Runs: 1, failed: 1, in progress: 0').waitFor();
  assert.equal(await runRows(page).count(), 1);
  assert.match(failure, /^ERROR 404\. Leads AI pipeline stopped: not enough conversions for model training\./);
  assert.equal(await page.getByText(failure).count(), 0);
  await runRows(page).focus();
  await page.keyboard.press('Enter');
  await page.getByText(failure, { exact: true }).waitFor();
  assert.equal(await runRows(page).getAttribute('aria-expanded'), 'true');
  assert.deepEqual(await findViolations(page), []);
  await runRows(page).click();
  await page.getByText(failure, { exact: true }).waitFor({ state: 'detached' });
});

test('runs are filtered by goal and job type', async (t) => {
  const { page } = await openPage(t, stage, runsPage);
  await page.getByRole('combobox', { name: 'Job type' }).click();
  await page.getByRole('option', { name: 'Scoring', exact: true }).click();
  await page.getByText('Runs: 1, failed: 0, in progress: 0').waitFor();
  await page.getByText('Show failures only', { exact: true }).click();
  await page.getByText(/^No runs match your filters\./).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await page.getByRole('combobox', { name: 'Goal' }).click();
  assert.deepEqual(await page.getByRole('option').allInnerTexts(), ['All score goals', 'Lead converts in 90 days']);
});

test('a run under way comes to its end on the page by itself', async (t) => {
  const run = await stage.integration.sobject('Score_Run__c').create({
    Run_Key__c: 'under-way',
    Goal__c: stage.goalId,
    Goal_Name__c: 'Lead converts in 90 days',
    Job_Type__c: 'Scoring',
    Profile_Type__c: 'Person',
    Trigger__c: 'Schedule',
    Status__c: 'Processing',
    Progress__c: 40,
    Job_Start__c: new Date().toISOString(),
  });
  assert.ok(run.success);
  const { page } = await openPage(t, stage, runsPage);
  await page.getByText('Processing, 40 %').waitFor();
  await stage.integration
    .sobject('Score_Run__c')
    .update({ Id: run.id, Status__c: 'Successful', Progress__c: 100, Processing_Time__c: 3725 });
  await page.getByText('1 h 2 min').waitFor();
  await page.getByText('Runs: 4, failed: 1, in progress: 0').waitFor();
  await stage.admin.sobject('Score_Run__c').delete(run.id);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('Runs: 3, failed: 1, in progress: 0').waitFor();
});

test('without a permission for scoring, the page names the permission set to ask for', async (t) => {
  const { page } = await openPage(t, stage, runsPage, { as: 'reader@local.org' });
  await page
    .getByRole('alert')
    .getByText(/permission set/)
    .waitFor();
  assert.equal(await runRows(page).count(), 0);
  assert.deepEqual(await findViolations(page), []);
});
