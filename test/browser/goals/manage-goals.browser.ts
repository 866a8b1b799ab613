import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { looks } from '../looks.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { goalNamed, goalRow, goalsPage, panel } from './goals-page.ts';

const stage = await openStage();
after(() => stage.stop());

const name = 'Lead converts in 90 days';

test('the list has its tiles, and the details panel says everything about the chosen goal', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  await goalRow(page, name).waitFor();
  for (const tile of ['Total profiles scored', 'Next scoring job', 'Next training job'])
    await page.getByRole('term').filter({ hasText: tile }).first().waitFor();
  const details = panel(page, name);
  await details.getByText('Lead converted within 90 days: Status equals Closed - Converted').waitFor();
  await details.getByText('Ready').waitFor();
  await details.getByText(/^Scoring: Successful/).waitFor();
  await details.getByText('Open - Not Contacted, Working - Contacted').waitFor();
  assert.deepEqual(await findViolations(page), []);
  assert.deepEqual(stage.pages.callouts, []);
});

test('Score now queues a run that shows in the panel when it is done', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  await panel(page, name).getByRole('button', { name: 'Score now' }).click();
  await page.getByRole('status').getByText('Scoring is queued.').waitFor();
  const ofHand = "Trigger__c = 'Manual' AND Job_Type__c = 'Scoring' AND Status__c = 'Successful'";
  await stage.waitUntil(
    async () => (await stage.admin.query(`SELECT Id FROM Score_Run__c WHERE ${ofHand}`)).totalSize === 1,
  );
  // The page looks again by itself.
  await panel(page, name).getByRole('button', { name: 'Score now', disabled: false }).waitFor({ timeout: 20_000 });
  await panel(page, name)
    .getByText(/^Scoring: Successful/)
    .waitFor();
});

test('Edit instance changes the description only, and starts no run', async (t) => {
  const runs = async (): Promise<number> => (await stage.admin.query('SELECT COUNT() FROM Score_Run__c')).totalSize;
  const before = await runs();
  const { page } = await openPage(t, stage, goalsPage);
  await panel(page, name).getByRole('button', { name: 'Edit instance' }).click();
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByRole('textbox').count(), 1);
  await dialog.getByLabel('Description').fill('Whom to call first.');
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('The description was saved. No run starts.').waitFor();
  await panel(page, name).getByText('Whom to call first.').waitFor();
  assert.equal((await goalNamed(stage.admin, name))?.['Description__c'], 'Whom to call first.');
  assert.equal(await runs(), before);
});

test('Clone copies profile type, name and description, and leaves the goal section empty', async (t) => {
  const { page } = await openPage(t, stage, goalsPage);
  await panel(page, name).getByRole('button', { name: 'Clone' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: `Clone “${name}”` }).waitFor();
  assert.equal(await dialog.getByLabel('Name').inputValue(), name);
  await dialog.getByLabel('Name').fill('Cloned');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('combobox', { name: 'Field' }).waitFor();
  assert.equal(await dialog.getByRole('group').count(), 1);
  assert.match((await dialog.getByRole('combobox', { name: 'Field' }).innerText()).trim(), /^(Select an Option)?$/);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
});

test('who may only look sees no button, and the same calls made by hand are refused by org and service', async (t) => {
  await stage.grant('reader@local.org', 'ScoringModelViewer');
  const { page } = await openPage(t, stage, goalsPage, { as: 'reader@local.org' });
  await panel(page, name)
    .getByText(/^Scoring: Successful/)
    .waitFor();
  for (const button of ['Create score', 'Train now', 'Score now', 'Edit instance', 'Clone', 'Delete'])
    assert.equal(await page.getByRole('button', { name: button, exact: true }).count(), 0, button);
  assert.deepEqual(await findViolations(page), []);
  const byHand = (path: string, method: string, body?: unknown) =>
    page.evaluate(
      async (call) => {
        const response = await fetch(call.path, {
          method: call.method,
          headers: { 'Content-Type': 'application/json' },
          ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        });
        return { status: Number(response.headers.get('x-status') ?? response.status), text: await response.text() };
      },
      { path, method, body },
    );
  const records = '/services/data/v65.0/ui-api/records';
  const started = await byHand('/apex/ScoringAdminController.startRun', 'POST', {
    goalId: stage.goalId,
    jobType: 'Training',
  });
  assert.equal(started.status, 500);
  assert.match(started.text, /permission/);
  const deleted = await byHand(`${records}/${stage.goalId}`, 'DELETE');
  assert.ok(deleted.status >= 400, deleted.text);
  const edited = await byHand(`${records}/${stage.goalId}`, 'PATCH', { fields: { Description__c: 'By hand' } });
  assert.ok(edited.status >= 400, edited.text);
  const created = await byHand(records, 'POST', { apiName: 'Score_Goal__c', fields: { Name: 'By hand' } });
  assert.ok(created.status >= 400, created.text);
  const run = await stage.callService('score', 'POST', `/v1/goals/${stage.goalId}/runs`, {
    jobType: 'Training',
    trigger: 'Manual',
  });
  assert.equal(run, 403);
  const cleared = await stage.callService('score', 'DELETE', `/v1/goals/${stage.goalId}/scores`);
  assert.equal(cleared, 403);
  assert.ok(await goalNamed(stage.admin, name));
});

for (const [look, options] of Object.entries(looks)) {
  test(`the goals and the wizard can be read ${look}`, async (t) => {
    const { page } = await openPage(t, stage, goalsPage, options);
    await goalRow(page, name).waitFor();
    assert.deepEqual(await findViolations(page), []);
    assert.equal(await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth), 0);
    await page.getByRole('button', { name: 'Create score' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Looks');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('combobox', { name: 'Field' }).waitFor();
    assert.deepEqual(await findViolations(page), []);
  });
}

test('in German no English word is left', async (t) => {
  const { page } = await openPage(t, stage, goalsPage, { language: 'de' });
  await page.getByRole('button', { name: 'Prognosewert anlegen' }).waitFor();
  await page.getByText('Bereit').first().waitFor();
  const text = await page.getByRole('main').innerText();
  for (const english of [
    'Next',
    'Status equals',
    'Delete',
    'Train now',
    'Score now',
    'Ready',
    'Last run',
    'Description',
  ])
    assert.ok(!text.includes(english), `${english} in: ${text}`);
});

test('Delete says what goes and what stays, and afterwards no record carries a score of the goal', async (t) => {
  const scored = async (): Promise<number> =>
    (await stage.admin.query('SELECT Id FROM Lead WHERE Predictive_Score__c != null AND IsConverted = FALSE'))
      .totalSize;
  assert.ok((await scored()) > 0);
  const { page } = await openPage(t, stage, goalsPage);
  await panel(page, name).getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Every score this score goal has written and its model are removed/).waitFor();
  await dialog.getByText(/Lead\.Predictive_Score_Factors__c/).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await goalNamed(stage.admin, name), 'Cancel leaves the goal');

  await panel(page, name).getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await page
    .getByRole('status')
    .getByText(/was deleted\. Its scores are being removed\./)
    .waitFor();
  await page.getByText('No score goals yet.').waitFor();
  assert.deepEqual(await findViolations(page), []);
  assert.equal(await goalNamed(stage.admin, name), undefined);
  await stage.org.settled();
  await stage.waitUntil(async () => (await scored()) === 0);
});
