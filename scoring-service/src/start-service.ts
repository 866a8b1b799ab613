import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFeatureEngine } from './adapters/features/feature-engine.ts';
import { createQueue } from './adapters/queue/queue.ts';
import { createSalesforce } from './adapters/salesforce/salesforce.ts';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import { createLearner } from './adapters/trainer/learner.ts';
import type { Config } from './config.ts';
import { createApp } from './http/app.ts';
import { createMetrics } from './http/metrics.ts';
import { startServer } from './http/start-server.ts';
import { createLog } from './log.ts';
import { bindOperations } from './operations/operations.ts';
import { handleRun } from './operations/runs/handle-run.ts';
import { resumeNextRun, resumeOpenRuns } from './operations/runs/resume-run.ts';
import { removeOrphans } from './operations/schedule/remove-orphans.ts';
import { createScheduler } from './operations/schedule/scheduler.ts';
import { createEventPublisher } from './operations/scoring/publish-events.ts';
import { deleteExpired } from './operations/scoring/retention.ts';
import { createRunFolders } from './run-folders.ts';
import { watchCancellations } from './watch-cancellation.ts';

/** The release of the service, as its package declares it. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Interval at which runs that the queue has given up are queued again. */
const RESUME_MS = 600_000;
/** Maintenance windows begin and end at full minutes. */
const TICK_MS = 60_000;

/** Between looks for goals that are gone from the org. */
const ORPHANS_MS = 600_000;

type RunningService = { url: string; stop(): Promise<void> };

const clock = { now: (): Date => new Date() };

/** Builds the service and starts it; runs that an earlier process left open continue. */
export async function startService(config: Config): Promise<RunningService> {
  const log = createLog({ level: config.logLevel });
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    folder: join(config.dataFolder, 'state'),
    log,
  });
  const store = createStore(database);
  const { pollSeconds, heartbeatSeconds } = config;
  const queue = createQueue({ database, pollSeconds, heartbeatSeconds, log });
  const features = await createFeatureEngine({ memoryLimit: config.featureMemory });
  const salesforce = createSalesforce({ ...config.salesforce, apiUsageStop: config.salesforce.apiShare, log });
  const folders = createRunFolders(join(config.dataFolder, 'runs'));
  const learner = createLearner(new URL('./learning-worker.ts', import.meta.url));
  const metrics = createMetrics();

  const publisher = createEventPublisher({ salesforce, store, clock, log }, config.salesforce);
  const scheduler = createScheduler({ salesforce, store, queue, clock, log }, config);
  const cancellations = watchCancellations({ store, log });
  const runPorts = {
    salesforce,
    store,
    features,
    learner,
    clock,
    folders,
    windows: scheduler,
    cancellations,
    log,
    publishEvents: publisher.publish,
  };
  const runSettings = { ...config, version, apiShare: config.salesforce.apiShare };
  let isStopping = false;
  await queue.work(async (job, signal) => {
    const startedMs = performance.now();
    const observe = (outcome: string): void => {
      metrics.observeRun(job.jobType, outcome, (performance.now() - startedMs) / 1000);
    };
    await handleRun(runPorts, job, runSettings, signal).catch((error: unknown) => {
      observe('postponed');
      throw error;
    });
    observe('ended');
    // Not awaited: the run leaves the queue when this handler has ended.
    void resumeNextRun({ store, queue }, job.goalId).catch((error: unknown) => {
      if (!isStopping) log.error('runs.not-resumed', { goalId: job.goalId }, error);
    });
  });
  await deleteExpired({ store, clock }, config);
  const open = await resumeOpenRuns({ store, queue });
  await folders.removeAllBut(open.map(({ key }) => key));
  const resuming = setInterval(() => {
    Promise.all([resumeOpenRuns({ store, queue }), deleteExpired({ store, clock }, config)]).catch((error: unknown) => {
      log.error('runs.not-resumed', {}, error);
    });
  }, RESUME_MS);

  const tick = (): Promise<void> =>
    scheduler.tick().catch((error: unknown) => {
      // Errors of a store that is being closed are expected.
      if (!isStopping) log.error('scheduler.failed', {}, error);
    });
  const removing = (): Promise<void> =>
    removeOrphans({ salesforce, store, queue, clock, folders, log }).catch((error: unknown) => {
      if (!isStopping) log.error('goals.not-compared', {}, error);
    });
  const removingOrphans = setInterval(() => void removing(), ORPHANS_MS);
  void removing();
  const ticking = setInterval(() => void tick(), TICK_MS);
  void tick();
  const publishing = setInterval(() => void publisher.publish(), TICK_MS);
  void publisher.publish();

  const operations = bindOperations({
    salesforce,
    store,
    features,
    queue,
    clock,
    folders,
    log,
    publishEvents: publisher.publish,
    service: { version, apiShare: config.salesforce.apiShare },
  });
  const server = await startServer({
    app: createApp({ operations, log, metrics, isStopping: () => isStopping }),
    host: config.host,
    port: config.port,
    log,
  });
  log.info('service.listening', { url: server.url });
  return {
    url: server.url,
    async stop() {
      isStopping = true;
      clearInterval(resuming);
      clearInterval(ticking);
      clearInterval(removingOrphans);
      clearInterval(publishing);
      await server.stop();
      await queue.stop();
      await publisher.stop();
      await features.close();
      await store.close();
      log.info('service.stopped', {});
    },
  };
}
