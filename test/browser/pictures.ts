/** `npm run pictures`: takes the pictures of the README, of what `npm run demo` leaves in the browser, in docs/pictures. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DemoPages } from '../e2e/demo/addresses.ts';
import { readArguments } from '../e2e/demo/arguments.ts';
import { runDemo } from '../e2e/demo/run-demo.ts';
import { createProgress } from '../e2e/demo/show-progress.ts';
import { openBrowser } from '../local-org/test/page/browser.ts';
import { readUsage } from '../usage.ts';
import { projectFolder } from './build/folders.ts';
import { panel } from './goals/goals-page.ts';
import { scoreCard } from './rep/record-page.ts';

const folder = join(projectFolder, 'docs/pictures');
const mostBytes = 400_000;
const width = 1200;
const buildMs = 600_000;

/** A page and how much of it is taken. `show` resolves when the page shows what the picture is of. */
type Picture = { name: string; address: string; height: number; show(page: Page): Promise<void> };

const picturesOf = ({ lead, scores, model }: DemoPages): Picture[] => [
  { name: 'lead', address: lead, height: 760, show: (page) => scoreCard(page).getByText('of 100').waitFor() },
  { name: 'scores', address: scores, height: 980, show: (page) => panel(page, 'Lead converts in 90 days').waitFor() },
  // The page goes on below the first two charts.
  {
    name: 'model',
    address: model,
    height: 1040,
    show: (page) => page.getByRole('img', { name: 'ROC curve' }).waitFor(),
  },
];

/** Takes a picture as PNG; its size in bytes. */
async function take(page: Page, { name, address, height, show }: Picture): Promise<number> {
  await page.setViewportSize({ width, height });
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: buildMs });
  await show(page);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return statSync(path).size;
}

readUsage('npm run pictures    takes the pictures of the README from the demo, about two minutes');
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
  const page = await browser.newPage({ locale: 'en-US', timezoneId: 'UTC' });
  page.setDefaultTimeout(120_000);
  let bytes = 0;
  for (const picture of picturesOf(addresses)) bytes += await take(page, picture);
  console.log(`${Math.round(bytes / 1000)} kB in docs/pictures`);
  if (bytes > mostBytes) throw new Error(`The pictures take more than ${mostBytes / 1000} kB.`);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(state, { recursive: true, force: true });
}
