import { countWhile } from '@plumbline/learning';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { countValues, shareOf, sumOf } from '../figures.ts';
import type { SourcePlan } from './source-plan.ts';

/**
 * Histogram of one field among the training rows: counts by age group and bin, and positives likewise (absent from models
 * of earlier versions). Bins are the intervals between rising
 * cuts (`number`) or the most frequent levels and all others (`category`); the last bin is missing values.
 */
export type FieldDistribution =
  | { kind: 'number'; field: string; cuts: number[]; counts: number[][]; positives?: number[][] }
  | { kind: 'category'; field: string; levels: string[]; counts: number[][]; positives?: number[][] };

/**
 * Distribution of a model's training rows, the reference for input drift. Records gain activity with age, so rows are
 * compared with rows of similar age only: `ages` are observation days, and every row counts towards the nearest.
 */
export type TrainingDistribution = { ages: number[]; fields: FieldDistribution[]; revealed?: RevealedInputs };

/** By input: the inputs whose values it gives away, so that who may not read these may not know of it. */
export type RevealedInputs = Record<string, string[]>;

const BINS = 10;

const LEVELS = 20;

/** A record older than the oldest training age by this factor is comparable with none of them. */
const OLDEST = 1.25;

const AGE_FIELD = 'age_days';

/** The parts of a plan that set its observation dates. */
type Observed = Pick<SourcePlan, 'learnFrom'> & {
  goal: Pick<SourcePlan['goal'], 'object'>;
  observationDays: readonly number[];
};

/** Records whose ages differ by less than this factor are compared with each other. */
const ALIKE = 1.5;

/**
 * The age groups of a goal's rows: the observation days, without those that follow another one closely. Only leads are
 * observed at fixed days after creation; a single 0 stands for any age.
 */
export function trainingAges({ goal, learnFrom, observationDays }: Observed): readonly number[] {
  if (learnFrom !== 'history' || goal.object !== 'Lead') return [0];
  const ages: number[] = [];
  for (const days of observationDays.toSorted((one, other) => one - other)) {
    const last = ages.at(-1);
    if (last === undefined || (days > last && days >= ALIKE * last)) ages.push(days);
  }
  return ages;
}

/** The age in days of the oldest of these rows; undefined where ages are not among their columns. */
export function oldestAge(table: FeatureTable): number | undefined {
  const column = table.columns.find(({ name }) => name === AGE_FIELD);
  if (column?.kind !== 'number') return undefined;
  const oldest = column.values.reduce((highest, age) => (age > highest ? age : highest), -Infinity);
  return Number.isFinite(oldest) ? oldest : undefined;
}

/** The distribution of a table by age group; with labels also that of the positives. */
export function describeDistribution(
  table: FeatureTable,
  ages: readonly number[],
  labels?: Uint8Array,
): TrainingDistribution {
  const groups = ageGroups(table, ages);
  return { ages: [...ages], fields: table.columns.map((column) => describeField(column, groups, ages.length, labels)) };
}

function describeField(
  column: FeatureColumn,
  groups: Int32Array,
  groupCount: number,
  labels: Uint8Array | undefined,
): FieldDistribution {
  const empty =
    column.kind === 'number'
      ? { kind: 'number' as const, field: column.name, cuts: cutsOf(column.values) }
      : { kind: 'category' as const, field: column.name, levels: frequentLevels(column.values) };
  const binCount = binCountOf(empty);
  const zeros = (): number[][] => Array.from({ length: groupCount }, () => new Array<number>(binCount).fill(0));
  const [counts, positives] = [zeros(), zeros()];
  const bins = binsOf(empty, column);
  groups.forEach((group, row) => {
    const bin = bins[row] as number;
    addOne(counts[group], bin);
    if (labels?.[row] === 1) addOne(positives[group], bin);
  });
  return { ...empty, counts, ...(labels && { positives }) };
}

function addOne(counts: number[] | undefined, bin: number): void {
  if (counts) counts[bin] = (counts[bin] as number) + 1;
}

type Binning = { kind: 'number'; cuts: number[] } | { kind: 'category'; levels: string[] };

