import type { LabelledRows, ModelEvaluation, ScoringModel } from '@plumbline/learning';

/** `search` tries tree configurations before the fit, at most `trials` of them. */
export type LearnRequest = { seed: number; gapMs: number; search?: { trials: number } };

/** Fits and evaluates a model on a thread of its own. Throws ScoringError `training.*`. */
export type Learner = {
  fit(
    rows: LabelledRows,
    request: LearnRequest,
    options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
  ): Promise<{ model: ScoringModel; evaluation: ModelEvaluation }>;
};
