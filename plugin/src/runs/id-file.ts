import type { ScoredObject } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';

const idForm = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const prefixes: Record<ScoredObject, string> = { Lead: '00Q', Contact: '003', Account: '001' };
const objectOf: Record<string, string> = { '00Q': 'lead', '003': 'contact', '001': 'account', '006': 'opportunity' };

/**
 * The ids of a CSV, part by part, in its order. The column is the one named Id; a file with one column needs no header.
 * Throws with the line for what is no id of the object.
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
      `${path} cannot be read: ${error.message}`,
      'InvalidFileError',
      ['Give a CSV file with a column Id: sf data query --query "SELECT Id FROM Lead" --result-format csv.'],
      error,
    );
  } finally {
    rows.destroy();
  }
  if (part.length > 0) yield part;
}

const isId = (text: string | undefined): boolean => text !== undefined && idForm.test(text);

function columnOf(first: string[], path: string): number {
  const named = first.findIndex((name) => /^(record)?id$/i.test(name));
  if (named >= 0) return named;
  if (first.length === 1 && isId(first[0])) return 0;
  throw new SfError(`${path} has no column Id.`, 'InvalidFileError', [
    `Name the column with the ids of the records Id; the file has: ${first.join(', ')}.`,
  ]);
}

function requireId(id: string, object: ScoredObject, { path, line }: { path: string; line: number }): string {
  const where = `${path}, line ${line}`;
  if (!idForm.test(id)) {
    throw new SfError(`${where}: "${id.slice(0, 40)}" is not the id of a record.`, 'InvalidIdError', [
      'An id has 15 or 18 letters and digits. Correct the line and start again; nothing was scored.',
    ]);
  }
  if (id.startsWith(prefixes[object])) return id;
  const other = objectOf[id.slice(0, 3)];
  const found =
    other === undefined
      ? 'of another object'
      : `of ${other === 'account' || other === 'opportunity' ? 'an' : 'a'} ${other}`;
  throw new SfError(`${where}: ${id} is the id ${found}; the goal scores ${object} records.`, 'WrongObjectError', [
    `Give ids that begin with ${prefixes[object]}, or take a goal for the other object: sf score goal list.`,
  ]);
}

/** Where there is not one id in the file. */
export const noIds = (path: string): SfError =>
  new SfError(`${path} holds no id.`, 'EmptyFileError', ['Give a file with a column Id and at least one record.']);
