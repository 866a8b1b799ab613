import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Metrics for operators, in the format of Prometheus. */
export type Metrics = {
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  observeRun(jobType: string, outcome: string, seconds: number): void;
  render(): Promise<string>;
  contentType: string;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'plumbline_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const runs = new Counter({
    name: 'plumbline_runs_total',
    help: 'Runs that have ended, or were given back to the queue',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  });
  const runSeconds = new Counter({
    name: 'plumbline_run_seconds_total',
    help: 'Time that runs took',
    labelNames: ['job'],
    registers: [registry],
  });
  return {
    observeRequest: (route, method, status, seconds) => {
      requests.observe({ route, method, status: String(status) }, seconds);
    },
    observeRun: (jobType, outcome, seconds) => {
      runs.inc({ job: jobType, outcome });
      runSeconds.inc({ job: jobType }, seconds);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
