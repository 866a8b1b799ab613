import {
  modelCardSchema,
  problemSchema,
  readinessSchema,
  runListSchema,
  runSchema,
  scoreResultSchema,
} from '@plumbline/contract';
import type { ModelCard, Problem, Readiness, Run, ScoreResult } from '@plumbline/contract';
import type { ZodType } from 'zod';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 250;

/** A refusal of the service with its message. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super([`${problem.title}: ${problem.detail}`, ...problem.actions].join('\n'));
    this.problem = problem;
  }
}

/** Calls the HTTP API for requests without a function of their own. Throws ProblemError. */
export type Ask = <T>(schema: ZodType<T>, method: string, path: string, body?: unknown) => Promise<T>;

/** The HTTP API as a client sees it; every reply is parsed with the contract. */
export type ServiceClient = {
  score(goalId: string, recordId: string): Promise<ScoreResult>;
  readiness(goalId: string): Promise<Readiness>;
  model(goalId: string): Promise<ModelCard>;
  startRun(goalId: string, jobType: 'Training' | 'Scoring'): Promise<Run>;
  /** The scoring that follows the first training of a goal. */
  firstScoring(goalId: string): Promise<Run>;
  /** Trains a goal, and waits for the scoring that follows its first training. */
  train(goalId: string): Promise<{ training: Run; scoring?: Run }>;
  deleteScores(goalId: string): Promise<Run>;
  readRun(key: string): Promise<Run>;
  ask: Ask;
  /** Polls until the run has ended, whatever its outcome. */
  waitForRun(key: string, onProgress?: (run: Run) => void, signal?: AbortSignal): Promise<Run>;
};

export function createServiceClient(url: string, token: string): ServiceClient {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const json: unknown = await response.json();
    if (!response.ok) throw new ProblemError(problemSchema.parse(json));
    return json;
  };
  const readRun = async (key: string): Promise<Run> => runSchema.parse(await call('GET', `/v1/runs/${key}`));
  const startRun: ServiceClient['startRun'] = async (goalId, jobType) =>
    runSchema.parse(await call('POST', `/v1/goals/${goalId}/runs`, { jobType }));
  const waitForRun: ServiceClient['waitForRun'] = async (key, onProgress, signal) => {
    for (;;) {
      const run = await readRun(key);
      onProgress?.(run);
      if (run.status === 'Successful' || run.status === 'Failed') return run;
      await delay(pollMs, undefined, { signal });
    }
  };
  const firstScoring: ServiceClient['firstScoring'] = async (goalId) => {
    const { runs } = runListSchema.parse(await call('GET', `/v1/runs?goalId=${goalId}`));
    const first = runs.find(({ jobType, trigger }) => jobType === 'Scoring' && trigger === 'Goal created');
    if (!first) throw new Error('No scoring has followed the training.');
    return first;
  };
  return {
    readRun,
    firstScoring,
    ask: async (schema, method, path, body) => schema.parse(await call(method, path, body)),
    score: async (goalId, recordId) => scoreResultSchema.parse(await call('POST', '/v1/scores', { goalId, recordId })),
    readiness: async (goalId) => readinessSchema.parse(await call('GET', `/v1/goals/${goalId}/readiness`)),
    model: async (goalId) => modelCardSchema.parse(await call('GET', `/v1/goals/${goalId}/model`)),
    startRun,
    deleteScores: async (goalId) => runSchema.parse(await call('DELETE', `/v1/goals/${goalId}/scores`)),
    waitForRun,
    async train(goalId) {
      const training = await waitForRun((await startRun(goalId, 'Training')).key);
      if (training.status !== 'Successful') return { training };
      return { training, scoring: await waitForRun((await firstScoring(goalId)).key) };
    },
  };
}
