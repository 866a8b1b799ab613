import type { RecordInput, SaveResult, WriteOperation } from '../org.ts';
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

/** A result as the REST API shows it; `created` only for upserts. */
export const savedJson = (result: SaveResult, operation: WriteOperation): Record<string, unknown> => ({
  ...(result.id === undefined ? {} : { id: result.id }),
  success: result.success,
  errors: result.errors,
  ...(operation === 'upsert' && result.success ? { created: result.created === true } : {}),
});
