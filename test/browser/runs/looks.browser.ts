import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { looks } from '../looks.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { failTraining, runRows, runsPage } from './runs-page.ts';

const stage = await openStage();
after(() => stage.stop());

await failTraining(stage);

for (const [look, options] of Object.entries(looks)) {
  test(`runs can be read ${look}`, async (t) => {
    const { page } = await openPage(t, stage, runsPage, options);
    await runRows(page).first().click();
    await page.getByText(/^ERROR 404\./).waitFor();
    assert.deepEqual(await findViolations(page), []);
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    assert.equal(overflow, 0, 'nothing has to be scrolled sideways');
  });
}

test('in German no English word is left on the page', async (t) => {
  const { page } = await openPage(t, stage, runsPage, { language: 'de' });
  await page
    .getByRole('button', { name: /^Details zu / })
    .first()
    .click();
  await page.getByText(/^ERROR 404\./).waitFor();
  const text = (await page.getByRole('article').innerText()).replace(
    /Lead converts in 90 days|(ERROR 404\.|Train again|Compare the count).*/g,
    '',
  );
  for (const english of [
    'Show',
    'Goal',
    'Failed',
    'failed',
    'Runs',
    'Details of',
    'Records',
    'time',
    'Manual',
    'under way',
  ])
    assert.ok(!text.includes(english), `${english} in: ${text}`);
});
