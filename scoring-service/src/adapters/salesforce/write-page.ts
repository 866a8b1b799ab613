import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { protectValue } from '../../domain/features/protect-row.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceColumn } from '../../domain/features/source-plan.ts';
import { unexpectedAnswer } from './org-refusal.ts';

type Cells = (string | undefined)[];

const rowsAtOnce = 500;

/** For each column the place of its path in the header; the platform ignores case. */
function placesOf(columns: SourceColumn[], header: string[]): number[] {
  const places = new Map(header.map((path, place) => [path.toLowerCase(), place]));
  return columns.map(({ path }) => {
    const place = places.get(path.toLowerCase());
    if (place === undefined) throw unexpectedAnswer(`a page of a bulk query has no column ${path}`);
    return place;
  });
}

/** Writes one page of a bulk query's CSV as protected CSV, row by row; the number of its rows. */
export async function writePage(
  chunks: AsyncIterable<Uint8Array>,
  { columns, keyOf, path }: { columns: SourceColumn[]; keyOf: KeyOf; path: string },
): Promise<number> {
  let rows = 0;
  async function* protect(records: AsyncIterable<string[]>): AsyncGenerator<string> {
    let places: number[] | undefined;
    let batch: Cells[] = [columns.map(({ column }) => column)];
    for await (const record of records) {
      if (places === undefined) {
        places = placesOf(columns, record);
        continue;
      }
      const cells = places.map((place) => record[place]);
      batch.push(columns.map(({ protection }, index) => protectValue(protection, keyOf, cells[index])));
      rows += 1;
      if (batch.length < rowsAtOnce) continue;
      yield stringify(batch);
      batch = [];
    }
    if (batch.length > 0) yield stringify(batch);
  }
  const file = createWriteStream(`${path}.part`, { mode: 0o600 });
  await pipeline(Readable.from(chunks), parse({ bom: true }), protect, file);
  await rename(`${path}.part`, path);
  return rows;
}
