import { createHmac, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { protectCells } from '../../domain/features/protect-row.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceColumn } from '../../domain/features/source-plan.ts';
import { UnreadableAnswer } from './org-call.ts';

const progressSchema = z.object({
  /** The query of the table; a different query starts the table over. */
  soql: z.string(),
  jobId: z.string().optional(),
  /** Where the next page begins; absent before the first. */
  locator: z.string().optional(),
  /** Complete pages. */
  pages: z.int(),
  rows: z.int(),
  isDone: z.boolean(),
});

/** How much of one table is extracted. */
export type TableProgress = z.infer<typeof progressSchema>;

/** The saved progress of an interrupted extraction, or the start. */
export async function readProgress(folder: string, table: string, soql: string): Promise<TableProgress> {
  const saved = await readSaved(folder, table);
  return saved?.soql === soql ? saved : startOver(folder, table, soql);
}

/** Replaces the file as a whole, so that a crash leaves the previous progress intact. */
export const saveProgress = (folder: string, table: string, progress: TableProgress): Promise<void> =>
  replaceFile(progressPath(folder, table), JSON.stringify(progress));

/** Deletes the files of a table and returns the progress of an empty one. */
export async function startOver(folder: string, table: string, soql: string): Promise<TableProgress> {
  const isOfTable = new RegExp(`^${table}(-\\d+\\.csv|\\.state\\.json)(\\.part)?$`);
  const files = (await readdir(folder)).filter((file) => isOfTable.test(file));
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
  return { soql, pages: 0, rows: 0, isDone: false };
}

export const pagePath = (folder: string, table: string, page: number): string =>
  join(folder, `${table}-${String(page).padStart(6, '0')}.csv`);

/** Writes one page of a bulk query's CSV as protected CSV, row by row, and returns the number of its rows. */
export async function writePage(
  chunks: AsyncIterable<Uint8Array>,
  { columns, keyOf, path }: { columns: SourceColumn[]; keyOf: KeyOf; path: string },
): Promise<number> {
  let rows = 0;
  async function* protect(records: AsyncIterable<string[]>): AsyncGenerator<string> {
    let positions: Map<string, number> | undefined;
    let batch: Cells[] = [columns.map(({ column }) => column)];
    for await (const record of records) {
      if (positions === undefined) {
        positions = columnPositions(columns, record);
        continue;
      }
      const known = positions;
      batch.push(protectCells(columns, keyOf, (column) => record[known.get(column) ?? -1]));
      rows += 1;
      if (batch.length < rowsPerChunk) continue;
      yield stringify(batch);
      batch = [];
    }
    if (batch.length > 0) yield stringify(batch);
  }
  const file = createWriteStream(`${path}.part`, { mode: 0o600 });
  try {
    await pipeline(Readable.from(chunks), parse({ bom: true }), protect, file);
  } catch (error) {
    // Its message quotes the row.
    throw error instanceof CsvError ? new UnreadableAnswer(`a page that is no CSV (${error.code})`) : error;
  }
  await rename(`${path}.part`, path);
  return rows;
}

/** Keyed hashes with a secret that only this process knows. */
export const randomKeyOf = (): KeyOf => keyedBy(randomBytes(keyBytes));

/**
 * The keyed hash of an extraction. Its secret is stored beside the pages, so that pages read after a restart match those
 * read before, and is deleted with them.
 */
export async function folderKeyOf(folder: string): Promise<KeyOf> {
  const path = join(folder, 'key');
  try {
    return keyedBy(await readFile(path));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const secret = randomBytes(keyBytes);
  await replaceFile(path, secret);
  return keyedBy(secret);
}

type Cells = (string | undefined)[];

const rowsPerChunk = 500;
const keyBytes = 32;

const progressPath = (folder: string, table: string): string => join(folder, `${table}.state.json`);

async function readSaved(folder: string, table: string): Promise<TableProgress | undefined> {
  try {
    const saved: unknown = JSON.parse(await readFile(progressPath(folder, table), 'utf8'));
    return progressSchema.safeParse(saved).data;
  } catch (error) {
    // An unreadable file means the same as none: the table is read again.
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** The position of each column's path in the header; field names ignore case. */
function columnPositions(columns: SourceColumn[], header: string[]): Map<string, number> {
  const positions = new Map(header.map((path, position) => [path.toLowerCase(), position]));
  return new Map(
    columns.map(({ path }) => {
      const position = positions.get(path.toLowerCase());
      if (position === undefined) throw new UnreadableAnswer(`a page without the column ${path}`);
      return [path, position];
    }),
  );
}

/** HMAC-SHA256 with this secret, in hexadecimal. */
const keyedBy =
  (secret: Buffer): KeyOf =>
  (value) =>
    createHmac('sha256', secret).update(value).digest('hex');

/** Whether the error means that a file does not exist. */
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
