import type { Database } from './adapters/storage/open-database.ts';
import type { Metrics, ServiceState } from './http/metrics.ts';
import type { Log } from './log.ts';
import type { Salesforce, Store } from './ports/adapters.ts';

/** Runs this far back tell a new process when each goal was last successful. */
const RESTORED_DAYS = 30;

/** The same ports, whose saved runs and committed records are counted. */
export const observePorts = (
  metrics: Metrics,
  { salesforce, store }: { salesforce: Salesforce; store: Store },
): { salesforce: Salesforce; store: Store } => ({
  salesforce: {
    ...salesforce,
    async saveRun(run) {
      await salesforce.saveRun(run);
      metrics.observeRun(run);
    },
  },
  store: {
    ...store,
    async commitBatch(key, receipts, checkpoint, outcome) {
      await store.commitBatch(key, receipts, checkpoint, outcome);
      metrics.observeRecords(receipts.length);
    },
  },
});

/** Reads the state behind the metrics whenever they are asked for; what cannot be read is logged and left out. */
export function observeState(
  metrics: Metrics,
  { salesforce, store, database, log }: { salesforce: Salesforce; store: Store; database: Database; log: Log },
): void {
  metrics.readState(async () => {
    const state: ServiceState = { apiUsage: salesforce.apiUsage(), connections: database.counts?.() };
    try {
      return { ...state, ...(await readStore(store)) };
    } catch (error) {
      log.error('metrics.incomplete', {}, error);
      return state;
    }
  });
}

async function readStore(store: Store): Promise<Pick<ServiceState, 'openRuns' | 'models' | 'waitingEvents'>> {
  const openRuns = { waiting: 0, started: 0, paused: 0 };
  for (const { paused, progressPercent } of await store.openRuns()) {
    if (paused !== undefined) openRuns.paused += 1;
    else if (progressPercent === undefined) openRuns.waiting += 1;
    else openRuns.started += 1;
  }
  const models = await Promise.all((await store.keptGoalIds()).map((goalId) => store.activeModel(goalId)));
  return {
    openRuns,
    waitingEvents: await store.waitingEvents(),
    models: models.flatMap((model) => (model ? { goalId: model.goalId, trainedAt: model.trainedAt } : [])),
  };
}

/** Takes the last success of each goal from the org, because this process has seen none of them. */
export async function restoreRuns(metrics: Metrics, salesforce: Salesforce): Promise<void> {
  const runs = await salesforce.readRuns({ days: RESTORED_DAYS });
  for (const run of runs.toReversed()) metrics.restoreRun(run);
}
