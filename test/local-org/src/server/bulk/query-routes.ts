import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { readBody, readOptionalText, readText } from '../json-value.ts';
import { platformId } from '../platform-id.ts';
import { json, noContent, stream } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { AsyncRoute } from '../sync-route.ts';
import { csvLine, readFormat } from './csv-format.ts';
import type { QueryJob } from './query-jobs.ts';
import { within } from './within.ts';

/** Rows of a page of results when the client names no size. */
const defaultPageRows = 50_000;
const inlineMs = 500;

const findJob = ({ queryJobs }: ServerState, { params, userId }: ApiCall): QueryJob =>
  queryJobs.get(params['id'] ?? '', userId);

const jobJson = (job: QueryJob): Record<string, unknown> => ({
  id: job.id,
  operation: job.operation,
  object: job.object,
  createdById: job.userId,
  createdDate: job.createdAt.toISOString().replace('Z', '+0000'),
  systemModstamp: job.createdAt.toISOString().replace('Z', '+0000'),
  state: job.state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: Number(job.apiVersion),
  jobType: 'V2Query',
  ...job.format,
  ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
});

async function createJob(state: ServerState, call: ApiCall): Promise<Reply> {
  const body = readBody(call.body);
  const operation = readText(body['operation'], 'operation');
  if (operation !== 'query' && operation !== 'queryAll') {
    throw new OrgError('INVALIDJOB', `InvalidJob : Unsupported operation: ${operation}`);
  }
  const format = readFormat(
    readOptionalText(body['columnDelimiter'], 'columnDelimiter'),
    readOptionalText(body['lineEnding'], 'lineEnding'),
  );
  const { userId, apiVersion } = call;
  const soql = readText(body['query'], 'query');
  const createdAt = state.org.clock.now();
  const newJob = { id: platformId('750'), operation, soql, format, userId, apiVersion, createdAt } as const;
  const { job, work } = state.queryJobs.start(newJob);
  const answer = jobJson({ ...job, state: 'UploadComplete' });
  // A small job is complete at the first status request.
  await within(inlineMs, work);
  return json(answer);
}

async function readJob(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  const figures = { retries: 0, totalProcessingTime: job.processingMs, isPkChunkingSupported: true };
  return json({ ...jobJson(job), ...figures, numberRecordsProcessed: job.rows.count });
}

async function abortJob(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  if (readBody(call.body)['state'] !== 'Aborted' || !['UploadComplete', 'InProgress'].includes(job.state)) {
    throw new OrgError('INVALIDJOBSTATE', `A job in state ${job.state} can only be aborted while it runs`);
  }
  state.queryJobs.abort(job);
  return json(jobJson(job));
}

async function deleteJob(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  if (job.state === 'InProgress' || job.state === 'UploadComplete') {
    throw new OrgError('INVALIDJOBSTATE', 'A job that is being processed cannot be deleted');
  }
  state.queryJobs.delete(job);
  return noContent();
}

async function listJobs({ queryJobs }: ServerState, { userId }: ApiCall): Promise<Reply> {
  const records = queryJobs.all.filter((job) => job.userId === userId).map(jobJson);
  return json({ done: true, records, nextRecordsUrl: null });
}

const locatorOf = (row: number): string => Buffer.from(String(row)).toString('base64url');

function readLocator(locator: string | null, job: QueryJob): number {
  if (locator === null || locator === '') return 0;
  const row = Number(Buffer.from(locator, 'base64url').toString('utf8'));
  if (Number.isInteger(row) && row > 0 && row < job.rows.count) return row;
  throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
}

function readPageRows(maxRecords: string | null): number {
  if (maxRecords === null) return defaultPageRows;
  const rows = Number(maxRecords);
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw new OrgError('INVALID_INPUT', 'maxRecords: a positive number is expected');
}

/** One page; the last one has the literal header `Sforce-Locator: null`. */
async function readResults(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  if (job.state !== 'JobComplete') {
    throw new OrgError('INVALIDJOBSTATE', `The job is ${job.state}: it has no results to read`);
  }
  const start = readLocator(call.query.get('locator'), job);
  const pageRows = readPageRows(call.query.get('maxRecords'));
  const end = Math.min(job.rows.count, start + pageRows);
  return stream('text/csv', job.rows.stream(csvLine(job.format, job.columns), start, pageRows), {
    'Sforce-Locator': end < job.rows.count ? locatorOf(end) : 'null',
    'Sforce-NumberOfRecords': String(end - start),
  });
}

/** Bulk API 2.0 query jobs. */
export const queryJobRoutes: AsyncRoute[] = [
  { method: 'POST', pattern: '/jobs/query', handle: createJob },
  { method: 'GET', pattern: '/jobs/query', handle: listJobs },
  { method: 'GET', pattern: '/jobs/query/:id', handle: readJob },
  { method: 'PATCH', pattern: '/jobs/query/:id', handle: abortJob },
  { method: 'DELETE', pattern: '/jobs/query/:id', handle: deleteJob },
  { method: 'GET', pattern: '/jobs/query/:id/results', handle: readResults },
];
