import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { RunLog } from '../../ports/host.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { orStoreFailure } from './store-failure.ts';
import type { Tables } from './tables.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const QUERY_TIMEOUT_MS = 120_000;
const POOL_SIZE = 8;
const INT8 = 20;

/** A migrated database with what a library of its own needs to join it. */
export type Database = {
  kysely: Kysely<Tables>;
  engine: { kind: 'pglite'; pglite: PGlite } | { kind: 'postgres'; databaseUrl: string };
  close(): Promise<void>;
};

/**
 * Opens Postgres by its URL, else PGlite in a folder (made where missing), else PGlite in memory, and migrates it.
 * Throws ScoringError `store.in-use` when another process has the folder, `store.failed` when it cannot be opened.
 */
export async function openDatabase({
  databaseUrl,
  folder,
  log,
}: { databaseUrl?: string; folder?: string; log?: RunLog } = {}): Promise<Database> {
  return orStoreFailure(async () => {
    const database = databaseUrl === undefined ? await openPglite(folder) : openPostgres(databaseUrl, log);
    try {
      await migrate(database.kysely);
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  });
}

async function openPglite(folder: string | undefined): Promise<Database> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const lock = folder === undefined ? undefined : lockFolder(folder);
  try {
    // Loaded here because a service on Postgres has no use for 200 MB of WebAssembly.
    const { PGlite } = await import('@electric-sql/pglite');
    const pglite = await PGlite.create(folder === undefined ? {} : { dataDir: join(folder, 'postgres') });
    const kysely = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
    return {
      kysely,
      engine: { kind: 'pglite', pglite },
      async close() {
        await kysely.destroy();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function openPostgres(databaseUrl: string, log: RunLog | undefined): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'plumbline',
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types,
  });
  // Without a listener a connection that breaks while idle ends the process; the pool replaces it by itself.
  pool.on('error', (error) => log?.error('store.connection-lost', {}, error));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, engine: { kind: 'postgres', databaseUrl }, close: () => kysely.destroy() };
}
