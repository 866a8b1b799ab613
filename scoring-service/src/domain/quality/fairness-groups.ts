import type { FeatureColumn } from '../features/feature-table.ts';
import type { FeatureField } from '../features/source-plan.ts';

/** A field that an admin marked for the fairness check, with the group of every row; undefined where nothing is known. */
export type Grouping = { field: string; label: string; groups: (string | undefined)[] };

/** Numbers are told apart in so many bands of about equally many rows. */
const BANDS = 4;

/** So many of the largest groups are compared; the rest are together. */
const LARGEST = 12;
const REST = 'all others';

/** The groups of a marked field: its levels, yes and no, or bands of a number. */
export function groupRowsBy(column: FeatureColumn, { label, unit }: Pick<FeatureField, 'label' | 'unit'>): Grouping {
  const groups =
    column.kind === 'category'
      ? largestOf(column.values)
      : unit === 'yes or no'
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : value === 0 ? 'no' : 'yes'))
        : bandsOf(column.values);
  return { field: column.name, label, groups };
}

function largestOf(values: (string | undefined)[]): (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size <= LARGEST) return values;
  const kept = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, LARGEST - 1)
      .map(([value]) => value),
  );
  return values.map((value) => (value === undefined || kept.has(value) ? value : REST));
}

function bandsOf(values: Float64Array): (string | undefined)[] {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = Array.from({ length: BANDS - 1 }, (_, band) => known[Math.floor(((band + 1) * known.length) / BANDS)]);
  const limits = [...new Set(cuts.filter((cut) => cut !== undefined))];
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return undefined;
    const above = limits.filter((limit) => value >= limit).length;
    const [from, to] = [limits[above - 1], limits[above]].map((limit) => limit && Number(limit.toPrecision(3)));
    if (from === undefined) return to === undefined ? 'all' : `below ${to}`;
    return to === undefined ? `${from} or more` : `${from} to below ${to}`;
  });
}

/** How many rows each group has, the largest first. */
export function countGroups({ groups }: Grouping): { group: string; rows: number }[] {
  const counts = new Map<string, number>();
  for (const group of groups) if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  return Array.from(counts, ([group, rows]) => ({ group, rows })).sort(
    (a, b) => b.rows - a.rows || (a.group < b.group ? -1 : 1),
  );
}
