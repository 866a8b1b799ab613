import type { Finding } from '@plumbline/contract';
import { scoreTable, selectRows, selectTableRows, singleFieldAuc, splitRows } from '@plumbline/learning';
import type { FeatureColumn, FeatureTable, LabelledRows, ScoringModel, SplitOptions } from '@plumbline/learning';
import type { FeatureField, SourcePlan } from '../features/source-plan.ts';
import { countValues } from '../figures.ts';

/** Checks a model for fairness on its test rows; `marked` holds the fields that the goal selects for the check. */
export function checkModelFairness(
  model: ScoringModel,
  { rows, marked, plan }: { rows: LabelledRows; marked: FeatureTable; plan: Pick<SourcePlan, 'fields' | 'fairness'> },
  split: SplitOptions,
): { results: FairnessResult[]; findings: Finding[] } {
  const { fairness = [], fields } = plan;
  if (fairness.length === 0) return { results: [], findings: [] };
  const newest = splitRows(rows, split).test;
  const { table, labels, groups } = selectRows(rows, newest);
  const groupings = selectTableRows(marked, newest).columns.flatMap((column) => {
    const field = fairness.find(({ name }) => name === column.name);
    return field ? [groupRowsBy(column, field)] : [];
  });
  const { probabilities } = scoreTable(model, table);
  const results = checkFairness(groupings, table, { labels, probabilities, records: groups });
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  return { results, findings: fairnessFindings(results, labelOf) };
}

/** A field of the fairness check with the group of every row; undefined where the value is missing. */
export type Grouping = { field: string; label: string; groups: (string | undefined)[] };

/** Bands of a number, with about equally many rows. */
const BANDS = 4;

/** The largest groups are compared one by one, the others together. */
const LARGEST = 12;

const REST = 'all others';

/** The groups of a field: its levels, yes and no, or bands of a number. */
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
  const counts = countValues(values.filter((value) => value !== undefined));
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

/** The number of rows of each group, the largest first. */
function countGroups({ groups }: Grouping): { group: string; rows: number }[] {
  const counts = countValues(groups.filter((group) => group !== undefined));
  return Array.from(counts, ([group, rows]) => ({ group, rows })).sort(
    (a, b) => b.rows - a.rows || (a.group < b.group ? -1 : 1),
  );
}

/** A group of a field: its share among the best-scored fifth, and the ratio of that share to the most favoured group's. */
type GroupImpact = {
  group: string;
  rows: number;
  selectedShare: number;
  ratio: number;
  meanProbability: number;
  conversion: number;
  /** The ratio is below the four-fifths rule by more than chance. */
  isDisadvantaged: boolean;
};

/** A field that predicts a group so well that a model can infer the group from it. */
export type Proxy = { field: string; group: string; auc: number };

/** The result for one field; `groups` is empty without at least two groups that are large enough. */
export type FairnessResult = { field: string; label: string; groups: GroupImpact[]; proxies: Proxy[] };

/** The four-fifths rule (EEOC Uniform Guidelines, 1978): smallest ratio of a group's share to the most favoured one's. */
const LOWEST_RATIO = 0.8;

/** The share of best-scored records, which reps contact first. */
const SELECTED_SHARE = 0.2;

const FEWEST_ROWS = 30;

/** Normal quantile of a one-sided 99.9 % test, strict because the most favoured of many groups is so partly by chance. */
const CONFIDENCE = 3.1;

/** AUC of a single field from which it counts as a proxy of a group. */
const PROXY_AUC = 0.8;

const FEWEST_PROXY_ROWS = 50;

/** Scored rows with the record of each: rows of one record are alike and count as one where chance is judged. */
type Scored = Pick<LabelledRows, 'labels'> & { probabilities: Float64Array; records: readonly string[] };

