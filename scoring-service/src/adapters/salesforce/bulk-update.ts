import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Goal } from '@plumbline/contract';
import type { ScoringError } from '../../domain/scoring-error.ts';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { WriteResult } from '../../ports/scores.ts';
import { awaitJob, createJob, deleteJob } from './bulk-job.ts';
import type { JobSettings } from './bulk-job.ts';
import { codeOf, recordError, unexpectedAnswer } from './org-errors.ts';
import type { RecordProblem } from './org-errors.ts';
import { parseAnswer } from './queries.ts';
import { scoreError, toUpdateCsv } from './score-fields.ts';
import type { ScoreUpload } from './score-fields.ts';
import type { Session } from './session.ts';

type BulkWriting = {
  session: Session;
  settings: JobSettings;
  goal: Goal;
  /** The optional score fields that are written. */
  parts: readonly OptionalPart[];
  signal?: AbortSignal;
};
type RecordError = NonNullable<WriteResult['error']>;

const succeededSchema = z.array(z.object({ sf__Id: z.string() }));
const failedSchema = z.array(z.object({ Id: z.string(), sf__Error: z.string() }));
const unprocessedSchema = z.array(z.object({ Id: z.string() }));

/** Updates records through Bulk API 2.0, one job after the other. Returns results in the order of the writes. */
export async function bulkUpdate(writing: BulkWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const results: WriteResult[] = [];
  for (const upload of toUpdateCsv({ ...writing.goal, parts: writing.parts }, writes)) {
    writing.signal?.throwIfAborted();
    results.push(...(await runJob(writing, upload)));
  }
  return results;
}

async function runJob(writing: BulkWriting, { csv, writes }: ScoreUpload): Promise<WriteResult[]> {
  const { session, settings, goal, signal } = writing;
  const body = { object: goal.object, operation: 'update', contentType: 'CSV', lineEnding: 'LF' };
  const id = await createJob(session, { kind: 'ingest', body, signal });
  const jobPath = `/jobs/ingest/${id}`;
  // The org refuses a second upload to the same job, so a failed upload is retried by the caller with a new job.
  await session.send({ method: 'PUT', path: `${jobPath}/batches`, csv, isRepeatable: false, signal });
  await session.send({ method: 'PATCH', path: jobPath, body: { state: 'UploadComplete' }, signal });
  const failure = await awaitJob(session, { kind: 'ingest', id, signal }, settings);
  const errors = failure
    ? await readErrorsOfFailedJob(writing, { jobPath, writes }, failure)
    : await readErrors(writing, jobPath);
  await deleteJob(session, { kind: 'ingest', id }, settings.log);
  return writes.map(({ recordId }) => {
    const error = errors.get(recordId);
    return error ? { recordId, error } : { recordId };
  });
}

/** The errors of a complete job by record id. */
async function readErrors(writing: BulkWriting, jobPath: string): Promise<Map<string, RecordError>> {
  const unprocessed = await readRows(writing, unprocessedSchema, `${jobPath}/unprocessedrecords`);
  return new Map([
    ...(await readFailed(writing, jobPath)),
    ...unprocessed.map(({ Id }) => [Id, notProcessed('')] as const),
  ]);
}

/**
 * The errors of a job that failed midway by record id: every record that is not in its successful results was not
 * written. Throws the failure when nothing was written or when the job was aborted.
 */
async function readErrorsOfFailedJob(
  writing: BulkWriting,
  { jobPath, writes }: { jobPath: string; writes: ScoreWrite[] },
  failure: ScoringError,
): Promise<Map<string, RecordError>> {
  const code = codeOf(failure) ?? '';
  if (code === 'ABORTED') throw failure;
  const succeeded = await readRows(writing, succeededSchema, `${jobPath}/successfulResults`);
  const failed = new Map(await readFailed(writing, jobPath));
  if (succeeded.length + failed.size === 0) throw failure;
  const written = new Set(succeeded.map(({ sf__Id }) => sf__Id));
  const unwritten = writes.filter(({ recordId }) => !written.has(recordId));
  return new Map(unwritten.map(({ recordId }) => [recordId, failed.get(recordId) ?? notProcessed(` (${code})`)]));
}

async function readRows<T>({ session, signal }: BulkWriting, schema: z.ZodType<T>, path: string): Promise<T> {
  const csv = await session.sendForText({ method: 'GET', path, signal });
  return parseAnswer(schema, parseCsv(csv), 'results of a bulk job');
}

function parseCsv(csv: string): unknown {
  try {
    return parse(csv, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    // Its message quotes the row.
    throw error instanceof CsvError ? unexpectedAnswer(`results of a bulk job are no CSV (${error.code})`) : error;
  }
}

const readFailed = async (writing: BulkWriting, jobPath: string): Promise<[string, RecordError][]> =>
  (await readRows(writing, failedSchema, `${jobPath}/failedResults`)).map(({ Id, sf__Error }) => [
    Id,
    scoreError(writing.goal.scoreField, readError(sf__Error)),
  ]);

/** Parses `sf__Error`, which has the form `CODE:message:field,field --`. */
function readError(text: string): RecordProblem {
  const [, code = 'UNKNOWN_EXCEPTION', message = '', fields = ''] = /^(\w+):([\s\S]*?):([^:]*)--/.exec(text) ?? [];
  const names = fields.split(',').map((field) => field.trim());
  return { code, message, fields: names.filter((field) => field !== '') };
}

const notProcessed = (reason: string): RecordError =>
  recordError({
    code: 'NOT_PROCESSED',
    message: `The bulk job ended before it updated the record${reason}.`,
    fields: [],
  });
