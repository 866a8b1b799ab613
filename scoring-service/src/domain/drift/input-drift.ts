import type { Finding, ModelCard, Thresholds } from '@plumbline/contract';
import type { FeatureTable, LabelledRows } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { sumOf } from '../figures.ts';
import { ageGroups, binCountOf, binsOf } from '../features/training-distribution.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';

/** Counts of scored rows by age group, and by field and bin; small enough for a run's checkpoint. */
export type SeenInputs = { ages: number[]; fields: Record<string, number[]> };

/** Population stability index of a field against the training rows: 0.1 is a small shift, 0.25 a large one. */
type FieldDrift = { field: string; index: number };

/** Fewer rows differ from the training rows by chance alone. */
const FEWEST_ROWS = 200;
/** Half a row added to every bin keeps the index finite for empty bins. */
const SMOOTHING = 0.5;
/** Fields with a smaller importance are not reported. */
const LEAST_IMPORTANCE = 0.02;
const SHOWN = 5;

/** Adds the rows for which `isCounted` holds; `seen` is not changed. */
export function countInputs(
  distribution: TrainingDistribution,
  seen: SeenInputs | undefined,
  table: FeatureTable,
  isCounted: (row: number) => boolean,
): SeenInputs {
  const hasTrainingRows = distribution.ages.map((_, group) =>
    distribution.fields[0]?.counts[group]?.some((count) => count > 0),
  );
  const groups = ageGroups(table, distribution.ages).map((group, row) =>
    isCounted(row) && hasTrainingRows[group] ? group : -1,
  );
  const ages = seen ? [...seen.ages] : distribution.ages.map(() => 0);
  for (const group of groups) if (group >= 0) ages[group] = (ages[group] ?? 0) + 1;
  const fields: Record<string, number[]> = {};
  for (const field of distribution.fields) {
    const column = table.columns.find(({ name }) => name === field.field);
    if (!column) continue;
    const counts = [...(seen?.fields[field.field] ?? new Array<number>(binCountOf(field)).fill(0))];
    const bins = binsOf(field, column);
    groups.forEach((group, row) => {
      const bin = bins[row] as number;
      if (group >= 0) counts[bin] = (counts[bin] as number) + 1;
    });
    fields[field.field] = counts;
  }
  return { ages, fields };
}

/** The drift of every field, the largest first; empty with too few rows. */
export function measureInputDrift(distribution: TrainingDistribution, seen: SeenInputs): FieldDrift[] {
  const rows = sumOf(seen.ages, (count) => count);
  if (rows < FEWEST_ROWS) return [];
  return distribution.fields
    .flatMap(({ field, counts }) => {
      const actual = seen.fields[field];
      return actual ? [{ field, index: stabilityIndex(expectedCounts(counts, seen.ages), actual) }] : [];
    })
    .sort((one, other) => other.index - one.index || (one.field < other.field ? -1 : 1));
}

/**
 * The drift of a new training's rows against those of an earlier model. Only rows with a later observation date than the
 * earlier model's are compared; rows without dates all are.
 */
export function measureCohortDrift(
  distribution: TrainingDistribution,
  { table, times }: Pick<LabelledRows, 'table' | 'times'>,
  trainedUntil: number,
): FieldDrift[] {
  const isNew = (row: number): boolean => !((times[row] as number) <= trainedUntil);
  return measureInputDrift(distribution, countInputs(distribution, undefined, table, isNew));
}

/** Reports the drift of fields that matter to the model as finding 904. */
export function checkInputDrift(
  drifts: readonly FieldDrift[],
  {
    card,
    fields,
    thresholds,
  }: { card: Pick<ModelCard, 'strongestFields'>; fields: readonly FeatureField[]; thresholds: Thresholds },
): Finding[] {
  const drifted = drifts.filter(({ field, index }) => {
    const known = fields.find(({ name }) => name === field);
    const importance = card.strongestFields.find((strong) => strong.field === field)?.share ?? 0;
    // Times since something grow with the age of the records, in any org; the counts of activities show when these stop.
    const isAge = known?.unit === 'days';
    return index >= thresholds.inputDrift && importance >= LEAST_IMPORTANCE && !isAge;
  });
  if (drifted.length === 0) return [];
  const named = drifted.slice(0, SHOWN).map(({ field, index }) => {
    const label = fields.find(({ name }) => name === field)?.label ?? field;
    return `${label} (stability index ${index.toFixed(2)})`;
  });
  const more = drifted.length > SHOWN ? `, and ${drifted.length - SHOWN} more` : '';
  return [{ code: 904, detail: named.join(', ') + more, figure: Math.max(...drifted.map(({ index }) => index)) }];
}

/** The distribution of the training rows, reweighted to the ages of the scored rows. */
function expectedCounts(counts: number[][], ages: readonly number[]): { bins: number[]; rows: number } {
  const bins = (counts[0] ?? []).map(() => 0);
  let trainingRows = 0;
  for (const [group, seen] of ages.entries()) {
    const ofGroup = counts[group] ?? [];
    const all = sumOf(ofGroup, (count) => count);
    if (seen === 0 || all === 0) continue;
    trainingRows += all;
    ofGroup.forEach((count, bin) => (bins[bin] = (bins[bin] as number) + (seen * count) / all));
  }
  return { bins, rows: trainingRows };
}

function stabilityIndex({ bins, rows }: { bins: number[]; rows: number }, actual: number[]): number {
  const seen = sumOf(actual, (count) => count);
  const all = sumOf(bins, (count) => count);
  return bins.reduce((index, count, bin) => {
    const expected = smoothed((count / all) * rows, rows, bins.length);
    const found = smoothed(actual[bin] ?? 0, seen, bins.length);
    return index + (found - expected) * Math.log(found / expected);
  }, 0);
}

const smoothed = (count: number, rows: number, bins: number): number => (count + SMOOTHING) / (rows + SMOOTHING * bins);
