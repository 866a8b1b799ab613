/** `npm run pictures`: takes the pictures of the README, of what `npm run demo` leaves in the browser, in docs/pictures. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readArguments } from '../e2e/demo/arguments.ts';
import { runDemo } from '../e2e/demo/run-demo.ts';
import { createProgress } from '../e2e/demo/show-progress.ts';
import { openBrowser } from '../local-org/test/page/browser.ts';
import { projectFolder } from './build/folders.ts';
import { panel } from './goals/goals-page.ts';
import { scoreCard } from './rep/record-page.ts';

const folder = join(projectFolder, 'docs/pictures');
const mostKilobytes = 400;
const buildMs = 600_000;

/** Resolves when the page shows what the picture is of. */
type Show = (page: Page) => Promise<void>;

const showBadge: Show = async (page) => {
  await scoreCard(page).getByText('of 100').waitFor();
  await scoreCard(page).getByRole('button', { name: 'Show details' }).click();
  await scoreCard(page).getByText('Score receipt').waitFor();
};
const showScores: Show = (page) => panel(page, 'Lead converts in 90 days').waitFor();
const showModel: Show = (page) => page.getByRole('img', { name: 'ROC curve' }).waitFor();

async function take(page: Page, name: string, { address, show }: { address: string; show: Show }): Promise<number> {
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: buildMs });
  await show(page);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return statSync(path).size / 1024;
}

process.chdir(projectFolder);
mkdirSync(folder, { recursive: true });
const state = mkdtempSync(join(tmpdir(), 'plumbline-pictures-'));
const stops: (() => Promise<void>)[] = [];
try {
  const addresses = await runDemo(readArguments(['--port', '0']), {
    progress: createProgress(process.stdout, () => performance.now()),
    print: () => undefined,
    signal: new AbortController().signal,
    folder: state,
    onEnd: (stop) => stops.push(stop),
    now: () => new Date(),
  });
  const browser = await openBrowser();
  if (browser === undefined) throw new Error('No browser: install Chromium and name it in CHROME_PATH.');
  stops.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 }, locale: 'en-US', timezoneId: 'UTC' });
  page.setDefaultTimeout(120_000);
  const kilobytes =
    (await take(page, 'lead', { address: addresses.lead, show: showBadge })) +
    (await take(page, 'scores', { address: addresses.scores, show: showScores })) +
    (await take(page, 'model', { address: addresses.model, show: showModel }));
  console.log(`${Math.round(kilobytes)} kB in docs/pictures`);
  if (kilobytes > mostKilobytes) throw new Error(`The pictures take more than ${mostKilobytes} kB.`);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(state, { recursive: true, force: true });
}
