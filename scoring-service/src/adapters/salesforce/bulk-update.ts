import type { Goal } from '@plumbline/contract';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { ScoreWrite } from '../../domain/scoring/score-write.ts';
import type { WriteResult } from '../../ports.ts';
import { parseAnswer } from './answers.ts';
import { awaitJob, deleteJob } from './bulk-job.ts';
import type { JobSettings } from './bulk-job.ts';
import { recordError } from './record-error.ts';
import { toUpdateCsv } from './score-writes.ts';
import type { Session } from './session.ts';

type BulkWriting = { session: Session; settings: JobSettings; goal: Goal; signal?: AbortSignal };

const createdSchema = z.object({ id: z.string() });
const failedSchema = z.array(z.object({ Id: z.string(), sf__Error: z.string() }));
const unprocessedSchema = z.array(z.object({ Id: z.string() }));

/** `CODE:message:field --`, as the results of a job say what went wrong. */
function readError(text: string): NonNullable<WriteResult['error']> {
  const [, code = 'UNKNOWN_EXCEPTION', message = ''] = /^(\w+):([\s\S]*?):[^:]*--/.exec(text) ?? [];
  return recordError(code, message);
}

async function readRows<T>({ session, signal }: BulkWriting, schema: z.ZodType<T>, path: string): Promise<T> {
  const csv = await session.sendForText({ method: 'GET', path, signal });
  return parseAnswer(schema, parse(csv, { columns: true, bom: true, skip_empty_lines: true }), 'results of a bulk job');
}

/** The errors of an ended job by record id. */
async function readErrors(
  writing: BulkWriting,
  jobPath: string,
): Promise<Map<string, NonNullable<WriteResult['error']>>> {
  const failed = await readRows(writing, failedSchema, `${jobPath}/failedResults`);
  const unprocessed = await readRows(writing, unprocessedSchema, `${jobPath}/unprocessedrecords`);
  return new Map([
    ...failed.map(({ Id, sf__Error }) => [Id, readError(sf__Error)] as const),
    ...unprocessed.map(({ Id }) => [Id, recordError('NOT_PROCESSED', '')] as const),
  ]);
}

async function runJob(writing: BulkWriting, upload: { csv: string; writes: ScoreWrite[] }): Promise<WriteResult[]> {
  const { session, settings, goal, signal } = writing;
  const body = { object: goal.object, operation: 'update', contentType: 'CSV', lineEnding: 'LF' };
  const created = await session.send({ method: 'POST', path: '/jobs/ingest', body, signal });
  const { id } = parseAnswer(createdSchema, created, 'a new ingest job');
  const jobPath = `/jobs/ingest/${id}`;
  // An upload that was taken is refused the second time: whoever asked for the writes asks again as a whole.
  await session.send({ method: 'PUT', path: `${jobPath}/batches`, csv: upload.csv, isRepeatable: false, signal });
  await session.send({ method: 'PATCH', path: jobPath, body: { state: 'UploadComplete' }, signal });
  const failure = await awaitJob(session, { kind: 'ingest', id, signal }, settings);
  if (failure) throw failure;
  const errors = await readErrors(writing, jobPath);
  await deleteJob(session, { kind: 'ingest', id }, settings.log);
  return upload.writes.map(({ recordId }) => {
    const error = errors.get(recordId);
    return error ? { recordId, error } : { recordId };
  });
}

/** Updates records through Bulk API 2.0, one job after the other; results in the order of the writes. */
export async function bulkUpdate(writing: BulkWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const results: WriteResult[] = [];
  for (const upload of toUpdateCsv(writing.goal.scoreField, writes)) {
    writing.signal?.throwIfAborted();
    results.push(...(await runJob(writing, upload)));
  }
  return results;
}
