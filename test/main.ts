/**
 * `npm test [FILE or FOLDER…]`: the tests, many files in a process. Most files load longer than they test, so they share
 * processes, each as a suite; files that train or keep a core busy have their own. With `--deep`, fuzz tests and
 * properties generate all their cases.
 */
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { pathToFileURL } from 'node:url';

const projectFolder = join(import.meta.dirname, '..');
const cache = join(projectFolder, 'node_modules/.cache/plumbline');
const entries = join(cache, 'shared-tests');

/** Beginnings of the paths of files that have a process each, the longest first. */
const ownProcess = ['test/e2e/'];

/** Beginnings of the paths of files that share a process. */
const shared = [
  'test/scoring-service/operations/',
  'test/scoring-service/adapters/',
  'test/local-org/test/server/',
  'test/local-org/',
  'test/force-app/',
  'test/',
];

function filesOf(place: string): string[] {
  const stats = statSync(join(projectFolder, place), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return globSync(`${place}/**/*.test.ts`, { cwd: projectFolder }).sort();
  if (stats) return [place];
  console.error(`There is no ${place}: name a file or folder as it is called from ${projectFolder}.`);
  return process.exit(2);
}

const beginningOf = (file: string, beginnings: readonly string[]): number =>
  beginnings.findIndex((beginning) => file.startsWith(beginning));

/** A module that runs each file as a suite. */
const suitesOf = (files: readonly string[]): string =>
  [
    "import { describe } from 'node:test';",
    ...files.map((file) => {
      const url = pathToFileURL(join(projectFolder, file)).href;
      return `describe(${JSON.stringify(file)}, async () => { await import(${JSON.stringify(url)}); });`;
    }),
    '',
  ].join('\n');

/** What the runner starts a process for, in this order. */
function planProcesses(files: readonly string[]): string[] {
  rmSync(entries, { recursive: true, force: true });
  mkdirSync(entries, { recursive: true });
  const own = ownProcess.flatMap((beginning) => files.filter((file) => file.startsWith(beginning)));
  const others = files.filter((file) => beginningOf(file, ownProcess) === -1);
  const together = Map.groupBy(others, (file) => beginningOf(file, shared));
  const written = [...together].map(([index, group]) => {
    const entry = join(entries, `${index}-${(shared[index] ?? '').replaceAll('/', '-')}suites.mjs`);
    writeFileSync(entry, suitesOf(group));
    return entry;
  });
  return [...own, ...written];
}

process.chdir(projectFolder);
process.env['NODE_COMPILE_CACHE'] ??= join(cache, 'compiled');
const isDeep = process.argv.includes('--deep');
if (isDeep) process.env['TEST_DEEP'] = '1';
const places = process.argv.slice(2).filter((argument) => argument !== '--deep');
const files = (places.length === 0 ? ['test'] : places).flatMap(filesOf);
run({
  files: planProcesses(files),
  concurrency: Math.max(2, availableParallelism()),
  timeout: 600_000,
})
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
