import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { isWorking, renameStatus, sentence } from '../../e2e/stage/renamed-status.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { findViolations } from '../axe.ts';
import { goalsPage, panel } from '../goals/goals-page.ts';
import { openPage } from '../open-page.ts';
import { goalName, item, setupPage } from '../setup/setup-page.ts';
import { adminUsername } from '../../local-org/src/index.ts';
import { openStage } from '../stage/open-stage.ts';
import { runRows, runsPage } from './runs-page.ts';

const stage = await openStage();
after(() => stage.stop());

const count = async (where: string): Promise<number> =>
  (await stage.admin.query(`SELECT Id FROM Lead WHERE IsConverted = false AND ${where}`)).totalSize;

const scored = await count('Predictive_Score__c > 0');
const renamed = await count(`${isWorking} AND Predictive_Score__c > 0`);
assert.ok(renamed >= 50);
removeFlow();
await renameStatus({ org: stage.org.org, admin: stage.admin }, 'In Progress');
const client = createServiceClient(stage.service.url, stage.tokens.manage);
const stopped = await client.waitForRun((await client.startRun(stage.goalId, 'Scoring')).key);
assert.equal(stopped.status, 'Failed');

/** Replacing a value in Setup starts no flow (common knowledge, not looked up); here it is replaced by updates, which do. */
function removeFlow(): void {
  const { org } = stage.org;
  const header = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>65.0</version>';
  const flow = '<types><members>Take_Score_Of_Closed_Lead</members><name>Flow</name></types>';
  const files = { 'package.xml': `${header}</Package>`, 'destructiveChanges.xml': `${header}${flow}</Package>` };
  const deployed = org.deploy(
    org.userId(adminUsername) ?? '',
    Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) })),
  );
  assert.ok(deployed.success, JSON.stringify(deployed.messages));
}

/** Opens the details of the stopped run. */
async function openStopped(page: Page): Promise<Locator> {
  await page.getByText('Show failures only', { exact: true }).click();
  await runRows(page).first().click();
  return page.getByRole('button', { name: 'Accept removals', exact: true });
}

test('Setup, the score goal and the run say the same sentence of a renamed status', async (t) => {
  const setup = await openPage(t, stage, setupPage);
  const connection = item(setup.page, 'Connection to the scoring service');
  await connection.getByText(`Goal "${goalName}"`, { exact: true }).waitFor();
  await connection.getByText(sentence, { exact: true }).waitFor();
  assert.deepEqual(await findViolations(setup.page), []);

  const goals = await openPage(t, stage, goalsPage);
  await goals.page.getByRole('button', { name: goalName, exact: true }).click();
  await panel(goals.page, goalName).getByText(sentence, { exact: true }).first().waitFor();

  const runs = await openPage(t, stage, runsPage);
  await openStopped(runs.page);
  await runs.page.getByText(sentence, { exact: true }).waitFor();
  await runs.page.getByText(new RegExp(`^ERROR 946\\..* ${renamed} of ${scored} scored records`)).waitFor();
});

test('only a user who may manage scoring can accept removals', async (t) => {
  await stage.grant('reader@local.org', 'ScoringModelViewer');
  const { page } = await openPage(t, stage, runsPage, { as: 'reader@local.org' });
  const accept = await openStopped(page);
  await page.getByText(/^ERROR 946\./).waitFor();
  assert.equal(await accept.count(), 0);
  const status = await page.evaluate(async (runKey) => {
    const response = await fetch('/apex/ScoringAdminController.acceptRemovals', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ runKey }),
    });
    return Number(response.headers.get('x-status') ?? response.status);
  }, stopped.key);
  assert.equal(status, 500);
});

test('an admin accepts the removals of a stopped run by keyboard, and the scores go', async (t) => {
  const { page } = await openPage(t, stage, runsPage);
  const accept = await openStopped(page);
  await accept.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Accept removals?' });
  const what = `The run starts again and removes the scores of ${renamed} of ${scored} scored records.`;
  await dialog.getByText(what, { exact: true }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await count('Predictive_Score__c > 0'), scored, 'nothing has started');
  assert.ok(await accept.evaluate((button) => button.ownerDocument.activeElement !== button.ownerDocument.body));

  await accept.focus();
  await page.keyboard.press('Enter');
  await dialog.getByText(what, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Accept removals', exact: true }).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText('The run has started again.', { exact: true }).waitFor();
  await stage.waitUntil(async () => (await count('Predictive_Score__c > 0')) === scored - renamed);
  await accept.waitFor({ state: 'detached' });
  await page.getByText('Show failures only', { exact: true }).click();
  await runRows(page).first().click();
  await page.getByText(`INFO 952. An admin accepted that the run takes scores. Records: ${renamed}.`).waitFor();
  assert.deepEqual(await findViolations(page), []);
});
