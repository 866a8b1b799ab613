import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { RunLog } from '../../ports/host.ts';

/** How long a caller waits for a connection: with the check of a statement, less than 10 s until a lost server is reported. */
const CONNECT_MS = 3500;
/** A statement that takes longer is checked, again and again. */
const CHECK_MS = 2500;
/** How long the server has to answer a check. */
const ANSWER_MS = 2500;
/** Longest duration of a statement, by the server's clock and, somewhat later, by ours. */
const STATEMENT_MS = 120_000;
const INT8 = 20;

export type PostgresOptions = {
  databaseUrl: string;
  /** How the server's list of activity names these connections. */
  name: string;
  size: number;
  /** 0 for statements that may take any time. */
  statementMs?: number;
  checkMs?: number;
  log?: RunLog;
};

/** Connections to Postgres that survive the loss of each of them, in the form in which Kysely takes them. */
export type Postgres = PostgresPool & {
  /** Runs one text, which may hold several statements where it has no values. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Connections by what they do. */
  counts(): { total: number; idle: number; waiting: number };
};

/**
 * A pool of connections. A connection that breaks, idle or under a statement, is logged and replaced; its statement fails.
 * A statement that takes long is ended when the server no longer works on it, because a server that is gone without a word,
 * or a network that drops what is sent, would otherwise hold it for a quarter of an hour.
 */
export function openPostgres({
  databaseUrl,
  name,
  size,
  statementMs = STATEMENT_MS,
  checkMs = CHECK_MS,
  log,
}: PostgresOptions): Postgres {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const connection = { connectionString: databaseUrl, application_name: name, types, keepAlive: true };
  const pool = new pg.Pool({
    ...connection,
    max: size,
    connectionTimeoutMillis: CONNECT_MS,
    ...(statementMs > 0 && { statement_timeout: statementMs }),
  });
  // A connection without a listener would end the process when it breaks. The pool's own listener is there only while the
  // connection is idle, so each has one of ours from its first use to its end.
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      log?.error('store.connection-lost', { connections: name, kind: 'store.failed' }, error);
    });
  });
  pool.on('error', () => undefined);

  async function watch<T>(client: pg.PoolClient, statement: Promise<T>): Promise<T> {
    const startedMs = performance.now();
    let isEnded = false;
    const checking = setInterval(() => {
      void isWorking(connection, client).then((isAtWork) => {
        const isTooLong = statementMs > 0 && performance.now() - startedMs > statementMs + ANSWER_MS;
        if (isEnded || (isAtWork && !isTooLong)) return;
        isEnded = true;
        // Closes the socket at once, because a statement is open on it; the pool drops a client that has ended.
        void client.end();
      });
    }, checkMs);
    try {
      return await statement;
    } catch (cause) {
      throw isEnded ? lost(cause) : cause;
    } finally {
      isEnded = true;
      clearInterval(checking);
    }
  }

  let ending: Promise<void> | undefined;
  return {
    options: {},
    async connect() {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[]) => watch(client, client.query(text, [...values]));
      const release = (destroy?: boolean): void => client.release(destroy);
      // Kysely would also take cursors, which nothing here opens.
      return { query, release } as unknown as PostgresPoolClient;
    },
    async executeSql(text, values) {
      const client = await pool.connect();
      let hasFailed = true;
      try {
        const result = await watch(client, client.query<Record<string, unknown>>(text, values));
        hasFailed = false;
        return result;
      } finally {
        // A failure inside the transaction of a text would leave the connection in it.
        client.release(hasFailed);
      }
    },
    counts: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => (ending ??= pool.end()),
  };
}

/** The number by which the server knows a connection; the driver has it, its types do not. */
const numberOf = (client: object): number | undefined =>
  'processID' in client && typeof client.processID === 'number' ? client.processID : undefined;

/**
 * Whether the server still works on the statement of a connection. A server that refuses the question is there; behind a
 * proxy that shares connections it does not know the number, and only the limit of the statement counts.
 */
async function isWorking(connection: pg.ClientConfig, client: object): Promise<boolean> {
  const asking = new pg.Client({ ...connection, connectionTimeoutMillis: ANSWER_MS });
  // Its failure is the answer below.
  asking.on('error', () => undefined);
  const giveUp = setTimeout(() => void asking.end(), ANSWER_MS);
  try {
    await asking.connect();
    const { rows } = await asking.query<{ state: string | null }>('select state from pg_stat_activity where pid = $1', [
      numberOf(client) ?? 0,
    ]);
    return !rows.some(({ state }) => state?.startsWith('idle'));
  } catch (error) {
    return error instanceof pg.DatabaseError;
  } finally {
    clearTimeout(giveUp);
    void asking.end();
  }
}

const lost = (cause: unknown): Error =>
  Object.assign(new Error('The server no longer answers on this connection.', { cause }), { code: 'ETIMEDOUT' });
