import { seededRandom, sigmoid } from '@plumbline/learning';
import type { BoosterParameters, Matrix } from '@plumbline/learning';

export const parameters: BoosterParameters = {
  trees: 40,
  maxDepth: 4,
  learningRate: 0.2,
  minChildWeight: 1,
  gamma: 0,
  lambda: 1,
  alpha: 0,
  subsample: 0.8,
  columnSample: 1,
  seed: 11,
};

export type MadeUpRows = { matrix: Matrix; labels: Uint8Array };

/** `valuesOf` gives the row's values; `marginOf` their true log odds, by which labels are drawn. */
export function makeUpRows(
  rowCount: number,
  valuesOf: (random: () => number) => number[],
  marginOf: (values: number[]) => number,
): MadeUpRows {
  const random = seededRandom(5);
  const labels = new Uint8Array(rowCount);
  const rows = Array.from(labels.keys(), (row) => {
    const values = valuesOf(random);
    labels[row] = random() < sigmoid(marginOf(values)) ? 1 : 0;
    return values;
  });
  const values = Float32Array.from(rows.flat());
  return { matrix: { rowCount, columnCount: values.length / rowCount, values }, labels };
}

/** Two numbers that matter, one that does not, and missing values that matter. */
export const ordinaryRows = (rowCount: number): MadeUpRows =>
  makeUpRows(
    rowCount,
    (random) => [random() * 10, random() < 0.3 ? NaN : random() * 4 - 2, random()],
    ([size = 0, trend = 0]) => (size > 5 ? 1.5 : -1.5) + (Number.isNaN(trend) ? -1 : trend),
  );
