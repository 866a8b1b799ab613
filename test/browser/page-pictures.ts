/**
 * `npm run pictures:pages`: what reps and admins see, as PNG files in `.plumbline/pictures`, in both themes. Each picture is
 * taken when its page shows what it is named after, so a page that does not get there fails.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { projectFolder } from './build/folders.ts';
import { choose, goalsPage } from './goals/goals-page.ts';
import { openPage } from './open-page.ts';
import { evaluateButton, leadPage, scoreCard } from './rep/record-page.ts';
import { failTraining, runRows, runsPage } from './runs/runs-page.ts';
import { openStage } from './stage/open-stage.ts';

const folder = join(projectFolder, '.plumbline/pictures');
mkdirSync(folder, { recursive: true });

const stage = await openStage();
after(() => stage.stop());

const rep = { as: 'rep@local.org' };
const high = await stage.findLead("Predictive_Score_Band__c = 'High'");
const modelVersion = (await stage.admin.sobject('Score_Goal__c').retrieve(stage.goalId))['Model_Version__c'];

async function setModel(Model_Version__c: unknown): Promise<void> {
  await stage.integration.sobject('Score_Goal__c').update({ Id: stage.goalId, Model_Version__c });
}

type Take = (name: string, page: Page) => Promise<void>;

async function takeRecordPages(open: (path: string) => Promise<Page>, take: Take): Promise<void> {
  const scored = await open(leadPage(high));
  await scoreCard(scored).getByText('of 100').waitFor();
  await evaluateButton(scored).click();
  await scoreCard(scored).getByRole('button', { name: 'Show details' }).click();
  await scoreCard(scored).getByText('Score receipt').waitFor();
  await take('record-scored', scored);

  const lead = await stage.findLead("Predictive_Score_Band__c = 'Medium'");
  const { Status } = await stage.admin.sobject('Lead').retrieve(lead);
  await stage.admin.sobject('Lead').update({ Id: lead, Status: 'Closed - Not Converted' });
  const closed = await open(leadPage(lead));
  await evaluateButton(closed).click();
  await scoreCard(closed)
    .getByText(/^Not scored\./)
    .waitFor();
  await take('record-not-qualified', closed);
  await stage.admin.sobject('Lead').update({ Id: lead, Status });
  await evaluateButton(closed).click();
  await scoreCard(closed).getByText('of 100').waitFor();

  const unscored = await stage.findLead("Predictive_Score_Band__c = 'Low'");
  await stage.integration
    .sobject('Lead')
    .update({ Id: unscored, Predictive_Score__c: null, Predictive_Score_Band__c: null });
  await setModel(null);
  const untrained = await open(leadPage(unscored));
  await scoreCard(untrained)
    .getByText(/no trained model/)
    .waitFor();
  await take('record-no-model', untrained);
  await setModel(modelVersion);

  const alone = await open(leadPage(high));
  await scoreCard(alone).getByText('of 100').waitFor();
  await stage.stopService();
  await evaluateButton(alone).click();
  await scoreCard(alone).getByRole('alert').waitFor();
  await take('record-service-down', alone);
  await stage.startService();
}

async function takeWizard(page: Page, take: Take): Promise<void> {
  await page.getByRole('button', { name: 'Create score' }).click();
  const dialog = page.getByRole('dialog');
  const name = 'Account buys';
  await dialog.getByLabel('Name').fill(name);
  await choose(dialog, 'Profile type', 'Account');
  await take('wizard-1-basic-information', page);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await choose(dialog, 'Field', 'Stage');
  await choose(dialog, 'Condition', 'changes to');
  await choose(dialog, 'Value', 'Closed Won');
  await dialog
    .getByText(/^[\d,.]+ of [\d,.]+ needed$/)
    .first()
    .waitFor();
  await take('wizard-2-define-your-goal', page);
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByRole('heading', { name: 'Scoring setup is complete' }).waitFor();
  await take('wizard-3-complete', page);
  await dialog.getByRole('button', { name: 'OK' }).click();
  // The account's score fields are free again for the next theme.
  const made = await stage.admin.sobject('Score_Goal__c').findOne({ Name: name }, ['Id']);
  await stage.admin.sobject('Score_Goal__c').delete(made?.Id ?? '');
}

for (const theme of ['slds1', 'slds2'] as const) {
  test(`pictures in ${theme}`, async (t) => {
    const take: Take = async (name, page) => {
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`), fullPage: true });
    };
    const open = async (path: string, options = {}): Promise<Page> =>
      (await openPage(t, stage, path, { theme, ...options })).page;
    await takeRecordPages((path) => open(path, rep), take);

    const scores = await open(goalsPage);
    await scores.getByRole('region', { name: 'Lead converts in 90 days' }).waitFor();
    await take('scores', scores);
    await takeWizard(scores, take);

    await failTraining(stage);
    const runs = await open(runsPage);
    await runs.getByText('Show failures only', { exact: true }).click();
    await runRows(runs).first().click();
    await runs
      .getByText(/^ERROR 404\./)
      .first()
      .waitFor();
    await take('runs-failed', runs);

    const model = await open('/lightning/n/Scoring_Model');
    await model.getByRole('img', { name: 'ROC curve' }).waitFor();
    await take('model', model);

    const setup = await open('/lightning/n/Scoring_Setup');
    await setup.getByText(/work together/).waitFor();
    await take('setup', setup);
  });
}
