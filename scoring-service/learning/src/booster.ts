/** Row-major numbers; NaN is missing. */
export type Matrix = { rowCount: number; columnCount: number; values: Float32Array };

/** What acts in ml-xgboost 1.1.2 (XGBoost 0.7); `trees` is the number of boosting rounds. */
export type BoosterParameters = {
  trees: number;
  maxDepth: number;
  learningRate: number;
  minChildWeight: number;
  gamma: number;
  lambda: number;
  alpha: number;
  subsample: number;
  columnSample: number;
  seed: number;
};
