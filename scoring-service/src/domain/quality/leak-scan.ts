import { countPositives, selectRows, singleFieldAuc } from '@plumbline/learning';
import type { LabelledRows } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { filledFlags, findLateFilling } from './filling-scan.ts';

/**
 * One row per group, in the order of the groups: its latest row, or its latest positive one where it has any. The first
 * row counts among rows of the same time.
 */
export function outcomeRows({ groups, labels, times }: LabelledRows, prefer: 'latest' | 'positive'): Uint32Array {
  const chosen = new Map<string, number>();
  groups.forEach((group, row) => {
    const other = chosen.get(group);
    if (other === undefined || isBetter(row, other)) chosen.set(group, row);
  });
  return Uint32Array.from(chosen.values());

  function isBetter(row: number, other: number): boolean {
    if (prefer === 'positive' && labels[row] !== labels[other]) return labels[row] === 1;
    return (times[row] as number) > (times[other] as number);
  }
}

/** A field that reveals the outcome, with the evidence in words for an admin. */
export type Leak = { field: string; reason: string };

/** What the org says of the times at which values came. */
type Evidence = {
  /** By field, the share of positives whose value last changed after the goal was reached. */
  changedAfterGoal: Record<string, number>;
  /** Leads as they were created, also the newest; absent for contacts and accounts, which live on. */
  created?: Parameters<typeof findLateFilling>[0];
  timeframeDays: number;
};

/**
 * The fields that reveal the outcome, among those without history, whose value is today's. Each record counts once, by
 * whether it ever reached the goal, because its snapshots are not independent.
 */
export function findLeaks(
  rows: LabelledRows,
  fields: readonly FeatureField[],
  { changedAfterGoal, created, timeframeDays }: Evidence,
): Leak[] {
  const suspects = new Map(fields.filter((field) => !field.isPointInTime).map((field) => [field.name, field]));
  const columns = rows.table.columns.filter(({ name }) => suspects.has(name));
  const records = selectRows({ ...rows, table: { ...rows.table, columns } }, outcomeRows(rows, 'positive'));
  const positives = countPositives(records.labels);
  if (positives < FEWEST_RECORDS || records.labels.length - positives < FEWEST_RECORDS) return [];

  const late = new Map(
    (created === undefined ? [] : findLateFilling(created, [...suspects.values()], timeframeDays)).map(
      ({ field, reason }) => [field, reason],
    ),
  );
  return records.table.columns.flatMap((column) => {
    const reason =
      reasonOfChanges(changedAfterGoal[column.name]) ??
      reasonOfFilling(filledFlags(column, suspects.get(column.name)), records.labels) ??
      reasonOfAuc(singleFieldAuc(column, records.labels)) ??
      late.get(column.name);
    return reason === undefined ? [] : [{ field: column.name, reason }];
  });
}

/** AUC of a single field from which it must have been written after the outcome. */
const HIGHEST_AUC = 0.9;
/** Largest ratio between the conversion rates of records with and without a value. */
const HIGHEST_RATIO = 3;
/** Largest share of converted records on which a field last changed after the conversion. */
const HIGHEST_CHANGED = 0.2;
/** Fewest records of a kind; below it, chance would exclude rarely filled fields. */
const FEWEST_RECORDS = 20;
/** Normal quantile of a one-sided 99 % interval. */
const CONFIDENCE = 2.33;

function reasonOfChanges(share: number | undefined): string | undefined {
  if (share === undefined || share <= HIGHEST_CHANGED) return undefined;
  return `On ${percent(share)} of the records that reached the goal it was last changed after that.`;
}

function reasonOfAuc(auc: number): string | undefined {
  if (auc <= HIGHEST_AUC) return undefined;
  return `It alone tells the outcome almost without fail (AUC ${auc.toFixed(2)}): it is probably written when the outcome is known.`;
}

function reasonOfFilling(filled: Uint8Array, labels: Uint8Array): string | undefined {
  const counts = [0, 0];
  const reached = [0, 0];
  filled.forEach((isFilled, row) => {
    counts[isFilled] = (counts[isFilled] ?? 0) + 1;
    reached[isFilled] = (reached[isFilled] ?? 0) + (labels[row] as number);
  });
  const [empty = 0, full = 0] = counts;
  const [reachedEmpty = 0, reachedFull = 0] = reached;
  if (Math.min(empty, full) < FEWEST_RECORDS) return undefined;
  const shares = `${percent(reachedFull / full)} of the records with a value, ${percent(reachedEmpty / empty)} of those without`;
  if (isHigherRate({ reached: reachedFull, of: full }, { reached: reachedEmpty, of: empty })) {
    return `It is mostly filled where the goal was reached (${shares} reached it): it is probably filled when the outcome is known.`;
  }
  if (isHigherRate({ reached: reachedEmpty, of: empty }, { reached: reachedFull, of: full })) {
    return `It is mostly filled where the goal was not reached (${shares} reached it): it is probably filled when the outcome is known.`;
  }
  return undefined;
}

type Rate = { reached: number; of: number };

/**
 * Whether one rate exceeds the other by more than the largest ratio, at the lower end of the interval of their log ratio
 * (D. Katz et al., Obtaining confidence intervals for the risk ratio in cohort studies, Biometrics 1978).
 */
function isHigherRate(one: Rate, other: Rate): boolean {
  const [a, b] = [one, other].map(({ reached, of }) => ({ reached: reached + 0.5, of: of + 0.5 }));
  if (a === undefined || b === undefined) return false;
  const logRatio = Math.log(a.reached / a.of) - Math.log(b.reached / b.of);
  const error = Math.sqrt(Math.max(0, 1 / a.reached - 1 / a.of + 1 / b.reached - 1 / b.of));
  return logRatio - CONFIDENCE * error > Math.log(HIGHEST_RATIO);
}

/** A percentage; small ones with one decimal. */
const percent = (share: number): string =>
  `${share < 0.1 ? Number((100 * share).toFixed(1)) : Math.round(100 * share)} %`;
