import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { choose, goalNamed, goalRow, goalsPage, panel } from './goals-page.ts';

const stage = await openStage();
after(() => stage.stop());

async function openWizard(page: Page, name: string) {
  await page.getByRole('button', { name: 'Create score' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Basic information' }).waitFor();
  await dialog.getByLabel('Name').fill(name);
  return dialog;
}

test('Create score: two steps, readiness beside the second, the dialogue, and the goal in the list with its training', async (t) => {
  // The one set of score fields that leads have is free again.
  await stage.admin.sobject('Score_Goal__c').delete(stage.goalId);
  const { page } = await openPage(t, stage, goalsPage);
  await page.getByText('No score goals yet.').waitFor();
  assert.deepEqual(await findViolations(page), []);
  const name = 'Lead becomes a customer';
  const dialog = await openWizard(page, name);
  await dialog.getByLabel('Description').fill('Which leads will buy.');
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Next' }).click();

  await dialog.getByRole('heading', { name: 'Define your goal' }).waitFor();
  await dialog.getByText('Complete the goal to check whether you have enough records.').waitFor();
  await choose(dialog, 'Field', 'Converted Status');
  await choose(dialog, 'Condition', 'equals');
  await choose(dialog, 'Value', 'Closed - Converted');
  await dialog.getByText('You have enough records for training.').waitFor();
  assert.ok((await dialog.getByText(/^[\d,.]+ of [\d,.]+ needed$/).count()) > 3, 'figures beside their thresholds');
  await choose(dialog, 'Prediction timeframe', '60 days');
  await choose(dialog, 'Merge policy', 'Contact first');
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Finish' }).click();

  await dialog.getByRole('heading', { name: 'Scoring setup is complete' }).waitFor();
  await dialog.getByText(/A scoring process can take up to 24 hours/).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'OK' }).click();
  await dialog.waitFor({ state: 'detached' });

  await goalRow(page, name).waitFor();
  assert.equal(await goalRow(page, name).getAttribute('aria-current'), 'true');
  await panel(page, name).getByText('Which leads will buy.').waitFor();
  await panel(page, name).getByText('Lead converted within 60 days: Status equals Closed - Converted').waitFor();
  const { Id: id, ...goal } = (await goalNamed(stage.admin, name)) ?? {};
  assert.deepEqual(
    { ...goal, attributes: undefined, Status__c: undefined },
    {
      ...{ attributes: undefined, Status__c: undefined, Name: name, Profile_Type__c: 'Person', Object__c: 'Lead' },
      ...{ Description__c: 'Which leads will buy.', Goal_Type__c: 'Lead converted', Condition_2__c: null },
      Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
      Timeframe_Days__c: '60',
      Merge_Policy__c: 'Contact first',
      Score_Field__c: 'Lead.Predictive_Score__c',
    },
  );
  // Its training was started, and the page shows by itself how it ended.
  // Then it is scored without another click, by the statuses that its leads leave again, and only then it is ready.
  await stage.waitUntil(async () => (await goalNamed(stage.admin, name))?.['Status__c'] === 'Ready');
  await panel(page, name)
    .getByText(/^Scoring: Successful/)
    .waitFor({ timeout: 20_000 });
  await panel(page, name).getByText('Open - Not Contacted, Working - Contacted').waitFor();
  const scored = await stage.admin.query('SELECT Id FROM Lead WHERE Predictive_Score__c > 0');
  const saved = await stage.admin.sobject('Score_Goal__c').retrieve(String(id));
  assert.equal(scored.totalSize, saved['Records_Scored__c']);
  assert.ok(scored.totalSize > 100);
});

test('an account goal offers accounts and opportunities only; several values and rows become conditions', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  const name = 'Account buys';
  const dialog = await openWizard(page, name);
  await choose(dialog, 'Profile type', 'Account');
  assert.equal(await dialog.getByRole('combobox', { name: 'Scores' }).count(), 0);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await choose(dialog, 'Field', 'Stage');
  await choose(dialog, 'Value', 'Closed Won');
  await choose(dialog, 'Value', 'Negotiation/Review');
  await dialog.getByRole('button', { name: 'Add field' }).click();
  const amount = dialog.getByRole('group', { name: 'Condition 2' });
  await choose(amount, 'Field', 'Amount');
  await amount.getByLabel('Value').fill('1000');
  await page.keyboard.press('Enter');
  await amount.getByText('1000', { exact: true }).waitFor();
  assert.equal(await amount.getByLabel('Value', { exact: true }).inputValue(), '');
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await goalRow(page, name).waitFor();
  const goal = await goalNamed(stage.admin, name);
  assert.deepEqual([goal?.['Object__c'], goal?.['Score_Field__c']], ['Account', 'Account.Predictive_Score__c']);
  const [first, second] = ['Condition_1__c', 'Condition_2__c'].map(
    (field) => JSON.parse(String(goal?.[field])) as { field: string; values: string[] },
  );
  assert.deepEqual([first?.field, first?.values], ['StageName', ['Closed Won', 'Negotiation/Review']]);
  assert.deepEqual([second?.field, second?.values], ['Amount', ['1000']]);
});

test('what is missing or taken is said beside it, and nothing is created', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  const goals = async (): Promise<number> => (await stage.admin.query('SELECT COUNT() FROM Score_Goal__c')).totalSize;
  const before = await goals();
  const dialog = await openWizard(page, '');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByText('Enter a name.').waitFor();
  await dialog.getByLabel('Name').fill('lead becomes a CUSTOMER');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByText(/Another score goal has this name/).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByLabel('Name').fill('A second goal on leads');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('combobox', { name: 'Field' }).waitFor();
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByText(/Row 1: select a field, a condition and at least one value/).waitFor();
  await choose(dialog, 'Field', 'Converted Opportunity exists');
  await choose(dialog, 'Condition', 'is set');
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByText(/Every score field set of Leads is in use/).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await goals(), before);
});

test('with the service away the fields cannot be read: the wizard says so and tries again', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  await stage.stopService();
  const dialog = await openWizard(page, 'Without the service');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog
    .getByRole('alert')
    .getByText(/The scoring service does not respond/)
    .waitFor();
  assert.deepEqual(await findViolations(page), []);
  await stage.startService();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('combobox', { name: 'Field' }).waitFor();
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
});
