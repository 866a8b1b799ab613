import type { LabelledRows } from '../training/labelled-rows.ts';
import { countInputs, measureInputDrift } from './input-drift.ts';
import type { FieldDrift } from './input-drift.ts';
import type { TrainingDistribution } from './training-distribution.ts';

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
