import type { RecordError, RecordInput, SaveResult, WriteOperation, WriteOptions } from '../org.ts';
import { isRecordId } from '../storage/record-id.ts';
import type { ApiCall } from './api-call.ts';
import type { ServerState } from './server-state.ts';

export type RecordWrite = {
  userId: string;
  apiVersion: string;
  operation: WriteOperation;
  object: string;
  record: RecordInput;
  externalIdField?: string;
} & SaveRules;

/** The rules of the org that a write runs. */
export type SaveRules = Pick<WriteOptions, 'assignsOwner' | 'allowsDuplicates'>;

const duplicateRuleVersion = 52;

/** The rules that a REST call runs by its headers: without them assignment rules run, and duplicates are refused. */
export function rulesOf({ headers, apiVersion }: Pick<ApiCall, 'headers' | 'apiVersion'>): SaveRules {
  const assign = String(headers['sforce-auto-assign'] ?? 'TRUE');
  const duplicates = String(headers['sforce-duplicate-rule-header'] ?? '');
  const isKnown = Number(apiVersion) >= duplicateRuleVersion;
  return {
    assignsOwner: assign.toUpperCase() !== 'FALSE',
    allowsDuplicates: isKnown && /\ballowSave\s*=\s*true\b/i.test(duplicates),
  };
}

/** The id of a record; the name of the field ignores case. */
export function idOf(record: RecordInput): string | undefined {
  const id = Object.entries(record).find(([name]) => name.toLowerCase() === 'id')?.[1];
  return typeof id === 'string' ? id : undefined;
}

const notSaved: SaveResult = { success: false, errors: [] };

/** Writes one record, in a transaction of its own, for REST, Bulk and SOAP. */
export const writeRecord = (state: ServerState, write: RecordWrite): SaveResult =>
  writeRecords(state, [write])[0] ?? notSaved;

/** How records that are written together depend on each other. */
export type Together = { allOrNone?: boolean };

/**
 * Writes records that are one transaction, those of one object that follow each other as one save; a planted trigger
 * that fails refuses all records of its object.
 */
export function writeRecords(
  state: ServerState,
  writes: readonly RecordWrite[],
  { allOrNone = false }: Together = {},
): SaveResult[] {
  const chunks = Map.groupBy(writes, ({ object }) => object);
  const errors = new Map([...chunks].map(([object, chunk]) => [object, chunkError(state, chunk)]));
  return runsOf(writes).flatMap((run) => {
    const ofTrigger = errors.get(run[0]?.object ?? '');
    if (ofTrigger !== undefined) return run.map((write) => refusedByTrigger(state, write, ofTrigger));
    return writeRun(state, run, allOrNone);
  });
}

/** Writes that follow each other and are of the same object. */
function runsOf(writes: readonly RecordWrite[]): RecordWrite[][] {
  const runs: RecordWrite[][] = [];
  for (const write of writes) {
    const run = runs.at(-1);
    if (run?.[0]?.object === write.object) run.push(write);
    else runs.push([write]);
  }
  return runs;
}

/** Writes the records of one object that no planted fault hits. */
function writeRun({ org, faults }: ServerState, run: readonly RecordWrite[], allOrNone: boolean): SaveResult[] {
  const failures = run.map(({ object, record }) => recordFailure(faults, object, idOf(record)));
  const sound = run.filter((_, index) => failures[index] === undefined);
  const [first] = sound;
  const records = sound.map(({ record }) => record);
  const options = first && { ...optionsOf(first), allOrNone };
  const saved = first && options ? org.writeMany(first.userId, first.operation, first.object, records, options) : [];
  const results = saved.values();
  return failures.map((failure) => failure ?? results.next().value ?? notSaved);
}

function recordFailure(faults: ServerState['faults'], object: string, id: string | undefined): SaveResult | undefined {
  const error = faults.ofRecord(object, id);
  return error && { ...(id === undefined ? {} : { id }), success: false, errors: [error] };
}

/** The error of a trigger that fails for the records of one object that are saved together. */
const chunkError = ({ faults }: ServerState, chunk: readonly RecordWrite[]): RecordError | undefined =>
  faults.ofChunk(
    chunk[0]?.object ?? '',
    chunk.map(({ record }) => idOf(record)),
  );

function saveRecord(org: ServerState['org'], write: RecordWrite): SaveResult {
  const { userId, operation, object, record } = write;
  return org.write(userId, operation, object, record, optionsOf(write));
}

function optionsOf({ apiVersion, externalIdField, assignsOwner, allowsDuplicates }: RecordWrite): WriteOptions {
  const options = { apiVersion, assignsOwner, allowsDuplicates };
  return externalIdField === undefined ? options : { ...options, externalIdField };
}

/** A record that the org refuses by itself, such as a deleted or a locked one, never reaches the trigger. */
function refusedByTrigger({ org }: ServerState, write: RecordWrite, ofTrigger: RecordError): SaveResult {
  let own: SaveResult | undefined;
  const undo = new Error('The trigger failed.');
  try {
    org.transaction(() => {
      own = saveRecord(org, write);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return own?.success === false ? own : { success: false, errors: [ofTrigger] };
}

type IdWrites = Pick<RecordWrite, 'userId' | 'apiVersion'> & {
  operation: 'delete' | 'undelete';
  ids: readonly string[];
};

/** Deletes or undeletes the records of ids; an id that is none, or is of no object, is the result of that id alone. */
export function writeByIds(state: ServerState, { ids, ...shared }: IdWrites, together: Together = {}): SaveResult[] {
  const refused = (statusCode: string, message: string): SaveResult => ({
    success: false,
    errors: [{ statusCode, message, fields: [] }],
  });
  const writes: RecordWrite[] = [];
  const failures = ids.map((id) => {
    if (!isRecordId(id)) return refused('MALFORMED_ID', `malformed id ${id}`);
    const object = state.org.objectOfId(id);
    if (object === undefined) return refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    writes.push({ ...shared, object, record: { Id: id } });
    return undefined;
  });
  const results = writeRecords(state, writes, together).values();
  return failures.map((failure) => failure ?? results.next().value ?? notSaved);
}

/** A result as the REST API shows it; `created` only for upserts, failed ones too. */
export const savedJson = (result: SaveResult, operation: WriteOperation): Record<string, unknown> => ({
  ...(result.id === undefined ? {} : { id: result.id }),
  success: result.success,
  errors: result.errors,
  ...(operation === 'upsert' ? { created: result.created === true } : {}),
});
