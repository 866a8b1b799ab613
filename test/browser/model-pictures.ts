/**
 * `npm run pictures:models`: the card page of a model of X Education and of one on accounts, as PNG files in
 * `.plumbline/pictures`, light, dark and narrow. Both models are trained by the service on a local org; the page is what
 * the service answers with, opened in a browser.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadXEducation, xEducationGoalFields } from '../e2e/demo/xeducation.ts';
import { createGoal, customerGoalFields, prepareOrg } from '../e2e/stage/prepared-org.ts';
import { createServiceClient } from '../e2e/stage/service-client.ts';
import type { ServiceClient } from '../e2e/stage/service-client.ts';
import { issueToken, startServiceProcess } from '../e2e/stage/service-process.ts';
import { openStage } from '../e2e/stage/stage.ts';
import { openBrowser } from '../local-org/test/page/browser.ts';
import { projectFolder } from './build/folders.ts';

const realLeads = join(projectFolder, '../shared/data/xeducation/Leads.csv');
const folder = join(projectFolder, '.plumbline/pictures');
mkdirSync(folder, { recursive: true });

const browser = await openBrowser();
if (browser === undefined) throw new Error('No browser: install Chromium and name it in CHROME_PATH.');
after(() => browser.close());

const looks = {
  light: { colorScheme: 'light', width: 1200 },
  dark: { colorScheme: 'dark', width: 1200 },
  narrow: { colorScheme: 'light', width: 390 },
} as const;

type Service = { url: string; token: string; client: ServiceClient };

/** Trains the goal and takes the page of its model in every look. */
async function takeModelPage(name: string, { url, token, client }: Service, goalId: string): Promise<void> {
  const { key } = await client.startRun(goalId, 'Training');
  const run = await client.waitForRun(key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  const { version } = await client.model(goalId);
  for (const [look, { colorScheme, width }] of Object.entries(looks)) {
    const context = await browser?.newContext({
      ...{ colorScheme, viewport: { width, height: 900 }, locale: 'en-US', timezoneId: 'UTC' },
      extraHTTPHeaders: { Authorization: `Bearer ${token}` },
    });
    const page = await context?.newPage();
    await page?.goto(`${url}/v1/goals/${goalId}/models/${version}/page`);
    await page?.getByRole('heading', { level: 1, name: `Model ${version}` }).waitFor();
    const overflow = await page?.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0, `the ${look} page is wider than its window`);
    await page?.screenshot({ path: join(folder, `model-card-${name}-${look}.png`), fullPage: true });
    await context?.close();
  }
}

const skip = existsSync(realLeads) ? false : 'X Education is not beside the repository (../shared/data/xeducation)';

test('the card of a model of X Education', { skip }, async (t) => {
  const org = await prepareOrg({ source: 'xeducation' });
  t.after(() => org.stop());
  await loadXEducation(org, { csv: realLeads, signal: t.signal, onProgress: () => undefined });
  const goalId = await createGoal(org.admin, await xEducationGoalFields());
  const dataFolder = await mkdtemp(join(tmpdir(), 'plumbline-pictures-'));
  t.after(() => rm(dataFolder, { recursive: true, force: true }));
  const token = await issueToken({ org, dataFolder }, 'manage');
  const service = await startServiceProcess({ org, dataFolder });
  t.after(() => service.stop());
  const client = createServiceClient(service.url, token);
  await takeModelPage('xeducation', { url: service.url, token, client }, goalId);
});

test('the card of a model on accounts', async (t) => {
  const goalFields = customerGoalFields('Account');
  const stage = await openStage({ leads: 3000, accounts: 5000, seed: 11, goalFields });
  t.after(() => stage.stop());
  const { service, client, token, goalId } = stage;
  await takeModelPage('account', { url: service.url, token, client }, goalId);
});
