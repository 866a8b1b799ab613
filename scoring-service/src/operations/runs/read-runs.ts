import type { Run, JobType, RunProgress, RunStage, RunResultPage } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunRecords, RunResults, RunState, RunStates } from '../../ports/runs.ts';

/** The state of a run. Throws ScoringError `run.not-found`. */
export async function requireRunState(store: Pick<RunStates, 'runState'>, key: string): Promise<RunState> {
  const state = await store.runState(key);
  if (state) return state;
  throw new ScoringError('run.not-found', {
    message: 'The service has no run with this key.',
    actions: ['Take the key from the list of runs of the goal.'],
  });
}

/** A run as the org has it; it counts as in progress until the service has ended it too. */
export async function readRun(
  { salesforce, store }: { salesforce: Pick<RunRecords, 'readRun'>; store: Pick<RunStates, 'runState'> },
  key: string,
): Promise<Run> {
  const run = await salesforce.readRun(key);
  const isOver = run.status === 'Successful' || run.status === 'Failed';
  const state = isOver ? await store.runState(key) : undefined;
  return state && !state.endedAt ? { ...run, status: 'Processing' } : run;
}

/** Runs are listed this far back. */
const LISTED_DAYS = 90;

/** The runs of the last 90 days, of one goal or of all, the newest first. */
export const listRuns = (
  { salesforce }: { salesforce: Pick<RunRecords, 'readRuns'> },
  { goalId }: { goalId?: string },
): Promise<Run[]> => salesforce.readRuns({ goalId, days: LISTED_DAYS });

/** The progress of a run, without a call to the org. */
export async function readRunProgress(
  { store }: { store: Pick<RunStates, 'runState'> },
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

/** The page of a run's results after a locator; empty where results are no longer stored. */
export async function readRunResults(
  { store }: { store: Pick<RunStates, 'runState'> & Pick<RunResults, 'runResults'> },
  key: string,
  locator: number,
): Promise<RunResultPage> {
  await requireRunState(store, key);
  const page = await store.runResults(key, locator);
  if (!page) return { results: [] };
  return { results: page.results, ...(!page.isLast && { nextLocator: String(page.number) }) };
}

/** The percentage from which a run is at a stage, the last first; see `reach` in the use case of each job. */
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

function stageAt(jobType: JobType, percent: number | undefined): RunStage {
  if (percent === undefined) return 'Waiting';
  return stages[jobType].find(([from]) => percent >= from)?.[1] ?? 'Reading';
}
