import { countWhile } from '@plumbline/learning';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { DAY_MS } from '../time.ts';

/** Leads of every age as they were created, as the feature engine returns them. */
type CreatedRows = { table: FeatureTable; createdAt: Float64Array; reachedAt: Float64Array; asOfMs: number };

/** Least difference between the shares with a value among leads that reached the goal and others that matters. */
const SMALLEST_DIFFERENCE = 0.1;
/** Normal quantile of a one-sided 99.5 % interval: several inputs of a goal differ by the smallest difference. */
const CONFIDENCE = 2.58;
/** Filled so much more often where the goal was reached: few honest inputs are, and a model would rely on them. */
const LARGE_DIFFERENCE = 0.2;
/** How many inputs with a large difference got it from the outcome, for each that had it from the start. */
const PRIOR_ODDS = 3;
/** Normal quantile of a one-sided 95 % interval, of numbers that differ so much by their ranks. */
const CONFIDENCE_OF_RANKS = 1.64;
/** Fewest leads of a kind that are compared. */
const FEWEST_RECORDS = 20;

/**
 * The inputs that leads get after they are created, by what a newly created lead of today has of them. Whether a value
 * caused the outcome or the outcome the value is not visible among leads whose outcome is known: both give the same shares.
 * But today's new leads include those that will reach the goal. Where a value is there from the start, as many of the new
 * leads have it as of all earlier ones together; where the conversion fills it, only as many as of the earlier ones that
 * did not convert. So the share with a value is regressed on F(age), the share of leads that have reached the goal by that
 * age: its slope is 0 for an honest input, and the difference between leads that reached the goal and others for one that
 * the outcome fills (age is an instrument: A. Wald, The fitting of straight lines if both variables are subject to error,
 * Ann. Math. Stat. 1940). An input is late where the slope is significantly positive and at least half of that difference.
 * One with a large difference is late unless the slope makes it likelier, by the odds of Bayes' theorem, that it was there
 * from the start: in an org of few leads the slope says little, and a leak does more harm than an input that is missed.
 */
export function findLateFilling(
  { table, createdAt, reachedAt, asOfMs }: CreatedRows,
  fields: readonly FeatureField[],
  timeframeDays: number,
): { field: string; reason: string }[] {
  const ages = createdAt.map((time) => (asOfMs - time) / DAY_MS);
  const reachedShare = reachedByAge(createdAt, reachedAt, ages);
  const isMature = ages.map((age) => Number(age >= timeframeDays));
  return table.columns.flatMap((column) => {
    const field = fields.find(({ name }) => name === column.name);
    if (field === undefined) return [];
    const values = shareFlags(column, field);
    const difference = outcomeDifference(values, { isMature, reachedAt });
    if (difference === undefined || Math.abs(difference) < SMALLEST_DIFFERENCE) return [];
    const drift = slopeOf(values, [ages], isMature);
    // A trend over the dates of creation that the mature leads show by themselves is not held against an input.
    const controls = drift && Math.abs(drift.slope) > CONFIDENCE * drift.error ? [reachedShare, ages] : [reachedShare];
    const growth = slopeOf(values, controls);
    if (growth === undefined) return [];
    const isLarge = Math.abs(difference) >= LARGE_DIFFERENCE;
    const isLate =
      isLarge && difference > 0 && values.every((value) => value === 0 || value === 1)
        ? isLikelyLate(growth, difference)
        : isClearlyLate(growth, difference, isLarge ? CONFIDENCE_OF_RANKS : CONFIDENCE);
    return isLate ? [{ field: column.name, reason: reasonOf(values, { isMature, reachedShare }) }] : [];
  });
}

type Slope = { slope: number; error: number };

const isClearlyLate = ({ slope, error }: Slope, difference: number, confidence: number): boolean =>
  slope > confidence * error && slope >= Math.abs(difference) / 2;

/** Whether a slope, normal about 0 for an honest input and about the difference for a late one, speaks for the latter. */
const isLikelyLate = ({ slope, error }: Slope, difference: number): boolean =>
  slope > difference / 2 - (error ** 2 * Math.log(PRIOR_ODDS)) / difference;

/**
 * What is compared of an input: 1 where it has a value; of a number that everybody has, its rank between 0 and 1, because a
 * counter goes on counting.
 */
function shareFlags(column: FeatureColumn, field: FeatureField): Float64Array {
  const flags = Float64Array.from(filledFlags(column, field));
  if (column.kind !== 'number' || field.family !== 'chosen' || field.unit === 'yes or no') return flags;
  return isAlwaysFilled(flags) ? ranks(column.values) : flags;
}

const isAlwaysFilled = (flags: Float64Array): boolean => flags.every((flag) => flag === 1);

/** The middle rank of each value among all, between 0 and 1. */
function ranks(values: Float64Array): Float64Array {
  const order = Float64Array.from(values).sort();
  return values.map((value) => {
    const below = countWhile(order, (one) => one < value);
    return (below + countWhile(order, (one) => one <= value)) / 2 / order.length;
  });
}

/**
 * 1 where a record has a value. A presence indicator is filled where it is 1; a checkbox, which has a source field, is
 * always filled.
 */
