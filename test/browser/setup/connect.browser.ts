import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { deploySecondSet } from './second-set.ts';
import { item, setupPage, waitForState } from './setup-page.ts';

const stage = await openStage();
after(() => stage.stop());

/** Takes a permission set from a user, as an admin would. */
async function revoke(username: string, permissionSet: string): Promise<void> {
  const found = await stage.admin.query<{ Id: string }>(
    `SELECT Id FROM PermissionSetAssignment
       WHERE Assignee.Username = '${username}' AND PermissionSet.Name = '${permissionSet}'`,
  );
  for (const { Id } of found.records) await stage.admin.sobject('PermissionSetAssignment').destroy(Id);
}

test('a new admin sees what is done, what is not and what nobody can tell', async (t) => {
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, 'Connection to the scoring service', 'Done');
  await waitForState(page, 'Permission sets', 'Done');
  await waitForState(page, 'Flows', 'Done');
  await waitForState(page, 'Qualified statuses', 'Done');
  await waitForState(page, 'Fields for the model', 'Not done');
  await waitForState(page, 'Sensitive fields and fairness', 'Not done');
  await waitForState(page, 'Maintenance windows', 'Not done');
  await waitForState(page, 'Background updates', 'Not done');
  await waitForState(page, 'Bands and thresholds', 'Done');
  await waitForState(page, 'Orphaned score fields', 'Done');
  await waitForState(page, 'Scores on record pages and button in list views', 'Unknown');
  await page.getByText('Done: 6 of 11. Unknown: 1.').waitFor();
  assert.deepEqual(await findViolations(page), []);
});

test('the connection test names the version, and what the service lacks with what to do', async (t) => {
  const heading = 'Connection to the scoring service';
  const { page } = await openPage(t, stage, setupPage);
  await item(page, heading)
    .getByText(/^Scoring service version: \d+\.\d+\.\d+$/)
    .waitFor();
  await item(page, heading).getByText('Integration user: integration@local.org').waitFor();

  await revoke('integration@local.org', 'ScoringIntegration');
  await item(page, heading).getByRole('button', { name: 'Test connection' }).click();
  await waitForState(page, heading, 'Not done');
  await item(page, heading)
    .getByText(/^Scoring service version .* responds\. Not ready yet: Package, Inputs/)
    .waitFor();
  await item(page, heading)
    .getByText(/Assign the permission set/)
    .first()
    .waitFor();
  assert.deepEqual(await findViolations(page), []);

  await stage.grant('integration@local.org', 'ScoringIntegration');
  await item(page, heading).getByRole('button', { name: 'Test connection' }).click();
  await waitForState(page, heading, 'Done');
});

test('a service that is away is reported with the next step, and found again by the same button', async (t) => {
  const heading = 'Connection to the scoring service';
  await stage.stopService();
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  await item(page, heading)
    .getByText(/^The scoring service does not respond/)
    .waitFor();
  await waitForState(page, 'Qualified statuses', 'Done');
  assert.deepEqual(await findViolations(page), []);
  await stage.startService();
  await item(page, heading).getByRole('button', { name: 'Test connection' }).focus();
  await page.keyboard.press('Enter');
  await waitForState(page, heading, 'Done');
});

test('permission sets are counted, the missing one is named, and each has a link to assign it', async (t) => {
  const heading = 'Permission sets';
  await revoke('rep@local.org', 'ScoringUser');
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  await item(page, heading).getByText('Not assigned to any active user: Scoring User.').waitFor();
  const sets = await stage.admin.query<{ Id: string; Label: string }>(
    "SELECT Id, Label FROM PermissionSet WHERE Name LIKE 'Scoring%' ORDER BY Label",
  );
  for (const { Id, Label } of sets.records) {
    const link = item(page, heading).getByRole('link', { name: `Assign ${Label}`, exact: true });
    assert.equal(await link.getAttribute('href'), `/lightning/setup/PermSets/page?address=%2F${Id}`);
  }
  assert.equal(sets.records.length, 7);

  await stage.grant('rep@local.org', 'ScoringUser');
  await stage.grant('reader@local.org', 'ScoringUser');
  await page.getByRole('button', { name: 'Check all again' }).click();
  await waitForState(page, heading, 'Done');
  await item(page, heading).getByText('Scoring User: active users: 2').waitFor();
});

