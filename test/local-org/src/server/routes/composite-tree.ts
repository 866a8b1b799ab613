import { OrgError } from '../../org-error.ts';
import type { RecordError } from '../../org.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { isObject, readBody, readList, readObject, readText, readTypedRecord } from '../json-value.ts';
import { rulesOf, writeRecord } from '../record-writer.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';

const mostRecords = 200;

type TreeResult = { referenceId: string; id: string } | { referenceId: string; errors: RecordError[] };
type Branch = { object: string; records: unknown[]; parent?: { field: string; id: string } };

/** Carries the results out of the transaction that it rolls back. */
class TreeRefused extends Error {
  readonly results: TreeResult[];

  constructor(results: TreeResult[]) {
    super('A record of a tree was refused.');
    this.results = results;
  }
}

const childRecords = (value: unknown): unknown[] | undefined =>
  isObject(value) && Array.isArray(value['records']) ? value['records'] : undefined;

function childBranches(state: ServerState, call: ApiCall, node: Record<string, unknown>, parent: Branch, id: string) {
  const { childRelationships } = describeObject(state.org, call.userId, parent.object);
  return Object.entries(node).flatMap(([name, value]): Branch[] => {
    const records = childRecords(value);
    if (records === undefined) return [];
    const relationship = childRelationships.find((child) => child.relationshipName === name);
    if (relationship === undefined) {
      throw new OrgError('INVALID_FIELD', `No such relationship '${name}' on entity '${parent.object}'.`);
    }
    return [{ object: relationship.childSObject, records, parent: { field: relationship.field, id } }];
  });
}

function insertBranch(state: ServerState, call: ApiCall, branch: Branch, results: TreeResult[]): void {
  for (const value of branch.records) {
    const node = readObject(value, 'records');
    const flat = Object.fromEntries(Object.entries(node).filter(([, field]) => childRecords(field) === undefined));
    const { type, record } = readTypedRecord(flat, 'records');
    const referenceId = readText(readObject(node['attributes'], 'attributes')['referenceId'], 'referenceId');
    const object = type ?? branch.object;
    if (branch.parent !== undefined) record[branch.parent.field] = branch.parent.id;
    const result = writeRecord(state, { ...call, ...rulesOf(call), operation: 'insert', object, record });
    if (!result.success) {
      results.push({ referenceId, errors: result.errors });
      continue;
    }
    results.push({ referenceId, id: result.id });
    if (results.length > mostRecords) {
      throw new OrgError('LIMIT_EXCEEDED', `The request can’t contain more than ${mostRecords} records.`);
    }
    const children = childBranches(state, call, node, { object, records: [] }, result.id);
    for (const child of children) insertBranch(state, call, child, results);
  }
}

/** POST `composite/tree/X`: records with their children, all or nothing. */
export function answerTree(state: ServerState, call: ApiCall): Reply {
  const { name } = describeObject(state.org, call.userId, call.params['object'] ?? '');
  const records = readList(readBody(call.body)['records'], 'records');
  try {
    const results = state.org.transaction(() => {
      const inserted: TreeResult[] = [];
      insertBranch(state, call, { object: name, records }, inserted);
      if (inserted.some((result) => 'errors' in result)) throw new TreeRefused(inserted);
      return inserted;
    });
    return json({ hasErrors: false, results }, 201);
  } catch (error) {
    if (!(error instanceof TreeRefused)) throw error;
    return json({ hasErrors: true, results: error.results.filter((result) => 'errors' in result) }, 400);
  }
}
