import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { looks } from '../looks.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { edit, item, setupPage, waitForState } from './setup-page.ts';

const stage = await openStage();
after(() => stage.stop());

await stage.admin.sobject('Maintenance_Window__c').create({
  Name: 'Nights',
  Active__c: true,
  Days__c: 'Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday',
  Start_Time__c: '22:00:00.000Z',
  End_Time__c: '04:00:00.000Z',
  Time_Zone__c: 'America/Argentina/ComodRivadavia',
});

for (const [look, options] of Object.entries(looks)) {
  test(`the setup and its dialogues can be read ${look}`, async (t) => {
    const { page } = await openPage(t, stage, setupPage, options);
    await waitForState(page, 'Connection to the scoring service', 'Done');
    await waitForState(page, 'Permission sets', 'Done');
    await item(page, 'Maintenance windows').getByText('Nights', { exact: true }).waitFor();
    assert.deepEqual(await findViolations(page), []);
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    assert.equal(overflow, 0, 'nothing has to be scrolled sideways');
    for (const heading of ['Qualified statuses', 'Fields for the model', 'Bands and thresholds']) {
      const dialog = await edit(page, heading);
      if (heading === 'Bands and thresholds') await dialog.getByLabel('Minimum number of accounts').waitFor();
      assert.deepEqual(await findViolations(page), [], heading);
      await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Edit Nights' }).click();
    await page.getByRole('dialog').getByLabel('Start').waitFor();
    assert.deepEqual(await findViolations(page), []);
  });
}

test('in German no English word is left but what the service wrote', async (t) => {
  const { page } = await openPage(t, stage, setupPage, { language: 'de' });
  await page.getByText('Erledigt: 7 von 11. Unbekannt: 1.').waitFor();
  const whole = await page.getByRole('main').innerText();
  const checks = await item(page, 'Verbindung zum Bewertungsdienst').getByRole('listitem').all();
  const written = await Promise.all(checks.map((check) => check.innerText()));
  const lines = [...written.flatMap((words) => words.split('\n')), 'Open - Not Contacted'];
  const text = lines.reduce((left, words) => left.replace(words, ''), whole);
  for (const english of [
    'Done',
    'Not ',
    'Edit',
    'Monday',
    'fields',
    'window',
    'Assign',
    'users',
    'The ',
    'from',
    'Off',
  ])
    assert.ok(!text.includes(english), `${english} in: ${text}`);
  await page
    .getByRole('button', { name: /^Wartungsfenster|Nights bearbeiten/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Montag', { exact: true }).waitFor();
  // The platform's own button and the names of zones.
  const words = (await dialog.innerText()).replace(/Nights|Cancel and close|[A-Z]\w+\/[\w/]+/g, '');
  for (const english of ['Name of', 'Day', 'Start ', 'End\n', 'Save', 'Cancel', 'Active'])
    assert.ok(!words.includes(english), `${english} in: ${words}`);
});
