import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import type { SourcePlan } from './source-plan.ts';

/**
 * How the values of one field were distributed among the training rows: counts by age group, in each first the bins
 * (`number`: between rising cuts; `category`: the most frequent levels, then all others), then what is missing.
 */
export type FieldDistribution =
  | { kind: 'number'; field: string; cuts: number[]; counts: number[][] }
  | { kind: 'category'; field: string; levels: string[]; counts: number[][] };

/**
 * What a model has learned from, as far as it takes to tell whether later data is alike. A record has more activity the
 * longer it is open, so that rows are only comparable with rows of about the same age: `ages` are the days after which
 * records were looked at, and every row counts to the nearest.
 */
export type TrainingDistribution = { ages: number[]; fields: FieldDistribution[] };

const BINS = 10;

const LEVELS = 20;

/** Older than the oldest age learned from by this factor, a record is like none of them. */
const OLDEST = 1.25;

const AGE_FIELD = 'age_days';

/** What of a plan says when records are looked at. */
type Observed = Pick<SourcePlan, 'learnFrom'> & {
  goal: Pick<SourcePlan['goal'], 'object'>;
  observationDays: readonly number[];
};

/**
 * The days after which a goal looks at records: only leads are looked at on days since their creation. One (0) stands for
 * any age.
 */
export const learnedAges = ({ goal, learnFrom, observationDays }: Observed): readonly number[] =>
  learnFrom === 'history' && goal.object === 'Lead' ? observationDays : [0];

/** The distribution of a table by the ages that were learned from. */
export function describeDistribution(table: FeatureTable, ages: readonly number[]): TrainingDistribution {
  const groups = ageGroups(table, ages);
  return { ages: [...ages], fields: table.columns.map((column) => describeField(column, groups, ages.length)) };
}

function describeField(column: FeatureColumn, groups: Int32Array, groupCount: number): FieldDistribution {
  const empty =
    column.kind === 'number'
      ? { kind: 'number' as const, field: column.name, cuts: cutsOf(column.values) }
      : { kind: 'category' as const, field: column.name, levels: frequentLevels(column.values) };
  const binCount = binCountOf(empty);
  const counts = Array.from({ length: groupCount }, () => new Array<number>(binCount).fill(0));
  const bins = binsOf(empty, column);
  groups.forEach((group, row) => {
    const ofGroup = counts[group];
    const bin = bins[row] as number;
    if (ofGroup) ofGroup[bin] = (ofGroup[bin] as number) + 1;
  });
  return { ...empty, counts };
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
  throw new RangeError(`Column "${column.name}" is a ${column.kind}, it was a ${field.kind} when it was learned from.`);
}

/**
 * For every row the nearest of the ages, or -1 where the record is older than any that was learned from; a single age
 * means any.
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

/** Rising values that cut the rows into about equal parts, as few as there are different values. */
function cutsOf(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const quantiles = Array.from(
    { length: BINS - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / BINS)] as number,
  );
  return [...new Set(quantiles)];
}

/** The levels of most rows, equals by their text. */
function frequentLevels(values: (string | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, LEVELS)
    .map(([level]) => level);
}

/** How many of the rising cuts are at most a value: values equal to a cut are to its right. */
function countUpTo(cuts: number[], value: number): number {
  let count = 0;
  while (count < cuts.length && (cuts[count] as number) <= value) count++;
  return count;
}
