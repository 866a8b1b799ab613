import { existsSync } from 'node:fs';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';
import type { UnpackedChromium } from './unpack-chromium.ts';

/** The package's own arguments run everything in one process, which ends when the first page is closed. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);

/** Chromium comes with a registry package on Linux x64; elsewhere `CHROME_PATH` names an installed browser. */
export async function openBrowser(): Promise<Browser | undefined> {
  const installed = process.env['CHROME_PATH'];
  if (installed !== undefined && existsSync(installed)) return playwright.launch({ executablePath: installed });
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return launch(await unpackChromium());
}

/** The package includes the libraries and fonts that a bare machine does not have. */
async function launch({ executablePath, libraries, fontSettings }: UnpackedChromium): Promise<Browser> {
  const env = existsSync('/etc/fonts/fonts.conf') ? environment : { ...environment, FONTCONFIG_FILE: fontSettings };
  try {
    return await playwright.launch({ executablePath, args, env });
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error;
    return playwright.launch({ executablePath, args, env: { ...env, LD_LIBRARY_PATH: libraries } });
  }
}
