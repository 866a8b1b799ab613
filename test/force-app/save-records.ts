import assert from 'node:assert/strict';
import type { Connection } from 'jsforce';

export type Refusal = { statusCode: string; message: string; fields: string[] };
type Saved = { id?: string; success: boolean; errors: Refusal[] };
export type Values = Record<string, string | number | boolean | null>;

// Not jsforce's own create and update: for one record they throw only the first of several errors.
async function save(connection: Connection, method: 'POST' | 'PATCH', record: object): Promise<Saved> {
  const [saved] = await connection.request<Saved[]>({
    method,
    url: `/services/data/v${connection.version}/composite/sobjects`,
    body: JSON.stringify({ allOrNone: false, records: [record] }),
    headers: { 'content-type': 'application/json' },
  });
  if (saved === undefined) throw new Error('The org answered without a result.');
  return saved;
}

const withType = (type: string, values: Values): object => ({ attributes: { type }, ...values });

/** Creates a record that the org must accept; its id. */
export async function create(connection: Connection, type: string, values: Values): Promise<string> {
  const { id, errors } = await save(connection, 'POST', withType(type, values));
  assert.deepEqual(errors, []);
  return id ?? '';
}

/** Changes a record in a way that the org must accept. */
export async function update(connection: Connection, type: string, values: Values & { Id: string }): Promise<void> {
  assert.deepEqual((await save(connection, 'PATCH', withType(type, values))).errors, []);
}

/** Why the org refuses to create a record; fails where it does not refuse. */
export async function refusedCreate(connection: Connection, type: string, values: Values): Promise<Refusal[]> {
  const { success, errors } = await save(connection, 'POST', withType(type, values));
  assert.equal(success, false, `${type} was created with ${JSON.stringify(values)}`);
  return errors;
}

/** Why the org refuses to change a record; fails where it does not refuse. */
export async function refusedUpdate(
  connection: Connection,
  type: string,
  values: Values & { Id: string },
): Promise<Refusal[]> {
  const { success, errors } = await save(connection, 'PATCH', withType(type, values));
  assert.equal(success, false, `${type} was changed to ${JSON.stringify(values)}`);
  return errors;
}

/** The one record that a query finds. */
export async function readOne(connection: Connection, soql: string): Promise<Record<string, unknown>> {
  const { records } = await connection.query(soql);
  assert.equal(records.length, 1, soql);
  return records[0] ?? {};
}
