import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';

let org: RunningOrg;
let connection: Connection;
let lead: string;
let short: string;
let wrong: string;

before(async () => {
  org = await startOrg();
  connection = connect(org);
  [lead = ''] = insertLeads(org, 1);
  short = lead.slice(0, 15);
  wrong = `${short}AAA`;
});
after(() => org.stop());

test('an id of 15 characters is taken by every API, and 18 are answered', async () => {
  assert.equal((await connection.sobject('Lead').retrieve(short)).Id, lead);
  await connection.sobject('Lead').update({ Id: short, Title: 'REST' });
  const [saved] = await connection.sobject('Lead').update([{ Id: short, Title: 'Collection' }]);
  assert.equal(saved?.id, lead);
  const input = `Id,Title\n${short},Bulk\n`;
  const { successfulResults } = await connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'update',
    input,
  });
  assert.equal((successfulResults[0] as { sf__Id?: string } | undefined)?.sf__Id, lead);
  const soap = await connection.soap.update({ type: 'Lead', Id: short, Title: 'SOAP' } as never);
  assert.equal([soap].flat()[0]?.id, lead);
  const task = await connection.sobject('Task').create({ WhoId: short });
  assert.equal((await connection.sobject('Task').retrieve(task.id ?? ''))['WhoId'], lead);
  const found = await connection.query(`SELECT Id, Title FROM Lead WHERE Id = '${short}' AND Id IN ('${short}')`);
  assert.deepEqual(
    found.records.map(({ Id, Title }) => [Id, Title]),
    [[lead, 'SOAP']],
  );
  const retrieved = await ask(org, `${root}/composite/sobjects/Lead?ids=${short}&fields=Id`);
  assert.equal((retrieved.json as { Id: string }[])[0]?.Id, lead);
});

test('an id of 18 characters that do not fit each other is none', async () => {
  const errors = async (path: string, method = 'GET', body?: unknown) => {
    const { status, json } = await ask(org, `${root}${path}`, { method, body });
    return [status, (json as { errorCode: string }[])[0]?.errorCode];
  };
  assert.deepEqual(await errors(`/sobjects/Lead/${wrong}`), [404, 'NOT_FOUND']);
  assert.deepEqual(await errors(`/sobjects/Lead/${wrong}`, 'PATCH', { Title: 'x' }), [400, 'MALFORMED_ID']);
  assert.deepEqual(await errors('/sobjects/Task', 'POST', { WhoId: wrong }), [400, 'MALFORMED_ID']);
  const soql = encodeURIComponent(`SELECT Id FROM Lead WHERE Id = '${wrong}'`);
  assert.deepEqual(await errors(`/query?q=${soql}`), [400, 'INVALID_QUERY_FILTER_OPERATOR']);
});

test('an id of another object is refused, and the error names the field', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'A' });
  const { status, json } = await ask(org, `${root}/sobjects/Task`, { method: 'POST', body: { WhoId: id } });
  assert.deepEqual(
    [status, json],
    [
      400,
      [
        {
          message: `Name ID: id value of incorrect type: ${id ?? ''}`,
          errorCode: 'FIELD_INTEGRITY_EXCEPTION',
          fields: ['WhoId'],
        },
      ],
    ],
  );
});
