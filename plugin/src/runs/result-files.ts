import type { RunResult } from '@plumbline/contract';
import { stringify } from 'csv-stringify/sync';
import { open, rename, rm } from 'node:fs/promises';
import type { ServiceClient } from '../service/service-client.ts';

export type ResultFormat = 'csv' | 'json';

const columns = ['RecordId', 'Score', 'Band', 'Probability', 'Percentile', 'Changed', 'Factors', 'Reason', 'Error'];

/** Factors as text for a table cell: `Industry (high, raises); Calls (low, lowers)`. */
const factorsText = (factors: RunResult['factors']): string =>
  factors.map(({ label, importance, direction }) => `${label} (${importance}, ${direction})`).join('; ');

const toRow = (result: RunResult): (string | number | boolean | undefined)[] => [
  ...[result.recordId, result.score, result.band, result.probability, result.percentile],
  ...[result.error === undefined ? result.isChanged : undefined, factorsText(result.factors)],
  ...[result.reason, result.error],
];

const writers: Record<
  ResultFormat,
  { head: string; page(results: RunResult[], isFirst: boolean): string; tail: string }
> = {
  csv: {
    head: stringify([columns]),
    page: (results) => stringify(results.map(toRow), { cast: { boolean: String } }),
    tail: '',
  },
  json: {
    head: '[\n',
    page: (results, isFirst) =>
      (isFirst || results.length === 0 ? '' : ',\n') + results.map((result) => JSON.stringify(result)).join(',\n'),
    tail: '\n]\n',
  },
};

/**
 * Writes the result of a run for each record to a file, page by page, so that a million records need no more memory than
 * one page. An incomplete file is deleted.
 */
export async function writeResults(
  client: Pick<ServiceClient, 'runResults'>,
  key: string,
  { path, format }: { path: string; format: ResultFormat },
): Promise<{ records: number; failed: number }> {
  const { head, page, tail } = writers[format];
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o600);
  let [records, failed] = [0, 0];
  try {
    await file.appendFile(head);
    let locator: string | undefined;
    do {
      const { results, nextLocator } = await client.runResults(key, locator);
      await file.appendFile(page(results, records === 0));
      records += results.length;
      failed += results.filter(({ error }) => error !== undefined).length;
      locator = nextLocator;
    } while (locator !== undefined);
    await file.appendFile(tail);
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  return { records, failed };
}
