import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { item, setupPage, waitForState } from './setup-page.ts';

const stage = await openStage();
after(() => stage.stop());

const heading = 'Maintenance windows';

async function readWindows(): Promise<Record<string, unknown>[]> {
  const found = await stage.admin.query<Record<string, unknown>>(
    'SELECT Name, Active__c, Days__c, Start_Time__c, End_Time__c, Time_Zone__c FROM Maintenance_Window__c ORDER BY Name',
  );
  return found.records.map((record) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'attributes')),
  );
}

test('a window is created, changed and deleted, each time in the org', async (t) => {
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  await item(page, heading).getByRole('button', { name: 'New maintenance window' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByText('Complete this field.').first().waitFor();
  assert.equal(await dialog.getByLabel('Name').evaluate((input) => input.matches(':focus')), true);
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByLabel('Name').fill('Nights');
  // Its message goes with the focus and moves what is below.
  await page.keyboard.press('Tab');
  for (const day of ['Saturday', 'Sunday']) await dialog.getByText(day, { exact: true }).click();
  await dialog.getByLabel('Start').fill('10:30 PM');
  await dialog.getByLabel('End').fill('5:00 AM');
  await dialog.getByRole('combobox', { name: 'Time zone' }).click();
  await dialog.getByRole('option', { name: 'Europe/Berlin', exact: true }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText('Saved: Nights').waitFor();
  const nights = {
    Name: 'Nights',
    Active__c: true,
    Days__c: 'Monday;Tuesday;Wednesday;Thursday;Friday',
    Start_Time__c: '22:30:00.000Z',
    End_Time__c: '05:00:00.000Z',
    Time_Zone__c: 'Europe/Berlin',
  };
  assert.deepEqual(await readWindows(), [nights]);
  await waitForState(page, heading, 'Done');
  const row = item(page, heading).getByRole('row').filter({ hasText: 'Nights' });
  await row.getByText(/^10:30\sPM to 5:00\sAM$/).waitFor();
  assert.deepEqual(await findViolations(page), []);

  await row.getByRole('button', { name: 'Edit Nights' }).click();
  assert.equal(await dialog.getByLabel('Start').inputValue(), '10:30 PM');
  await dialog.getByText('Active', { exact: true }).click();
  await dialog.getByLabel('Start').fill('11:00 PM');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual(await readWindows(), [{ ...nights, Active__c: false, Start_Time__c: '23:00:00.000Z' }]);
  await waitForState(page, heading, 'Not done');

  await row.getByRole('button', { name: 'Delete Nights' }).click();
  await dialog.getByText(/Background updates no longer run during Nights/).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await readWindows()).length, 1, 'Cancel leaves the window');
  await row.getByRole('button', { name: 'Delete Nights' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('status').getByText('Deleted: Nights').waitFor();
  assert.deepEqual(await readWindows(), []);
});

test('what the org refuses is said in the dialogue, which stays open', async (t) => {
  const { page } = await openPage(t, stage, setupPage);
  await item(page, heading).getByRole('button', { name: 'New maintenance window' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('No time');
  await dialog.getByLabel('Start').fill('3:00 AM');
  await dialog.getByLabel('End').fill('3:00 AM');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog
    .getByRole('alert')
    .getByText(/The end time must differ from the start time/)
    .waitFor();
  assert.deepEqual(await readWindows(), []);
  assert.deepEqual(await findViolations(page), []);
});
