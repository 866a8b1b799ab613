import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pinned: its shrinkwrap pins the rest, so that every machine checks against the same client. */
export const cliVersion = '2.150.6';

/** Where the CLI is installed. */
export const sfFolder = fileURLToPath(new URL('../../.sf-cli/', import.meta.url));
const packageFolder = join(sfFolder, 'node_modules/@salesforce/cli');

/** What Node runs to be `sf`. */
export const sfEntry = join(packageFolder, 'bin/run.js');

function installedVersion(): string | undefined {
  const manifest = join(packageFolder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
  return version;
}

async function runNpm(args: string[]): Promise<void> {
  const npm = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  const exitCode = await new Promise((resolve, reject) => npm.once('error', reject).once('exit', resolve));
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} ended with exit code ${String(exitCode)}`);
}

/**
 * Installs the real `sf` beside the repository's own packages, unless the pinned version is there.
 *
 * @throws Error when npm fails
 */
export async function installSf(): Promise<void> {
  if (installedVersion() === cliVersion) return;
  console.log(`Installing @salesforce/cli ${cliVersion} into .sf-cli (300 MB, about 90 s) ...`);
  const startedAt = performance.now();
  mkdirSync(sfFolder, { recursive: true });
  await runNpm([
    'install',
    '--prefix',
    sfFolder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `@salesforce/cli@${cliVersion}`,
  ]);
  if (installedVersion() !== cliVersion) throw new Error(`@salesforce/cli ${cliVersion} is not in .sf-cli`);
  console.log(`Installed in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);
}
