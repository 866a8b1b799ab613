import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import type { FeatureEngine } from '../../ports.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { createFeatureSession } from './feature-session.ts';
import { createTableSql, pagesSource, plannedTable, rowsSource, tableNames } from './load-sql.ts';
import { pageFiles } from './page-files.ts';
import { quoteName, quoteText } from './sql-text.ts';

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

async function loadRows(database: Database, plan: SourcePlan, rows: SourceRows): Promise<void> {
  const statements = tableNames.map((name) => {
    const table = plannedTable(plan, name);
    return createTableSql(plan, name, table && rowsSource(table, rows[name] ?? []));
  });
  await database.run(statements.join(';\n'));
}

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

/** A database of its own for one session: a file in the folder, or in memory without one. */
async function attach(
  { instance }: Running,
  { name, folder, timeoutMs }: { name: string; folder: string | undefined; timeoutMs: number },
): Promise<Database> {
  const ownFolder = folder === undefined ? undefined : await mkdtemp(join(folder, 'features-'));
  const place = ownFolder === undefined ? ':memory:' : join(ownFolder, 'features.duckdb');
  const connection = await instance.connect();
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
 * warm; each session has a database of its own in it, so that none sees the tables of another.
 */
export function createFeatureEngine({
  threads = 2,
  memoryLimit = '1GB',
  timeoutMs = 600_000,
  temporaryFolder = tmpdir(),
}: FeatureEngineOptions = {}): FeatureEngine {
  const running = new Map<'rows' | 'folder', Promise<Running>>();
  let sessions = 0;

  /** For the rows of one record a second thread costs more than it brings (test/bench/features: 58 ms instead of 40 ms). */
  function instanceFor(source: { folder: string } | { rows: SourceRows }): Promise<Running> {
    const kind = 'folder' in source ? 'folder' : 'rows';
    const threadsOf = { folder: threads, rows: 1 };
    const started = running.get(kind) ?? start({ threads: threadsOf[kind], memoryLimit, timeoutMs, temporaryFolder });
    running.set(kind, started);
    return started;
  }

  return {
    async open(plan, source) {
      sessions += 1;
      const name = `session_${sessions}`;
      const folder = 'folder' in source ? source.folder : undefined;
      const database = await attach(await instanceFor(source), { name, folder, timeoutMs });
      try {
        if ('folder' in source) await loadPages(database, plan, source.folder);
        else await loadRows(database, plan, source.rows);
      } catch (error) {
        await database.close();
        throw error;
      }
      return createFeatureSession(database, plan);
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
