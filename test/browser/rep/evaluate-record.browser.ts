import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, leadPage, scoreCard, worseLead } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());

const rep = { as: 'rep@local.org' };

const scoreOf = async (id: string): Promise<number> =>
  Number((await stage.admin.sobject('Lead').retrieve(id))['Predictive_Score__c']);

/** Makes what the model looks at much worse, so that the score must change. */
async function worsen(id: string): Promise<void> {
  await stage.admin.sobject('Lead').update({ Id: id, ...worseLead, Website_Visits__c: 0 });
}

const isSamePage = (page: Page): Promise<boolean> => page.evaluate(() => 'wasNeverReloaded' in globalThis);
const markPage = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.assign(globalThis, { wasNeverReloaded: true });
  });

test('the button evaluates: one callout, the new score on the page without a reload and on the record', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'High'");
  const before = await scoreOf(lead);
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await scoreCard(page).getByText(String(before), { exact: true }).waitFor();
  await markPage(page);
  await worsen(lead);
  stage.pages.forgetCallouts();
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByText(new RegExp(`^Down \\d+, from ${before} on`))
    .waitFor();
  const now = await scoreOf(lead);
  assert.ok(now < before, `${now} is below ${before}`);
  await scoreCard(page).getByText(String(now), { exact: true }).waitFor();
  assert.ok(await isSamePage(page));
  assert.deepEqual(stage.pages.callouts, [{ method: 'POST', path: '/v1/evaluations', status: 200 }]);
  assert.deepEqual(await findViolations(page), []);
});

test('details open on demand: what would change the score, goal in words, model, place among others, past scores, receipt', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'Medium'");
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await evaluateButton(page).click();
  const card = scoreCard(page);
  await card.getByText('of 100').waitFor();
  await card.getByRole('button', { name: 'Show details' }).click();
  await card.getByText('Score receipt').waitFor();
  await card.getByRole('heading', { name: 'What would raise the score' }).waitFor();
  await card.getByRole('listitem').filter({ hasText: 'would raise the score' }).first().waitFor();
  await card
    .getByRole('img', { name: /^[\d,]+ of [\d,]+ test records of the model score lower than \d+\.$/ })
    .waitFor();
  for (const term of ['Score goal', 'Model', 'Trained on', 'Test AUC'])
    await card.getByRole('term').filter({ hasText: term }).first().waitFor();
  assert.deepEqual(await findViolations(page), []);
  await card.getByRole('button', { name: 'Hide details' }).click();
  await card.getByText('Score receipt').waitFor({ state: 'detached' });
});

test('the record action evaluates, says what changed, and the page behind it shows the new score', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'High' AND Predictive_Score__c > 25");
  const before = await scoreOf(lead);
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await scoreCard(page).getByText(String(before), { exact: true }).waitFor();
  await markPage(page);
  await worsen(lead);
  await page.getByRole('button', { name: 'Show more actions' }).click();
  await page.getByRole('menuitem', { name: 'Evaluate predictive score' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(new RegExp(`^The score changed from ${before} to \\d+\\.$`)).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await scoreCard(page)
    .getByText(String(await scoreOf(lead)), { exact: true })
    .waitFor();
  assert.ok(await isSamePage(page));
});

test('everything can be done with the keyboard', async (t) => {
  const lead = await stage.findLead("Predictive_Score_Band__c = 'Low'");
  const { page } = await openPage(t, stage, leadPage(lead), rep);
  await scoreCard(page).getByText('of 100').waitFor();
  const focusOn = async (name: string): Promise<void> => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab');
      const button = page.getByRole('button', { name });
      if (await button.evaluate((element) => element.matches(':focus')).catch(() => false)) return;
    }
    throw new Error(`The keyboard does not reach “${name}”.`);
  };
  stage.pages.forgetCallouts();
  await focusOn('Evaluate predictive score');
  const evaluated = page.waitForResponse(/ScoringController\.evaluate/);
  await page.keyboard.press('Enter');
  await evaluated;
  await scoreCard(page).getByText('of 100').waitFor();
  await focusOn('Show details');
  await page.keyboard.press('Enter');
  await scoreCard(page).getByText('Score receipt').waitFor();
});
