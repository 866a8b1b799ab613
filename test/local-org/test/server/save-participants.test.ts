import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg, SaveChunk } from '../../src/index.ts';
import { ask, connect, insertLeads, plant, root } from './connect.ts';

let org: RunningOrg;
let chunks: string[] = [];

/** Counts the leads and accounts that a trigger gets at once. */
const count = ({ object, operation, records }: SaveChunk): void => {
  chunks.push(`${operation} ${records.length} ${object}`);
};

before(async () => {
  org = await startOrg();
  org.org.onSave('beforeTrigger', { isFor: (object) => ['Lead', 'Account', 'Contact'].includes(object), run: count });
});
beforeEach(() => {
  chunks = [];
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

const of = (type: string, values: Record<string, unknown>) => ({ attributes: { type }, ...values });
const leads = (number: number) =>
  Array.from({ length: number }, (_, index) => of('Lead', { LastName: `L${index}`, Company: 'C' }));
const collections = `${root}/composite/sobjects`;

async function codesOf(method: string, path: string, body?: unknown): Promise<unknown[]> {
  const { json } = await ask(org, path, body === undefined ? { method } : { method, body });
  return (json as { errors: { statusCode: string }[] }[]).map(({ errors }) => errors[0]?.statusCode ?? 'saved');
}

test('a bulk job runs triggers for 200 records at a time', async () => {
  const input = Array.from({ length: 450 }, (_, index) => ({ LastName: `B${index}`, Company: 'C' }));
  const results = await connect(org).bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'insert', input });
  assert.equal(results.successfulResults.length, 450);
  assert.deepEqual(chunks, ['insert 200 Lead', 'insert 200 Lead', 'insert 50 Lead']);
});

test('records of a collection are saved together where they follow each other and are of one object', async () => {
  const records = [...leads(2), of('Account', { Name: 'A' }), ...leads(1)];
  assert.deepEqual(await codesOf('POST', collections, { records }), ['saved', 'saved', 'saved', 'saved']);
  assert.deepEqual(chunks, ['insert 2 Lead', 'insert 1 Account', 'insert 1 Lead']);
});

test('of a partial collection the good records are saved again; all or none runs triggers once', async () => {
  const records = [...leads(2), of('Lead', { LastName: 'No company' })];
  const expected = 'REQUIRED_FIELD_MISSING';
  assert.deepEqual(await codesOf('POST', collections, { records }), ['saved', 'saved', expected]);
  const undone = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
  assert.deepEqual(await codesOf('POST', collections, { records, allOrNone: true }), [undone, undone, expected]);
  assert.deepEqual(chunks, ['insert 3 Lead', 'insert 2 Lead', 'insert 3 Lead']);
});

test('a record that a planted fault hits reaches no trigger, the others of its collection do', async () => {
  const ids = insertLeads(org, 3);
  chunks = [];
  await plant(org, { object: 'Lead', ids: [ids[1]] });
  const path = `${collections}?ids=${ids.join(',')}`;
  assert.deepEqual(await codesOf('DELETE', path), ['saved', 'UNABLE_TO_LOCK_ROW', 'saved']);
  assert.deepEqual(chunks, ['delete 2 Lead']);
});

test('ids of no object fail alone in a collection of ids', async () => {
  const [one = '', other = ''] = insertLeads(org, 2);
  const path = `${collections}?ids=${[one, 'nonsense', '999000000000000AAA', other].join(',')}`;
  assert.deepEqual(await codesOf('DELETE', path), ['saved', 'MALFORMED_ID', 'INVALID_CROSS_REFERENCE_KEY', 'saved']);
});

test('a tree runs triggers for all records of an object on one level', async () => {
  let reference = 0;
  const node = (type: string, values: Record<string, unknown>) => ({
    ...{ attributes: { type, referenceId: `r${(reference += 1)}` } },
    ...values,
  });
  const contacts = () => ({ records: [node('Contact', { LastName: 'One' }), node('Contact', { LastName: 'Two' })] });
  const records = [
    node('Account', { Name: 'A', Contacts: contacts() }),
    node('Account', { Name: 'B', Contacts: contacts() }),
  ];
  const { status, json } = await ask(org, `${root}/composite/tree/Account`, { method: 'POST', body: { records } });
  assert.equal(status, 201, JSON.stringify(json));
  assert.deepEqual(chunks, ['insert 2 Account', 'insert 4 Contact']);
  const { results } = json as { results: { referenceId: string; id: string }[] };
  assert.deepEqual(
    results.map(({ referenceId, id }) => [referenceId, id.slice(0, 3)]),
    [
      ['r3', '001'],
      ['r1', '003'],
      ['r2', '003'],
      ['r6', '001'],
      ['r4', '003'],
      ['r5', '003'],
    ],
  );
});
