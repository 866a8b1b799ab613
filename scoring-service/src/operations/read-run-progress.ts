import type { JobType, RunProgress, RunStage } from '@plumbline/contract';
import type { Store } from '../ports.ts';
import { requireRunState } from './require-run-state.ts';

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
