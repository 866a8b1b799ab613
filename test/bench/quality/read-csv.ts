import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { BenchError } from './bench-error.ts';

/** A table of texts by column; undefined where a cell is blank. */
export type TextTable = { rowCount: number; columns: { name: string; values: (string | undefined)[] }[] };

/** Reads a CSV file as a stream. Throws a BenchError where it cannot be read or its header is ambiguous. */
export async function readCsv(path: string, onRow?: (rowCount: number) => void): Promise<TextTable> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new BenchError(`Cannot read ${path}: check the path given with --csv.`, { cause });
  });
  if (!found.isFile()) throw new BenchError(`${path} is not a file: give the path of a CSV file with --csv.`);

  const rows = createReadStream(path).pipe(parse({ bom: true, trim: true, skip_empty_lines: true }));
  const columns: TextTable['columns'] = [];
  // Categories repeat: the table keeps one string for each instead of one a cell.
  const seen = new Map<string, string>();
  let rowCount = 0;
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (columns.length === 0) {
        columns.push(...nameColumns(row));
        continue;
      }
      row.forEach((cell, index) => {
        columns[index]?.values.push(cell === '' ? undefined : intern(seen, cell));
      });
      rowCount++;
      onRow?.(rowCount);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new BenchError(`${path} is not a clean CSV file: ${cause.message}. Repair that line and try again.`, {
      cause,
    });
  }
  if (rowCount === 0) throw new BenchError(`${path} has no rows below its header: add rows to the file.`);
  return { rowCount, columns };
}

function nameColumns(header: string[]): TextTable['columns'] {
  const names = header.map((name, index) => (name === '' ? `column ${index + 1}` : name));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new BenchError(`The header has "${repeated}" more than once: rename one of the columns.`);
  }
  return names.map((name) => ({ name, values: [] }));
}

function intern(seen: Map<string, string>, text: string): string {
  const known = seen.get(text);
  if (known !== undefined) return known;
  seen.set(text, text);
  return text;
}
