import { PgBoss, fromPglite } from 'pg-boss';
import type { ConstructorOptions, Db } from 'pg-boss';
import type { RunLog } from '../../ports/host.ts';
import type { Database } from '../storage/open-database.ts';

export const RUNS = 'runs';

/** Dead processes are looked for this often; a silent one is replaced within its heartbeat and about twice this. */
const SUPERVISE_SECONDS = 2;
const POOL_SIZE = 4;

/** Starts pg-boss with the one queue of runs in it; replicas that start together wait for each other. */
export async function startBoss(database: Database, log: RunLog | undefined): Promise<PgBoss> {
  const boss = new PgBoss({
    ...connectionOf(database),
    // Nothing here is sent by a calendar, and nobody reads a list of processes.
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: 1,
  });
  // pg-boss tries again by itself; without a listener its error would end the process.
  boss.on('error', (error) => log?.error('queue.error', {}, error));
  try {
    await boss.start();
    // Exclusive: at most one job of a key waits or is under way.
    await boss.createQueue(RUNS, { policy: 'exclusive' });
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return boss;
}

function connectionOf({ engine, kysely }: Database): ConstructorOptions {
  if (engine.kind === 'postgres') {
    return { connectionString: engine.databaseUrl, application_name: 'plumbline-queue', max: POOL_SIZE };
  }
  // PGlite has one connection. A statement of pg-boss that fails and its rollback must pass as one, else the next
  // statement of the store falls into the broken transaction: both wait for Kysely's turn.
  const direct = fromPglite(engine.pglite);
  const inTurn: Db['executeSql'] = (text, values) => kysely.connection().execute(() => direct.executeSql(text, values));
  return { db: { executeSql: inTurn }, backend: 'pglite' };
}
