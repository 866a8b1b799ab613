import type {
  BoosterParameters,
  LabelledRows,
  Matrix,
  ModelEvaluation,
  ScoringModel,
  TreeEnsemble,
} from '@plumbline/learning';
import type { ScoreRule } from '../domain/scoring/score.ts';

export type TrainOptions = {
  onProgress?: (treesDone: number, treesTotal: number) => void;
  signal?: AbortSignal;
  timeoutMs?: number;
};

/** Trains boosted trees; `labels` are 0 or 1, one per row. Throws ScoringError `training.*`. */
export type Trainer = {
  train(
    matrix: Matrix,
    labels: Uint8Array,
    parameters: BoosterParameters,
    options?: TrainOptions,
  ): Promise<TreeEnsemble>;
};

/** `search` tunes first, trying at most `trials` parameter sets; `rule` turns test probabilities into scores. */
export type LearnRequest = { seed: number; gapMs: number; rule?: ScoreRule; search?: { trials: number } };

/** Fits and evaluates a model on a thread of its own. Throws ScoringError `training.*`. */
export type Learner = {
  fit(
    rows: LabelledRows,
    request: LearnRequest,
    options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
  ): Promise<{ model: ScoringModel; evaluation: ModelEvaluation }>;
};
