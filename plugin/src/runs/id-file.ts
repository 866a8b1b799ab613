import { isRecordId } from '@plumbline/contract';
import type { ScoredObject } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';

const prefixes: Record<ScoredObject, string> = { Lead: '00Q', Contact: '003', Account: '001' };
const objectOf: Record<string, string> = { '00Q': 'lead', '003': 'contact', '001': 'account', '006': 'opportunity' };

/**
 * Reads the ids of a CSV file in parts of `partSize`, in file order, from the column Id; a file with a single column needs
 * no header. Throws an error with the line number if an entry is not an id of the object.
 */
export async function* readIds(path: string, object: ScoredObject, partSize: number): AsyncGenerator<string[]> {
  const rows = createReadStream(path).pipe(
    parse({ bom: true, skip_empty_lines: true, trim: true, relax_column_count: true, info: true }),
  );
  let column: number | undefined;
  let part: string[] = [];
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (column === undefined) {
        column = columnOf(record, path);
        if (!isId(record[column])) continue;
      }
      part.push(requireId(record[column] ?? '', object, { path, line: info.lines }));
      if (part.length === partSize) {
        yield part;
        part = [];
      }
    }
  } catch (error) {
    if (error instanceof SfError || !(error instanceof Error)) throw error;
    throw new SfError(
      `The file ${path} can't be read: ${error.message}`,
      'InvalidFileError',
      ['Use a CSV file with an Id column: sf data query --query "SELECT Id FROM Lead" --result-format csv.'],
      error,
    );
  } finally {
    rows.destroy();
  }
  if (part.length > 0) yield part;
}

const isId = (text: string | undefined): boolean => text !== undefined && isRecordId(text);

function columnOf(first: string[], path: string): number {
  const named = first.findIndex((name) => /^(record)?id$/i.test(name));
  if (named >= 0) return named;
  if (first.length === 1 && isId(first[0])) return 0;
  throw new SfError(`The file ${path} has no Id column.`, 'InvalidFileError', [
    `Rename the column with the record IDs to Id. Columns of the file: ${first.join(', ')}.`,
  ]);
}

function requireId(id: string, object: ScoredObject, { path, line }: { path: string; line: number }): string {
  const where = `${path}, line ${line}`;
  if (!isRecordId(id)) {
    throw new SfError(`${where}: "${id.slice(0, 40)}" isn't a valid record ID.`, 'InvalidIdError', [
      'An ID has 15 or 18 letters and digits, and the last three of 18 fit the others. Copy the ID again and repeat the command; no records were scored.',
    ]);
  }
  if (id.startsWith(prefixes[object])) return id;
  const other = objectOf[id.slice(0, 3)];
  const found =
    other === undefined
      ? 'of another object'
      : `of ${other === 'account' || other === 'opportunity' ? 'an' : 'a'} ${other}`;
  throw new SfError(`${where}: ${id} is the ID ${found}; the goal scores ${object} records.`, 'WrongObjectError', [
    `Use IDs that begin with ${prefixes[object]}, or a goal for the other object. List the goals: sf score goal list.`,
  ]);
}

/** The error for a file without ids. */
export const noIds = (path: string): SfError =>
  new SfError(`The file ${path} has no IDs.`, 'EmptyFileError', [
    'Use a file with an Id column and at least one record.',
  ]);
