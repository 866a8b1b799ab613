import { setTimeout as delay } from 'node:timers/promises';
import { fromKysely } from 'pg-boss';
import type { Job, PgBoss, SendOptions } from 'pg-boss';
import { z } from 'zod';
import { jobTypeSchema } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Queue, RunJob } from '../../ports/runs.ts';
import type { Database } from '../storage/open-database.ts';
import { RUNS, startBoss } from './start-boss.ts';
import type { RunningBoss } from './start-boss.ts';

type Handle = (job: RunJob, signal: AbortSignal) => Promise<void>;
type HeldJob = Pick<Job<unknown>, 'id' | 'retryCount' | 'data'>;

const DAY_SECONDS = 86_400;
const LONGEST_RETRY_SECONDS = 900;
const RETRY_SEND_MS = 50;

const openStates: readonly string[] = ['created', 'retry', 'active'];

const runJobSchema = z.strictObject({ key: z.string(), goalId: z.string(), jobType: jobTypeSchema });

export type QueueOptions = {
  database: Database;
  /** Time between polls for runs that another process has queued. */
  pollSeconds?: number;
  /** Another process takes over a run without a heartbeat for this long; at least 10. */
  heartbeatSeconds?: number;
  /** The delay before the first retry of a failed run; it doubles with each further one. */
  retryDelaySeconds?: number;
  /** Retries before a run fails for good; with the delays, 100 take about a day. */
  retryLimit?: number;
  /** How long handlers have to end when the queue stops. */
  stopMs?: number;
  log?: RunLog;
};

/**
 * A queue of runs in the database: at most one waiting or active run per goal, and one active run per process. A handler
 * that throws is retried with growing delays. Throws ScoringError `store.failed`.
 */
