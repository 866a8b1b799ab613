import { PgBoss, fromPglite } from 'pg-boss';
import type { ConstructorOptions } from 'pg-boss';
import type { RunLog } from '../../ports.ts';
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

function connectionOf({ engine }: Database): ConstructorOptions {
  return engine.kind === 'pglite'
    ? { db: fromPglite(engine.pglite), backend: 'pglite' }
    : { connectionString: engine.databaseUrl, application_name: 'plumbline-queue', max: POOL_SIZE };
}
