import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { releaseClaims } from './band-events.ts';
import { readBoundOrg } from './bound-org.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Postgres } from './postgres.ts';
import type { Tables } from './tables.ts';

const POOL_SIZE = 8;
const SQLITE_BUSY = 5;
/** SQLSTATE of a user without the right to do something. */
const NO_RIGHT = '42501';

/** A migrated database, with the engine for libraries that open connections of their own. */
export type Database = {
  kysely: Kysely<Tables>;
  engine: { kind: 'pglite'; pglite: PGlite } | PostgresEngine;
  /** Connections to Postgres by what they do. */
  counts?: Postgres['counts'];
  close(): Promise<void>;
};

/** Opens connections of their own beside those of the store. */
type PostgresEngine = { kind: 'postgres'; connect(name: string, size: number): Postgres };

/**
 * Opens Postgres by its URL, else PGlite in a folder (created if missing), else PGlite in memory, and migrates it.
 * Throws ScoringError `store.in-use` when another process uses the folder, `store.failed` when it cannot be opened.
 */
export async function openDatabase({
  databaseUrl,
  folder,
  log,
}: { databaseUrl?: string; folder?: string; log?: RunLog } = {}): Promise<Database> {
  return orStoreFailure(async () => {
    const database = databaseUrl === undefined ? await openPglite(folder) : openShared(databaseUrl, log);
    try {
      if (databaseUrl === undefined) {
        await migrate(database.kysely);
        // No other process uses PGlite: claims are of one that has ended, whose events need not wait for the claims' end.
        await releaseClaims(database.kysely);
      } else await withPostgres({ databaseUrl, log }, migrate);
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  });
}

/** The migrations of a database, by number, and the org that its state belongs to. */
type Inspected = { applied: number; pending: number; boundOrg: string | undefined };

/**
 * The migrations of a Postgres database: those applied, and those that this release would add. Throws ScoringError
 * `store.failed` when the user may not add them.
 */
export const inspectDatabase = (databaseUrl: string): Promise<Inspected> =>
  orStoreFailure(() =>
    withPostgres({ databaseUrl }, async (kysely) => {
      const found = { ...(await readMigrations(kysely)), boundOrg: await readBoundOrg(kysely) };
      if (found.pending > 0 && !(await mayMakeTables(kysely)))
        throw Object.assign(new Error('Tables and schemas cannot be made.'), { code: NO_RIGHT });
      return found;
    }),
  );

/** The store makes tables in the schema public, the queue a schema of its own. */
async function mayMakeTables(kysely: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_database_privilege(current_database(), 'CREATE') and has_schema_privilege('public', 'CREATE') as may
  `.execute(kysely);
  return rows[0]?.may === true;
}

/** Works on one connection, whose statements may take any time: a migration, or the wait for that of another replica. */
async function withPostgres<T>(
  { databaseUrl, log }: { databaseUrl: string; log?: RunLog },
  work: (kysely: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const pool = openPostgres({ databaseUrl, name: 'plumbline-start', size: 1, statementMs: 0, log });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(kysely);
  } finally {
    await kysely.destroy();
  }
}

/** Turns errors of `work` into ScoringError `store.failed`; a ScoringError stays as it is. */
export async function orStoreFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof ScoringError ? cause : storeFailure(cause);
  }
}

async function openPglite(folder: string | undefined): Promise<Database> {
  // PGlite gives its files modes of its own; the folder keeps others out.
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = folder === undefined ? undefined : lockFolder(folder);
  try {
    // Imported dynamically because a service on Postgres does not need its 200 MB of WebAssembly.
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

function openShared(databaseUrl: string, log: RunLog | undefined): Database {
  const pool = openPostgres({ databaseUrl, name: 'plumbline', size: POOL_SIZE, log });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const connect: PostgresEngine['connect'] = (name, size) => openPostgres({ databaseUrl, name, size, log });
  return {
    kysely,
    engine: { kind: 'postgres', connect },
    counts: pool.counts,
    async close() {
      await kysely.destroy();
      // Kysely leaves a pool open that it has not used.
      await pool.end();
    },
  };
}

/**
 * Locks a folder for this process. PGlite has no lock of its own, and two processes would corrupt its files. SQLite uses a
 * lock of the operating system, which is released however the process ends. Throws ScoringError `store.in-use`.
 */
function lockFolder(folder: string): { release(): void } {
  const file = new DatabaseSync(join(folder, 'in-use.lock'));
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    throw cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY ? inUse(folder, cause) : cause;
  }
  return {
    release() {
      if (file.isOpen) file.close();
    },
  };
}

const inUse = (folder: string, cause: unknown): ScoringError =>
  new ScoringError('store.in-use', {
    message: `Another process uses the data folder ${folder}.`,
    cause,
    actions: [
      'Stop the other process, or use another data folder for this one.',
      'To share the state between several processes, set DATABASE_URL to a Postgres database.',
    ],
  });

/** The ScoringError for a failure of the database. */
function storeFailure(cause: unknown): ScoringError {
  const code = codeOf(cause);
  return new ScoringError('store.failed', {
    message: `The database of the scoring service failed${code === undefined ? '' : ` (${code})`}.`,
    cause,
    actions: [
      actionOf[code ?? ''] ??
        'Check that the database of DATABASE_URL is running and reachable, or that the data folder is intact and its disk not full.',
      'Try again.',
    ],
  });
}

const credentials = 'Check user and password in DATABASE_URL; in a password write %40 for @, %2F for / and so on.';

/** The next step for what Postgres refuses by SQLSTATE, mostly at the first start. */
const actionOf: Partial<Record<string, string>> = {
  '28000': credentials,
  '28P01': credentials,
  '3D000': 'Create the database that DATABASE_URL names: CREATE DATABASE name OWNER user.',
  [NO_RIGHT]:
    'Let the user of DATABASE_URL own the database, so that it can make tables: ALTER DATABASE name OWNER TO user.',
};

/** The SQLSTATE or system code; the message is left out because it may quote values. */
function codeOf(cause: unknown): string | undefined {
  const inner = cause instanceof Error && !('code' in cause) ? cause.cause : cause;
  return inner instanceof Error && 'code' in inner ? String(inner.code) : undefined;
}
