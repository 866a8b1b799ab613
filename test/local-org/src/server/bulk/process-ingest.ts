import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrgError } from '../../org-error.ts';
import type { SaveResult } from '../../org.ts';
import { describeObject } from '../described.ts';
import { idOf, writeRecords } from '../record-writer.ts';
import type { RecordWrite } from '../record-writer.ts';
import type { ServerState } from '../server-state.ts';
import { csvLine, delimiterOf } from './csv-format.ts';
import { readColumns, recordOf } from './ingest-columns.ts';
import type { Column } from './ingest-columns.ts';
import { processedRows } from './ingest-job.ts';
import type { IngestJob } from './ingest-job.ts';

/** The platform works in chunks of 200 records, each of them one transaction. */
const chunkRows = 200;
const headBytes = 64 * 1024;

/** @throws OrgError when the first line has another line ending than the job */
async function checkLineEnding({ format }: IngestJob, path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const ending = /\r?\n/.exec(buffer.toString('latin1', 0, bytesRead))?.[0];
    const found = ending === '\r\n' ? 'CRLF' : 'LF';
    if (ending === undefined || found === format.lineEnding) return;
  } finally {
    await file.close();
  }
  const message = `LineEnding is invalid on user data. Current LineEnding setting is ${format.lineEnding}`;
  throw new OrgError('ClientInputError', `ClientInputError : ${message}`);
}

/** The rows of the upload, the header first. */
export function uploadedRows({ format }: IngestJob, path: string): AsyncIterable<string[]> {
  const parser = parse({
    ...{ delimiter: delimiterOf(format), bom: true, skip_empty_lines: true },
    // A row with more or fewer cells than the header fails alone.
    relax_column_count: true,
  });
  // Closes the file when the reader stops early; errors reach the reader through the parser.
  return pipeline(createReadStream(path), parser, () => undefined);
}

function readHeader(state: ServerState, job: IngestJob, headers: string[]): Column[] {
  const describe = describeObject(state.org, job.userId, job.object);
  const deletes = job.operation === 'delete' || job.operation === 'hardDelete';
  if (deletes && (headers.length !== 1 || headers[0]?.toLowerCase() !== 'id')) {
    throw new OrgError('InvalidBatch', `InvalidBatch : The '${job.operation}' batch must contain only ids`);
  }
  return readColumns(state.org, job.userId, describe, headers);
}

function errorCell({ errors }: SaveResult): string {
  return errors
    .map(
      ({ statusCode, message, fields }) =>
        `${statusCode}:${message}:${fields.join(',')}${fields.length > 0 ? ' ' : ''}--`,
    )
    .join(';');
}

/** A row with too many or too few cells fails alone; the platform's words are not documented, its loaders show these. */
function cellProblem(columns: readonly Column[], cells: readonly string[]): SaveResult | undefined {
  if (cells.length === columns.length) return undefined;
  const message = `The row has ${cells.length} columns and the header has ${columns.length}. Check it for missing quotes`;
  return { success: false, errors: [{ statusCode: 'INVALID_ROW', message, fields: [] }] };
}

/** No header of a job lets duplicates be saved. */
function writeOf(job: IngestJob, columns: readonly Column[], cells: string[]): RecordWrite {
  const { operation, object, userId, apiVersion, externalIdField, assignsOwner } = job;
  const shared = { userId, apiVersion, operation, object, assignsOwner };
  return { ...shared, record: recordOf(columns, cells), ...(externalIdField && { externalIdField }) };
}

type RowResult = { columns: readonly Column[]; given: string[]; write: RecordWrite; result: SaveResult };

function keepResult(job: IngestJob, { columns, given, write: { operation, record }, result }: RowResult): void {
  // Results have the columns of the upload.
  const cells = columns.map((_, index) => given[index] ?? '');
  if (result.success) {
    const created = operation === 'insert' || result.created === true;
    job.succeeded.append(csvLine(job.format, [result.id, created, ...cells]));
  } else {
    job.failed.append(csvLine(job.format, [result.id ?? idOf(record), errorCell(result), ...cells]));
  }
}

