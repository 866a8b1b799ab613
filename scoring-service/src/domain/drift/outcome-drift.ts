import type { Finding, Realised, Thresholds } from '@plumbline/contract';
import { sumOf } from '../figures.ts';
import { DAY_MS } from '../time.ts';

/** A model's first score of a record. */
export type Forecast = { modelVersion: string; recordId: string; scoredAt: Date; band: string; probability: number };

const BANDS = ['High', 'Medium', 'Low'] as const;
/** Fewer records differ from the forecast by chance alone. */
const FEWEST_RECORDS = 100;
/** Normal quantile of a two-sided 99 % interval. */
const CONFIDENCE = 2.58;

/** The realised outcomes of forecasts that are older than the timeframe, by model and band. */
export function realiseForecasts(
  forecasts: readonly Forecast[],
  reachedAt: ReadonlyMap<string, readonly number[]>,
  { timeframeDays, measuredAt }: { timeframeDays: number; measuredAt: Date },
): Map<string, Realised> {
  const byModel = Map.groupBy(forecasts, ({ modelVersion }) => modelVersion);
  return new Map(
    Array.from(byModel, ([version, ofModel]) => {
      const bands = BANDS.map((band) => toBand(band, ofModel, reachedAt, timeframeDays * DAY_MS));
      return [version, { measuredAt: measuredAt.toISOString(), bands }];
    }),
  );
}

function toBand(
  band: (typeof BANDS)[number],
  forecasts: readonly Forecast[],
  reachedAt: ReadonlyMap<string, readonly number[]>,
  timeframeMs: number,
): Realised['bands'][number] {
  const ofBand = forecasts.filter((forecast) => forecast.band === band);
  // A contact or an account can reach the goal more than once.
  const conversions = ofBand.filter(({ recordId, scoredAt }) =>
    reachedAt.get(recordId)?.some((time) => {
      const afterMs = time - scoredAt.getTime();
      return afterMs > 0 && afterMs <= timeframeMs;
    }),
  ).length;
  const expected = sumOf(ofBand, ({ probability }) => probability);
  const records = ofBand.length;
  return { band, records, conversions, expected, ...(records > 0 && { conversion: conversions / records }) };
}

/** Finding 930 where realised conversions differ from the expected ones by more than the threshold and by more than chance. */
export function checkOutcomeDrift(
  { bands }: Pick<Realised, 'bands'>,
  { outcomeDrift }: Pick<Thresholds, 'outcomeDrift'>,
): Finding[] {
  const records = sumOf(bands, (band) => band.records);
  const expected = sumOf(bands, (band) => band.expected);
  const conversions = sumOf(bands, (band) => band.conversions);
  if (records < FEWEST_RECORDS) return [];
  const difference = Math.abs(conversions - expected);
  // An upper bound: the deviation if all records of a band had the same probability.
  const deviation = Math.sqrt(sumOf(bands, (band) => band.expected * (1 - band.expected / Math.max(1, band.records))));
  if (difference <= outcomeDrift * expected || difference <= CONFIDENCE * deviation) return [];
  const figure = difference / expected;
  return [{ code: 930, detail: `${records}, ${expected.toFixed(1)} and ${conversions}`, figure }];
}
