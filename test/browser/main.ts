/**
 * Runs the browser tests, one file after another: `node test/browser/main.ts [--lws] [--keep] [FILE or FOLDER…]`.
 * `--lws` runs our bundles inside Lightning Web Security, `--keep` takes the prepared orgs of the last run.
 */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from './build/build-pages.ts';
import { projectFolder } from './build/folders.ts';
import { forgetPrepared } from './stage/prepare-stage.ts';

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const places = named.length === 0 ? ['test/browser'] : named;
const files = places.flatMap((place) =>
  statSync(join(projectFolder, place)).isDirectory()
    ? globSync(`${place}/**/*.browser.ts`, { cwd: projectFolder }).sort()
    : [place],
);

process.chdir(projectFolder);
const { status: compiled } = spawnSync(process.execPath, ['force-app/build.ts'], { stdio: 'inherit' });
if (compiled !== 0) process.exit(1);
await buildPages();
// The first file that needs an org prepares it.
if (!args.includes('--keep')) forgetPrepared();

const { status } = spawnSync(process.execPath, ['--test', '--test-timeout=600000', '--test-concurrency=1', ...files], {
  stdio: 'inherit',
  env: { ...process.env, PLUMBLINE_LWS: args.includes('--lws') ? '1' : '0' },
});
process.exitCode = status ?? 1;
