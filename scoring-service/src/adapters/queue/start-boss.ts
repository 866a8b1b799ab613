import { PgBoss, fromPglite } from 'pg-boss';
import type { ConstructorOptions, Db } from 'pg-boss';
import type { RunLog } from '../../ports/host.ts';
import type { Database } from '../storage/open-database.ts';

export const RUNS = 'runs';

/** How often pg-boss checks for dead processes; a run is taken over within its heartbeat timeout plus about twice this. */
const SUPERVISE_SECONDS = 2;
const POOL_SIZE = 4;

/** pg-boss with the connections that it was given. */
export type RunningBoss = { boss: PgBoss; closeConnections(): Promise<void> };

/** Starts pg-boss with one queue of runs; replicas that start at the same time wait for each other. */
export async function startBoss(database: Database, log: RunLog | undefined): Promise<RunningBoss> {
  const { close, ...connection } = connectionOf(database);
  const boss = new PgBoss({
    ...connection,
    // The service has a scheduler of its own and does not use the list of instances.
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: 1,
  });
  // pg-boss retries by itself; without a listener its error would end the process.
  boss.on('error', (error) => log?.error('queue.error', { kind: 'store.failed' }, error));
  try {
    await boss.start();
    // Exclusive: at most one job per key waits or is active.
    await boss.createQueue(RUNS, { policy: 'exclusive' });
  } catch (error) {
    await boss.stop({ graceful: false });
    await close();
    throw error;
  }
  return { boss, closeConnections: close };
}

function connectionOf({ engine, kysely }: Database): ConstructorOptions & { close(): Promise<void> } {
  if (engine.kind === 'postgres') {
    const postgres = engine.connect('plumbline-queue', POOL_SIZE);
    return { db: { executeSql: postgres.executeSql }, close: () => postgres.end() };
  }
  // PGlite has one connection. A failed statement of pg-boss and its rollback must not be interleaved with statements of
  // the store, which would fall into the aborted transaction; so both run one after the other through Kysely.
  const direct = fromPglite(engine.pglite);
  const serialized: Db['executeSql'] = (text, values) =>
    kysely.connection().execute(() => direct.executeSql(text, values));
  return { db: { executeSql: serialized }, backend: 'pglite', close: () => Promise.resolve() };
}
