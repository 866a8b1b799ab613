import { rateWords } from '@plumbline/contract';
import type { Finding, Thresholds } from '@plumbline/contract';
import { sumOf } from '../figures.ts';

/** Fewer records differ from the prediction by chance alone. */
const FEWEST_RECORDS = 100;

/** Normal quantile of a two-sided 99 % interval. */
const CONFIDENCE = 2.58;

/** Test rows with the record of each. */
type TestRows = { labels: Uint8Array; probabilities: ArrayLike<number>; recordIds: readonly string[] };

/** Mean probability and share of positives of the test rows, 0 to 1. */
export type TestRates = { predicted: number; happened: number };

/**
 * The rates of the test rows where they differ by more than chance and by more than the limit (calibration-in-the-large:
 * Van Calster et al. 2016): |O − E| > 2.58 √V and |O − E| > outcomeDrift · E, with O = Σ y, E = Σ p, and V = Σ over
 * records of (Σ (y − p))², because the rows of one record are not independent. Undefined where they do not, or with fewer
 * than 100 records.
 */
export function findRateDifference(
  { labels, probabilities, recordIds }: TestRows,
  { outcomeDrift }: Pick<Thresholds, 'outcomeDrift'>,
): TestRates | undefined {
  const residuals = new Map<string, number>();
  let expected = 0;
  let observed = 0;
  labels.forEach((label, row) => {
    const probability = probabilities[row] as number;
    const recordId = recordIds[row] as string;
    residuals.set(recordId, (residuals.get(recordId) ?? 0) + label - probability);
    expected += probability;
    observed += label;
  });
  if (residuals.size < FEWEST_RECORDS) return undefined;
  const difference = Math.abs(observed - expected);
  const deviation = Math.sqrt(sumOf(residuals.values(), (residual) => residual ** 2));
  if (difference <= CONFIDENCE * deviation || difference <= outcomeDrift * expected) return undefined;
  return { predicted: expected / labels.length, happened: observed / labels.length };
}

/** Finding 931 of rates that differ, with by how much of the predicted one they do. */
export function describeRates(
  rates: TestRates | undefined,
  { outcomeDrift: limit }: Pick<Thresholds, 'outcomeDrift'>,
): Finding[] {
  if (rates === undefined) return [];
  const figure = Math.abs(rates.happened - rates.predicted) / rates.predicted;
  return [{ code: 931, detail: rateWords(rates), figure, limit }];
}
