import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { convertLeads, leadsPerCall } from './convert-leads.ts';
import { ingestRows } from './ingest-job.ts';
import { LoadError } from './load-error.ts';
import { checkHeader, mapRow, mappedFields } from './map-row.ts';
import type { CsvRow, MappedRow, RowFailure } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import type { OrgSession } from './org-session.ts';
import { requireFillable } from './require-fillable.ts';

export type LoadProgress = { step: 'insert' | 'convert'; done: number; total?: number };

export type LoadOptions = OrgSession & {
  mapping: Mapping;
  /** Path of the CSV, UTF-8 with a header. */
  csv: string;
  onProgress?: (progress: LoadProgress) => void;
  /** Stops between jobs; what is loaded stays. */
  signal?: AbortSignal;
};

export type LoadSummary = {
  rows: number;
  inserted: number;
  converted: number;
  /** Rows that were not inserted, by row number. */
  failures: RowFailure[];
  /** Rows that were inserted but not converted. */
  conversionFailures: RowFailure[];
};

type InsertedRow = { row: number; id: string };

const rowsPerJob = 5_000;

async function* readRows(csv: string, mapping: Mapping): AsyncGenerator<CsvRow> {
  const source = createReadStream(csv);
  const columns = (header: string[]): string[] => {
    checkHeader(mapping, header);
    return header;
  };
  const parser = source.pipe(parse({ bom: true, columns, skip_empty_lines: true }));
  // pipe() does not forward errors: without this a missing file would not be reported.
  source.on('error', (cause) => parser.destroy(new LoadError(`${csv} cannot be read.`, { cause })));
  for await (const row of parser) yield row as CsvRow;
}

async function convertInserted(options: LoadOptions, inserted: readonly InsertedRow[], summary: LoadSummary) {
  const { mapping, onProgress, signal } = options;
  if (mapping.convert === undefined) return;
  for (let start = 0; start < inserted.length; start += leadsPerCall) {
    signal?.throwIfAborted();
    const part = inserted.slice(start, start + leadsPerCall);
    const problems = await convertLeads(
      options,
      mapping.convert,
      part.map(({ id }) => id),
    );
    for (const [index, { row }] of part.entries()) {
      const message = problems[index];
      if (message === undefined) summary.converted += 1;
      else summary.conversionFailures.push({ row, message });
    }
    onProgress?.({ step: 'convert', done: start + part.length, total: inserted.length });
  }
}

/**
 * Loads a CSV into an object of an org: inserts through Bulk API 2.0, then converts the leads that the mapping says
 * were converted.
 *
 * @returns what was loaded, and each row that was not, with the org's reason
 * @throws LoadError when the header does not fit the mapping, the user may not fill the fields, or a call fails as a
 * whole
 */
export async function loadCsv(options: LoadOptions): Promise<LoadSummary> {
  const { mapping, csv, onProgress, signal } = options;
  const fields = mappedFields(mapping);
  const summary: LoadSummary = { rows: 0, inserted: 0, converted: 0, failures: [], conversionFailures: [] };
  const toConvert: InsertedRow[] = [];
  let pending: MappedRow[] = [];
  let fillable: Promise<void> | undefined;

  const insertPending = async (): Promise<void> => {
    if (pending.length === 0) return;
    signal?.throwIfAborted();
    await (fillable ??= requireFillable(options, mapping.object, fields));
    const { ids, failures } = await ingestRows(options, { object: mapping.object, fields, rows: pending });
    pending = [];
    summary.inserted += ids.length;
    summary.failures.push(...failures);
    for (const { row, id } of ids) if (row.isConverted) toConvert.push({ row: row.row, id });
    onProgress?.({ step: 'insert', done: summary.rows });
  };

  for await (const source of readRows(csv, mapping)) {
    summary.rows += 1;
    try {
      pending.push(mapRow(mapping, source, summary.rows));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      summary.failures.push({ row: summary.rows, message: cause.message });
    }
    if (pending.length >= rowsPerJob) await insertPending();
  }
  await insertPending();
  await convertInserted(options, toConvert, summary);
  summary.failures.sort((one, other) => one.row - other.row);
  return summary;
}
