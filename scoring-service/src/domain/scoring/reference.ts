import { freezeReference, percentileAmong } from '@plumbline/learning';

/** Quartiles, rising. */
type Quartiles = [number, number, number];

/**
 * What ranks and grades are relative to: the open records of a complete run, or the newest snapshot of each training
 * record. `probabilities` rise and are evenly spaced by rank; the quartiles are of the contributions to the log odds
 * before calibration.
 */
export type ScoreReference = {
  id: string;
  records: number;
  probabilities: number[];
  fit: Quartiles;
  engagement: Quartiles;
};

/** The contributions of one record on both axes; with the base value they add up to its margin before calibration. */
export type Axes = { fit: number; engagement: number };

/** The id of the reference that a training makes of its own records. */
export const trainingReferenceId = (goalId: string, version: string): string => `${goalId} ${version}`;

/** A run of fewer open records ranks among the training records. */
export const FEWEST_RANKED = 100;

/** Freezes the probabilities of all records and the quartiles of a sample of them. */
export const buildReference = (id: string, probabilities: Float64Array, sample: readonly Axes[]): ScoreReference => ({
  id,
  records: probabilities.length,
  probabilities: freezeReference(probabilities),
  fit: quartiles(sample.map(({ fit }) => fit)),
  engagement: quartiles(sample.map(({ engagement }) => engagement)),
});

/** The percentile rank, 1 to 100, of a probability among the records of the reference. */
export const rankIn = ({ probabilities }: Pick<ScoreReference, 'probabilities'>, probability: number): number =>
  percentileAmong(probabilities, probability);

/** The grade of a record: A to D by what it is, 1 to 4 by what happened, each A and 1 for the best quarter. */
export const gradeOf = ({ fit, engagement }: Axes, reference: ScoreReference): string =>
  `${'ABCD'.charAt(quarterOf(fit, reference.fit))}${quarterOf(engagement, reference.engagement) + 1}`;

/** The value of rank ⌊q·n⌋ for each quarter q; 0 without values. */
function quartiles(values: number[]): Quartiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
  return [at(0.25), at(0.5), at(0.75)];
}

/** 0 for the best quarter, 3 for the last. */
const quarterOf = (value: number, limits: Quartiles): number => limits.filter((limit) => value < limit).length;
