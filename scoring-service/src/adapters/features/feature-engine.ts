import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { couldMatch, waysOf } from '../../domain/features/account-ways.ts';
import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { createFeatureSession } from './feature-session.ts';
import { createTableSql, insertRowsSql, pageFiles, pagesSource, plannedTable, tableNames } from './load-tables.ts';
import { canHaveSharedAddress, createSharedTables, emptySharedTables, sharedAddressesSql } from './shared-addresses.ts';
import { readHistorySql } from './picklist-history-sql.ts';
import { presentIn } from './present-rows.ts';
import { quoteName, quoteText, textList } from './sql-text.ts';

export type FeatureEngineOptions = {
  threads?: number;
  /** In DuckDB's notation, for example `1GB`. What does not fit is spilled to a temporary folder. */
  memoryLimit?: string;
  /** The timeout of each statement. */
  timeoutMs?: number;
  /** The parent of temporary folders, by default the system's. */
  temporaryFolder?: string;
};

type Kind = 'rows' | 'folder';

type Running = { instance: DuckDBInstance; spillFolder: string };

/**
 * Computes features with DuckDB. There is one instance for extractions and one for single records; each starts with its
 * first session and stays open. Each session has a database of its own, which isolates its tables. The databases of
 * single records are emptied and reused.
 */
export function createFeatureEngine({
  threads = 2,
  memoryLimit = '1GB',
  timeoutMs = 600_000,
  temporaryFolder = tmpdir(),
}: FeatureEngineOptions = {}): FeatureEngine {
  const running = new Map<Kind, Promise<Running>>();
  /** Instances that failed internally; the next session starts another one. */
  const broken: Running[] = [];
  let sessions = 0;

  /** For the rows of one record a second thread slows DuckDB down (test/bench/features: 58 ms instead of 40 ms). */
  function instanceFor(kind: Kind): Promise<Running> {
    const threadsOf = { folder: threads, rows: 1 };
    const started = running.get(kind) ?? start({ threads: threadsOf[kind], memoryLimit, timeoutMs, temporaryFolder });
    running.set(kind, started);
    return started;
  }

  const openDatabaseFor = async (kind: Kind, folder?: string): Promise<Database> => {
    sessions += 1;
    const name = `session_${sessions}`;
    const starting = instanceFor(kind);
    const instance = await starting;
    const onBroken = (): void => {
      if (running.get(kind) !== starting) return;
      running.delete(kind);
      broken.push(instance);
      if (kind === 'rows') singles.forget();
    };
    return attach(instance, { name, folder, timeoutMs, onBroken });
  };
  const singles = createSingleDatabases(() => openDatabaseFor('rows'));

  return {
    async open(plan, source) {
      if ('rows' in source) {
        const needed = planOfRows(plan, source.rows);
        const single = await singles.take(plan, needed, source.rows);
        // DuckDB 1.5.6 can fail internally when the query of an account is run again on other rows.
        const isKept = plan.goal.object === 'Lead';
        return createFeatureSession(single.database, needed, { ...single, isKept, whole: plan });
      }
      const database = await openDatabaseFor('folder', source.folder);
      try {
        await loadPages(database, plan, source.folder);
      } catch (error) {
        await database.close();
        throw error;
      }
      return createFeatureSession(database, plan, {
        ...{ onTables: () => undefined, isKept: false, close: () => database.close() },
      });
    },
    async close() {
      const started = [...(await Promise.all(running.values())), ...broken.splice(0)];
      running.clear();
      for (const { instance, spillFolder } of started) {
        instance.closeSync();
        await rm(spillFolder, { recursive: true, force: true });
      }
    },
  };
}

/** The same plan for a query without what the rows do not have, such as the ways to an account where no company leads to one. */
const planOfRows = (plan: SourcePlan, rows: SourceRows): SourcePlan => ({
  ...plan,
  accountWays: couldMatch(rows) ? waysOf(plan) : [],
  present: presentIn(rows),
});

async function start({ threads, memoryLimit, temporaryFolder }: Required<FeatureEngineOptions>): Promise<Running> {
  const spillFolder = await mkdtemp(join(temporaryFolder, 'plumbline-features-'));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // The file of a session is deleted when it is detached, so nothing need be written to it then: that fails on a full disk.
  await connection.run('PRAGMA disable_checkpoint_on_shutdown');
  connection.closeSync();
  return { instance, spillFolder };
}

/** Creates the database of one session: a file in the folder, or in memory without one. */
async function attach(
  { instance }: Running,
  {
    name,
    folder,
    timeoutMs,
    onBroken,
  }: { name: string; folder: string | undefined; timeoutMs: number; onBroken: () => void },
): Promise<Database> {
  const ownFolder = folder === undefined ? undefined : await mkdtemp(join(folder, 'features-'));
  const place = ownFolder === undefined ? ':memory:' : join(ownFolder, 'features.duckdb');
  const connection = await instance.connect();
  if (folder === undefined) await planForAnyRows(connection);
  const database = openDatabase(connection, {
    timeoutMs,
    onBroken,
    async onClose() {
      try {
        await connection.run(`USE memory; DETACH DATABASE IF EXISTS ${quoteName(name)}`);
      } finally {
        connection.closeSync();
        if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
      }
    },
  });
  await database.run(`ATTACH ${quoteText(place)} AS ${quoteName(name)}; USE ${quoteName(name)}`);
  return database;
}