/** Compares how often the groups of a field are among the best-scored fifth. */
export function measureImpact(grouping: Grouping, { labels, probabilities, records }: Scored): GroupImpact[] {
  const cut = probabilities.toSorted()[Math.floor((1 - SELECTED_SHARE) * probabilities.length)] ?? 0;
  const measured = countGroups(grouping)
    .filter(({ rows }) => rows >= FEWEST_ROWS)
    .map(({ group, rows }) => {
      const own = grouping.groups.flatMap((other, row) => (other === group ? [row] : []));
      const meanOf = (valueOf: (row: number) => number): number =>
        own.reduce((sum, row) => sum + valueOf(row), 0) / rows;
      return {
        ...{ group, rows },
        records: new Set(own.map((row) => records[row])).size,
        selectedShare: meanOf((row) => Number((probabilities[row] as number) >= cut)),
        meanProbability: meanOf((row) => probabilities[row] as number),
        conversion: meanOf((row) => labels[row] as number),
      };
    });
  const favoured = measured.reduce<(typeof measured)[number] | undefined>(
    (best, one) => (best && best.selectedShare >= one.selectedShare ? best : one),
    undefined,
  );
  if (!favoured || measured.length < 2) return [];
  return measured.map(({ records: size, ...one }): GroupImpact => {
    const ratio = favoured.selectedShare > 0 ? one.selectedShare / favoured.selectedShare : 1;
    const isUnlikely = isSignificant({ ...one, records: size }, favoured);
    return { ...one, ratio, isDisadvantaged: ratio < LOWEST_RATIO && isUnlikely };
  });
}

type Selected = { records: number; selectedShare: number };

/** Whether two shares differ by more than chance (two-proportion z-test, pooled). */
function isSignificant(one: Selected, other: Selected): boolean {
  const records = one.records + other.records;
  const pooled = (one.records * one.selectedShare + other.records * other.selectedShare) / records;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.records + 1 / other.records));
  return other.selectedShare - one.selectedShare > CONFIDENCE * error;
}

/** The proxies of a field's groups, each with the group it predicts best, the strongest first. */
function findProxies(grouping: Grouping, { columns }: FeatureTable): Proxy[] {
  const known = grouping.groups.flatMap((group, row) => (group === undefined ? [] : [row]));
  const groups = countGroups(grouping).filter(
    ({ rows }) => rows >= FEWEST_PROXY_ROWS && known.length - rows >= FEWEST_PROXY_ROWS,
  );
  const flags = groups.map(({ group }) => ({
    group,
    isMember: Uint8Array.from(known, (row) => Number(grouping.groups[row] === group)),
  }));
  const proxies = columns.flatMap((column): Proxy[] => {
    if (column.name === grouping.field) return [];
    const own =
      column.kind === 'number'
        ? { ...column, values: Float64Array.from(known, (row) => column.values[row] as number) }
        : { ...column, values: known.map((row) => column.values[row]) };
    const aucs = flags.map(({ group, isMember }) => ({
      field: column.name,
      group,
      auc: singleFieldAuc(own, isMember),
    }));
    const best = aucs.toSorted((a, b) => b.auc - a.auc)[0];
    return best && best.auc >= PROXY_AUC ? [best] : [];
  });
  return proxies.sort((a, b) => b.auc - a.auc);
}

/** Impact and proxies of every field; `table` has the model's inputs of the same rows as `scored`. */
export function checkFairness(groupings: Grouping[], table: FeatureTable, scored: Scored): FairnessResult[] {
  return groupings.map((grouping) => ({
    field: grouping.field,
    label: grouping.label,
    groups: measureImpact(grouping, scored),
    proxies: findProxies(grouping, table),
  }));
}

/** Findings 921 to 923 of the results. */
export function fairnessFindings(results: FairnessResult[], labelOf: (field: string) => string): Finding[] {
  const proxies = results.flatMap((result) =>
    result.proxies.map(
      ({ field, group, auc }) => `${labelOf(field)} tells ${result.label} ${group} (AUC ${auc.toFixed(2)})`,
    ),
  );
  const disadvantaged = results.flatMap((result) =>
    result.groups
      .filter(({ isDisadvantaged }) => isDisadvantaged)
      .map(({ group, ratio }) => `${result.label} ${group} (${Math.round(100 * ratio)} percent)`),
  );
  const unchecked = results.filter(({ groups }) => groups.length === 0).map(({ label }) => label);
  const findings: Finding[] = [];
  if (proxies.length > 0) findings.push({ code: 921, detail: proxies.join(', ') });
  if (disadvantaged.length > 0) findings.push({ code: 922, detail: disadvantaged.join(', ') });
  if (unchecked.length > 0)
    findings.push({ code: 923, detail: `${unchecked.join(', ')} (fewer than two groups of ${FEWEST_ROWS} records)` });
  return findings;
}
