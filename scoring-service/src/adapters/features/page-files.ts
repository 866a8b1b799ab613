import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceTable } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';

const longestHeader = 65_536;

const incomplete = (message: string): ScoringError =>
  new ScoringError('features.failed', { message, actions: ['Start the run again: it reads the org anew.'] });

async function firstLine(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
  return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0] ?? '';
}

/** The pages of an extraction, `<table>-<number>.csv`, in their order. Throws ScoringError `features.failed`. */
export async function pageFiles(
  folder: string,
  { name, columns }: { name: string; columns: SourceTable['columns'] },
): Promise<string[]> {
  const pages = (await readdir(folder)).flatMap((file) => {
    const [, table, number] = /^([a-z_]+)-(\d+)\.csv$/.exec(file) ?? [];
    return table === name ? [{ file, number: Number(number) }] : [];
  });
  if (pages.length === 0) throw incomplete(`The extraction has no page of ${name}.`);
  const paths = pages.toSorted((one, other) => one.number - other.number).map(({ file }) => join(folder, file));
  const expected = columns.map(({ column }) => column).join(',');
  for (const path of paths) {
    const header = (await firstLine(path)).replace(/^\uFEFF/, '').replaceAll('"', '');
    if (header !== expected) throw incomplete(`A page of ${name} has other columns than the plan.`);
  }
  return paths;
}
