import type { Finding, Realised, Thresholds } from '@plumbline/contract';

/** What a model first said of a record. */
export type Forecast = { modelVersion: string; recordId: string; scoredAt: Date; band: string; probability: number };

const DAY_MS = 86_400_000;
const BANDS = ['High', 'Medium', 'Low'] as const;
/** With fewer records chance alone looks like drift. */
const FEWEST_RECORDS = 100;
/** The normal deviate of a two-sided 99 %. */
const CONFIDENCE = 2.58;

/** What became of the forecasts of each model, by band; all of them are older than the timeframe. */
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
  // A contact or an account may have reached the goal before, and reach it again.
  const conversions = ofBand.filter(({ recordId, scoredAt }) =>
    reachedAt.get(recordId)?.some((moment) => {
      const afterMs = moment - scoredAt.getTime();
      return afterMs > 0 && afterMs <= timeframeMs;
    }),
  ).length;
  const expected = ofBand.reduce((sum, { probability }) => sum + probability, 0);
  const records = ofBand.length;
  return { band, records, conversions, expected, ...(records > 0 && { conversion: conversions / records }) };
}

/** Whether the outcomes differ from what was foretold by more than the threshold, and by more than chance. */
export function checkOutcomeDrift(
  { bands }: Pick<Realised, 'bands'>,
  { outcomeDrift }: Pick<Thresholds, 'outcomeDrift'>,
): Finding[] {
  const records = sumOf(bands, (band) => band.records);
  const expected = sumOf(bands, (band) => band.expected);
  const conversions = sumOf(bands, (band) => band.conversions);
  if (records < FEWEST_RECORDS) return [];
  const difference = Math.abs(conversions - expected);
  // At most what it would be if all records of a band had the same probability.
  const deviation = Math.sqrt(sumOf(bands, (band) => band.expected * (1 - band.expected / Math.max(1, band.records))));
  if (difference <= outcomeDrift * expected || difference <= CONFIDENCE * deviation) return [];
  return [{ code: 930, detail: `${records}, ${expected.toFixed(1)} and ${conversions}` }];
}

const sumOf = <T>(items: readonly T[], valueOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + valueOf(item), 0);
