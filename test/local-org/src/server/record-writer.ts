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

/** Writes one record, in a transaction of its own, for REST, Bulk and SOAP. */
export function writeRecord(state: ServerState, write: RecordWrite): SaveResult {
  return writeOfChunk(state, write, chunkError(state, [write]));
}

/** Writes records that are one transaction; a trigger that fails refuses all records of its object. */
export function writeRecords(state: ServerState, writes: readonly RecordWrite[]): SaveResult[] {
  const chunks = Map.groupBy(writes, ({ object }) => object);
  const errors = new Map([...chunks].map(([object, chunk]) => [object, chunkError(state, chunk)]));
  return writes.map((write) => writeOfChunk(state, write, errors.get(write.object)));
}

/** The error of a trigger that fails for the records of one object that are saved together. */
export const chunkError = ({ faults }: ServerState, chunk: readonly RecordWrite[]): RecordError | undefined =>
  faults.ofChunk(
    chunk[0]?.object ?? '',
    chunk.map(({ record }) => idOf(record)),
  );

/** Writes a record of a chunk, and applies planted record faults; `ofTrigger` is the error of the chunk's trigger. */
export function writeOfChunk(state: ServerState, write: RecordWrite, ofTrigger: RecordError | undefined): SaveResult {
  if (ofTrigger !== undefined) return refusedByTrigger(state, write, ofTrigger);
  const { org, faults } = state;
  const { object, record } = write;
  const id = idOf(record);
  const error = faults.ofRecord(object, id);
  if (error !== undefined) return { ...(id === undefined ? {} : { id }), success: false, errors: [error] };
  return saveRecord(org, write);
}

function saveRecord(org: ServerState['org'], write: RecordWrite): SaveResult {
  const { userId, apiVersion, operation, object, record, externalIdField, assignsOwner, allowsDuplicates } = write;
  const options = {
    apiVersion,
    assignsOwner,
    allowsDuplicates,
    ...(externalIdField !== undefined && { externalIdField }),
  };
  return org.write(userId, operation, object, record, options);
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

type IdWrite = Pick<RecordWrite, 'userId' | 'apiVersion'> & { operation: 'delete' | 'undelete'; id: string };

/** Deletes or undeletes the record of an id; an id that is none, or is of no object, is the result of that id alone. */
export function writeById(state: ServerState, { id, ...write }: IdWrite): SaveResult {
  const refused = (statusCode: string, message: string): SaveResult => ({
    success: false,
    errors: [{ statusCode, message, fields: [] }],
  });
  if (!isRecordId(id)) return refused('MALFORMED_ID', `malformed id ${id}`);
  const object = state.org.objectOfId(id);
  if (object === undefined) return refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return writeRecord(state, { ...write, object, record: { Id: id } });
}

/** A result as the REST API shows it; `created` only for upserts, failed ones too. */
export const savedJson = (result: SaveResult, operation: WriteOperation): Record<string, unknown> => ({
  ...(result.id === undefined ? {} : { id: result.id }),
  success: result.success,
  errors: result.errors,
  ...(operation === 'upsert' ? { created: result.created === true } : {}),
});
