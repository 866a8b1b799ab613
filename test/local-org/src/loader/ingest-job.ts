import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadError } from './load-error.ts';
import { readObject, readText } from './mapping-values.ts';
import type { MappedRow, RowFailure } from './map-row.ts';
import { callRest } from './org-session.ts';
import type { OrgSession } from './org-session.ts';

export type IngestResult = { ids: { row: MappedRow; id: string }[]; failures: RowFailure[] };

type Ingest = { object: string; fields: readonly string[]; rows: readonly MappedRow[] };

const firstPollMs = 200;
const longestPollMs = 5_000;
const jobTimeoutMs = 30 * 60_000;

async function createJob(session: OrgSession, object: string): Promise<string> {
  const body = JSON.stringify({ object, operation: 'insert', contentType: 'CSV', lineEnding: 'LF' });
  const answer: unknown = JSON.parse(await callRest(session, 'jobs/ingest', { method: 'POST', body }));
  return readText(readObject(answer, 'job')['id'], 'job.id');
}

async function waitForJob(session: OrgSession, jobId: string): Promise<void> {
  let pollMs = firstPollMs;
  for (let waitedMs = 0; waitedMs < jobTimeoutMs; waitedMs += pollMs) {
    const job = readObject(JSON.parse(await callRest(session, `jobs/ingest/${jobId}`)), 'job');
    if (job['state'] === 'JobComplete') return;
    if (job['state'] === 'Failed' || job['state'] === 'Aborted') {
      throw new LoadError(`The ingest job ${jobId} is ${job['state']}: ${String(job['errorMessage'] ?? 'no message')}`);
    }
    pollMs = Math.min(longestPollMs, pollMs * 2);
    await sleep(pollMs);
  }
  throw new LoadError(`The ingest job ${jobId} was not complete after ${jobTimeoutMs / 60_000} minutes.`);
}

async function readResults(session: OrgSession, jobId: string, kind: string): Promise<Record<string, string>[]> {
  const text = await callRest(session, `jobs/ingest/${jobId}/${kind}`, { accept: 'text/csv' });
  return parse(text, { columns: true, skip_empty_lines: true });
}

/**
 * Matches results to rows by their values, because they come back in any order and without row numbers. Rows with the
 * same values are interchangeable.
 */
function rowFinder(
  fields: readonly string[],
  rows: readonly MappedRow[],
): (result: Record<string, string>) => MappedRow {
  const waiting = Map.groupBy(rows, ({ values }) => JSON.stringify(values));
  return (result) => {
    const values = fields.map((field) => result[field] ?? '');
    const row = waiting.get(JSON.stringify(values))?.shift();
    if (row === undefined) throw new LoadError(`The org answered for a row that was not sent: ${values.join()}`);
    return row;
  };
}

/**
 * Inserts rows with one Bulk API 2.0 job.
 *
 * @throws LoadError when the job fails as a whole
 */
export async function ingestRows(session: OrgSession, { object, fields, rows }: Ingest): Promise<IngestResult> {
  const jobId = await createJob(session, object);
  const body = stringify(
    rows.map(({ values }) => values),
    { header: true, columns: [...fields] },
  );
  await callRest(session, `jobs/ingest/${jobId}/batches`, { method: 'PUT', body, contentType: 'text/csv' });
  const state = JSON.stringify({ state: 'UploadComplete' });
  await callRest(session, `jobs/ingest/${jobId}`, { method: 'PATCH', body: state });
  await waitForJob(session, jobId);
  const findRow = rowFinder(fields, rows);
  const ids = (await readResults(session, jobId, 'successfulResults')).map((result) => ({
    row: findRow(result),
    id: readText(result['sf__Id'], 'sf__Id'),
  }));
  const failures = (await readResults(session, jobId, 'failedResults')).map((result) => ({
    row: findRow(result).row,
    message: result['sf__Error'] ?? 'The org gave no reason.',
  }));
  const unprocessed = (await readResults(session, jobId, 'unprocessedrecords')).map((result) => ({
    row: findRow(result).row,
    message: 'The org did not process the row.',
  }));
  return { ids, failures: [...failures, ...unprocessed].sort((one, other) => one.row - other.row) };
}
