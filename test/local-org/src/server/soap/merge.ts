import { OrgError } from '../../org-error.ts';
import type { MergeResult } from '../../org.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import type { ServerState } from '../server-state.ts';
import { listOf, textOf } from './envelope.ts';
import { readRecord } from './read-record.ts';

const mostMerges = 200;

/** `merge`: each request is a transaction of its own. */
export function mergeAll(
  state: ServerState,
  { message, userId }: { message: JsonObject; userId: string },
): MergeResult[] {
  const requests = listOf(message['mergeRequests'] ?? message['request']);
  if (requests.length > mostMerges) {
    throw new OrgError('EXCEEDED_ID_LIMIT', `record limit reached. cannot merge more than ${mostMerges} times`);
  }
  return requests.map((request) => mergeOne(state, userId, isObject(request) ? request : {}));
}

function mergeOne(state: ServerState, userId: string, request: JsonObject): MergeResult {
  const { masterRecord } = request;
  const { object, record } = readRecord(state, userId, isObject(masterRecord) ? masterRecord : {});
  const mergeIds = listOf(request['recordToMergeIds']).map((id) => textOf(id) ?? '');
  const id = String(record['Id'] ?? '');
  const locked = [id, ...mergeIds]
    .map((one) => state.faults.ofRecord(object, one))
    .find((error) => error !== undefined);
  if (locked !== undefined) return { id, success: false, errors: [locked], mergedRecordIds: [], updatedRelatedIds: [] };
  return state.org.merge(userId, { object, master: record, mergeIds });
}
