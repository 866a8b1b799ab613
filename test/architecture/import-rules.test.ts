import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCycles, checkFolderCycles } from './import-cycles.ts';
import { checkImports, checkLibraryHomes } from './import-rules.ts';

/** A file that imports one thing. */
const importing = (path: string, specifier: string) => ({ path, text: `import { x } from '${specifier}';` });

const service = 'scoring-service/src/';

/** [file, what it imports although it must not] */
const FORBIDDEN: [string, string][] = [
  ['domain/quality/x.ts', '../../operations/runs/end-run.ts'],
  ['domain/quality/x.ts', '../../ports/models.ts'],
  ['domain/quality/x.ts', 'node:crypto'],
  ['domain/quality/x.ts', 'zod'],
  ['operations/x.ts', '../adapters/storage/store.ts'],
  ['operations/x.ts', '../config.ts'],
  ['operations/x.ts', 'node:fs'],
  ['adapters/salesforce/x.ts', '../storage/store.ts'],
  ['adapters/salesforce/x.ts', '../../operations/operations.ts'],
  ['adapters/storage/x.ts', '../queue/queue.ts'],
  ['adapters/trainer/x.ts', '@duckdb/node-api'],
  ['adapters/features/x.ts', 'kysely'],
  ['http/x.ts', '../adapters/storage/store.ts'],
  ['http/x.ts', '../domain/scoring/score.ts'],
  ['ports/models.ts', '../adapters/storage/store.ts'],
  ['ports/models.ts', '../operations/access.ts'],
  ['config.ts', './ports/host.ts'],
  ['log.ts', './operations/operations.ts'],
  ['main.ts', 'kysely'],
];

const ALLOWED: [string, string][] = [
  ['domain/quality/x.ts', './findings.ts'],
  ['domain/quality/x.ts', '@plumbline/contract'],
  ['domain/schedule/x.ts', 'temporal-polyfill'],
  ['operations/x.ts', '../domain/scoring/score.ts'],
  ['adapters/storage/x.ts', 'kysely/migration'],
  ['adapters/queue/x.ts', '../storage/open-database.ts'],
  ['http/routes/x.ts', '../../operations/operations.ts'],
  ['main.ts', './adapters/storage/store.ts'],
];

test('a layer that imports what it must not know is named with the import', () => {
  for (const [path, specifier] of FORBIDDEN) {
    const broken = checkImports([importing(service + path, specifier)]);
    assert.equal(broken.length, 1, `${path} imports ${specifier}`);
    assert.match(broken.join(), new RegExp(`^${service}${path} must not import `));
  }
});

test('a layer may import what its rule names', () => {
  for (const [path, specifier] of ALLOWED) assert.deepEqual(checkImports([importing(service + path, specifier)]), []);
});

test('the local org knows nothing of the product, the contract only zod, the plugin never the service', () => {
  const planted = [
    importing('test/local-org/src/x.ts', '@plumbline/contract'),
    importing('test/local-org/src/x.ts', '../../../scoring-service/src/ports/runs.ts'),
    importing('test/local-org/src/x.ts', '../../flows/automation.test.ts'),
    importing('test/local-org/test/x.test.ts', '../../scoring-service/lead-plan.ts'),
    importing('scoring-service/contract/src/x.ts', '../../src/domain/scoring/score.ts'),
    importing('plugin/src/commands/x.ts', '../../../scoring-service/src/ports/runs.ts'),
  ];
  assert.equal(checkImports(planted).length, planted.length);
});

test('a package with a name that begins alike is another package', () => {
  assert.equal(checkImports([importing(`${service}adapters/storage/x.ts`, 'pg-boss')]).length, 1);
  assert.deepEqual(checkLibraryHomes([importing(`${service}adapters/queue/x.ts`, 'pg-boss')]), []);
});

test('every way to import is seen', () => {
  const path = `${service}domain/x.ts`;
  const ways = [
    `import 'jsforce';`,
    `import type { Connection } from 'jsforce';`,
    `export { Connection } from 'jsforce';`,
    `const later = () => import('jsforce');`,
    `type Connection = import('jsforce').Connection;`,
  ];
  for (const text of ways) assert.equal(checkImports([{ path, text }]).length, 1, text);
});

test('a library outside its adapter is named, in the plugin too; tests may use it', () => {
  for (const library of [
    'jsforce',
    'kysely',
    'pg',
    '@electric-sql/pglite',
    'pg-boss',
    '@duckdb/node-api',
    'ml-xgboost',
  ])
    assert.equal(checkLibraryHomes([importing(`${service}main.ts`, library)]).length, 1, library);
  assert.equal(checkLibraryHomes([importing('plugin/src/x.ts', 'jsforce/lib/transport.js')]).length, 1);
  assert.deepEqual(checkLibraryHomes([importing('test/e2e/x.test.ts', 'jsforce')]), []);
});

test('a cycle is reported from its first file back to it; a diamond is not a cycle', () => {
  const planted = [importing('a/one.ts', './two.ts'), importing('a/two.ts', '../b/three.ts')];
  assert.deepEqual(checkCycles([...planted, importing('b/three.ts', '../a/one.ts')]), [
    'a/one.ts → a/two.ts → b/three.ts → a/one.ts',
  ]);
  assert.deepEqual(checkCycles([...planted, importing('a/zero.ts', './two.ts'), importing('b/three.ts', 'zod')]), []);
});

test('folders that import each other are a cycle even where their files are not', () => {
  const planted = [
    importing('d/goals/one.ts', '../features/two.ts'),
    importing('d/features/three.ts', '../goals/four.ts'),
    importing('d/time.ts', './goals/one.ts'),
  ];
  assert.deepEqual(checkCycles(planted), []);
  assert.deepEqual(checkFolderCycles(planted, 'd/'), ['goals → features → goals']);
  assert.deepEqual(checkFolderCycles(planted.slice(0, 1), 'd/'), []);
});
