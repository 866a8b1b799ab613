import { findImports } from './imports.ts';
import type { Source } from './source.ts';

/** What the files under a path may import: paths of the repository and packages; both match by their beginning. */
export type ImportRule = { under: string; mayImport: string[] };

/** A package and the only places of the product that may import it. */
export type LibraryHome = { library: string; homes: string[] };

const service = 'scoring-service/src/';
const domain = `${service}domain/`;
const adapters = `${service}adapters/`;
const contract = '@plumbline/contract';
const learning = '@plumbline/learning';
const ports = `${service}ports.ts`;
const scoringError = `${domain}scoring-error.ts`;

const adapter = (name: string, ...libraries: string[]): ImportRule => ({
  under: `${adapters}${name}/`,
  mayImport: [`${adapters}${name}/`, domain, ports, contract, learning, 'node:', 'zod', ...libraries],
});

/** Who may know whom, the most special first: the first rule whose `under` fits a file is the one that holds. */
export const IMPORT_RULES: ImportRule[] = [
  { under: 'scoring-service/learning/src/', mayImport: ['scoring-service/learning/src/'] },
  { under: domain, mayImport: [domain, learning, contract] },
  {
    under: `${service}operations/`,
    mayImport: [domain, learning, ports, `${service}operations/`, contract, 'node:crypto', 'node:path'],
  },
  adapter('salesforce', 'jsforce', 'csv-parse', 'csv-stringify'),
  adapter('storage', 'kysely', 'pg', '@electric-sql/pglite'),
  // The queue lives in the same database as the store and is handed the connection.
  adapter('queue', 'pg-boss', `${adapters}storage/`),
  adapter('features', '@duckdb/'),
  adapter('trainer', 'ml-xgboost'),
  {
    under: `${service}http/`,
    mayImport: [
      `${service}http/`,
      `${service}operations/`,
      `${service}log.ts`,
      scoringError,
      contract,
      ...['hono', '@hono/', 'prom-client', 'zod', 'node:'],
    ],
  },
  { under: ports, mayImport: [domain, learning, contract] },
  { under: `${service}config.ts`, mayImport: [scoringError, 'zod'] },
  { under: `${service}log.ts`, mayImport: [ports, scoringError, 'pino'] },
  // What is left at the root of the service puts it together and may know everyone.
  { under: service, mayImport: [service, learning, contract, 'node:'] },
  { under: 'scoring-service/contract/src/', mayImport: ['scoring-service/contract/src/', 'zod'] },
  // Compiles and describes the plugin; not part of it.
  { under: 'plugin/build.ts', mayImport: ['typescript', 'node:'] },
  { under: 'plugin/', mayImport: ['plugin/', contract, '@salesforce/', '@oclif/', 'csv-', 'zod', 'node:'] },
  {
    under: 'test/local-org/src/',
    mayImport: [
      'test/local-org/src/',
      ...['@fastify/busboy', '@jetstreamapp/soql-parser-js', 'csv-parse', 'csv-stringify', 'fast-xml-parser', 'fflate'],
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

/** Each outside system is known in one place. Holds for the product; tests may look from outside. */
export const LIBRARY_HOMES: LibraryHome[] = [
  { library: 'jsforce', homes: [`${adapters}salesforce/`] },
  { library: 'kysely', homes: [`${adapters}storage/`] },
  { library: 'pg', homes: [`${adapters}storage/`] },
  { library: '@electric-sql/pglite', homes: [`${adapters}storage/`] },
  { library: 'pg-boss', homes: [`${adapters}queue/`] },
  { library: '@duckdb/node-api', homes: [`${adapters}features/`] },
  { library: 'ml-xgboost', homes: [`${adapters}trainer/`] },
  { library: 'hono', homes: [`${service}http/`] },
];

const isWithin = (target: string, allowed: string): boolean =>
  target === allowed || target.startsWith(/[/:.-]$/.test(allowed) ? allowed : `${allowed}/`);

/** Imports that no rule allows, one sentence each. A file under no rule may import what it likes. */
export function checkImports(sources: Source[], rules: ImportRule[] = IMPORT_RULES): string[] {
  return sources.flatMap((source) => {
    const rule = rules.find(({ under }) => source.path.startsWith(under));
    if (rule === undefined) return [];
    return findImports(source)
      .filter(({ target }) => !rule.mayImport.some((allowed) => isWithin(target, allowed)))
      .map(({ from, target }) => `${from} must not import ${target}`);
  });
}

/** Imports of an outside system's library away from its home, one sentence each. */
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
