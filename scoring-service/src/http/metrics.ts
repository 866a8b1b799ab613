import { jobTypeSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What is read when metrics are asked for; a part that cannot be read is left out. */
export type ServiceState = {
  /** Runs that have not ended, of all replicas, by state. */
  openRuns?: Record<'waiting' | 'started' | 'paused', number>;
  /** When the active model of each goal was trained. */
  models?: { goalId: string; trainedAt: Date }[];
  apiUsage?: { used: number; limit: number };
  /** Band changes that are not published yet, of all replicas. */
  waitingEvents?: number;
  /** Connections of this process to Postgres. */
  connections?: Record<'total' | 'idle' | 'waiting', number>;
};

/** Metrics for operators, in the format of Prometheus. */
export type Metrics = {
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  /** Counts a run as it is saved in the org: its outcome, last success and drift. */
  observeRun(run: Run): void;
  /** Sets what a run of an earlier process left, without counting it. */
  restoreRun(run: Run): void;
  observeRecords(count: number): void;
  /** A handler of this process works on a run until the returned function is called. */
  startRun(jobType: string): () => void;
  /** Called whenever the metrics are rendered. */
  readState(read: () => Promise<ServiceState>): void;
  render(): Promise<string>;
  contentType: string;
};

/** Outcomes as the org has them; a paused run is counted each time. */
const outcomes: readonly string[] = ['Successful', 'Failed', 'Paused'];
/** Codes of drift: of the inputs, of the outcomes, and of the rate that the model predicts. */
const driftCodes = [904, 930, 931] as const;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, ...labelNames: string[]): Gauge =>
    new Gauge({ name: `plumbline_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, ...labelNames: string[]): Counter =>
    new Counter({ name: `plumbline_${name}`, help, labelNames, registers });
  const requests = new Histogram({
    name: 'plumbline_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const runs = counter('runs_total', 'Runs that were successful, failed or were paused', 'type', 'outcome');
  // From the start, because Prometheus sees no increase in a series that begins with 1: the first failure would pass unseen.
  for (const type of jobTypeSchema.options) for (const outcome of outcomes) runs.inc({ type, outcome }, 0);
  const runSeconds = counter('run_seconds_total', 'Time that this process worked on runs', 'type');
  const running = gauge('running_runs', 'Runs that this process works on', 'type');
  const records = counter('records_scored_total', 'Records that runs have scored');
  const lastSuccess = gauge('last_success_timestamp_seconds', 'End of the last successful run', 'goal', 'type');
  const drift = gauge('drift', 'Whether the last successful run of the goal found drift', 'goal', 'code');
  const openRuns = gauge('open_runs', 'Runs of all replicas that have not ended', 'state');
  const trained = gauge('model_trained_timestamp_seconds', 'When the active model was trained', 'goal');
  const callsLeft = gauge('api_calls_left', "The org's API calls left today, as of the last answer");
  const bandEvents = gauge('waiting_band_events', 'Band changes that are not published yet');
  const callsLimit = gauge('api_calls_limit', "The org's API calls of a day");
  const connections = gauge('store_connections', 'Connections of this process to Postgres', 'state');
  let read: () => Promise<ServiceState> = () => Promise.resolve({});

  function restoreRun({ goalId, jobType, status, endedAt, messages }: Run): void {
    if (status !== 'Successful' || endedAt === undefined) return;
    lastSuccess.set({ goal: goalId, type: jobType }, Date.parse(endedAt) / 1000);
    for (const code of driftCodes) {
      // A training measures the rate, a scoring the inputs and outcomes.
      if ((code === 931) !== (jobType === 'Training')) continue;
      drift.set({ goal: goalId, code: String(code) }, messages.some((message) => message.code === code) ? 1 : 0);
    }
  }

  async function readState(): Promise<void> {
    const { openRuns: open, models, apiUsage, connections: counts, waitingEvents } = await read();
    for (const [state, count] of Object.entries(open ?? {})) openRuns.set({ state }, count);
    if (models) trained.reset();
    for (const { goalId, trainedAt } of models ?? []) trained.set({ goal: goalId }, trainedAt.getTime() / 1000);
    if (waitingEvents !== undefined) bandEvents.set(waitingEvents);
    if (apiUsage) {
      callsLeft.set(Math.max(0, apiUsage.limit - apiUsage.used));
      callsLimit.set(apiUsage.limit);
    }
    for (const [state, count] of Object.entries(counts ?? {})) connections.set({ state }, count);
  }

  return {
    observeRequest: (route, method, status, seconds) => {
      requests.observe({ route, method, status: String(status) }, seconds);
    },
    observeRun(run) {
      if (outcomes.includes(run.status)) runs.inc({ type: run.jobType, outcome: run.status });
      restoreRun(run);
    },
    restoreRun,
    observeRecords: (count) => {
      records.inc(count);
    },
    startRun(jobType) {
      const startedMs = performance.now();
      running.inc({ type: jobType });
      return () => {
        running.dec({ type: jobType });
        runSeconds.inc({ type: jobType }, (performance.now() - startedMs) / 1000);
      };
    },
    readState: (reader) => {
      read = reader;
    },
    async render() {
      await readState();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
