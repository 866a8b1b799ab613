import type { Run, JobType, RunProgress, RunStage, RunResultPage } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { RunState } from '../../ports/runs.ts';

/** What the service knows of a run. Throws `run.not-found`. */
export async function requireRunState(store: Pick<Store, 'runState'>, key: string): Promise<RunState> {
  const state = await store.runState(key);
  if (state) return state;
  throw new ScoringError('run.not-found', {
    message: 'The service knows no run with this key.',
    actions: ['Take the key from the list of runs of the goal.'],
  });
}

/** A run as the org holds it; one that the service has not put away yet still counts as under way. */
export async function readRun(
  { salesforce, store }: { salesforce: Pick<Salesforce, 'readRun'>; store: Pick<Store, 'runState'> },
  key: string,
): Promise<Run> {
  const run = await salesforce.readRun(key);
  const isOver = run.status === 'Successful' || run.status === 'Failed';
  const state = isOver ? await store.runState(key) : undefined;
  return state && !state.endedAt ? { ...run, status: 'Processing' } : run;
}

/** From which percent on a run is at a stage, the last first; see `reach` in the operations of each job. */
const stages: Record<JobType, [from: number, stage: RunStage][]> = {
  Training: [
    [95, 'Finishing'],
    [35, 'Learning'],
    [25, 'Preparing'],
  ],
  Scoring: [
    [40, 'Scoring'],
    [30, 'Preparing'],
  ],
  Deletion: [[0, 'Scoring']],
};

/** How far a run is, without a call to the org. */
export async function readRunProgress(
  { store }: { store: Pick<Store, 'runState'> },
  key: string,
): Promise<RunProgress> {
  const { jobType, checkpoint, endedAt, progressPercent } = await requireRunState(store, key);
  const { read = 0, scored = 0, changed = 0, skipped = 0, failed = 0, total } = checkpoint ?? {};
  return {
    ...{ key, jobType, read, scored, changed, skipped, failed },
    ...(total !== undefined && { total }),
    progressPercent: endedAt ? 100 : (progressPercent ?? 0),
    stage: endedAt ? 'Ended' : stageAt(jobType, progressPercent),
  };
}

function stageAt(jobType: JobType, percent: number | undefined): RunStage {
  if (percent === undefined) return 'Waiting';
  return stages[jobType].find(([from]) => percent >= from)?.[1] ?? 'Reading';
}

/** One page of what a run made of each record, after the page of the locator; empty where nothing is kept. */
export async function readRunResults(
  { store }: { store: Pick<Store, 'runState' | 'runResults'> },
  key: string,
  locator: number,
): Promise<RunResultPage> {
  await requireRunState(store, key);
  const page = await store.runResults(key, locator);
  if (!page) return { results: [] };
  return { results: page.results, ...(!page.isLast && { nextLocator: String(page.number) }) };
}
