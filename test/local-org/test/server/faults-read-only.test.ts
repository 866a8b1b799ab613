import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, plant, root } from './connect.ts';
import { zipPackage } from './test-package.ts';

const code = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';

let org: RunningOrg;
let id = '';

before(async () => {
  org = await startOrg();
  [id = ''] = insertLeads(org, 1);
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

const setReadOnly = (readOnly: unknown) => ask(org, '/__org/mode', { method: 'POST', body: { readOnly } });

test('an org under maintenance answers what reads, logins too', async () => {
  await setReadOnly(true);
  assert.equal((await connect(org).query('SELECT Id FROM Lead')).totalSize, 1);
  assert.equal((await connect(org).sobject('Lead').retrieve(id))['Id'], id);
  assert.equal((await ask(org, `${root}/sobjects/Lead/describe`)).status, 200);
  const { clientId, clientSecret } = org.credentials;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  assert.equal((await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: form })).status, 200);
});

const record = { LastName: 'New', Company: 'New' };
const sObject = { attributes: { type: 'Lead' }, ...record };
for (const [what, method, path, body] of [
  ['a create', 'POST', '/sobjects/Lead', record],
  ['an update', 'PATCH', '/sobjects/Lead/:id', { Title: 'New' }],
  ['a delete', 'DELETE', '/sobjects/Lead/:id', undefined],
  ['a collection', 'POST', '/composite/sobjects', { records: [sObject] }],
  [
    'a tree',
    'POST',
    '/composite/tree/Lead',
    { records: [{ ...sObject, attributes: { type: 'Lead', referenceId: 'a' } }] },
  ],
  ['an ingest job', 'POST', '/jobs/ingest', { object: 'Lead', operation: 'insert' }],
  [
    'a query job, which the platform refuses as well',
    'POST',
    '/jobs/query',
    { operation: 'query', query: 'SELECT Id FROM Lead' },
  ],
] as const) {
  test(`an org under maintenance refuses ${what}`, async () => {
    await setReadOnly(true);
    const { text } = await ask(org, root + path.replace(':id', id), { method, body });
    assert.match(text, new RegExp(code));
    await setReadOnly(false);
    assert.equal((await connect(org).query('SELECT Id FROM Lead')).totalSize, 1);
  });
}

test('an org under maintenance refuses deploys, over SOAP and REST', async () => {
  await setReadOnly(true);
  const connection = connect(org);
  await assert.rejects(connection.metadata.deploy(zipPackage(), {}).complete(), { name: `sf:${code}` });
  const rest = await ask(org, `${root}/metadata/deployRequest`, { method: 'POST', body: '' });
  assert.match(rest.text, new RegExp(code));
});

test('the mode can be read, and a malformed change is refused', async () => {
  const { json } = await setReadOnly(true);
  assert.equal((json as { readOnly: boolean }).readOnly, true);
  assert.match((await setReadOnly('perhaps')).text, /readOnly: true or false is expected/);
  await plant(org, { reset: true });
  assert.equal(org.faults.isReadOnly, false);
});
