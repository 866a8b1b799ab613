import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The package's own list makes one process of all, which ends with the first page that is closed. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

/** Chromium comes with a registry package on Linux x64; elsewhere `CHROME_PATH` names an installed browser. */
export async function openBrowser(): Promise<Browser | undefined> {
  const installed = process.env['CHROME_PATH'];
  if (installed !== undefined && existsSync(installed)) return playwright.launch({ executablePath: installed });
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return playwright.launch({ executablePath: await chromium.executablePath(), args });
}
