import { setTimeout as delay } from 'node:timers/promises';
import { createFeatureEngine } from './adapters/features/feature-engine.ts';
import { createQueue } from './adapters/queue/queue.ts';
import { createSalesforce } from './adapters/salesforce/salesforce.ts';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import { createLearner } from './adapters/trainer/learner.ts';
import type { Config } from './config.ts';
import { startControl } from './control-socket.ts';
import { explainFolders, explainListening, explainStore, refuseOtherOrg } from './explain-start.ts';
import { createApp, createStartingApp } from './http/app.ts';
import { createMetrics } from './http/metrics.ts';
import { createRouter } from './http/router.ts';
import type { App } from './http/router.ts';
import { startServer } from './http/start-server.ts';
import type { RunningServer } from './http/start-server.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { createHealthCheck } from './operations/health.ts';
import { acceptOrg } from './operations/bind-org.ts';
import { bindOperations } from './operations/operations.ts';
import { handleRun } from './operations/runs/handle-run.ts';
import { resumeNextRun, resumeOpenRuns } from './operations/runs/resume-run.ts';
import { removeOrphans } from './operations/schedule/remove-orphans.ts';
import { createScheduler } from './operations/schedule/scheduler.ts';
import { createEventPublisher } from './operations/scoring/publish-events.ts';
import { deleteExpired } from './operations/scoring/retention.ts';
import { createRunFolders } from './run-folders.ts';
import { observePorts, observeState, restoreRuns } from './observe-service.ts';
import { version } from './version.ts';
import { watchCancellations } from './watch-cancellation.ts';

/** Interval at which runs that the queue has given up are queued again. */
const RESUME_MS = 600_000;
/** Maintenance windows begin and end at full minutes. */
const TICK_MS = 60_000;

/** How long a failed start may take to close what it has opened. */
const CLOSE_MS = 4000;

/** Between looks for goals that are gone from the org. */
const ORPHANS_MS = 600_000;

export type RunningService = {
  url: string;
  /** Ends it; with `drain`, readiness says so for a while before the listener ends. */
  stop(options?: { drain: boolean }): Promise<void>;
};

const clock = { now: (): Date => new Date() };

/**
 * Starts the service; runs that an earlier process left open continue. Throws ScoringError, naming the variable that
 * explains it, when it cannot start; whatever was opened is closed then.
 */
export async function startService(config: Config): Promise<RunningService> {
  const log = createLog({ level: config.logLevel });
  const opened = new AsyncDisposableStack();
  try {
    return await openService(config, { opened, log });
  } catch (error) {
    const closed = opened.disposeAsync().catch((cause: unknown) => log.error('service.not-closed', {}, cause));
    await Promise.race([closed, delay(CLOSE_MS, undefined, { ref: false })]);
    throw error;
  }
}

type Opening = { opened: AsyncDisposableStack; log: Log };

