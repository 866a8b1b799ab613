import { areaUnderCurve } from '../../../scoring-service/src/domain/training/area-under-curve.ts';
import type { AreaUnderCurve } from '../../../scoring-service/src/domain/training/area-under-curve.ts';
import {
  expectedCalibrationError,
  probabilityMetrics,
} from '../../../scoring-service/src/domain/training/probability-metrics.ts';
import type { ProbabilityMetrics } from '../../../scoring-service/src/domain/training/probability-metrics.ts';
import { seededRandom } from '../../../scoring-service/src/domain/training/seeded-random.ts';

/** All figures of predictions; `perfectCalibrationError` is what a perfectly calibrated model would show by chance. */
export type Figures = ProbabilityMetrics & { auc: AreaUnderCurve; perfectCalibrationError: number };

const DRAWS = 40;

export const figuresOf = (probabilities: Float64Array, labels: Uint8Array): Figures => ({
  auc: areaUnderCurve(probabilities, labels),
  ...probabilityMetrics(probabilities, labels),
  perfectCalibrationError: perfectCalibrationError(probabilities),
});

/** The mean error over outcomes that were drawn with the very probabilities. */
export function perfectCalibrationError(probabilities: Float64Array): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const labels = Uint8Array.from(probabilities, (probability) => Number(random() < probability));
    sum += expectedCalibrationError(probabilities, labels);
  }
  return sum / DRAWS;
}
