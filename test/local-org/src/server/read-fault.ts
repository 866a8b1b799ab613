import { OrgError } from '../org-error.ts';
import type { CallFault, JobFault, NewFault, RecordFault } from './faults.ts';
import { readList, readObject, readOptionalNumber, readOptionalText, readText } from './json-value.ts';
import type { JsonObject } from './json-value.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

const counts = ['times', 'after'];
const said = ['code', 'message'];
const ofCalls = ['method', 'path', 'status', 'body', 'headers', 'latencyMs', 'drop'];
const ofRecords = ['object', 'ids'];
const ofChunks = ['trigger', 'recordsOver', 'ids'];
const ofJobs = ['job', 'object', 'afterRecords'];

const invalid = (field: string, expected: string): OrgError => new OrgError('INVALID_INPUT', `${field}: ${expected}`);

type Range = { least?: number; most?: number };

/** @throws OrgError when a field is no whole number of its range */
export function readCount(
  body: JsonObject,
  field: string,
  { least = 0, most = Infinity }: Range = {},
): number | undefined {
  const value = readOptionalNumber(body[field], field);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  throw invalid(field, `a whole number ${range} is expected`);
}

/** @throws OrgError naming the first field that such a fault does not have */
function requireKnown(body: JsonObject, kind: string, known: string[]): void {
  const fields = [...counts, ...said, ...known];
  const unknown = Object.keys(body).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw invalid(unknown, `a fault of ${kind} has ${fields.join(', ')}`);
}

function readCode(body: JsonObject): string | undefined {
  const code = readOptionalText(body['code'], 'code');
  if (code === undefined || /^\w+$/.test(code)) return code;
  throw invalid('code', "one of the platform's codes is expected, such as UNABLE_TO_LOCK_ROW");
}

const readCounted = (body: JsonObject): Pick<CallFault, 'times' | 'after' | 'code' | 'message'> => ({
  times: readCount(body, 'times', { least: 1 }) ?? 1,
  after: readCount(body, 'after') ?? 0,
  code: readCode(body),
  message: readOptionalText(body['message'], 'message'),
});

function readDrop(value: unknown): CallFault['drop'] {
  if (value === undefined || value === 'before' || value === 'half') return value;
  throw invalid('drop', 'before or half is expected');
}

function readMethod(body: JsonObject): string | undefined {
  const method = readOptionalText(body['method'], 'method')?.toUpperCase();
  if (method === undefined || methods.includes(method)) return method;
  throw invalid('method', `one of ${methods.join(', ')} is expected`);
}

function readHeaders(value: unknown): CallFault['headers'] {
  if (value === undefined) return undefined;
  const headers = Object.entries(readObject(value, 'headers'));
  return Object.fromEntries(headers.map(([name, text]) => [name, readText(text, `headers.${name}`)]));
}

function readCallFault(body: JsonObject): CallFault {
  requireKnown(body, 'calls', ofCalls);
  const fault: CallFault = {
    kind: 'call',
    ...readCounted(body),
    method: readMethod(body),
    path: readOptionalText(body['path'], 'path'),
    status: readCount(body, 'status', { least: 200, most: 599 }),
    body: body['body'],
    headers: readHeaders(body['headers']),
    latencyMs: readCount(body, 'latencyMs'),
    drop: readDrop(body['drop']),
  };
  const effects = [fault.code, fault.status, fault.latencyMs, fault.drop];
  if (effects.some((effect) => effect !== undefined)) return fault;
  throw invalid('code', 'a fault of calls needs code, status, latencyMs or drop');
}

function readRecordFault(body: JsonObject): RecordFault {
  requireKnown(body, 'records', ofRecords);
  const { ids } = body;
  return {
    kind: 'record',
    ...readCounted(body),
    object: readOptionalText(body['object'], 'object'),
    ids: ids === undefined ? undefined : readList(ids, 'ids').map((id) => readText(id, 'ids')),
  };
}

function readJobFault(body: JsonObject): JobFault {
  requireKnown(body, 'bulk jobs', ofJobs);
  const { job } = body;
  if (job !== 'ingest' && job !== 'query') throw invalid('job', 'ingest or query is expected');
  return {
    kind: 'job',
    ...readCounted(body),
    job,
    object: readOptionalText(body['object'], 'object'),
    afterRecords: readCount(body, 'afterRecords') ?? 0,
  };
}

function readChunkFault(body: JsonObject): NewFault {
  requireKnown(body, 'triggers', ofChunks);
  const { ids } = body;
  const { after, code, message } = readCounted(body);
  return {
    kind: 'chunk',
    ...{ after, code, message },
    times: readCount(body, 'times', { least: 1 }),
    object: readText(body['trigger'], 'trigger'),
    recordsOver: readCount(body, 'recordsOver'),
    ids: ids === undefined ? undefined : readList(ids, 'ids').map((id) => readText(id, 'ids')),
  };
}

/**
 * A fault as the admin route takes it: with `job` of bulk jobs, with `trigger` (an object) of triggers, with `object` or
 * `ids` of records, else of calls.
 *
 * @throws OrgError naming the field that is wrong
 */
export function readFault(body: JsonObject): NewFault {
  if (body['job'] !== undefined) return readJobFault(body);
  if (body['trigger'] !== undefined) return readChunkFault(body);
  const isOfRecords = ofRecords.some((field) => body[field] !== undefined);
  return isOfRecords ? readRecordFault(body) : readCallFault(body);
}
