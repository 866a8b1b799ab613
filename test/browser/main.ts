import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPages } from './build/build-pages.ts';
import { projectFolder } from './build/folders.ts';

const usage = `node test/browser/main.ts [--lws] [FILE or FOLDER…]

Runs the browser tests, all or the named ones, three files at a time: each waits a good deal for its browser.
  --lws   our bundles inside Lightning Web Security`;

function readArguments() {
  const is = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { lws: is, help: is }, allowPositionals: true });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return process.exit(2);
  }
}

function filesOf(place: string): string[] {
  const stats = statSync(join(projectFolder, place), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return globSync(`${place}/**/*.browser.ts`, { cwd: projectFolder }).sort();
  if (stats) return [place];
  console.error(`There is no ${place}: name a file or folder as it is called from ${projectFolder}.`);
  return process.exit(2);
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const files = (positionals.length === 0 ? ['test/browser'] : positionals).flatMap(filesOf);

process.chdir(projectFolder);
const { status: compiled } = spawnSync(process.execPath, ['force-app/build.ts'], { stdio: 'inherit' });
if (compiled !== 0) process.exit(1);
await buildPages();

const { status } = spawnSync(process.execPath, ['--test', '--test-timeout=600000', '--test-concurrency=3', ...files], {
  stdio: 'inherit',
  env: { ...process.env, PLUMBLINE_LWS: values.lws ? '1' : '0' },
});
process.exitCode = status ?? 1;
