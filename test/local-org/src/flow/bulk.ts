import { OrgError } from '../org-error.ts';
import type { QueryRow, RecordInput, SaveResult } from '../org.ts';
import { dataFault, FlowAbort, FlowFault, messageOf } from './flow-fault.ts';
import type { FlowAccess, FlowHost, FlowWrite } from './flow-host.ts';
import { RecordRefusal } from '../records/record-refusal.ts';

/** What an interview asks for and then waits, so that all interviews at one element are served together. */
export type BulkRequest =
  | { kind: 'query'; soql: string }
  | { kind: 'write'; operation: FlowWrite; object: string; records: RecordInput[] }
  | { kind: 'action'; name: string; inputs: Record<string, unknown> }
  | { kind: 'rollback' }
  | { kind: 'screen'; screen: string };

export type Asked = { access: FlowAccess; request: BulkRequest };

export type Answer =
  | { kind: 'rows'; rows: QueryRow[] }
  | { kind: 'written'; results: SaveResult[] }
  | { kind: 'outputs'; outputs: Record<string, unknown> }
  | { kind: 'done' }
  | { kind: 'fault'; error: Error };

/** Serves the requests that interviews make at the same element. */
type Waiting = { mayWait: boolean };

export function serve(host: FlowHost, asked: readonly Asked[], waiting: Waiting): Answer[] | Promise<Answer[]> {
  const [first] = asked;
  if (first === undefined) return [];
  switch (first.request.kind) {
    case 'query':
      return serveQueries(host, asked);
    case 'write':
      return serveWrites(host, asked);
    case 'action':
      return serveActions(host, asked, waiting);
    default:
      return asked.map(() => ({ kind: 'done' }));
  }
}

function toFault(error: unknown, operation: string): Error {
  if (error instanceof OrgError) return dataFault(operation, { statusCode: error.code, message: error.message });
  if (error instanceof RecordRefusal) {
    const [one] = error.errors;
    return dataFault(operation, { statusCode: one?.statusCode ?? 'UNKNOWN_EXCEPTION', message: one?.message ?? '' });
  }
  throw error;
}

/** Equal queries are read once. */
function serveQueries(host: FlowHost, asked: readonly Asked[]): Answer[] {
  const known = new Map<string, Answer>();
  host.count?.('queries', 1);
  return asked.map(({ request, access }) => {
    if (request.kind !== 'query') return { kind: 'done' };
    const kept = known.get(request.soql);
    if (kept !== undefined) return kept;
    const answer = readRows(host, request.soql, access);
    known.set(request.soql, answer);
    return answer;
  });
}

function readRows(host: FlowHost, soql: string, access: FlowAccess): Answer {
  try {
    const rows = host.query(soql, access);
    host.count?.('queryRows', rows.length);
    return { kind: 'rows', rows };
  } catch (error) {
    return { kind: 'fault', error: toFault(error, 'query') };
  }
}

type WriteRequest = Extract<BulkRequest, { kind: 'write' }>;

/** All records at once; where some fail, each interview's by themselves, so that only theirs fail. */
function serveWrites(host: FlowHost, asked: readonly Asked[]): Answer[] {
  const requests = asked.map(({ request }) => request).filter((request) => request.kind === 'write');
  const access = asked[0]?.access;
  if (access === undefined) return [];
  const isOneObject = new Set(requests.map(({ object }) => object)).size === 1;
  const [first] = requests;
  if (first !== undefined && isOneObject && requests.length > 1) {
    const together = write(host, access, { ...first, records: requests.flatMap(({ records }) => records) });
    if (together.kind === 'written') {
      const results = [...together.results];
      return requests.map(({ records }) => ({ kind: 'written', results: results.splice(0, records.length) }));
    }
  }
  return requests.map((request) => write(host, access, request));
}

function write(host: FlowHost, access: FlowAccess, { operation, object, records }: WriteRequest): Answer {
  if (records.length === 0) return { kind: 'written', results: [] };
  host.count?.('writes', 1);
  host.count?.('writtenRows', records.length);
  try {
    const results = host.write(operation, object, records, access);
    const failed = results.find(({ success, errors }) => !success && errors.length > 0);
    if (failed === undefined) return { kind: 'written', results };
    const own = failed.errors.find(({ statusCode }) => statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
    const { statusCode, message } = own ?? failed.errors[0] ?? { statusCode: 'UNKNOWN_EXCEPTION', message: '' };
    return { kind: 'fault', error: dataFault(operation, { statusCode, message }) };
  } catch (error) {
    return { kind: 'fault', error: toFault(error, operation) };
  }
}

/** One call with the inputs of all interviews. */
function serveActions(host: FlowHost, asked: readonly Asked[], { mayWait }: Waiting): Answer[] | Promise<Answer[]> {
  const requests = asked.map(({ request }) => request).filter((request) => request.kind === 'action');
  const [first] = requests;
  const access = asked[0]?.access;
  if (first === undefined || access === undefined) return [];
  const failed = (error: unknown): Answer[] => {
    if (error instanceof FlowAbort) throw error;
    const fault =
      error instanceof FlowFault
        ? error
        : new FlowFault(`An Apex error occurred: ${messageOf(error)}`, { cause: error });
    return requests.map(() => ({ kind: 'fault', error: fault }));
  };
  const answers = (outputs: Record<string, unknown>[]): Answer[] =>
    requests.map((_, index) => ({ kind: 'outputs', outputs: outputs[index] ?? {} }));
  try {
    const outputs = host.invokeAction(
      'apex',
      first.name,
      requests.map(({ inputs }) => inputs),
      { ...access, mayWait },
    );
    return outputs instanceof Promise ? outputs.then(answers, failed) : answers(outputs);
  } catch (error) {
    return failed(error);
  }
}
