import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { looks } from '../looks.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';

const stage = await openStage();
after(() => stage.stop());

const modelPage = '/lightning/n/Scoring_Model';

for (const [look, options] of Object.entries(looks)) {
  test(`the model can be read ${look}`, async (t) => {
    const { page } = await openPage(t, stage, modelPage, options);
    await page.getByRole('slider').waitFor();
    await page.getByRole('img', { name: 'ROC curve' }).waitFor();
    assert.deepEqual(await findViolations(page), []);
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    assert.equal(overflow, 0, 'nothing has to be scrolled sideways');
  });
}

test('in German no English word is left on the page but what the service wrote', async (t) => {
  const { page } = await openPage(t, stage, modelPage, { language: 'de' });
  await page.getByRole('img', { name: 'ROC-Kurve' }).waitFor();
  const [text = ''] = (await page.getByRole('article').innerText()).split('Details zum Training');
  for (const english of [
    'Model ',
    'Precision',
    'Recall',
    'reached',
    'Test records',
    'Strongest',
    'Split',
    'probability',
  ])
    assert.ok(!text.includes(english), `${english} in: ${text}`);
});
