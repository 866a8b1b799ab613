import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OrgError } from '../../org-error.ts';
import type { WriteOperation } from '../../org.ts';
import type { DescribeSObject } from '../../schema/describe.ts';
import type { ApiCall } from '../api-call.ts';
import { readBody, readOptionalText, readText } from '../json-value.ts';
import { platformId } from '../platform-id.ts';
import { json, noContent, stream } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { AsyncRoute } from '../sync-route.ts';
import { csvLine, readFormat } from './csv-format.ts';
import { ingestJobJson, processedRows } from './ingest-job.ts';
import type { IngestJob } from './ingest-job.ts';
import { processIngest, uploadedRows } from './process-ingest.ts';
import type { ResultFile } from './result-file.ts';
import { within } from './within.ts';

const mostUploadBytes = 150_000_000;
/** How long the response to `UploadComplete` waits for the job, so that clients of a short job need not poll. */
const inlineMs = 2_000;

const operations = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const satisfies WriteOperation[];

const findJob = ({ ingestJobs }: ServerState, { params, userId }: ApiCall): IngestJob =>
  ingestJobs.get(params['id'] ?? '', userId);

function requireKey({ name: object, fields }: DescribeSObject, name: string): void {
  const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field?.externalId || field?.idLookup) return;
  const message = `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object}`;
  throw new OrgError('INVALIDJOB', `InvalidJob : ${message}`);
}

async function createJob({ org, ingestJobs }: ServerState, call: ApiCall): Promise<Reply> {
  const body = readBody(call.body);
  const operation = operations.find((known) => known === body['operation']);
  if (operation === undefined) throw new OrgError('INVALIDJOB', 'InvalidJob : Unsupported operation');
  const requested = readText(body['object'], 'object');
  const describe = org.describe(call.userId, requested);
  if (describe === undefined)
    throw new OrgError('INVALIDENTITY', `InvalidEntity : Unable to find object: ${requested}`);
  const externalIdField = readOptionalText(body['externalIdFieldName'], 'externalIdFieldName');
  if (operation === 'upsert' && externalIdField === undefined) {
    throw new OrgError('INVALIDJOB', 'InvalidJob : External ID was blank for an upsert');
  }
  if (externalIdField !== undefined) requireKey(describe, externalIdField);
  const contentType = readOptionalText(body['contentType'], 'contentType') ?? 'CSV';
  if (contentType !== 'CSV') throw new OrgError('INVALIDJOB', `InvalidJob : Unsupported content type: ${contentType}`);
  const format = readFormat(
    readOptionalText(body['columnDelimiter'], 'columnDelimiter'),
    readOptionalText(body['lineEnding'], 'lineEnding'),
  );
  const { userId, apiVersion } = call;
  const id = platformId('750');
  const { name: object } = describe;
  const assignsOwner = readOptionalText(body['assignmentRuleId'], 'assignmentRuleId') !== undefined;
  const job = { id, operation, object, externalIdField, assignsOwner, format, userId, apiVersion };
  return json(ingestJobJson(ingestJobs.create(job)));
}

async function* limited(upload: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of upload as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostUploadBytes) {
      throw new OrgError('CLIENTINPUTERROR', 'Upload is larger than 150 MB', { status: 413 });
    }
    yield chunk;
  }
}

/** PUT `jobs/ingest/{id}/batches`: takes the CSV to a file as it arrives. */
export async function uploadBatch(state: ServerState, call: ApiCall, upload: Readable): Promise<Reply> {
  const job = findJob(state, call);
  if (job.state !== 'Open' || job.isUploaded) {
    throw new OrgError('INVALIDJOBSTATE', 'Found multiple contents for job: only one upload is taken while it is open');
  }
  try {
    await pipeline(limited(upload), createWriteStream(job.uploadPath));
  } catch (error) {
    await rm(job.uploadPath, { force: true });
    throw error;
  }
  job.isUploaded = true;
  state.ingestJobs.keep(job);
  return noContent(201);
}

async function changeState(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  const wanted = readBody(call.body)['state'];
  if (wanted === 'Aborted' && !['JobComplete', 'Failed'].includes(job.state)) {
    job.state = 'Aborted';
    state.ingestJobs.keep(job);
    return json(ingestJobJson(job));
  }
  if (wanted !== 'UploadComplete' || job.state !== 'Open') {
    throw new OrgError('INVALIDJOBSTATE', `Invalid job state transition from ${job.state} to ${String(wanted)}`);
  }
  job.state = 'UploadComplete';
  const answer = ingestJobJson(job);
  const work = processIngest(state, job);
  state.ingestJobs.track(work);
  await within(inlineMs, work);
  return json(answer);
}

async function readJob(state: ServerState, call: ApiCall): Promise<Reply> {
  return json(ingestJobJson(findJob(state, call)));
}

async function listJobs({ ingestJobs }: ServerState, { userId }: ApiCall): Promise<Reply> {
  const records = ingestJobs.all.filter((job) => job.userId === userId).map(ingestJobJson);
  return json({ done: true, records, nextRecordsUrl: null });
}

async function deleteJob(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  if (job.state === 'InProgress' || job.state === 'UploadComplete') {
    throw new OrgError('INVALIDJOBSTATE', 'A job that is being processed cannot be deleted');
  }
  state.ingestJobs.delete(job);
  return noContent();
}

function resultReply(job: IngestJob, results: ResultFile, ownColumns: string[]): Reply {
  return stream('text/csv', results.stream(csvLine(job.format, [...ownColumns, ...job.headers])));
}

async function* unprocessedLines(job: IngestJob): AsyncGenerator<string> {
  if (!job.isUploaded) return;
  const processed = processedRows(job);
  // The header is line 0.
  let line = 0;
  for await (const cells of uploadedRows(job, job.uploadPath)) {
    if (line === 0 || line > processed) yield csvLine(job.format, cells);
    line += 1;
    if (job.state === 'JobComplete') return;
  }
}

async function readUnprocessed(state: ServerState, call: ApiCall): Promise<Reply> {
  const job = findJob(state, call);
  const lines: string[] = [];
  try {
    for await (const line of unprocessedLines(job)) lines.push(line);
  } catch (error) {
    // An upload that is not CSV has no rows; the job's message describes the problem.
    if (error instanceof OrgError || job.state !== 'Failed') throw error;
  }
  return { status: 200, headers: {}, content: { kind: 'text', type: 'text/csv', value: lines.join('') } };
}

/** Bulk API 2.0 ingest, all but the upload itself. */
export const ingestRoutes: AsyncRoute[] = [
  { method: 'POST', pattern: '/jobs/ingest', handle: createJob },
  { method: 'GET', pattern: '/jobs/ingest', handle: listJobs },
  { method: 'GET', pattern: '/jobs/ingest/:id', handle: readJob },
  { method: 'PATCH', pattern: '/jobs/ingest/:id', handle: changeState },
  { method: 'DELETE', pattern: '/jobs/ingest/:id', handle: deleteJob },
  {
    method: 'GET',
    pattern: '/jobs/ingest/:id/successfulResults',
    handle: async (state, call) => {
      const job = findJob(state, call);
      return resultReply(job, job.succeeded, ['sf__Id', 'sf__Created']);
    },
  },
  {
    method: 'GET',
    pattern: '/jobs/ingest/:id/failedResults',
    handle: async (state, call) => {
      const job = findJob(state, call);
      return resultReply(job, job.failed, ['sf__Id', 'sf__Error']);
    },
  },
  { method: 'GET', pattern: '/jobs/ingest/:id/unprocessedrecords', handle: readUnprocessed },
];
