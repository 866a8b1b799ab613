import type { Finding, Goal } from '@plumbline/contract';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { judgeAuc } from '../domain/quality/check-evaluation.ts';
import { tuningGrid } from '../domain/quality/tuning-grid.ts';
import type { Learner, LearnRequest } from '../ports.ts';

type Fitted = Awaited<ReturnType<Learner['fit']>>;

export type Learned = Fitted & { findings: Finding[] };

/**
 * Learns, and where the test AUC is low tries other parameters too. The best is chosen by log loss out of fold within
 * the training part, so that the test stays unseen; only then is it asked again.
 */
export async function learnTuned(
  { learner }: { learner: Learner },
  goal: Goal,
  rows: LabelledRows,
  request: LearnRequest,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<Learned> {
  const first = await learner.fit(rows, request, {
    onProgress: (done, total) => {
      onProgress(done / total);
    },
    signal,
  });
  const verdict = judgeAuc(first.evaluation, goal.settings.thresholds);
  if (!verdict.needsTuning) return { ...first, findings: verdict.findings };

  let best = first;
  for (const parameters of tuningGrid(first.evaluation.choice.parameters)) {
    const fitted = await learner.fit(rows, { ...request, parameters }, { signal });
    if (outOfFoldLoss(fitted) < outOfFoldLoss(best)) best = fitted;
  }
  const tuned = judgeAuc(best.evaluation, goal.settings.thresholds, 'tuned');
  return { ...best, findings: [...verdict.findings, ...tuned.findings] };
}

const outOfFoldLoss = ({ evaluation }: Fitted): number =>
  Math.min(...evaluation.choice.contenders.map(({ logLoss }) => logLoss), Infinity);
