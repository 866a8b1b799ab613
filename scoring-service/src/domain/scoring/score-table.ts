import { toProbability } from '../calibration/beta-calibration.ts';
import type { FeatureTable } from '../features/feature-table.ts';
import { modelMargins } from '../model/scoring-model.ts';
import type { ScoringModel } from '../model/scoring-model.ts';
import { percentileAmong } from './percentile.ts';

/** One value a row: calibrated log odds, the probability of reaching the goal, and the rank (1 to 100). */
export type ScoredTable = { margins: Float64Array; probabilities: Float64Array; percentiles: Uint8Array };

/** Scores every row of a table that has at least the model's fields. */
export function scoreTable(model: ScoringModel, table: FeatureTable): ScoredTable {
  const margins = modelMargins(model, table);
  const probabilities = margins.map(toProbability);
  return {
    margins,
    probabilities,
    percentiles: Uint8Array.from(probabilities, (probability) => percentileAmong(model.reference, probability)),
  };
}
