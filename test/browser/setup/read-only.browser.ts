import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { item, setupPage, waitForState } from './setup-page.ts';

const stage = await openStage();
after(() => stage.stop());

await stage.admin.sobject('Maintenance_Window__c').create({
  Name: 'Nights',
  Active__c: true,
  Days__c: 'Monday',
  Start_Time__c: '22:00:00.000Z',
  End_Time__c: '04:00:00.000Z',
  Time_Zone__c: 'UTC',
});
test('without a permission for scoring, the page names the permission set to ask for', async (t) => {
  const { page } = await openPage(t, stage, setupPage, { as: 'reader@local.org' });
  await page
    .getByRole('alert')
    .getByText(/permission set/)
    .waitFor();
  assert.equal(await page.getByRole('region').count(), 0);
  assert.deepEqual(await findViolations(page), []);
});

test('who may only look sees the settings and not one button', async (t) => {
  await stage.grant('reader@local.org', 'ScoringModelViewer');
  const { page } = await openPage(t, stage, setupPage, { as: 'reader@local.org' });
  await page.getByText(/^You can view the setup\./).waitFor();
  await waitForState(page, 'Maintenance windows', 'Done');
  await waitForState(page, 'Connection to the scoring service', 'Unknown');
  await waitForState(page, 'Permission sets', 'Unknown');
  await item(page, 'Background updates')
    .getByText('Perform background update of prediction results daily during the maintenance window: Off')
    .waitFor();
  await item(page, 'Qualified statuses').getByText('Open - Not Contacted, Working - Contacted').waitFor();
  const main = page.getByRole('main');
  for (const role of ['button', 'switch', 'textbox', 'combobox'] as const)
    assert.equal(await main.getByRole(role).count(), 0, role);
  assert.deepEqual(stage.pages.callouts, [], 'nothing is asked of the service');
  assert.deepEqual(await findViolations(page), []);
});

test('the same done by hand is refused by the org and by its Apex', async (t) => {
  const { page } = await openPage(t, stage, setupPage, { as: 'reader@local.org' });
  await page.getByText(/^You can view the setup\./).waitFor();
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
  const window = await stage.admin.sobject('Maintenance_Window__c').findOne({ Name: 'Nights' }, ['Id']);
  for (const fields of [
    { Settings__c: '{}' },
    { Qualified_Statuses__c: 'New' },
    { Background_Update__c: true },
    { High_From__c: 90 },
  ]) {
    const edited = await byHand(`${records}/${stage.goalId}`, 'PATCH', { fields });
    assert.ok(edited.status >= 400, edited.text);
  }
  const changed = await byHand(`${records}/${window?.Id}`, 'PATCH', { fields: { Active__c: false } });
  assert.ok(changed.status >= 400, changed.text);
  const deleted = await byHand(`${records}/${window?.Id}`, 'DELETE');
  assert.ok(deleted.status >= 400, deleted.text);
  const created = await byHand(records, 'POST', { apiName: 'Maintenance_Window__c', fields: { Name: 'By hand' } });
  assert.ok(created.status >= 400, created.text);
  for (const method of ['getConnection', 'getPermissionSets', 'getThresholds']) {
    const asked = await byHand(`/apex/ScoringAdminController.${method}`, 'POST', {});
    assert.equal(asked.status, 500, method);
    assert.match(asked.text, /permission/);
  }
});
