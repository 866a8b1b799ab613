import type { FeatureColumn } from './table.ts';

const BINS = 50;
const SAMPLE = 5000;
const FOLDS = 5;
/** How many average rows each level is given beforehand, so that a rare level says little. */
const SMOOTHING = 20;

/**
 * How well one field alone orders the records by outcome (AUC). Values are read as levels, numbers as levels of about
 * equally many records, and missing as a level of its own; each record is ranked by the smoothed share of positives
 * that its level has among the records of the other folds. So neither a direction nor many levels help a field that
 * knows nothing.
 */
export function singleFieldAuc(column: FeatureColumn, labels: Uint8Array): number {
  const { levels, levelCount } =
    column.kind === 'number' ? levelsOfNumbers(column.values) : levelsOfTexts(column.values);
  const { folds, baseRate } = drawFolds(labels);
  const cells = countCells(levels, labels, folds, levelCount);
  const rates = ratesOutOfFold(cells, levelCount, baseRate);
  return areaOverCells(cells, rates);
}

/** The level of every row, from 0. */
type Levels = { levels: Uint32Array; levelCount: number };

function levelsOfTexts(values: (string | undefined)[]): Levels {
  const numbers = new Map<string | undefined, number>();
  const levels = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const known = numbers.get(values[row]);
    levels[row] = known ?? numbers.size;
    if (known === undefined) numbers.set(values[row], numbers.size);
  }
  return { levels, levelCount: numbers.size };
}

/** Level 0 is missing; the others are bins between quantiles of an even sample and the ends of the whole. */
function levelsOfNumbers(values: Float64Array): Levels {
  const filled = values.filter((value) => !Number.isNaN(value));
  const step = Math.max(1, Math.floor(filled.length / SAMPLE));
  const sample = filled.filter((_, index) => index % step === 0).sort();
  const quantiles = Array.from(
    { length: BINS - 1 },
    (_, bin) => sample[Math.floor(((bin + 1) * sample.length) / BINS)],
  );
  const ends = [least(filled), ...quantiles.filter((value) => value !== undefined)];
  const cuts = Float64Array.from(new Set(ends)).sort();
  const levels = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    levels[row] = Number.isNaN(value) ? 0 : 1 + countBelow(cuts, value);
  }
  return { levels, levelCount: cuts.length + 2 };
}

const least = (values: Float64Array): number =>
  values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);

/** How many of the rising cuts are below a value. */
function countBelow(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Positives and negatives are dealt out in turn, so that every fold has its share of both. */
function drawFolds(labels: Uint8Array): { folds: Uint8Array; baseRate: number } {
  const dealt = [0, 0];
  const folds = labels.map((label) => {
    const turn = dealt[label] ?? 0;
    dealt[label] = turn + 1;
    return turn % FOLDS;
  });
  return { folds, baseRate: (dealt[1] ?? 0) / labels.length };
}

/** Rows and positives of each level in each fold, at `level * FOLDS + fold`. */
type Cells = { rows: Float64Array; positives: Float64Array };

function countCells(levels: Uint32Array, labels: Uint8Array, folds: Uint8Array, levelCount: number): Cells {
  const rows = new Float64Array(levelCount * FOLDS);
  const positives = new Float64Array(levelCount * FOLDS);
  for (let row = 0; row < levels.length; row++) {
    const cell = (levels[row] as number) * FOLDS + (folds[row] as number);
    rows[cell] = (rows[cell] as number) + 1;
    positives[cell] = (positives[cell] as number) + (labels[row] as number);
  }
  return { rows, positives };
}

function ratesOutOfFold({ rows, positives }: Cells, levelCount: number, baseRate: number): Float64Array {
  const rates = new Float64Array(rows.length);
  for (let level = 0; level < levelCount; level++) {
    const first = level * FOLDS;
    let allRows = 0;
    let allPositives = 0;
    for (let cell = first; cell < first + FOLDS; cell++) {
      allRows += rows[cell] as number;
      allPositives += positives[cell] as number;
    }
    for (let cell = first; cell < first + FOLDS; cell++) {
      // Whole numbers are taken from each other first: a rounding error would give the row's own label away.
      const otherPositives = allPositives - (positives[cell] as number);
      const otherRows = allRows - (rows[cell] as number);
      rates[cell] = (SMOOTHING * baseRate + otherPositives) / (SMOOTHING + otherRows);
    }
  }
  return rates;
}

/** The AUC of rows whose score is their cell's rate; cells of equal rate tie. */
function areaOverCells({ rows, positives }: Cells, rates: Float64Array): number {
  const order = Uint32Array.from(rates.keys().filter((cell) => (rows[cell] as number) > 0));
  order.sort((a, b) => (rates[a] as number) - (rates[b] as number));
  let allPositives = 0;
  let allNegatives = 0;
  let wins = 0;
  for (let start = 0; start < order.length;) {
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let end = start;
    for (; end < order.length && rates[order[end] as number] === rates[order[start] as number]; end++) {
      const cell = order[end] as number;
      tiedPositives += positives[cell] as number;
      tiedNegatives += (rows[cell] as number) - (positives[cell] as number);
    }
    wins += tiedPositives * (allNegatives + tiedNegatives / 2);
    allPositives += tiedPositives;
    allNegatives += tiedNegatives;
    start = end;
  }
  return wins / (allPositives * allNegatives);
}
