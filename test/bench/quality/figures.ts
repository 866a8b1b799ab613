import { areaUnderCurve, expectedCalibrationError, probabilityMetrics, seededRandom } from '@plumbline/learning';
import type { AreaUnderCurve, ProbabilityMetrics } from '@plumbline/learning';

/** All figures of predictions; `perfectCalibrationError` is what a perfectly calibrated model would show by chance. */
export type Figures = ProbabilityMetrics & { auc: AreaUnderCurve; perfectCalibrationError: number };

/** An expected calibration error, and what a perfectly calibrated model would show by chance. */
export type CalibrationFigures = { error: number; perfect: number };

const DRAWS = 40;

/** More parts do not change the mean. */
const MOST_PARTS = 25;

export const figuresOf = (probabilities: Float64Array, labels: Uint8Array): Figures => ({
  auc: areaUnderCurve(probabilities, labels),
  ...probabilityMetrics(probabilities, labels),
  perfectCalibrationError: perfectCalibrationError(probabilities),
});

/** The mean error over outcomes that are drawn from the probabilities themselves. */
export function perfectCalibrationError(probabilities: Float64Array): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const labels = Uint8Array.from(probabilities, (probability) => Number(random() < probability));
    sum += expectedCalibrationError(probabilities, labels);
  }
  return sum / DRAWS;
}

/** The mean calibration error over parts of `rowCount` rows: it is larger by chance on fewer rows. */
export function calibrationOfSize(
  probabilities: Float64Array,
  labels: Uint8Array,
  rowCount: number,
): CalibrationFigures {
  const size = Math.min(rowCount, labels.length);
  const count = Math.min(MOST_PARTS, Math.floor(labels.length / size));
  const parts = Array.from({ length: count }, (_, index) => {
    const rows = [index * size, (index + 1) * size] as const;
    const own = probabilities.subarray(...rows);
    return {
      error: expectedCalibrationError(own, labels.subarray(...rows)),
      perfect: perfectCalibrationError(own),
    };
  });
  const mean = (of: (part: CalibrationFigures) => number): number =>
    parts.reduce((sum, part) => sum + of(part), 0) / count;
  return { error: mean(({ error }) => error), perfect: mean(({ perfect }) => perfect) };
}
