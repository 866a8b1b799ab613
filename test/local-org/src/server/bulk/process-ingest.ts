import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrgError } from '../../org-error.ts';
import type { SaveResult } from '../../org.ts';
import { describeObject } from '../described.ts';
import { idOf, writeRecord } from '../record-writer.ts';
import type { ServerState } from '../server-state.ts';
import { csvLine, delimiterOf } from './csv-format.ts';
import { readColumns, recordOf } from './ingest-columns.ts';
import type { Column } from './ingest-columns.ts';
import type { IngestJob } from './ingest-job.ts';

/** The platform works in chunks of 200 records, each of them one transaction. */
const chunkRows = 200;
const headBytes = 64 * 1024;

/** @throws OrgError when the first line does not end as the job says */
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
  const parser = parse({ delimiter: delimiterOf(format), bom: true, skip_empty_lines: true });
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

function writeRow(state: ServerState, job: IngestJob, columns: readonly Column[], cells: string[]): void {
  const record = recordOf(columns, cells);
  const { operation, object, userId, apiVersion, externalIdField } = job;
  const result = writeSafely(() =>
    writeRecord(state, { userId, apiVersion, operation, object, record, ...(externalIdField && { externalIdField }) }),
  );
  if (result.success) {
    const created = operation === 'insert' || result.created === true;
    job.succeeded.append(csvLine(job.format, [result.id, created, ...cells]));
  } else {
    job.failed.append(csvLine(job.format, [result.id ?? idOf(record), errorCell(result), ...cells]));
  }
}

/** An error of one row never stops a job. */
function writeSafely(write: () => SaveResult): SaveResult {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return { success: false, errors: [{ statusCode: error.code, message: error.message, fields: error.fields }] };
  }
}

async function processRows(state: ServerState, job: IngestJob, path: string): Promise<void> {
  await checkLineEnding(job, path);
  let columns: Column[] | undefined;
  let chunk: string[][] = [];
  const writeChunk = async (writtenColumns: readonly Column[]): Promise<void> => {
    state.org.transaction(() => {
      for (const cells of chunk) writeRow(state, job, writtenColumns, cells);
    });
    chunk = [];
    await nextTurn();
  };
  for await (const cells of uploadedRows(job, path)) {
    if (job.state !== 'InProgress') return;
    if (columns === undefined) {
      job.headers = cells;
      columns = readHeader(state, job, cells);
      continue;
    }
    chunk.push(cells);
    if (chunk.length === chunkRows) await writeChunk(columns);
  }
  if (columns !== undefined && chunk.length > 0 && isRunning(job)) await writeChunk(columns);
}

/** Asked anew after each turn of the event loop: a client may have aborted the job. */
const isRunning = (job: IngestJob): boolean => job.state === 'InProgress';

/**
 * Runs a job to its end in slices, so that the server answers others meanwhile. What is wrong with the upload as a
 * whole makes the job fail with a message, as on the platform; what is wrong with a row is that row's result.
 */
export async function processIngest(state: ServerState, job: IngestJob): Promise<void> {
  const startedAt = performance.now();
  job.state = 'InProgress';
  try {
    if (job.uploadPath !== undefined) await processRows(state, job, job.uploadPath);
    if (isRunning(job)) job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    const message = error instanceof Error ? error.message : String(error);
    job.errorMessage = error instanceof OrgError ? message : `InvalidBatch : ${message}`;
  }
  job.processingMs = Math.round(performance.now() - startedAt);
  job.changedAt = state.org.clock.now();
}
