import { seededRandom, sigmoid } from '@plumbline/learning';
import type { FeatureColumn, LabelledRows } from '@plumbline/learning';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

/** A cell: a number (NaN is missing) or a text (undefined is missing). */
export type Cell = number | string | undefined;

/** One record: its inputs and its true log odds. `share` is its position in the time of the data (0 to 1). */
export type DrawRecord = (draw: Draw, share: number) => { cells: Record<string, Cell>; logOdds: number };

/** Random numbers to draw records with; the same for the same seed. */
export type Draw = {
  unit(): number;
  normal(): number;
  below(count: number): number;
  /** A category of a field with `count` of them, the first more frequent than the last. */
  level(count: number): number;
};

/** Rows with the true probability of each. */
export type DrawnRows = { rows: LabelledRows; truth: Float64Array };

export function createDraw(seed: number): Draw {
  const unit = seededRandom(seed);
  return {
    unit,
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    below: (count) => Math.floor(count * unit()),
    level: (count) => Math.floor(count * unit() ** 1.7),
  };
}

/** The effect of a category of a field, from a normal distribution of standard deviation 1; the same in every call. */
export function effectOf(field: string, level: number): number {
  let hash = 2166136261;
  for (const character of `${field}:${level}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return createDraw(hash >>> 0).normal();
}

/** Draws rows one day apart, with times in the part of the data between the two `shares`. */
export function drawRows(
  record: DrawRecord,
  { rowCount, seed, shares: [from, to] = [0, 1] }: { rowCount: number; seed: number; shares?: [number, number] },
): DrawnRows {
  const draw = createDraw(seed);
  const columns = new Map<string, Cell[]>();
  const truth = new Float64Array(rowCount);
  const labels = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const { cells, logOdds } = record(draw, from + ((to - from) * row) / rowCount);
    for (const [name, cell] of Object.entries(cells)) {
      if (!columns.has(name)) columns.set(name, []);
      columns.get(name)?.push(cell);
    }
    truth[row] = sigmoid(logOdds);
    labels[row] = Number(draw.unit() < (truth[row] ?? 0));
  }
  const groups = Array.from({ length: rowCount }, (_, row) => `record ${row}`);
  const times = Float64Array.from({ length: rowCount }, (_, row) => row * DAY_MS);
  const table = { rowCount, columns: Array.from(columns, ([name, cells]) => toColumn(name, cells)) };
  return { rows: { table, labels, groups, times }, truth };
}

const toColumn = (name: string, cells: Cell[]): FeatureColumn =>
  cells.some((cell) => typeof cell === 'number')
    ? { kind: 'number', name, values: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : NaN)) }
    : { kind: 'category', name, values: cells.map((cell) => (typeof cell === 'string' ? cell : undefined)) };
