import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';

const stage = await openStage();
after(() => stage.stop());

const rep = { as: 'rep@local.org' };
const list = '/lightning/o/Lead/list?filterName=High_Predictive_Score';

test('the list view shows the scores with band and icon', async (t) => {
  const { page } = await openPage(t, stage, list, rep);
  await page.getByRole('heading', { name: 'High predictive score' }).waitFor();
  const high = await stage.admin.query(
    "SELECT Id FROM Lead WHERE Predictive_Score_Band__c = 'High' AND IsConverted = FALSE",
  );
  assert.equal(await page.getByRole('checkbox').count(), high.totalSize);
  assert.deepEqual(await findViolations(page), []);
});

test('selected rows are evaluated with progress and a result for each, and the list is where it ends', async (t) => {
  const { page } = await openPage(t, stage, list, rep);
  const boxes = page.getByRole('checkbox');
  await boxes.first().waitFor();
  const selected = (await boxes.all()).slice(0, 3);
  for (const box of selected) await box.check();
  const count = selected.length;
  stage.pages.forgetCallouts();
  await page.getByRole('button', { name: 'Evaluate predictive score' }).click();
  await page.getByText(`Records evaluated: ${count} of ${count}`).waitFor();
  await page.getByText(`${count} scored, 0 not scored, 0 failed.`).waitFor();
  assert.equal(await page.getByRole('row').count(), count + 1);
  assert.equal(await page.getByRole('cell', { name: 'Scored', exact: true }).count(), count);
  assert.deepEqual(stage.pages.callouts, [{ method: 'POST', path: '/v1/evaluations', status: 200 }]);
  assert.deepEqual(await findViolations(page), []);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'High predictive score' }).waitFor();
});

test('without a selection the list says so', async (t) => {
  const { page } = await openPage(t, stage, list, rep);
  await page.getByRole('button', { name: 'Evaluate predictive score' }).click();
  await page.getByText('Select at least one record and try again.').waitFor();
});

test('200 rows go in four parts, and a row that cannot be scored says why', async (t) => {
  const leads = await stage.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE IsConverted = FALSE ORDER BY Id LIMIT 199',
  );
  const converted = await stage.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE IsConverted = TRUE ORDER BY Id LIMIT 1',
  );
  const ids = [...leads.records, ...converted.records].map(({ Id }) => Id);
  stage.pages.forgetCallouts();
  const { page } = await openPage(
    t,
    stage,
    `/flow/Evaluate_Predictive_Scores?ids=${ids.join(',')}&retURL=${encodeURIComponent(list)}`,
    rep,
  );
  await page.getByText('Records evaluated: 200 of 200').waitFor({ timeout: 30_000 });
  const summary = await page.getByText(/^\d+ scored, \d+ not scored, \d+ failed\.$/).textContent();
  const counts = (summary?.match(/\d+/g) ?? []).map(Number);
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    200,
  );
  assert.ok((counts[1] ?? 0) + (counts[2] ?? 0) >= 1, 'the converted lead is not scored');
  assert.equal(stage.pages.callouts.length, 4);
});

test('while the service is away every row says so, and they can be tried again', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");
  await stage.stopService();
  const { page } = await openPage(
    t,
    stage,
    `/flow/Evaluate_Predictive_Scores?ids=${lead}&retURL=${encodeURIComponent(list)}`,
    rep,
  );
  await page.getByText('0 scored, 0 not scored, 1 failed.').waitFor();
  await page.getByRole('cell', { name: /^Failed: The scoring service does not respond/ }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await stage.startService();
  await page.getByRole('button', { name: 'Retry failed records' }).click();
  await page.getByText('1 scored, 0 not scored, 0 failed.').waitFor();
});