export function filledFlags({ kind, values }: FeatureColumn, field: FeatureField | undefined): Uint8Array {
  const isPresence = kind === 'number' && field?.unit === 'yes or no' && field.source === undefined;
  const flags = new Uint8Array(values.length);
  for (let row = 0; row < flags.length; row++) {
    const value = values[row];
    flags[row] = Number(value !== undefined && !Number.isNaN(value) && !(isPresence && value === 0));
  }
  return flags;
}

/** F(age) for each lead: 1 minus the product-limit estimate (E. L. Kaplan, P. Meier, JASA 1958) of the time to the goal. */
function reachedByAge(createdAt: Float64Array, reachedAt: Float64Array, ages: Float64Array): Float64Array {
  const days = reachedAt.map((time, row) => (time - (createdAt[row] ?? time)) / DAY_MS);
  const order = Array.from(days, (_, row) => row).sort((one, other) => timeOf(one) - timeOf(other));
  function timeOf(row: number): number {
    const reached = days[row] ?? Number.NaN;
    return Number.isNaN(reached) ? (ages[row] ?? 0) : reached;
  }
  const steps: { day: number; share: number }[] = [];
  let open = 1;
  order.forEach((row, position) => {
    if (Number.isNaN(days[row] ?? Number.NaN)) return;
    open *= 1 - 1 / (order.length - position);
    steps.push({ day: timeOf(row), share: 1 - open });
  });
  const stepDays = steps.map(({ day }) => day);
  return ages.map((age) => steps[countWhile(stepDays, (day) => day <= age) - 1]?.share ?? 0);
}

/** The mean of the mature leads that reached the goal minus that of the others; undefined where it may be chance. */
function outcomeDifference(
  values: Float64Array,
  { isMature, reachedAt }: { isMature: Float64Array; reachedAt: Float64Array },
): number | undefined {
  const groups = [
    { sum: 0, count: 0, squares: 0 },
    { sum: 0, count: 0, squares: 0 },
  ];
  values.forEach((value, row) => {
    const group = groups[Number(!Number.isNaN(reachedAt[row] ?? Number.NaN))];
    if (isMature[row] !== 1 || group === undefined) return;
    group.sum += value;
    group.squares += value * value;
    group.count += 1;
  });
  const [missed, reached] = groups.map(({ sum, count, squares }) => {
    const mean = sum / count;
    return { count, mean, error: (squares / count - mean * mean) / count };
  });
  if (missed === undefined || reached === undefined || Math.min(missed.count, reached.count) < FEWEST_RECORDS) return;
  const difference = reached.mean - missed.mean;
  return Math.abs(difference) > CONFIDENCE * Math.sqrt(missed.error + reached.error) ? difference : undefined;
}

/**
 * Least squares of the values on a constant and one or two regressors, of rows with weight 1: the slope of the first
 * regressor and its standard error, which holds for unequal variances (H. White, Econometrica 1980). The second regressor
 * is partialled out of the first one (R. Frisch, F. V. Waugh, Econometrica 1933). Undefined where it has no variance.
 */
function slopeOf(
  values: Float64Array,
  [regressor, control]: readonly Float64Array[],
  weights: Float64Array = values.map(() => 1),
): Slope | undefined {
  if (regressor === undefined) return undefined;
  const centred = (of: Float64Array): Float64Array => {
    const count = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = of.reduce((sum, value, row) => sum + value * (weights[row] ?? 0), 0) / count;
    return of.map((value, row) => (value - mean) * (weights[row] ?? 0));
  };
  const dot = (one: Float64Array, other: Float64Array): number =>
    one.reduce((sum, value, row) => sum + value * (other[row] ?? 0), 0);
  const without = (of: Float64Array, by: Float64Array): Float64Array => {
    const size = dot(by, by);
    const share = size === 0 ? 0 : dot(of, by) / size;
    return of.map((value, row) => value - share * (by[row] ?? 0));
  };
  const [plain, outcome] = [centred(regressor), centred(values)];
  const second = control && centred(control);
  const x = second ? without(plain, second) : plain;
  const y = second ? without(outcome, second) : outcome;
  const size = dot(x, x);
  if (size < 1e-9) return undefined;
  const slope = dot(x, y) / size;
  const scatter = x.reduce((sum, value, row) => sum + (value * ((y[row] ?? 0) - slope * value)) ** 2, 0);
  return { slope, error: Math.sqrt(scatter) / size };
}

function reasonOf(
  values: Float64Array,
  { isMature, reachedShare }: Record<'isMature' | 'reachedShare', Float64Array>,
): string {
  const most = reachedShare.reduce((high, share) => Math.max(high, share), 0);
  const shareOf = (isCounted: (row: number) => boolean): string => {
    const counted = values.filter((_, row) => isCounted(row));
    return `${Math.round((100 * counted.reduce((sum, value) => sum + value, 0)) / Math.max(1, counted.length))} %`;
  };
  const newest = shareOf((row) => (reachedShare[row] ?? 0) < most / 3);
  const earlier = shareOf((row) => isMature[row] === 1);
  if (newest === earlier)
    return `Leads get it, or more of it, after they are created, those that reach the goal most of all.`;
  return (
    `Leads get it after they are created: ${newest} of the newest have it, ${earlier} of those that had time to reach the ` +
    'goal. It is probably filled when the outcome is known.'
  );
}