/** Optimizers that do not depend on the contents of tables. */
const contentFreeOptimizers = [
  'column_lifetime',
  'common_subexpressions',
  'cte_inlining',
  'expression_rewriter',
  'unused_columns',
];

/**
 * A prepared query plan is reused after the tables have changed, so it must not depend on their contents: DuckDB's other
 * optimizers drop joins with tables that are empty at planning time.
 */
async function planForAnyRows(connection: DuckDBConnection): Promise<void> {
  const others = `SELECT string_agg(name, ',') FROM duckdb_optimizers() WHERE name NOT IN (${textList(contentFreeOptimizers)})`;
  const [[names] = []] = (await connection.runAndReadAll(others)).getRows();
  await connection.run(`SET disabled_optimizers = ${quoteText(String(names))}`);
}

async function loadPages(database: Database, plan: SourcePlan, folder: string): Promise<void> {
  for (const name of tableNames) {
    const table = plannedTable(plan, name);
    const source = table && pagesSource(table, await pageFiles(folder, table));
    await database.run(createTableSql(plan, name, source));
  }
  const withoutShared = sharedAddressesSql(plan);
  if (withoutShared !== undefined) await database.run(withoutShared);
  for (const sql of readHistorySql(plan, tableNames)) await database.run(sql);
}

/** A database for one record; a session calls `onTables` before it creates tables, after which it is not reused. */
type SingleDatabase = { database: Database; onTables: () => void; close: () => Promise<void> };

type Idle = { plan: SourcePlan; database: Database; uses: number };

/** About the number of records that are evaluated concurrently. */
const MAX_IDLE = 4;

/** DuckDB only marks rows as deleted, so emptied tables keep growing. */
const MAX_USES = 200;

/**
 * Databases for single evaluations. Creating the tables of a plan and planning its query take longer than running it, so
 * the database of a closed session is emptied and kept for the next record of the same plan.
 */
function createSingleDatabases(openDatabase: () => Promise<Database>): {
  /** `needed` is the plan of these rows. */
  take(plan: SourcePlan, needed: SourcePlan, rows: SourceRows): Promise<SingleDatabase>;
  /** Forgets the databases of an instance that has failed. */
  forget(): void;
} {
  const idle: Idle[] = [];

  async function create(plan: SourcePlan): Promise<Idle> {
    const database = await openDatabase();
    const statements = tableNames.map((name) => createTableSql(plan, name, undefined));
    await database.run([...statements, createSharedTables].join(';\n'));
    return { plan, database, uses: 0 };
  }

  async function giveBack({ plan, database, uses }: Idle, emptying: string[]): Promise<void> {
    await database.run(emptying.join(';\n'));
    idle.push({ plan, database, uses: uses + 1 });
    if (idle.length > MAX_IDLE) await idle.shift()?.database.close();
  }

  return {
    forget: () => void idle.splice(0),
    async take(plan, needed, rows) {
      const position = idle.findIndex((candidate) => candidate.plan === plan);
      const [kept] = position < 0 ? [] : idle.splice(position, 1);
      const single = kept ?? (await create(plan));
      const tables = plan.tables.filter(({ name }) => (rows[name] ?? []).length > 0);
      const names = tables.map(({ name }) => name);
      const withoutShared = canHaveSharedAddress(plan, rows) ? sharedAddressesSql(plan) : undefined;
      let isReusable = single.uses < MAX_USES;
      try {
        for (const table of tables) {
          const ofTable = rows[table.name] ?? [];
          const lists = table.columns.map(({ column }) => ofTable.map((row) => row[column]));
          await single.database.runPrepared(insertRowsSql(plan, table), lists);
        }
        const corrections = readHistorySql(needed, names);
        if (withoutShared !== undefined) corrections.push(withoutShared);
        if (corrections.length > 0) await single.database.run(corrections.join(';\n'));
      } catch (error) {
        await single.database.close();
        throw error;
      }
      const emptying = names.map((name) => `DELETE FROM ${quoteName(name)}`);
      if (withoutShared !== undefined) emptying.push(emptySharedTables);
      let closing: Promise<void> | undefined;
      return {
        database: single.database,
        onTables: () => {
          isReusable = false;
        },
        close() {
          const isGivenBack = isReusable && emptying.length > 0 && !single.database.isBroken();
          return (closing ??= isGivenBack ? giveBack(single, emptying) : single.database.close());
        },
      };
    },
  };
}