test('users who have a permission set by a group are counted', async (t) => {
  const heading = 'Permission sets';
  await revoke('rep@local.org', 'ScoringUser');
  await revoke('reader@local.org', 'ScoringUser');
  const idOf = async (object: string, conditions: Record<string, string>): Promise<string> =>
    (await stage.admin.sobject(object).findOne(conditions, ['Id']))?.Id ?? '';
  const PermissionSetGroupId = (
    await stage.admin.sobject('PermissionSetGroup').create({ DeveloperName: 'Sales_Team', MasterLabel: 'Sales Team' })
  ).id;
  await stage.admin.sobject('PermissionSetGroupComponent').create({
    PermissionSetGroupId,
    PermissionSetId: await idOf('PermissionSet', { Name: 'ScoringUser' }),
  });
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  const AssigneeId = await idOf('User', { Username: 'rep@local.org' });
  const assignment = await stage.admin.sobject('PermissionSetAssignment').create({ PermissionSetGroupId, AssigneeId });
  await page.getByRole('button', { name: 'Check all again' }).click();
  await waitForState(page, heading, 'Done');
  await item(page, heading).getByText('Scoring User: active users: 1').waitFor();
  await stage.grant('rep@local.org', 'ScoringUser');
  await page.getByRole('button', { name: 'Check all again' }).click();
  await waitForState(page, heading, 'Done');
  await item(page, heading).getByText('Scoring User: active users: 1').waitFor();
  await stage.admin.sobject('PermissionSetAssignment').destroy(assignment.id ?? '');
});

test('pages are never called done: the list says where to look', async (t) => {
  const heading = 'Scores on record pages and button in list views';
  const { page } = await openPage(t, stage, setupPage);
  await item(page, heading)
    .getByText(/^The org does not report/)
    .waitFor();
  const links = item(page, heading).getByRole('link');
  await links.first().waitFor();
  const hrefs = await Promise.all((await links.all()).map((link) => link.getAttribute('href')));
  assert.deepEqual(hrefs, [
    '/lightning/setup/ObjectManager/Lead/LightningPages/view',
    '/lightning/setup/ObjectManager/Lead/Details/view',
  ]);
});

test('a field set that no goal writes to is orphaned until a goal takes it, and those of the package never are', async (t) => {
  const heading = 'Orphaned score fields';
  await deploySecondSet(stage);
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  await item(page, heading).getByText('No score goal writes to Lead.Second_Score__c.').waitFor();
  await item(page, heading)
    .getByText(/Lead\.Second_Score_Factors__c/)
    .waitFor();
  const link = item(page, heading).getByRole('link', { name: 'Open the fields of Leads in Object Manager' });
  assert.equal(await link.getAttribute('href'), '/lightning/setup/ObjectManager/Lead/FieldsAndRelationships/view');
  assert.equal(await item(page, heading).getByRole('link').count(), 1, 'the package’s sets cannot be deleted');
  assert.deepEqual(await findViolations(page), []);

  // The goal that wrote to the package's set goes; its set is listed, and is free for the next goal.
  const packaged = item(page, heading).getByText('Lead.Predictive_Score__c', { exact: true });
  assert.equal(await packaged.count(), 0);
  await stage.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Active__c: false });
  await stage.admin.sobject('Score_Goal__c').delete(stage.goalId);
  await page.getByRole('button', { name: 'Check all again' }).click();
  await packaged.waitFor();
  await waitForState(page, 'Qualified statuses', 'Not done');
  await page.getByText(/^No score goals yet\./).waitFor();
  assert.equal(
    await page.getByRole('link', { name: 'Open Scores' }).getAttribute('href'),
    '/lightning/n/Scoring_Scores',
  );
  assert.deepEqual(await findViolations(page), []);
});
