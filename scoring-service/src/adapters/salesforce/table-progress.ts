import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from './is-missing.ts';

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