/** An error of rows never stops a job. */
function writeSafely({ org }: ServerState, writes: readonly RecordWrite[], write: () => SaveResult[]): SaveResult[] {
  try {
    return org.transaction(write);
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    const { code, message, fields } = error;
    return writes.map(() => ({ success: false, errors: [{ statusCode: code, message, fields }] }));
  }
}

/** The results of the rows of one transaction. */
function writeRows(state: ServerState, job: IngestJob, columns: readonly Column[], rows: readonly string[][]) {
  const read = rows.map((given) => ({
    given,
    write: writeOf(job, columns, given),
    problem: cellProblem(columns, given),
  }));
  const writes = read.filter(({ problem }) => problem === undefined).map(({ write }) => write);
  const results = writeSafely(state, writes, () => writeRecords(state, writes)).values();
  return read.map(({ given, write, problem }): RowResult => {
    const result = problem ?? results.next().value ?? { success: false, errors: [] };
    return { columns, given, write, result };
  });
}

/** Writes the rows of one transaction; their results are committed with them. */
function writeChunk(state: ServerState, job: IngestJob, columns: readonly Column[], chunk: readonly string[][]): void {
  const before = { succeeded: job.succeeded.mark, failed: job.failed.mark };
  try {
    state.org.transaction(() => {
      for (const row of writeRows(state, job, columns, chunk)) keepResult(job, row);
      job.succeeded.flush();
      job.failed.flush();
      state.ingestJobs.keep(job);
    });
  } catch (error) {
    job.succeeded.rewind(before.succeeded);
    job.failed.rewind(before.failed);
    throw error;
  }
}

async function processRows(state: ServerState, job: IngestJob): Promise<void> {
  await checkLineEnding(job, job.uploadPath);
  // Skips the rows that an earlier process has committed.
  let toSkip = processedRows(job);
  let columns: Column[] | undefined;
  let chunk: string[][] = [];
  const planted = state.faults.ofBulkJob('ingest', job.object);
  for await (const cells of uploadedRows(job, job.uploadPath)) {
    if (columns === undefined) {
      job.headers = cells;
      columns = readHeader(state, job, cells);
      continue;
    }
    if (toSkip > 0) {
      toSkip -= 1;
      continue;
    }
    if (planted !== undefined && processedRows(job) + chunk.length >= planted.afterRecords) {
      writeChunk(state, job, columns, chunk);
      throw planted.error;
    }
    chunk.push(cells);
    if (chunk.length < chunkRows) continue;
    writeChunk(state, job, columns, chunk);
    chunk = [];
    await nextTurn();
    if (!isRunning(state, job)) return;
  }
  if (columns !== undefined && chunk.length > 0) writeChunk(state, job, columns, chunk);
}

/** Checked after each turn of the event loop: a client may abort the job, the server may stop. */
const isRunning = ({ ingestJobs }: ServerState, { state }: IngestJob): boolean =>
  state === 'InProgress' && ingestJobs.isRunning;

/**
 * Runs a job in slices, so that the server can respond to other requests. A malformed upload makes the job fail with a
 * message, as on the platform; an error of a row is the result of the row. An interrupted job continues after its last
 * chunk when `processIngest` is called again.
 */
export async function processIngest(state: ServerState, job: IngestJob): Promise<void> {
  const startedAt = performance.now() - job.processingMs;
  job.state = 'InProgress';
  state.ingestJobs.keep(job);
  try {
    if (job.isUploaded) await processRows(state, job);
    if (isRunning(state, job)) job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    const message = error instanceof Error ? error.message : String(error);
    job.errorMessage = error instanceof OrgError ? message : `InvalidBatch : ${message}`;
  }
  job.processingMs = Math.round(performance.now() - startedAt);
  job.changedAt = state.org.clock.now();
  state.ingestJobs.keep(job);
}

/** Continues the jobs that an earlier process did not finish. */
export function resumeIngest(state: ServerState): void {
  const { ingestJobs } = state;
  for (const job of ingestJobs.all) {
    if (job.state === 'UploadComplete' || job.state === 'InProgress') ingestJobs.track(processIngest(state, job));
  }
}
