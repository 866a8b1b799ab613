import type { Finding, Goal } from '@plumbline/contract';
import type { LabelledRows } from '@plumbline/learning';
import { describeTuning, judgeAuc } from '../../domain/quality/check-model.ts';
import type { Learner, LearnRequest } from '../../ports/training.ts';

type Fitted = Awaited<ReturnType<Learner['fit']>>;

export type TunedFit = Fitted & { findings: Finding[] };

/** Parameter sets that are tried; more trials of a random search improve little. */
const TRIALS = 12;

/** The first model's share of the progress when tuning follows. */
const FIRST_SHARE = 0.3;

/**
 * Fits a model and tunes it where the test AUC is low. Parameters are searched within the training part, and the better
 * of the first and the tuned model is chosen by out-of-fold log loss, so that the choice does not use the test rows.
 */
export async function fitAndTune(
  { learner }: { learner: Learner },
  goal: Goal,
  rows: LabelledRows,
  request: LearnRequest,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<TunedFit> {
  const { thresholds } = goal.settings;
  const part = (from: number, to: number) => (done: number, total: number) => {
    onProgress(from + ((to - from) * done) / total);
  };
  const first = await learner.fit(rows, request, { onProgress: part(0, FIRST_SHARE), signal });
  const verdict = judgeAuc(first.evaluation, thresholds);
  if (!verdict.needsTuning) return { ...first, findings: verdict.findings };

  const search = { trials: TRIALS };
  const second = await learner.fit(rows, { ...request, search }, { onProgress: part(FIRST_SHARE, 1), signal });
  const { trials } = second.evaluation;
  const best = outOfFoldLoss(second) < outOfFoldLoss(first) ? second : first;
  const tuned = { ...best, evaluation: { ...best.evaluation, trials } };
  const { findings } = judgeAuc(tuned.evaluation, thresholds, 'tuned');
  return { ...tuned, findings: [...verdict.findings, ...describeTuning(tuned.evaluation), ...findings] };
}

const outOfFoldLoss = ({ evaluation }: Fitted): number =>
  Math.min(...evaluation.choice.contenders.map(({ logLoss }) => logLoss), Infinity);
