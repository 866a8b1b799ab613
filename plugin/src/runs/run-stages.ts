import type { JobType, Run, RunProgress, RunStage } from '@plumbline/contract';
import '../terminal/plain-progress.ts';
import { MultiStageOutput } from '@oclif/multi-stage-output';
import { createRate } from './run-rate.ts';
import { readableCount } from '../terminal/counts.ts';

const waiting = 'Waiting for the service';

/** The names of the service's stages, by job type. */
const namesOf: Record<JobType, Partial<Record<RunStage, string>>> = {
  Scoring: {
    Waiting: waiting,
    Reading: 'Reading the org',
    Preparing: 'Computing features',
    Scoring: 'Scoring the records',
  },
  Training: {
    Waiting: waiting,
    Reading: 'Reading the org',
    Preparing: 'Rebuilding past snapshots',
    Learning: 'Training the model',
    Finishing: 'Publishing the model',
  },
  Deletion: { Waiting: waiting, Scoring: 'Removing the scores' },
};

const uploading = 'Uploading IDs';

type StageData = {
  key?: string;
  goal?: string;
  status?: string;
  ids?: string;
  records?: string;
  rate?: string;
  left?: string;
  percent?: string;
  failed?: string;
  problem?: string;
  auc?: string;
};

/** Shows the progress of a run in the terminal, like `sf data … bulk`; silent with --json. */
export type RunStages = ReturnType<typeof showRunStages>;

export function showRunStages({
  title,
  jobType,
  goal,
  isUploading = false,
  jsonEnabled,
}: {
  title: string;
  jobType: JobType;
  goal?: string;
  isUploading?: boolean;
  jsonEnabled: boolean;
}) {
  const names = namesOf[jobType];
  const working = jobType === 'Training' ? names.Learning : names.Scoring;
  const block = (stage: string | undefined, label: string, part: keyof StageData) => ({
    ...{ stage: stage ?? waiting, label, type: 'dynamic-key-value' as const },
    get: (data?: StageData) => data?.[part],
  });
  const bottom = (label: string, part: keyof StageData) => ({
    ...{ label, type: 'dynamic-key-value' as const, bold: true },
    get: (data?: StageData) => data?.[part],
  });
  const output = new MultiStageOutput<StageData>({
    title,
    jsonEnabled,
    stages: [...(isUploading ? [uploading] : []), ...Object.values(names)],
    data: { goal },
    stageSpecificBlock: [
      ...(isUploading ? [block(uploading, 'IDs', 'ids')] : []),
      ...(jobType === 'Training'
        ? [block(working, 'Progress', 'percent'), block(names.Finishing, 'Test AUC', 'auc')]
        : [
            block(working, 'Records', 'records'),
            block(working, 'Records per second', 'rate'),
            block(working, 'Time left', 'left'),
            block(working, 'Failed records', 'failed'),
          ]),
    ],
    postStagesBlock: [
      bottom('Goal', 'goal'),
      bottom('Status', 'status'),
      bottom('Job Id', 'key'),
      bottom('Service', 'problem'),
    ],
  });
  const rate = createRate();
  output.goto(isUploading ? uploading : waiting);

  return {
    uploaded(ids: number): void {
      output.updateData({ ids: ids.toLocaleString('en') });
    },
    /** Before the request that starts the run. */
    starting(): void {
      output.goto(waiting);
    },
    started(run: Run): void {
      output.goto(waiting, { key: run.key, goal: run.goalName, status: run.status });
    },
    /** The service does not respond at present. */
    unavailable(): void {
      output.updateData({ problem: 'not responding; retrying' });
    },
    update({ stage, read, total, failed, progressPercent }: RunProgress, nowMs: number): void {
      const { perSecond, left } = stage === 'Scoring' ? rate(read, total, nowMs) : {};
      const shown: StageData = {
        problem: undefined,
        ...(stage !== 'Waiting' && stage !== 'Ended' && { status: 'Processing' }),
        ...(total !== undefined &&
          stage === 'Scoring' && { records: `${readableCount(read)} of ${readableCount(total)}` }),
        ...(perSecond !== undefined && { rate: readableCount(perSecond) }),
        ...(left !== undefined && read !== total && { left }),
        ...(failed > 0 && { failed: readableCount(failed) }),
        ...(stage === 'Learning' && { percent: `${progressPercent} %` }),
      };
      const name = names[stage];
      if (name === undefined) output.updateData(shown);
      else output.goto(name, shown);
    },
    ended(run: Run): void {
      const isSuccessful = run.status === 'Successful';
      const failed = run.failed > 0 ? readableCount(run.failed) : undefined;
      const counts = { records: readableCount(run.read), failed, left: undefined, status: run.status };
      const shown = run.jobType === 'Training' ? { status: run.status, auc: run.testAuc?.toFixed(4) } : counts;
      if (isSuccessful) output.goto(Object.values(names).at(-1) ?? waiting, shown);
      else output.updateData(shown);
      if (isSuccessful) output.stop();
      else output.error();
    },
    /** The command exits and the run continues. */
    left(): void {
      output.stop('async');
    },
    failed(): void {
      output.error();
    },
  };
}
