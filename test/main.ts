/**
 * `npm test [FILE or FOLDER…]`: the tests, many files in a process. Most files load longer than they test, so they share
 * processes, each as a suite. With `--deep` the slow ones run, and properties generate all their cases.
 */
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { pathToFileURL } from 'node:url';
import { SHORT_LIVED } from './e2e/stage/service-process.ts';

const usage = `npm test [FILE or FOLDER…]     all tests but the slow ones, or those named
npm run test:deep              the slow ones, and properties with all their cases`;

const projectFolder = join(import.meta.dirname, '..');
const cache = join(projectFolder, 'node_modules/.cache/plumbline');
const entries = join(cache, 'shared-tests');

/** Beginnings of the paths of files that share a process, in the order in which the processes start. */
const shared = [
  'test/e2e/customer-goals',
  'test/e2e/gates/',
  'test/e2e/demo',
  'test/e2e/faults/',
  'test/e2e/',
  'test/scoring-service/adapters/queue/',
  'test/scoring-service/operations/',
  'test/scoring-service/adapters/',
  'test/local-org/test/server/',
  'test/local-org/',
  'test/force-app/',
  'test/',
];

/**
 * Beginnings of the paths of files that `npm test` leaves to others. `npm run test:deep` runs all of them: fuzz tests, the
 * benches' own tests, each threshold of the checks and each planted error of the data through the whole service (the
 * domain's tests have each of them too), a property against a second implementation, an attack on hidden values of 5,000
 * leads, a flood of wrong tokens, which measures times, and tools that `npm run proof` runs on the package in every check.
 * `npm run test:faults` has the killed run and the replicas. CI runs `npm run test:more` as well: the quick faults, tokens
 * while the service runs, goals on customers, a share of the fuzzed requests, receipts and cards, what private sharing
 * hides, and renamed statuses.
 */
const slow = [
  'test/bench/',
  'test/deploy/image.test.ts',
  'test/e2e/access.test.ts',
  'test/e2e/backup.test.ts',
  'test/e2e/customer-goals.test.ts',
  'test/e2e/gates/',
  'test/e2e/faults/',
  'test/e2e/fuzzed-requests.test.ts',
  'test/e2e/hidden-values.test.ts',
  'test/e2e/killed-run.test.ts',
  'test/e2e/no-history.test.ts',
  'test/e2e/planted.test.ts',
  'test/e2e/private-sharing.test.ts',
  'test/e2e/quiet-day.test.ts',
  'test/e2e/renamed-status.test.ts',
  'test/e2e/trust.test.ts',
  'test/e2e/upgrade.test.ts',
  'test/e2e/wrong-tokens.test.ts',
  'test/force-app/apex/types.test.ts',
  'test/force-app/lwc-compiler.test.ts',
  'test/release.test.ts',
  'test/local-org/test/engine/formula-oracle.test.ts',
  'test/local-org/test/fuzz/',
];

/** What `--deep` runs besides: files whose number of cases depends on it. */
const deepened = [
  'test/e2e/demo.test.ts',
  'test/e2e/feature-facts/',
  'test/e2e/fuzzed-requests.test.ts',
  'test/scoring-service/adapters/features/',
  'test/scoring-service/adapters/salesforce/write-rules.test.ts',
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
  return shared.flatMap((beginning, index) => {
    const group = files.filter((file) => beginningOf(file, shared) === index);
    if (group.length === 0) return [];
    const entry = join(entries, `${index}-${beginning.replaceAll('/', '-')}suites.mjs`);
    writeFileSync(entry, suitesOf(group));
    return [entry];
  });
}

process.chdir(projectFolder);
process.env['NODE_COMPILE_CACHE'] ??= join(cache, 'compiled');
if (process.argv.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const isDeep = process.argv.includes('--deep');
if (isDeep) process.env['TEST_DEEP'] = '1';
const named = process.argv.slice(2).filter((argument) => argument !== '--deep');
const everything = isDeep ? [...slow, ...deepened] : ['test'];
const files = (named.length === 0 ? everything : named)
  .flatMap(filesOf)
  .filter((file) => isDeep || named.length > 0 || beginningOf(file, slow) === -1);
run({
  files: planProcesses(files),
  // One more than there are cores, because tests of the queue and of the demo wait a good deal.
  concurrency: availableParallelism() + 1,
  timeout: 1_200_000,
  execArgv: [SHORT_LIVED],
})
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