export const binCountOf = (field: Binning): number =>
  (field.kind === 'number' ? field.cuts.length + 1 : field.levels.length + 1) + 1;

/** The bin of every row of a column; the last one is that of missing values. */
export function binsOf(field: Binning, column: FeatureColumn): Uint16Array {
  const missing = binCountOf(field) - 1;
  if (field.kind === 'number' && column.kind === 'number') {
    return Uint16Array.from(column.values, (value) =>
      Number.isFinite(value) ? countUpTo(field.cuts, value) : missing,
    );
  }
  if (field.kind === 'category' && column.kind === 'category') {
    const places = new Map(field.levels.map((level, index) => [level, index]));
    return Uint16Array.from(column.values, (value) =>
      value === undefined ? missing : (places.get(value) ?? field.levels.length),
    );
  }
  throw new RangeError(`Column "${column.name}" is a ${column.kind}, it was a ${field.kind} in the training rows.`);
}

/** The training rows with the same value of an input, or one of the same decile, and how many of them were positive. */
export function similarRows(
  { fields }: TrainingDistribution,
  name: string,
  value: number | string | null,
): { rows: number; positives: number } | undefined {
  const field = fields.find((candidate) => candidate.field === name);
  const bin = field && binOf(field, value);
  if (!field?.positives || bin === undefined) return undefined;
  const sum = (counts: number[][]): number => sumOf(counts, (ofGroup) => ofGroup[bin] ?? 0);
  return { rows: sum(field.counts), positives: sum(field.positives) };
}

/** The number of training rows. */
export const rowsOf = ({ fields: [field] }: TrainingDistribution): number =>
  sumOf(field?.counts.flat() ?? [], (count) => count);

/** The share of positives among all training rows, 0 to 1; undefined without their numbers. */
export function positiveShare({ fields: [field] }: TrainingDistribution): number | undefined {
  if (!field?.positives) return undefined;
  const sum = (counts: number[][]): number => sumOf(counts.flat(), (count) => count);
  return shareOf(sum(field.positives), sum(field.counts));
}

/** Other levels are too different from each other to be alike. */
function binOf(field: FieldDistribution, value: number | string | null): number | undefined {
  const missing = binCountOf(field) - 1;
  if (value === null) return missing;
  if (field.kind === 'number') return typeof value === 'number' ? countUpTo(field.cuts, value) : undefined;
  const level = field.levels.indexOf(String(value));
  return level < 0 ? undefined : level;
}

/**
 * The index of the nearest age for every row, or -1 where the record is older than all training rows; a single age takes
 * every row.
 */
export function ageGroups(table: FeatureTable, ages: readonly number[]): Int32Array {
  const column = table.columns.find(({ name }) => name === AGE_FIELD);
  const groups = new Int32Array(table.rowCount);
  if (column?.kind !== 'number' || ages.length < 2) return groups;
  const oldest = Math.max(...ages) * OLDEST;
  return groups.map((_, row) => {
    const age = column.values[row] as number;
    if (!(age <= oldest)) return -1;
    return ages.reduce(
      (best, candidate, index) => (Math.abs(candidate - age) < Math.abs((ages[best] as number) - age) ? index : best),
      0,
    );
  });
}

/**
 * Quantiles that cut the rows into about equal parts; fewer where values repeat. A count that is 0 for nearly all rows is cut
 * above 0.
 */
function cutsOf(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const quantiles = Array.from(
    { length: BINS - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / BINS)] as number,
  );
  const cuts = [...new Set(quantiles)];
  const [least = 0] = sorted;
  const next = sorted[countWhile(sorted, (value) => value <= least)];
  return next !== undefined && cuts.every((cut) => cut <= least) ? [...cuts, next] : cuts;
}

/** The most frequent levels; ties are ordered by text. */
function frequentLevels(values: (string | undefined)[]): string[] {
  return [...countValues(values.filter((value) => value !== undefined))]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, LEVELS)
    .map(([level]) => level);
}

/** The number of rising cuts at or below a value: a value equal to a cut is to its right. */
const countUpTo = (cuts: number[], value: number): number => countWhile(cuts, (cut) => cut <= value);