async function openService(config: Config, { opened, log }: Opening): Promise<RunningService> {
  let app = createStartingApp(log);
  // Listening comes first: a port that is taken is known at once, and a start that takes long answers that it does.
  const listen = (variable: string, port: number, served: () => App): Promise<RunningServer> =>
    explainListening(variable, async () => {
      const fetch: App['fetch'] = (...request) => served().fetch(...request);
      const server = await startServer({
        app: { fetch },
        listen: { host: config.host, port },
        log,
        ...(variable === 'PLUMBLINE_PORT' && { tls: config.tls }),
      });
      opened.defer(() => server.stop());
      return server;
    });
  const healthApp = config.healthPort === undefined ? undefined : createRouter();
  let servedHealth = app;
  const server = await listen('PLUMBLINE_PORT', config.port, () => app);
  const healthServer =
    config.healthPort === undefined
      ? undefined
      : await listen('PLUMBLINE_HEALTH_PORT', config.healthPort, () => servedHealth);

  const { stateFolder, runsFolder } = await explainFolders(config);
  const database = await explainStore(config, () =>
    openDatabase({ databaseUrl: config.databaseUrl, folder: stateFolder, log }),
  );
  const metrics = createMetrics();
  const plainStore = createStore(database);
  opened.defer(() => plainStore.close());
  const features = createFeatureEngine({ memoryLimit: config.featureMemory });
  opened.defer(() => features.close());
  const org = createSalesforce({
    ...{ ...config.salesforce, apiUsageStop: config.salesforce.apiShare, log },
    acceptOrg: (orgId) => acceptOrg({ store: plainStore }, orgId),
  });
  const { salesforce, store } = observePorts(metrics, { salesforce: org, store: plainStore });
  observeState(metrics, { salesforce, store, database, log });
  await refuseOtherOrg(salesforce);
  const folders = createRunFolders(runsFolder);
  const learner = createLearner(new URL('./learning-worker.ts', import.meta.url));

  const publisher = createEventPublisher({ salesforce, store, clock, log }, config.salesforce);
  opened.defer(() => publisher.stop());
  const { pollSeconds, heartbeatSeconds } = config;
  const queue = createQueue({ database, pollSeconds, heartbeatSeconds, log });
  // The last to be opened and the first to stop: the runs that it handles use everything else.
  opened.defer(() => queue.stop());
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
  /** Logs the failure of background work; errors of a store that is being closed are expected. */
  const reported = async (event: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isStopping) log.error(event, {}, error);
    }
  };
  const repeat = (everyMs: number, event: string, work: () => Promise<unknown>): void => {
    const timer = setInterval(() => void reported(event, work), everyMs);
    opened.defer(() => clearInterval(timer));
  };
  await explainStore(config, async () => {
    await queue.work(async (job, signal) => {
      const endRun = metrics.startRun(job.jobType);
      await handleRun(runPorts, job, runSettings, signal).finally(endRun);
      // Not awaited: the run leaves the queue when this handler has ended.
      void reported('runs.not-resumed', () => resumeNextRun({ store, queue }, job.goalId));
    });
    await deleteExpired({ store, clock }, config);
    const open = await resumeOpenRuns({ store, queue });
    await folders.removeAllBut(open.map(({ key }) => key));
  });
  repeat(RESUME_MS, 'runs.not-resumed', () =>
    Promise.all([resumeOpenRuns({ store, queue }), deleteExpired({ store, clock }, config)]),
  );
  void reported('runs.not-restored', () => restoreRuns(metrics, salesforce));
  const background = [
    [ORPHANS_MS, 'goals.not-compared', () => removeOrphans({ salesforce, store, queue, clock, folders, log })],
    [TICK_MS, 'scheduler.failed', () => scheduler.tick()],
    [TICK_MS, 'events.not-published', () => publisher.publish()],
  ] as const;
  for (const [everyMs, event, work] of background) {
    void reported(event, work);
    repeat(everyMs, event, work);
  }

  const operations = bindOperations({
    ...{ salesforce, store, features, queue, clock, folders, log, publishEvents: publisher.publish },
    service: { version, apiShare: config.salesforce.apiShare },
    health: createHealthCheck({ salesforce, store, folders, clock }),
  });
  if (config.databaseUrl === undefined) {
    const control = await startControl(stateFolder, { operations, log });
    opened.defer(() => control.stop());
  }
  const exposed = { limits: config.limits, exposure: config.exposure };
  app = createApp({ operations, log, metrics, isStopping: () => isStopping, healthApp, ...exposed });
  servedHealth = healthApp ?? app;
  log.info('service.listening', { url: server.url, healthUrl: healthServer?.url, version });
  return {
    url: server.url,
    async stop({ drain } = { drain: false }) {
      isStopping = true;
      if (drain) {
        log.info('service.draining', { seconds: config.drainSeconds });
        server.drain();
        await delay(config.drainSeconds * 1000);
      }
      // First, so that no request finds its store closed.
      await server.stop();
      await opened.disposeAsync();
      log.info('service.stopped', {});
    },
  };
}