export function createQueue({
  database,
  pollSeconds = 1,
  heartbeatSeconds = 10,
  retryDelaySeconds = 2,
  retryLimit = 100,
  stopMs = 10_000,
  log,
}: QueueOptions): Queue {
  const stopping = new AbortController();
  const held = new Map<string, { job: HeldJob; done: Promise<void> }>();
  let starting: Promise<RunningBoss> | undefined;
  let workerId: string | undefined;
  let ending: Promise<void> | undefined;

  async function start(): Promise<PgBoss> {
    if (stopping.signal.aborted) throw stopped();
    starting ??= startBoss(database, log).catch((cause: unknown) => {
      starting = undefined;
      throw queueFailure(cause);
    });
    return (await starting).boss;
  }

  const optionsFor = (job: RunJob): SendOptions => ({
    singletonKey: job.goalId,
    heartbeatSeconds,
    // The maximum of pg-boss; a longer run is interrupted and continues from its checkpoint.
    expireInSeconds: DAY_SECONDS,
    deleteAfterSeconds: DAY_SECONDS,
    retryLimit,
    retryDelay: retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: LONGEST_RETRY_SECONDS,
  });

  /** Returns a job to the queue as if it had never started, unless another process has taken it over. */
  async function release(boss: PgBoss, { id, retryCount, data }: HeldJob): Promise<void> {
    const job = runJobSchema.parse(data);
    await database.kysely.transaction().execute(async (transaction) => {
      const db = fromKysely(transaction);
      const [current] = await boss.findJobs(RUNS, { id, db });
      if (current?.state !== 'active' || current.retryCount !== retryCount) return;
      await boss.deleteJob(RUNS, { id, retryCount }, { db });
      await boss.send(RUNS, job, { ...optionsFor(job), db });
    });
  }

  /** Whether a job of the run waits or is active. */
  async function holds(boss: PgBoss, { key }: RunJob): Promise<boolean> {
    const jobs = await boss.findJobs<unknown>(RUNS, { data: { key } });
    return jobs.some(({ state }) => openStates.includes(state));
  }

  async function run(boss: PgBoss, handle: Handle, job: Job<unknown>): Promise<void> {
    const signal = AbortSignal.any([job.signal, stopping.signal]);
    const { key, goalId, jobType } = runJobSchema.parse(job.data);
    try {
      signal.throwIfAborted();
      await handle({ key, goalId, jobType }, signal);
    } catch (error) {
      if (stopping.signal.aborted) return await release(boss, job);
      log?.error('queue.run-interrupted', { runKey: key, goalId, attempt: job.retryCount + 1 }, error);
      // pg-boss stores the error, which must not contain values of records.
      throw new Error(error instanceof ScoringError ? error.kind : 'defect');
    }
  }

  async function end(): Promise<void> {
    const running = await starting;
    const boss = running?.boss;
    // First, so that the worker takes neither the next job nor a released one.
    await boss?.offWork(RUNS, { wait: false });
    stopping.abort(stopped());
    if (!running || !boss) return;
    const handlers = [...held.values()].map(({ done }) => done);
    await settleWithin(stopMs, handlers);
    for (const { job } of held.values()) {
      // A job that cannot be released is taken over after its heartbeat timeout.
      await release(boss, job).catch((error: unknown) => log?.error('queue.release-failed', { jobId: job.id }, error));
    }
    await boss.stop({ timeout: 1000 });
    await running.closeConnections();
  }

  return {
    async enqueue(job, { patienceMs = 0 } = {}) {
      const boss = await start();
      const send = async (): Promise<boolean> => {
        try {
          return (await boss.send(RUNS, job, optionsFor(job))) !== null || (await holds(boss, job));
        } catch (cause) {
          throw queueFailure(cause);
        }
      };
      let isQueued = await send();
      for (let waitedMs = 0; !isQueued && waitedMs < patienceMs; waitedMs += RETRY_SEND_MS) {
        await delay(RETRY_SEND_MS);
        isQueued = await send();
      }
      if (isQueued && workerId !== undefined) boss.notifyWorker(workerId);
      return isQueued;
    },

    async work(handle) {
      const boss = await start();
      if (database.engine.kind === 'pglite') await releaseAll(boss, release);
      workerId = await boss.work(RUNS, { pollingIntervalSeconds: pollSeconds }, async ([job]: Job<unknown>[]) => {
        if (!job) return;
        const done = run(boss, handle, job);
        held.set(job.id, { job, done });
        await done.finally(() => held.delete(job.id));
      });
    },

    async ping() {
      const boss = await start();
      await boss.getQueue(RUNS).catch((cause: unknown) => {
        throw queueFailure(cause);
      });
    },

    stop() {
      ending ??= end();
      return ending;
    },
  };
}

/** This process holds the lock on PGlite's folder, so jobs of earlier processes need no heartbeat timeout. */
async function releaseAll(boss: PgBoss, release: (boss: PgBoss, job: HeldJob) => Promise<void>): Promise<void> {
  const jobs = await boss.findJobs<unknown>(RUNS, { limit: 100_000 });
  for (const job of jobs) if (job.state === 'active') await release(boss, job);
}

const stopped = (): ScoringError =>
  new ScoringError('service.stopping', {
    message: 'The service is stopping.',
    actions: ['No action needed: the run continues when the service starts again.'],
  });

const queueFailure = (cause: unknown): ScoringError =>
  new ScoringError('store.failed', {
    message: 'The queue of the scoring service failed.',
    cause,
    actions: ['Check that the database of DATABASE_URL is running and reachable.', 'Try again.'],
  });

/** Waits until all promises are settled or the time is over. */
async function settleWithin(ms: number, promises: Promise<unknown>[]): Promise<void> {
  const settled = new AbortController();
  const timeout = delay(ms, undefined, { signal: settled.signal }).catch((error: unknown) => {
    if (!settled.signal.aborted) throw error;
  });
  await Promise.race([Promise.allSettled(promises), timeout]);
  settled.abort();
}
