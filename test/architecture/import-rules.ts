import { findImports } from './imports.ts';
import type { Source } from './source.ts';

/** The imports allowed in the files under a path: prefixes of repository paths and of packages. */
export type ImportRule = { under: string; mayImport: string[] };

/** A package and the only folders of the product that may import it. */
export type LibraryHome = { library: string; homes: string[] };

const service = 'scoring-service/src/';
const domain = `${service}domain/`;
const adapters = `${service}adapters/`;
const contract = '@plumbline/contract';
const learning = '@plumbline/learning';
const ports = `${service}ports/`;
const scoringError = `${domain}scoring-error.ts`;

const adapter = (name: string, ...libraries: string[]): ImportRule => ({
  under: `${adapters}${name}/`,
  mayImport: [`${adapters}${name}/`, domain, ports, contract, learning, 'node:', 'zod', ...libraries],
});

/** The import rules, most specific first: the first rule whose `under` matches a file applies. */
export const IMPORT_RULES: ImportRule[] = [
  { under: 'scoring-service/learning/src/', mayImport: ['scoring-service/learning/src/', 'p-map'] },
  // Data and time arithmetic of other packages are pure too.
  { under: domain, mayImport: [domain, learning, contract, 'email-providers/all.json', 'temporal-polyfill', 'tldts'] },
  {
    under: `${service}operations/`,
    mayImport: [domain, learning, ports, `${service}operations/`, contract, 'node:crypto', 'node:path'],
  },
  adapter('salesforce', 'jsforce', 'csv-parse', 'csv-stringify', 'p-map'),
  adapter('storage', 'kysely', 'pg', '@electric-sql/pglite'),
  // The queue uses the database and the connection of the store.
  adapter('queue', 'pg-boss', `${adapters}storage/`),
  adapter('features', '@duckdb/'),
  adapter('trainer', 'ml-xgboost'),
  {
    under: `${service}http/`,
    mayImport: [
      `${service}http/`,
      `${service}operations/`,
      `${service}log.ts`,
      `${ports}access.ts`,
      scoringError,
      contract,
      ...['hono', '@hono/', 'prom-client', 'zod', 'node:'],
    ],
  },
  { under: ports, mayImport: [ports, domain, learning, contract] },
  { under: `${service}config.ts`, mayImport: [scoringError, `${service}setting-values.ts`, 'zod'] },
  { under: `${service}setting-values.ts`, mayImport: ['zod', 'node:net'] },
  { under: `${service}log.ts`, mayImport: [ports, scoringError, 'pino'] },
  // The other files at the root of the service compose it and may import every layer.
  { under: service, mayImport: [service, learning, contract, 'node:'] },
  { under: 'scoring-service/contract/', mayImport: ['scoring-service/contract/src/', 'zod'] },
  // The build script is not part of the plugin.
  { under: 'plugin/build.ts', mayImport: ['typescript', 'node:'] },
  { under: 'plugin/', mayImport: ['plugin/', contract, '@salesforce/', '@oclif/', 'csv-', 'zod', 'node:'] },
  {
    under: 'test/local-org/src/',
    mayImport: [
      'test/local-org/src/',
      ...[
        '@apexdevtools/apex-parser',
        '@fastify/busboy',
        '@jetstreamapp/soql-parser-js',
        'csv-parse',
        'csv-stringify',
        'fast-xml-parser',
        'fflate',
      ],
      'node:',
    ],
  },
  {
    under: 'test/local-org/test/',
    mayImport: [
      'test/local-org/',
      ...['csv-', 'fflate', 'fast-check', 'formulon', 'jsforce', 'playwright-core', '@sparticuz/chromium'],
      'node:',
    ],
  },
];

/** The library of each outside system has one home in the product; tests may import any library. */
export const LIBRARY_HOMES: LibraryHome[] = [
  { library: 'jsforce', homes: [`${adapters}salesforce/`] },
  { library: 'kysely', homes: [`${adapters}storage/`] },
  { library: 'pg', homes: [`${adapters}storage/`] },
  { library: '@electric-sql/pglite', homes: [`${adapters}storage/`] },
  { library: 'pg-boss', homes: [`${adapters}queue/`] },
  { library: '@duckdb/node-api', homes: [`${adapters}features/`] },
  { library: 'ml-xgboost', homes: [`${adapters}trainer/`] },
  { library: 'hono', homes: [`${service}http/`] },
  { library: 'temporal-polyfill', homes: [`${domain}schedule/`] },
  { library: 'email-providers', homes: [`${domain}features/`] },
  { library: 'tldts', homes: [`${domain}features/`] },
];

const isWithin = (target: string, allowed: string): boolean =>
  target === allowed || target.startsWith(/[/:.-]$/.test(allowed) ? allowed : `${allowed}/`);

/** Lists imports that no rule allows. A file that matches no rule may import anything. */
export function checkImports(sources: Source[], rules: ImportRule[] = IMPORT_RULES): string[] {
  return sources.flatMap((source) => {
    const rule = rules.find(({ under }) => source.path.startsWith(under));
    if (rule === undefined) return [];
    return findImports(source)
      .filter(({ target }) => !rule.mayImport.some((allowed) => isWithin(target, allowed)))
      .map(({ from, target }) => `${from} must not import ${target}`);
  });
}

/** Lists imports of an outside system's library outside its home. */
export function checkLibraryHomes(sources: Source[], libraries: LibraryHome[] = LIBRARY_HOMES): string[] {
  const product = sources.filter(({ path }) => /^(scoring-service|plugin)\//.test(path));
  return product
    .flatMap(findImports)
    .flatMap(({ from, target }) =>
      libraries
        .filter(({ library, homes }) => isWithin(target, library) && !homes.some((home) => from.startsWith(home)))
        .map(({ library, homes }) => `${from} must not import ${library}: only ${homes.join(', ')} may`),
    );
}
