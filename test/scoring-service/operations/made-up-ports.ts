import type { Goal, Run } from '@plumbline/contract';
import type { RunPorts } from '../../../scoring-service/src/operations/runs/handle-run.ts';
import type { Salesforce, Store } from '../../../scoring-service/src/ports/adapters.ts';
import type { GoalChange } from '../../../scoring-service/src/ports/goals.ts';
import type { Queue, RunJob, RunState } from '../../../scoring-service/src/ports/runs.ts';
import { takenOver } from '../../../scoring-service/src/domain/scoring-error.ts';
import { leadGoal } from '../domain/features/lead-goal.ts';

/** Ports in memory that tell what was asked of them; whatever a test does not need throws. */
export type MadeUpPorts = {
  ports: RunPorts & { queue: Queue };
  goal: Goal;
  runs: Map<string, Run>;
  states: Map<string, RunState>;
  goalChanges: GoalChange[];
  jobs: RunJob[];
  events: string[];
  removedFolders: string[];
};

const now = new Date('2026-11-23T10:00:00.000Z');

/** Settings of runs, for tests that have other subjects. */
export const runSettings = {
  seed: 1,
  trainingRows: 1000,
  batchSize: 100,
  writeChunk: 200,
  version: '1.0.0',
  apiShare: 0.8,
  receiptDays: 180,
};

/** An object that throws on whatever is not given. */
function only<Port extends object>(name: string, given: Partial<Port>): Port {
  return new Proxy(given as Port, {
    get(target, key, receiver) {
      if (key in target) return Reflect.get(target, key, receiver) as unknown;
      throw new Error(`${name}.${String(key)} was not to be asked.`);
    },
  });
}

export function makePorts(
  overrides: { salesforce?: Partial<Salesforce>; store?: Partial<Store>; queue?: Partial<Queue> } = {},
): MadeUpPorts {
  const goal = leadGoal();
  const runs = new Map<string, Run>();
  const states = new Map<string, RunState>();
  const goalChanges: GoalChange[] = [];
  const jobs: RunJob[] = [];
  const events: string[] = [];
  const removedFolders: string[] = [];
  const salesforce = only<Salesforce>('salesforce', {
    readGoal: () => Promise.resolve(goal),
    readGoalOrDeleted: () => Promise.resolve({ goal, isDeleted: false }),
    saveRun: (run) => Promise.resolve(void runs.set(run.key, run)),
    readRun: (key) => Promise.resolve(runs.get(key) as Run),
    updateGoal: (_, change) => Promise.resolve(void goalChanges.push(change)),
    ...overrides.salesforce,
  });
  const store = only<Store>('store', {
    activeModel: () => Promise.resolve(undefined),
    createRun: (state) => Promise.resolve(void states.set(state.key, state)),
    runState: (key) => Promise.resolve(states.get(key)),
    openRuns: () => Promise.resolve([...states.values()].filter(({ endedAt }) => !endedAt)),
    takeRun: (key) => {
      const state = states.get(key);
      if (!state || state.endedAt) return Promise.resolve(undefined);
      const taken = { ...state, epoch: (state.epoch ?? 0) + 1, attempts: (state.attempts ?? 0) + 1 };
      states.set(key, taken);
      return Promise.resolve(taken);
    },
    updateRun: (key, change, epoch) => {
      const state = states.get(key) as RunState;
      if (epoch !== undefined && epoch !== (state.epoch ?? 0)) return Promise.reject(takenOver());
      states.set(key, { ...state, ...change, paused: (change.paused ?? state.paused) || undefined });
      return Promise.resolve();
    },
    ...overrides.store,
  });
  const queue = only<Queue>('queue', {
    enqueue: (job) => {
      jobs.push(job);
      return Promise.resolve(true);
    },
    ...overrides.queue,
  });
  const ports = {
    salesforce,
    store,
    queue,
    features: only<RunPorts['features']>('features', {}),
    learner: only<RunPorts['learner']>('learner', {}),
    clock: { now: () => now },
    windows: { enter: () => Promise.resolve(undefined) },
    cancellations: { watch: () => ({ signal: new AbortController().signal, stop: () => undefined }) },
    folders: {
      pathOf: (key: string) => `/nowhere/${key}`,
      remove: (key: string) => Promise.resolve(void removedFolders.push(key)),
    },
    publishEvents: () => Promise.resolve(),
    log: { info: (event: string) => void events.push(event), error: (event: string) => void events.push(event) },
  };
  return { ports, goal, runs, states, goalChanges, jobs, events, removedFolders };
}
