import type { Matrix } from './booster.ts';
import { columnsOf, encodeTable, finiteNumber, requireColumn } from './encoder.ts';
import type { Encoder, FieldEncoder } from './encoder.ts';
import type { CategoryColumn, FeatureColumn, FeatureTable } from './table.ts';
import { countLevels, frequentWords, wordingOf } from './tokens.ts';

/**
 * `targetFrom`: fields with that many levels or more are encoded by their share of positives;
 * `smoothing`: how many average rows each level is given beforehand (m);
 * `sharedFrom`: a level with fewer rows than this has no share of its own but that of the unseen ones;
 * `shownFrom`: a level with fewer rows has no 0/1 column of its own: no leaf would hold it;
 * `shownLevels`: at most so many of the most frequent levels of a field encoded by share have one;
 * `shownWords`: at most so many words of a text.
 */
export type EncoderOptions = Partial<typeof DEFAULTS>;

const DEFAULTS = { targetFrom: 10, smoothing: 20, sharedFrom: 3, shownFrom: 10, shownLevels: 20, shownWords: 40 };

/** Learns the encoding of a table; constant columns are left out. The order of the rows does not matter. */
export function fitEncoder(table: FeatureTable, labels: Uint8Array, options: EncoderOptions = {}): Encoder {
  const settings = { ...DEFAULTS, ...options };
  const fields = table.columns.flatMap((column) => fitField(column, labels, settings));
  return { fields };
}

/**
 * The matrix of the very rows that the encoder was fitted on: each row's shares of positives come from the rows of the
 * other folds only, so that no row sees its own label.
 */
export function encodeOutOfFold(
  encoder: Encoder,
  table: FeatureTable,
  labels: Uint8Array,
  folds: Uint8Array,
  { smoothing = DEFAULTS.smoothing }: EncoderOptions = {},
): Matrix {
  const matrix = encodeTable(encoder, table);
  let column = 0;
  for (const field of encoder.fields) {
    if (field.kind === 'target') {
      const values = requireColumn(table, field) as CategoryColumn;
      const shares = sharesOutOfFold(field, values, labels, folds, smoothing);
      for (let row = 0; row < table.rowCount; row++) {
        matrix.values[row * matrix.columnCount + column] = shares[row] as number;
      }
    }
    column += columnsOf(field);
  }
  return matrix;
}

type Settings = typeof DEFAULTS;

function fitField(column: FeatureColumn, labels: Uint8Array, settings: Settings): FieldEncoder[] {
  if (column.kind === 'category') {
    return [fitCategory(column, labels, settings), fitWords(column, settings)].filter((field) => field !== undefined);
  }
  let hasMissing = false;
  const distinct = new Set<number>();
  for (const value of column.values) {
    const number = finiteNumber(value);
    if (Number.isNaN(number)) hasMissing = true;
    else if (distinct.size < 2) distinct.add(Math.fround(number));
  }
  if (distinct.size > 1) return [{ kind: 'number', field: column.name }];
  return distinct.size === 1 && hasMissing ? [{ kind: 'presence', field: column.name }] : [];
}

function fitCategory(column: CategoryColumn, labels: Uint8Array, settings: Settings): FieldEncoder | undefined {
  const counted = countLevels(column.values);
  const hasMissing = column.values.includes(undefined);
  return counted.length < settings.targetFrom
    ? fitLevels(column.name, counted, hasMissing, settings)
    : fitShares(column, counted, hasMissing, labels, settings);
}

function fitWords({ name, values }: CategoryColumn, { shownFrom, shownWords }: Settings): FieldEncoder | undefined {
  const wording = wordingOf(values);
  if (wording === undefined) return undefined;
  const words = frequentWords(values, wording, { fewestRows: shownFrom, most: shownWords });
  return words.length === 0 ? undefined : { kind: 'words', field: name, wording, words };
}

type CountedLevel = { level: string; count: number };

