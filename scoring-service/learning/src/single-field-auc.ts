import { argsort, countWhile } from './numerics.ts';
import type { FeatureColumn } from './table.ts';

const BINS = 50;
const SAMPLE = 5000;
const FOLDS = 5;
/** Average rows that each category is given in advance (m of the m-estimate), so that rare categories count little. */
const PRIOR_ROWS = 20;

/**
 * The AUC of one field alone. Categories are taken as they are, numbers in bins of about equally many records, and
 * missing as a category; each record is ranked by the smoothed share of positives (n₁ + m·p̄) / (n + m) that its category
 * has in the other folds. So neither direction nor many categories help a field that carries no information.
 */
export function singleFieldAuc(column: FeatureColumn, labels: Uint8Array): number {
  const { categories, categoryCount } =
    column.kind === 'number' ? binNumbers(column.values) : numberCategories(column.values);
  const { folds, baseRate } = dealFolds(labels);
  const cells = countCells(categories, labels, folds, categoryCount);
  const rates = ratesOutOfFold(cells, categoryCount, baseRate);
  return areaOverCells(cells, rates);
}

/** The category of every row, from 0. */
type CategoryNumbers = { categories: Uint32Array; categoryCount: number };

function numberCategories(values: (string | undefined)[]): CategoryNumbers {
  const numbers = new Map<string | undefined, number>();
  const categories = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const known = numbers.get(values[row]);
    categories[row] = known ?? numbers.size;
    if (known === undefined) numbers.set(values[row], numbers.size);
  }
  return { categories, categoryCount: numbers.size };
}

/** Category 0 is missing; the others are bins between quantiles of an even sample, the lowest value the first cut. */
function binNumbers(values: Float64Array): CategoryNumbers {
  const filled = values.filter((value) => !Number.isNaN(value));
  const step = Math.max(1, Math.floor(filled.length / SAMPLE));
  const sample = filled.filter((_, index) => index % step === 0).sort();
  const quantiles =
    sample.length === 0
      ? []
      : Array.from({ length: BINS - 1 }, (_, bin) => sample[Math.floor(((bin + 1) * sample.length) / BINS)]);
  const lowest = filled.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const cuts = Float64Array.from(new Set([lowest, ...quantiles])).sort();
  const categories = Uint32Array.from(values, (value) =>
    Number.isNaN(value) ? 0 : 1 + countWhile(cuts, (cut) => cut < value),
  );
  return { categories, categoryCount: cuts.length + 2 };
}

/** Positives and negatives are dealt out in turn, so that every fold has its share of both. */
function dealFolds(labels: Uint8Array): { folds: Uint8Array; baseRate: number } {
  const dealt = [0, 0];
  const folds = labels.map((label) => dealt[label]++ % FOLDS);
  return { folds, baseRate: dealt[1] / labels.length };
}

/** Rows and positives of each category in each fold, at `category * FOLDS + fold`. */
type Cells = { rows: Float64Array; positives: Float64Array };

function countCells(categories: Uint32Array, labels: Uint8Array, folds: Uint8Array, categoryCount: number): Cells {
  const rows = new Float64Array(categoryCount * FOLDS);
  const positives = new Float64Array(categoryCount * FOLDS);
  for (let row = 0; row < categories.length; row++) {
    const cell = categories[row] * FOLDS + folds[row];
    rows[cell] += 1;
    positives[cell] += labels[row];
  }
  return { rows, positives };
}

function ratesOutOfFold({ rows, positives }: Cells, categoryCount: number, baseRate: number): Float64Array {
  const rates = new Float64Array(rows.length);
  for (let category = 0; category < categoryCount; category++) {
    const first = category * FOLDS;
    let allRows = 0;
    let allPositives = 0;
    for (let cell = first; cell < first + FOLDS; cell++) {
      allRows += rows[cell];
      allPositives += positives[cell];
    }
    for (let cell = first; cell < first + FOLDS; cell++) {
      // Whole numbers are subtracted first: a rounding error would reveal the row's own label.
      const otherPositives = allPositives - positives[cell];
      const otherRows = allRows - rows[cell];
      rates[cell] = (PRIOR_ROWS * baseRate + otherPositives) / (PRIOR_ROWS + otherRows);
    }
  }
  return rates;
}

/** The AUC of rows whose score is their cell's rate; cells of equal rate tie. */
function areaOverCells({ rows, positives }: Cells, rates: Float64Array): number {
  const order = argsort(rates).filter((cell) => rows[cell] > 0);
  let allPositives = 0;
  let allNegatives = 0;
  let wins = 0;
  for (let start = 0; start < order.length;) {
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let end = start;
    for (; end < order.length && rates[order[end]] === rates[order[start]]; end++) {
      tiedPositives += positives[order[end]];
      tiedNegatives += rows[order[end]] - positives[order[end]];
    }
    wins += tiedPositives * (allNegatives + tiedNegatives / 2);
    allPositives += tiedPositives;
    allNegatives += tiedNegatives;
    start = end;
  }
  return wins / (allPositives * allNegatives);
}
