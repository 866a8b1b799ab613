import type { JobType, Run, RunProgress, RunStage } from '@plumbline/contract';
import '../terminal/plain-progress.ts';
import { MultiStageOutput } from '@oclif/multi-stage-output';
import { createRate } from './run-rate.ts';

const waiting = 'Waiting for the service';

/** What a stage of the service is called here, by the kind of run. */
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
    Preparing: 'Rebuilding the past',
    Learning: 'Learning',
    Finishing: 'Publishing the model',
  },
  Deletion: { Waiting: waiting, Scoring: 'Removing the scores' },
};

const uploading = 'Uploading the ids';

type Shown = {
  key?: string;
  goal?: string;
  status?: string;
  ids?: string;
  records?: string;
  rate?: string;
  left?: string;
  percent?: string;
  failed?: string;
  trouble?: string;
  auc?: string;
};

/** The progress of a run at the terminal, as `sf data … bulk` shows it; silent with --json. */
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
  const block = (stage: string | undefined, label: string, part: keyof Shown) => ({
    ...{ stage: stage ?? waiting, label, type: 'dynamic-key-value' as const },
    get: (data?: Shown) => data?.[part],
  });
  const bottom = (label: string, part: keyof Shown) => ({
    ...{ label, type: 'dynamic-key-value' as const, bold: true },
    get: (data?: Shown) => data?.[part],
  });
  const output = new MultiStageOutput<Shown>({
    title,
    jsonEnabled,
    stages: [...(isUploading ? [uploading] : []), ...Object.values(names)],
    data: { goal },
    stageSpecificBlock: [
      ...(isUploading ? [block(uploading, 'Ids', 'ids')] : []),
      ...(jobType === 'Training'
        ? [block(working, 'Done', 'percent'), block(names.Finishing, 'Test AUC', 'auc')]
        : [
            block(working, 'Records', 'records'),
            block(working, 'Records a second', 'rate'),
            block(working, 'Time left', 'left'),
            block(working, 'Failed records', 'failed'),
          ]),
    ],
    postStagesBlock: [
      bottom('Goal', 'goal'),
      bottom('Status', 'status'),
      bottom('Job Id', 'key'),
      bottom('Service', 'trouble'),
    ],
  });
  const rate = createRate();
  output.goto(isUploading ? uploading : waiting);

  return {
    uploaded(ids: number): void {
      output.updateData({ ids: ids.toLocaleString('en') });
    },
    /** The service is about to be asked for the run. */
    starting(): void {
      output.goto(waiting);
    },
    started(run: Run): void {
      output.goto(waiting, { key: run.key, goal: run.goalName, status: run.status });
    },
    /** The service does not answer for the moment. */
    troubled(): void {
      output.updateData({ trouble: 'does not answer; asking again' });
    },
    update({ stage, read, total, failed, progressPercent }: RunProgress, nowMs: number): void {
      const { perSecond, left } = stage === 'Scoring' ? rate(read, total, nowMs) : {};
      const shown: Shown = {
        trouble: undefined,
        ...(stage !== 'Waiting' && stage !== 'Ended' && { status: 'Processing' }),
        ...(total !== undefined && stage === 'Scoring' && { records: `${count(read)} of ${count(total)}` }),
        ...(perSecond !== undefined && { rate: count(perSecond) }),
        ...(left !== undefined && read !== total && { left }),
        ...(failed > 0 && { failed: count(failed) }),
        ...(stage === 'Learning' && { percent: `${progressPercent} %` }),
      };
      const name = names[stage];
      if (name === undefined) output.updateData(shown);
      else output.goto(name, shown);
    },
    ended(run: Run): void {
      const isGood = run.status === 'Successful';
      const failed = run.failed > 0 ? count(run.failed) : undefined;
      const counts = { records: count(run.read), failed, left: undefined, status: run.status };
      const shown = run.jobType === 'Training' ? { status: run.status, auc: run.testAuc?.toFixed(4) } : counts;
      if (isGood) output.goto(Object.values(names).at(-1) ?? waiting, shown);
      else output.updateData(shown);
      if (isGood) output.stop();
      else output.error();
    },
    /** The command goes, the run stays. */
    left(): void {
      output.stop('async');
    },
    failed(): void {
      output.error();
    },
  };
}

const count = (number: number): string => number.toLocaleString('en');
