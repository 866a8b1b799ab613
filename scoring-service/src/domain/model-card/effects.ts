import type { ModelCard } from '@plumbline/contract';
import type { FeatureTable, FieldContribution } from '@plumbline/learning';
import { formatValue } from '../evaluation/factor-texts.ts';
import type { FeatureField } from '../features/source-plan.ts';
import { binsOf } from '../features/training-distribution.ts';
import { sumOf } from '../figures.ts';
import type { FieldDistribution, TrainingDistribution } from '../features/training-distribution.ts';

type Effects = NonNullable<ModelCard['strongestFields'][number]['effects']>;
type Segments = NonNullable<ModelCard['segments']>;

/** Rows with their contributions: row `i` of the table has `contributions[i]`. */
type ExplainedRows = { table: FeatureTable; contributions: FieldContribution[][] };

/** Outcomes and predictions of the same rows. */
type Outcomes = { labels: Uint8Array; probabilities: Float64Array };

const SHOWN_GROUPS = 8;
const SEGMENT_FIELDS = 2;
const SEGMENT_VALUES = 4;
const SEGMENT_FACTORS = 3;
/** Smaller segments are not shown. */
const FEWEST_ROWS = 30;

/**
 * The mean contribution of a field's groups of values to the log odds: numbers from low to high, levels by frequency,
 * missing values last. Empty groups are left out.
 */
export function effectsOf(
  field: FeatureField,
  distribution: TrainingDistribution,
  { table, contributions }: ExplainedRows,
): Effects {
  const known = distribution.fields.find((candidate) => candidate.field === field.name);
  const column = table.columns.find(({ name }) => name === field.name);
  if (!known || !column) return [];
  const bins = binsOf(known, column);
  const groups = namesOfBins(field, known).map((value) => ({ value, rows: 0, sum: 0 }));
  contributions.forEach((ofRow, row) => {
    const group = groups[bins[row] as number];
    if (!group) return;
    group.rows++;
    group.sum += ofRow.find((contribution) => contribution.field === field.name)?.contribution ?? 0;
  });
  const filled = groups.filter(({ rows }) => rows > 0);
  const shown = filled.length > SHOWN_GROUPS ? mostFrequent(filled, SHOWN_GROUPS) : filled;
  return shown.map(({ value, rows, sum }) => ({ value, rows, contribution: sum / rows }));
}

/** The groups with most rows, in their original order. */
function mostFrequent<Group extends { rows: number }>(groups: Group[], count: number): Group[] {
  const kept = new Set(groups.toSorted((one, other) => other.rows - one.rows).slice(0, count));
  return groups.filter((group) => kept.has(group));
}

/** Names of a field's bins for readers. */
function namesOfBins(field: FeatureField, known: FieldDistribution): string[] {
  if (known.kind === 'category') return [...known.levels, 'any other', 'not known'];
  const { cuts } = known;
  const written = cuts.map((cut) => formatValue(field, cut));
  const isWhole = cuts.every(Number.isInteger) && field.unit !== 'share';
  const names = written.map((from, index) => {
    const next = cuts[index + 1];
    if (next === undefined) return field.unit === 'yes or no' ? from : `${from} or more`;
    if (isWhole && next === (cuts[index] as number) + 1) return from;
    return `${from} to less than ${written[index + 1]}`;
  });
  const below = written[0] === undefined ? 'known' : `less than ${written[0]}`;
  return [below, ...names, 'not known'];
}

/**
 * Segments of the records that share a value of one of the strongest categories, each with the fields that move its own
 * scores most. `fields` are all of the model, since those of a segment need not be among its strongest.
 */
export function segmentsOf(
  strongest: readonly { field: string; label: string }[],
  fields: readonly { name: string; label: string }[],
  { table, contributions }: ExplainedRows,
  { labels, probabilities }: Outcomes,
): Segments {
  const categories = strongest.filter(({ field }) =>
    table.columns.some(({ name, kind }) => name === field && kind === 'category'),
  );
  const labelOf = new Map(fields.map(({ name, label }) => [name, label]));
  return categories.slice(0, SEGMENT_FIELDS).flatMap(({ field, label }) => {
    const values = table.columns.find(({ name }) => name === field)?.values ?? [];
    const rowsOf = Map.groupBy(contributions.keys(), (row) => values[row]);
    return [...rowsOf]
      .flatMap(([value, rows]) => (typeof value === 'string' && rows.length >= FEWEST_ROWS ? [{ value, rows }] : []))
      .sort((one, other) => other.rows.length - one.rows.length)
      .slice(0, SEGMENT_VALUES)
      .map(({ value, rows }) => ({
        ...{ field, label, value, rows: rows.length },
        conversion: sumOf(rows, (row) => labels[row] as number) / rows.length,
        meanProbability: sumOf(rows, (row) => probabilities[row] as number) / rows.length,
        strongestFields: strongestOf(contributions, rows, field, labelOf),
      }));
  });
}

function strongestOf(
  contributions: FieldContribution[][],
  rows: number[],
  segment: string,
  labelOf: ReadonlyMap<string, string>,
): Segments[number]['strongestFields'] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    for (const { field, contribution } of contributions[row] ?? []) {
      // The segment's own field is constant within it.
      if (field !== segment) sums.set(field, (sums.get(field) ?? 0) + Math.abs(contribution));
    }
  }
  const total = sumOf(sums.values(), (value) => value);
  if (total === 0) return [];
  return [...sums]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, SEGMENT_FACTORS)
    .map(([field, sum]) => ({ field, label: labelOf.get(field) ?? field, share: sum / total }));
}
