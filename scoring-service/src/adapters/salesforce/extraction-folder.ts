import { createHmac, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { protectValue } from '../../domain/features/protect-row.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceColumn } from '../../domain/features/source-plan.ts';
import { unexpectedAnswer } from './org-errors.ts';

const progressSchema = z.object({
  /** What is read: another query begins anew. */
  soql: z.string(),
  jobId: z.string().optional(),
  /** Where the next page begins; absent before the first. */
  locator: z.string().optional(),
  /** Pages that are complete. */
  pages: z.int(),
  rows: z.int(),
  isDone: z.boolean(),
});

/** How far one table of an extraction is. */
export type TableProgress = z.infer<typeof progressSchema>;

const pathOf = (folder: string, table: string): string => join(folder, `${table}.state.json`);

export const pagePath = (folder: string, table: string, page: number): string =>
  join(folder, `${table}-${String(page).padStart(6, '0')}.csv`);

/** Replaces the state as a whole: a process that dies leaves the one before. */
export async function saveProgress(folder: string, table: string, progress: TableProgress): Promise<void> {
  const path = pathOf(folder, table);
  await writeFile(`${path}.part`, JSON.stringify(progress), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** Removes what is there of a table and begins anew. */
export async function startOver(folder: string, table: string, soql: string): Promise<TableProgress> {
  const isOfTable = new RegExp(`^${table}(-\\d+\\.csv|\\.state\\.json)(\\.part)?$`);
  const files = (await readdir(folder)).filter((file) => isOfTable.test(file));
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
  return { soql, pages: 0, rows: 0, isDone: false };
}

async function readSaved(folder: string, table: string): Promise<TableProgress | undefined> {
  try {
    const saved: unknown = JSON.parse(await readFile(pathOf(folder, table), 'utf8'));
    return progressSchema.safeParse(saved).data;
  } catch (error) {
    // A state that cannot be read is worth no more than none: the table is read again.
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where an earlier call was cut off, or the beginning. */
export async function readProgress(folder: string, table: string, soql: string): Promise<TableProgress> {
  const saved = await readSaved(folder, table);
  return saved?.soql === soql ? saved : startOver(folder, table, soql);
}

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

const keyBytes = 32;

/** HMAC-SHA256 in hexadecimal with this secret. */
export const keyedBy =
  (secret: Buffer): KeyOf =>
  (value) =>
    createHmac('sha256', secret).update(value).digest('hex');

/** Keys that nothing outside this process can compute. */
export const randomKeyOf = (): KeyOf => keyedBy(randomBytes(keyBytes));

/**
 * The keys of an extraction. Their secret lies beside its pages, so that pages read after a restart agree with those
 * read before, and ends with them.
 */
export async function folderKeyOf(folder: string): Promise<KeyOf> {
  const path = join(folder, 'key');
  try {
    return keyedBy(await readFile(path));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const secret = randomBytes(keyBytes);
  await writeFile(`${path}.part`, secret, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return keyedBy(secret);
}

/** Whether a file was not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
