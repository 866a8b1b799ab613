import type { BenchTask } from './arguments.ts';

type Report<Item, Measurement> = {
  format: BenchTask['format'];
  /** What the JSON says about the measurements besides them. */
  about: object;
  measure: (item: Item) => Promise<Measurement>;
  describe: (measurement: Measurement) => string;
  print?: (text: string) => void;
};

export const toJson = (result: object): string => JSON.stringify(result, undefined, 2);

/** Measures one item after the other: prints each as text when it is measured, or all of them as one JSON document. */
export async function reportMeasurements<Item, Measurement>(
  items: Item[],
  { format, about, measure, describe, print = console.log }: Report<Item, Measurement>,
): Promise<void> {
  const measurements: Measurement[] = [];
  for (const item of items) {
    const measurement = await measure(item);
    measurements.push(measurement);
    if (format === 'text') print(describe(measurement));
  }
  if (format === 'json') print(toJson({ ...about, measurements }));
}
