import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { createFeatureSession } from './feature-session.ts';
import { createTableSql, pagesSource, plannedTable, tableNames } from './load-sql.ts';
import { pageFiles } from './page-files.ts';
import { createSingleDatabases } from './single-databases.ts';
import { quoteName, quoteText, textList } from './sql-text.ts';

export type FeatureEngineOptions = {
  threads?: number;
  /** As DuckDB writes it: `1GB`. What does not fit goes to a temporary folder. */
  memoryLimit?: string;
  /** Of each statement. */
  timeoutMs?: number;
  /** Where temporary folders are made; the system's unless given. */
  temporaryFolder?: string;
};

async function loadPages(database: Database, plan: SourcePlan, folder: string): Promise<void> {
  for (const name of tableNames) {
    const table = plannedTable(plan, name);
    const source = table && pagesSource(table, await pageFiles(folder, table));
    await database.run(createTableSql(plan, name, source));
  }
}

type Kind = 'rows' | 'folder';

type Running = { instance: DuckDBInstance; spillFolder: string };

async function start({ threads, memoryLimit, temporaryFolder }: Required<FeatureEngineOptions>): Promise<Running> {
  const spillFolder = await mkdtemp(join(temporaryFolder, 'plumbline-features-'));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return { instance, spillFolder };
}

/** What makes a plan smaller, whatever is in the tables. */
const lastingOptimizers = [
  'column_lifetime',
  'common_subexpressions',
  'cte_inlining',
  'expression_rewriter',
  'unused_columns',
];

/**
 * A plan that is kept must not rest on what the tables happened to hold when it was made: DuckDB's others leave out joins
 * with tables that were empty then.
 */
async function planForAnyRows(connection: DuckDBConnection): Promise<void> {
  const others = `SELECT string_agg(name, ',') FROM duckdb_optimizers() WHERE name NOT IN (${textList(lastingOptimizers)})`;
  const [[names] = []] = (await connection.runAndReadAll(others)).getRows();
  await connection.run(`SET disabled_optimizers = ${quoteText(String(names))}`);
}

/** A database of its own for one session: a file in the folder, or in memory without one. */
async function attach(
  { instance }: Running,
  { name, folder, timeoutMs }: { name: string; folder: string | undefined; timeoutMs: number },
): Promise<Database> {
  const ownFolder = folder === undefined ? undefined : await mkdtemp(join(folder, 'features-'));
  const place = ownFolder === undefined ? ':memory:' : join(ownFolder, 'features.duckdb');
  const connection = await instance.connect();
  if (folder === undefined) await planForAnyRows(connection);
  const database = openDatabase(connection, {
    timeoutMs,
    async onClose() {
      await connection.run(`USE memory; DETACH DATABASE IF EXISTS ${quoteName(name)}`);
      connection.closeSync();
      if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
    },
  });
  await database.run(`ATTACH ${quoteText(place)} AS ${quoteName(name)}; USE ${quoteName(name)}`);
  return database;
}

/**
 * Features by DuckDB. An instance for extractions and one for single records start with their first session and stay
 * warm; each session has a database of its own in it, so that none sees the tables of another; those of single records are
 * emptied and used again.
 */
export function createFeatureEngine({
  threads = 2,
  memoryLimit = '1GB',
  timeoutMs = 600_000,
  temporaryFolder = tmpdir(),
}: FeatureEngineOptions = {}): FeatureEngine {
  const running = new Map<Kind, Promise<Running>>();
  let sessions = 0;

  /** For the rows of one record a second thread costs more than it brings (test/bench/features: 58 ms instead of 40 ms). */
  function instanceFor(kind: Kind): Promise<Running> {
    const threadsOf = { folder: threads, rows: 1 };
    const started = running.get(kind) ?? start({ threads: threadsOf[kind], memoryLimit, timeoutMs, temporaryFolder });
    running.set(kind, started);
    return started;
  }

  const openDatabaseFor = async (kind: Kind, folder?: string): Promise<Database> => {
    sessions += 1;
    const name = `session_${sessions}`;
    return attach(await instanceFor(kind), { name, folder, timeoutMs });
  };
  const singles = createSingleDatabases(() => openDatabaseFor('rows'));

  return {
    async open(plan, source) {
      if ('rows' in source) {
        const single = await singles.take(plan, source.rows);
        return createFeatureSession(single.database, plan, single);
      }
      const database = await openDatabaseFor('folder', source.folder);
      try {
        await loadPages(database, plan, source.folder);
      } catch (error) {
        await database.close();
        throw error;
      }
      return createFeatureSession(database, plan, { onTables: () => undefined, close: () => database.close() });
    },
    async close() {
      const started = await Promise.all(running.values());
      running.clear();
      for (const { instance, spillFolder } of started) {
        instance.closeSync();
        await rm(spillFolder, { recursive: true, force: true });
      }
    },
  };
}
