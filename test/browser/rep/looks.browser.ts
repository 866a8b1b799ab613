import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { looks } from '../looks.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { leadPage, scoreCard } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());

const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");

for (const [look, options] of Object.entries(looks)) {
  test(`the score card can be read ${look}`, async (t) => {
    const { page } = await openPage(t, stage, leadPage(lead), { as: 'rep@local.org', ...options });
    await scoreCard(page).getByText('of 100').waitFor();
    assert.deepEqual(await findViolations(page), []);
    const { left = 0, right = 0 } = await scoreCard(page).evaluate((card) => card.getBoundingClientRect());
    const width = options.width ?? 1360;
    assert.ok(left >= 0 && right <= width, `the card lies from ${left} to ${right} of ${width}`);
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    assert.equal(overflow, 0, 'nothing has to be scrolled sideways');
  });
}

test('in German no English word is left on the card', async (t) => {
  const { page } = await openPage(t, stage, leadPage(lead), { as: 'rep@local.org', language: 'de' });
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Prognosewert' }) });
  await card.getByText('von 100').waitFor();
  await card.getByRole('button', { name: 'Prognosewert ermitteln' }).waitFor();
  const text = (await card.innerText()).replace(/Lead converts in 90 days|Wert: .*|(No\.|Number) of .*/g, '');
  for (const english of [' of ', 'score', 'likely', 'Why', 'details', 'Scored', 'importance'])
    assert.ok(!text.includes(english), `${english} in: ${text}`);
});
