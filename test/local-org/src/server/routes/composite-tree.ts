import { OrgError } from '../../org-error.ts';
import type { RecordError, RecordInput } from '../../org.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { isObject, readBody, readList, readObject, readText, readTypedRecord } from '../json-value.ts';
import { rulesOf, writeRecords } from '../record-writer.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';

const mostRecords = 200;

type TreeResult = { referenceId: string; id: string } | { referenceId: string; errors: RecordError[] };

/** A record of the tree; `place` is its place among all of them. */
type Node = {
  place: number;
  referenceId: string;
  object: string;
  record: RecordInput;
  children: { field: string; node: Node }[];
};

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

/** Reads trees with all below them; each record gets the next place. */
function readNodes(
  state: ServerState,
  call: ApiCall,
  named: { object: string; records: unknown[] },
  next: () => number,
) {
  return named.records.map((value): Node => {
    const place = next();
    const tree = readObject(value, 'records');
    const flat = Object.fromEntries(Object.entries(tree).filter(([, field]) => childRecords(field) === undefined));
    const { type, record } = readTypedRecord(flat, 'records');
    const referenceId = readText(readObject(tree['attributes'], 'attributes')['referenceId'], 'referenceId');
    const object = type ?? named.object;
    const children = Object.entries(tree).flatMap(([name, field]) => {
      const records = childRecords(field);
      if (records === undefined) return [];
      const { field: parentField, childSObject } = childRelationship(state, call, object, name);
      const nodes = readNodes(state, call, { object: childSObject, records }, next);
      return nodes.map((node) => ({ field: parentField, node }));
    });
    return { place, referenceId, object, record, children };
  });
}

function childRelationship({ org }: ServerState, { userId }: ApiCall, object: string, name: string) {
  const { childRelationships } = describeObject(org, userId, object);
  const relationship = childRelationships.find(({ relationshipName }) => relationshipName === name);
  if (relationship !== undefined) return relationship;
  throw new OrgError('INVALID_FIELD', `No such relationship '${name}' on entity '${object}'.`);
}

/** As on the platform, triggers run for all records of an object on one level of the trees together. */
function insertLevels(state: ServerState, call: ApiCall, roots: Node[]): TreeResult[] {
  const results: { place: number; result: TreeResult }[] = [];
  let level = roots;
  while (level.length > 0) {
    const below: Node[] = [];
    for (const nodes of Map.groupBy(level, ({ object }) => object).values()) {
      const writes = nodes.map(({ object, record }) => ({
        ...{ userId: call.userId, apiVersion: call.apiVersion, operation: 'insert' as const, object, record },
        ...rulesOf(call),
      }));
      for (const [index, saved] of writeRecords(state, writes).entries()) {
        const node = nodes[index];
        if (node === undefined) continue;
        const { place, referenceId } = node;
        results.push({
          place,
          result: saved.success ? { referenceId, id: saved.id } : { referenceId, errors: saved.errors },
        });
        if (saved.success) below.push(...node.children.map((child) => childOf(child, saved.id)));
      }
    }
    level = below;
  }
  return results.toSorted((one, other) => one.place - other.place).map(({ result }) => result);
}

const childOf = ({ field, node }: Node['children'][number], parentId: string): Node => ({
  ...node,
  record: { ...node.record, [field]: parentId },
});

/** POST `composite/tree/X`: records with their children, all or nothing. */
export function answerTree(state: ServerState, call: ApiCall): Reply {
  const { name } = describeObject(state.org, call.userId, call.params['object'] ?? '');
  const records = readList(readBody(call.body)['records'], 'records');
  let count = 0;
  const roots = readNodes(state, call, { object: name, records }, () => {
    count += 1;
    if (count <= mostRecords) return count;
    throw new OrgError('LIMIT_EXCEEDED', `The request can’t contain more than ${mostRecords} records.`);
  });
  try {
    const results = state.org.transaction(() => {
      const inserted = insertLevels(state, call, roots);
      if (inserted.some((result) => 'errors' in result)) throw new TreeRefused(inserted);
      return inserted;
    });
    return json({ hasErrors: false, results }, 201);
  } catch (error) {
    if (!(error instanceof TreeRefused)) throw error;
    return json({ hasErrors: true, results: error.results.filter((result) => 'errors' in result) }, 400);
  }
}