function fitLevels(
  field: string,
  counted: CountedLevel[],
  hasMissing: boolean,
  { shownFrom }: Settings,
): FieldEncoder | undefined {
  const levels = namesFrom(counted, shownFrom);
  const otherRows = counted.slice(levels.length).reduce((sum, { count }) => sum + count, 0);
  const hasOther = otherRows >= shownFrom;
  if (levels.length + Number(hasMissing) + Number(hasOther) < 2) return undefined;
  // Two values tell each other apart with one column.
  const isPair = levels.length === 2 && !hasMissing && !hasOther;
  return { kind: 'levels', field, levels: isPair ? levels.slice(1) : levels, hasOther, hasMissing };
}

function fitShares(
  column: CategoryColumn,
  counted: CountedLevel[],
  hasMissing: boolean,
  labels: Uint8Array,
  { sharedFrom, shownFrom, shownLevels, smoothing }: Settings,
): FieldEncoder | undefined {
  const levels = namesFrom(counted, sharedFrom);
  if (levels.length + Number(hasMissing) + Number(levels.length < counted.length) < 2) return undefined;
  const tally = tallyLevels({ levels }, column, labels);
  const share = (position: number) => smoothedShare(tally, position, smoothing);
  return {
    kind: 'target',
    field: column.name,
    levels,
    shares: levels.map((_, position) => share(position)),
    rest: share(levels.length),
    missing: share(levels.length + 1),
    shownLevels: Math.min(shownLevels, namesFrom(counted, shownFrom).length),
    hasMissing,
  };
}

function namesFrom(counted: CountedLevel[], minimum: number): string[] {
  return counted.filter(({ count }) => count >= minimum).map(({ level }) => level);
}

/** Rows and positives by level; after the levels come the rare ones together, then missing, then the sum of all. */
type Tally = { rows: Float64Array; positives: Float64Array };

function tallyLevels(
  field: { levels: string[] },
  { values }: CategoryColumn,
  labels: Uint8Array,
): Tally & { positions: Int32Array } {
  const positionOf = new Map(field.levels.map((level, index) => [level, index]));
  const count = field.levels.length;
  const rows = new Float64Array(count + 3);
  const positives = new Float64Array(count + 3);
  const positions = Int32Array.from(values, (value) =>
    value === undefined ? count + 1 : (positionOf.get(value) ?? count),
  );
  positions.forEach((position, row) => {
    for (const index of [position, count + 2]) {
      rows[index] = (rows[index] as number) + 1;
      positives[index] = (positives[index] as number) + (labels[row] as number);
    }
  });
  return { rows, positives, positions };
}

function smoothedShare({ rows, positives }: Tally, position: number, smoothing: number): number {
  const all = rows.length - 1;
  const average = (positives[all] as number) / Math.max(1, rows[all] as number);
  return ((positives[position] as number) + smoothing * average) / ((rows[position] as number) + smoothing);
}

function sharesOutOfFold(
  field: { levels: string[] },
  column: CategoryColumn,
  labels: Uint8Array,
  folds: Uint8Array,
  smoothing: number,
): Float64Array {
  const whole = tallyLevels(field, column, labels);
  const size = whole.rows.length;
  const foldCount = folds.reduce((highest, fold) => Math.max(highest, fold), 0) + 1;
  const others = Array.from({ length: foldCount }, () => ({
    rows: whole.rows.slice(),
    positives: whole.positives.slice(),
  }));
  whole.positions.forEach((position, row) => {
    const { rows, positives } = others[folds[row] as number] as Tally;
    for (const index of [position, size - 1]) {
      rows[index] = (rows[index] as number) - 1;
      positives[index] = (positives[index] as number) - (labels[row] as number);
    }
  });
  const shares = others.map((tally) =>
    Float64Array.from(tally.rows, (_, position) => smoothedShare(tally, position, smoothing)),
  );
  return Float64Array.from(whole.positions, (position, row) => shares[folds[row] as number]?.[position] as number);
}
