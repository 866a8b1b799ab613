import type { Finding, ModelCard, Thresholds } from '@plumbline/contract';
import type { FeatureTable, LabelledRows } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { ageGroups, binCountOf, binsOf } from '../features/training-distribution.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';

/** Rows seen by age group, and of every field by bin: small enough to be kept with a run's checkpoint. */
export type SeenInputs = { ages: number[]; fields: Record<string, number[]> };

/** How far a field is from what was learned, as population stability index: 0.1 is little, 0.25 is much. */
export type FieldDrift = { field: string; index: number };

/** With fewer rows chance alone looks like drift. */
const FEWEST_ROWS = 200;
/** Half a row in every bin keeps an empty one from counting as infinitely far. */
const SMOOTHING = 0.5;
/** A field that moves the scores by less may drift unnoticed. */
const LEAST_IMPORTANCE = 0.02;
const SHOWN = 5;

/** Adds the rows of a table for which `isCounted` holds; the counts given are not changed. */
export function countInputs(
  distribution: TrainingDistribution,
  seen: SeenInputs | undefined,
  table: FeatureTable,
  isCounted: (row: number) => boolean,
): SeenInputs {
  const isLearned = distribution.ages.map((_, group) =>
    distribution.fields[0]?.counts[group]?.some((count) => count > 0),
  );
  const groups = ageGroups(table, distribution.ages).map((group, row) =>
    isCounted(row) && isLearned[group] ? group : -1,
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

/** The drift of every field that was seen, the farthest first; none where too few rows were seen. */
export function measureInputDrift(distribution: TrainingDistribution, seen: SeenInputs): FieldDrift[] {
  const rows = seen.ages.reduce((sum, count) => sum + count, 0);
  if (rows < FEWEST_ROWS) return [];
  return distribution.fields
    .flatMap(({ field, counts }) => {
      const actual = seen.fields[field];
      return actual ? [{ field, index: stabilityIndex(expectedCounts(counts, seen.ages), actual) }] : [];
    })
    .sort((one, other) => other.index - one.index || (one.field < other.field ? -1 : 1));
}

/** How the training rows would be distributed if their ages were those of the rows seen. */
function expectedCounts(counts: number[][], ages: readonly number[]): { bins: number[]; rows: number } {
  const bins = (counts[0] ?? []).map(() => 0);
  let learned = 0;
  for (const [group, seen] of ages.entries()) {
    const ofGroup = counts[group] ?? [];
    const all = ofGroup.reduce((sum, count) => sum + count, 0);
    if (seen === 0 || all === 0) continue;
    learned += all;
    ofGroup.forEach((count, bin) => (bins[bin] = (bins[bin] as number) + (seen * count) / all));
  }
  return { bins, rows: learned };
}

function stabilityIndex({ bins, rows }: { bins: number[]; rows: number }, actual: number[]): number {
  const seen = actual.reduce((sum, count) => sum + count, 0);
  const all = bins.reduce((sum, count) => sum + count, 0);
  return bins.reduce((index, count, bin) => {
    const expected = smoothed((count / all) * rows, rows, bins.length);
    const found = smoothed(actual[bin] ?? 0, seen, bins.length);
    return index + (found - expected) * Math.log(found / expected);
  }, 0);
}

const smoothed = (count: number, rows: number, bins: number): number => (count + SMOOTHING) / (rows + SMOOTHING * bins);

/** What the drift of inputs means for a run: only fields that matter to the model are worth a warning. */
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
    // That records grow old is no news.
    const tellsAge = known?.unit === 'days' && known.family === 'record';
    return index >= thresholds.inputDrift && importance >= LEAST_IMPORTANCE && !tellsAge;
  });
  if (drifted.length === 0) return [];
  const named = drifted.slice(0, SHOWN).map(({ field, index }) => {
    const label = fields.find(({ name }) => name === field)?.label ?? field;
    return `${label} (stability index ${index.toFixed(2)})`;
  });
  const more = drifted.length > SHOWN ? `, and ${drifted.length - SHOWN} more` : '';
  return [{ code: 904, detail: named.join(', ') + more }];
}

/**
 * How far the rows of a new training are from those an earlier model has learned from. Only rows of later moments are
 * compared, for the earlier ones are the same; where rows have no moments, all of them are.
 */
export function measureCohortDrift(
  distribution: TrainingDistribution,
  { table, times }: Pick<LabelledRows, 'table' | 'times'>,
  learnedUntil: number,
): FieldDrift[] {
  const isNew = (row: number): boolean => !((times[row] as number) <= learnedUntil);
  return measureInputDrift(distribution, countInputs(distribution, undefined, table, isNew));
}
