import type { RecordInput, SaveResult, WriteOperation } from '../org.ts';
import { isRecordId } from '../storage/record-id.ts';
import type { ServerState } from './server-state.ts';

export type RecordWrite = {
  userId: string;
  apiVersion: string;
  operation: WriteOperation;
  object: string;
  record: RecordInput;
  externalIdField?: string;
};

/** The id of a record; the name of the field ignores case. */
export function idOf(record: RecordInput): string | undefined {
  const id = Object.entries(record).find(([name]) => name.toLowerCase() === 'id')?.[1];
  return typeof id === 'string' ? id : undefined;
}

/** Writes one record for REST, Bulk and SOAP, and applies planted record faults. */
export function writeRecord({ org, faults }: ServerState, write: RecordWrite): SaveResult {
  const { userId, apiVersion, operation, object, record, externalIdField } = write;
  const id = idOf(record);
  const error = faults.ofRecord(object, id);
  if (error !== undefined) return { ...(id === undefined ? {} : { id }), success: false, errors: [error] };
  const options = externalIdField === undefined ? { apiVersion } : { apiVersion, externalIdField };
  return org.write(userId, operation, object, record, options);
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
