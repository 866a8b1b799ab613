import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, root } from './connect.ts';
import { deployTestPackage } from './test-package.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
  connection = connect(org);
});
after(() => org.stop());

async function createLead(fields: Record<string, unknown>): Promise<string> {
  const { id } = await connection.sobject('Lead').create({ LastName: 'Lovelace', Company: 'Engines', ...fields });
  assert.ok(id);
  return id;
}

test('a record is created, read, changed, deleted, and then is not found', async () => {
  const id = await createLead({ FirstName: 'Ada' });
  const lead = await connection.sobject('Lead').retrieve(id);
  assert.equal(lead['Name'], 'Ada Lovelace');
  assert.equal((lead['attributes'] as { url: string }).url, `${root}/sobjects/Lead/${id}`);
  await connection.sobject('Lead').update({ Id: id, Title: 'Countess' });
  const { json } = await ask(org, `${root}/sobjects/Lead/${id}?fields=Id,Title`);
  assert.equal((json as Record<string, unknown>)['Title'], 'Countess');
  await connection.sobject('Lead').destroy(id);
  const gone = await ask(org, `${root}/sobjects/Lead/${id}`);
  assert.equal(gone.status, 404);
  assert.deepEqual(gone.json, [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED' }]);
  assert.equal((await ask(org, `${root}/sobjects/Lead/00Q000000000999EAA`)).status, 404);
});

test('creating answers 201 with the address, changing and deleting answer 204', async () => {
  const created = await ask(org, `${root}/sobjects/Lead`, { method: 'POST', body: { LastName: 'A', Company: 'B' } });
  const { id } = created.json as { id: string };
  assert.equal(created.status, 201);
  assert.deepEqual(created.json, { id, success: true, errors: [] });
  assert.equal(created.headers.get('location'), `${root}/sobjects/Lead/${id}`);
  const path = `${root}/sobjects/Lead/${id}`;
  assert.equal((await ask(org, path, { method: 'PATCH', body: { Title: 'C' } })).status, 204);
  assert.equal((await ask(org, path, { method: 'DELETE' })).status, 204);
});

test('an external id finds, upserts, and answers 300 where several records carry it', async () => {
  const path = `${root}/sobjects/Lead/Test_Key__c/one%20key`;
  const fields = { LastName: 'Key', Company: 'Key' };
  const created = await ask(org, path, { method: 'PATCH', body: fields });
  assert.equal(created.status, 201);
  const { id } = created.json as { id: string };
  assert.deepEqual(created.json, { id, success: true, errors: [], created: true });
  const changed = await ask(org, path, { method: 'PATCH', body: { Title: 'Locksmith' } });
  assert.equal(changed.status, 200);
  assert.deepEqual(changed.json, { id, success: true, errors: [], created: false });
  assert.equal(((await ask(org, path)).json as Record<string, unknown>)['Title'], 'Locksmith');
  for (const key of ['a/b', "O'Neil", 'ü 100%', 'x&y?z#', 'back\\slash']) {
    const keyed = `${root}/sobjects/Lead/Test_Key__c/${encodeURIComponent(key)}`;
    assert.equal((await ask(org, `${keyed}?updateOnly=true`, { method: 'PATCH', body: fields })).status, 404, key);
    assert.equal((await ask(org, keyed, { method: 'PATCH', body: fields })).status, 201, key);
    assert.equal((await ask(org, `${keyed}?updateOnly=true`, { method: 'PATCH', body: fields })).status, 200, key);
    assert.equal(((await ask(org, keyed)).json as Record<string, unknown>)['Test_Key__c'], key);
  }
  const second = await createLead({ Test_Key__c: 'one key' });
  const several = await ask(org, path);
  assert.equal(several.status, 300);
  assert.deepEqual(
    (several.json as string[]).toSorted(),
    [id, second].map((one) => `${root}/sobjects/Lead/${one}`).toSorted(),
  );
  assert.equal((await ask(org, `${root}/sobjects/Lead/Company/Key`)).status, 404);
});

test('the key of the address does not stand in the body too, and an insert by POST needs no id', async () => {
  const id = await createLead({ Test_Key__c: 'address' });
  for (const [path, key] of [
    ['Test_Key__c/address', 'Test_Key__c'],
    [id, 'Id'],
  ] as const) {
    const body = { Title: 'Lost', [key.toLowerCase()]: 'other' };
    const { status, json } = await ask(org, `${root}/sobjects/Lead/${path}`, { method: 'PATCH', body });
    assert.equal(status, 400);
    const message = `The ${key} field should not be specified in the sobject data.`;
    assert.deepEqual(json, [{ message, errorCode: 'INVALID_FIELD' }]);
  }
  assert.equal((await connection.sobject('Lead').retrieve(id))['Title'], null);
  const body = { LastName: 'New', Company: 'New' };
  const created = await ask(org, `${root}/sobjects/Lead/Id`, { method: 'POST', body });
  assert.equal(created.status, 201, created.text);
  const refused = await ask(org, `${root}/sobjects/Lead/Id`, { method: 'PATCH', body });
  assert.deepEqual(
    [refused.status, (refused.json as { errorCode: string }[])[0]?.errorCode],
    [405, 'METHOD_NOT_ALLOWED'],
  );
});

test('describes carry their addresses, the limits their figures', async () => {
  const { fields, urls } = await connection.sobject('Lead').describe();
  assert.ok(fields.some(({ name }) => name === 'Test_Percent__c'));
  assert.equal(urls.describe, `${root}/sobjects/Lead/describe`);
  const { sobjects } = await connection.describeGlobal();
  assert.ok(sobjects.some(({ name }) => name === 'Opportunity'));
  const limits = await connection.limits();
  assert.equal(limits['DailyApiRequests']?.Max, 100_000);
  const counted = await ask(org, `${root}/limits/recordCount?sObjects=Lead`);
  const { sObjects } = counted.json as { sObjects: { name: string; count: number }[] };
  assert.deepEqual(sObjects, [{ count: (await connection.query('SELECT COUNT() FROM Lead')).totalSize, name: 'Lead' }]);
});

test('versions from 45.0 are served and listed, older and future ones are not found, and retired ones are gone', async () => {
  const versions = (await ask(org, '/services/data')).json as { version: string }[];
  assert.deepEqual([versions[0]?.version, versions.at(-1)?.version], ['45.0', '67.0']);
  for (const { version: served } of versions) {
    assert.equal((await ask(org, `/services/data/v${served}/sobjects/Lead`)).status, 200, served);
  }
  for (const other of ['44.0', '68.0', '45.5']) {
    assert.equal((await ask(org, `/services/data/v${other}/sobjects/Lead`)).status, 404, other);
  }
  const retired = await ask(org, '/services/data/v30.0/sobjects/Lead');
  assert.equal(retired.status, 410);
  assert.equal((retired.json as { errorCode: string }[])[0]?.errorCode, 'UNSUPPORTED_API_VERSION');
  const soap = await ask(org, '/services/Soap/u/30.0', { method: 'POST', body: '<Envelope/>' });
  assert.equal(soap.status, 500);
  assert.match(soap.text, /<faultcode>sf:UNSUPPORTED_API_VERSION</);
});

test('a method that a path does not take answers 405', async () => {
  const { status, json } = await ask(org, `${root}/sobjects/Lead/describe`, { method: 'PUT', body: {} });
  assert.equal(status, 405);
  assert.equal((json as { errorCode: string }[])[0]?.errorCode, 'METHOD_NOT_ALLOWED');
});

const cases: { code: string; status: number; message: RegExp; fields?: string[]; ask: () => Promise<unknown> }[] = [
  {
    code: 'INVALID_FIELD',
    status: 400,
    message:
      /No such column 'Nope__c' on entity 'Lead'\. If you are attempting to use a custom field, be sure to append the '__c'/,
    ask: () => ask(org, `${root}/query?q=${encodeURIComponent('SELECT Nope__c FROM Lead')}`),
  },
  {
    code: 'INVALID_TYPE',
    status: 400,
    message: /sObject type 'Nope__c' is not supported\./,
    ask: () => ask(org, `${root}/query?q=${encodeURIComponent('SELECT Id FROM Nope__c')}`),
  },
  {
    code: 'MALFORMED_QUERY',
    status: 400,
    message: /unexpected token/,
    ask: () => ask(org, `${root}/query?q=${encodeURIComponent('SELECT Id FROM Lead WHERE')}`),
  },
  {
    code: 'INVALID_SESSION_ID',
    status: 401,
    message: /^Session expired or invalid$/,
    ask: () => ask(org, `${root}/limits`, { token: '00D000000000000!no' }),
  },
  {
    code: 'DUPLICATE_VALUE',
    status: 400,
    message: /^duplicate value found: Test_Code__c duplicates value on record with id: \w{15}$/,
    ask: async () => {
      await createLead({ Test_Code__c: 'once' });
      const body = { LastName: 'Second', Company: 'Second', Test_Code__c: 'once' };
      return ask(org, `${root}/sobjects/Lead`, { method: 'POST', body });
    },
  },
  {
    code: 'STRING_TOO_LONG',
    status: 400,
    message: /^Test Key: data value too large: k{21} \(max length=20\)$/,
    fields: ['Test_Key__c'],
    ask: () =>
      ask(org, `${root}/sobjects/Lead`, {
        method: 'POST',
        body: { LastName: 'Long', Company: 'Long', Test_Key__c: 'k'.repeat(21) },
      }),
  },
  {
    code: 'REQUIRED_FIELD_MISSING',
    status: 400,
    message: /^Required fields are missing: \[Company\]$/,
    fields: ['Company'],
    ask: () => ask(org, `${root}/sobjects/Lead`, { method: 'POST', body: { LastName: 'Alone' } }),
  },
  {
    code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    status: 400,
    message: /^A percentage is at most 100\.$/,
    fields: ['Test_Percent__c'],
    ask: () =>
      ask(org, `${root}/sobjects/Lead`, {
        method: 'POST',
        body: { LastName: 'High', Company: 'High', Test_Percent__c: 101 },
      }),
  },
  {
    code: 'ENTITY_IS_DELETED',
    status: 404,
    message: /^entity is deleted$/,
    ask: async () => {
      const id = await createLead({});
      await connection.sobject('Lead').destroy(id);
      return ask(org, `${root}/sobjects/Lead/${id}`, { method: 'PATCH', body: { Title: 'Late' } });
    },
  },
  {
    code: 'JSON_PARSER_ERROR',
    status: 400,
    message: /JSON/,
    ask: () => ask(org, `${root}/sobjects/Lead`, { method: 'POST', body: '{"LastName":' }),
  },
];

for (const { code, status, message, fields, ask: act } of cases) {
  test(`${code} is answered with ${status} and the platform's words`, async () => {
    const answer = (await act()) as {
      status: number;
      json: { errorCode: string; message: string; fields?: string[] }[];
    };
    assert.equal(answer.status, status, JSON.stringify(answer.json));
    assert.equal(answer.json[0]?.errorCode, code);
    assert.match(answer.json[0]?.message ?? '', message);
    if (fields !== undefined) assert.deepEqual(answer.json[0]?.fields, fields);
  });
}

test('a field that no permission set grants does not exist for its user', async () => {
  const soql = encodeURIComponent('SELECT Test_Percent__c FROM Lead');
  const answer = await ask(org, `${root}/query?q=${soql}`, { token: org.tokenFor('rep@local.org') });
  assert.equal((answer.json as { errorCode: string }[])[0]?.errorCode, 'INVALID_FIELD');
});

test('a limit that is used up refuses with REQUEST_LIMIT_EXCEEDED, and shows in every answer before', async () => {
  await ask(org, '/__org/limits', { method: 'POST', body: { dailyApiRequests: 100, used: 99 } });
  const last = await ask(org, `${root}/limits`);
  assert.equal(last.headers.get('sforce-limit-info'), 'api-usage=100/100');
  const refused = await ask(org, `${root}/limits`);
  assert.equal(refused.status, 403);
  assert.deepEqual(refused.json, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
  await ask(org, '/__org/clock', { method: 'POST', body: { advanceMs: 25 * 3_600_000 } });
  assert.equal((await ask(org, `${root}/limits`)).status, 200);
  await ask(org, '/__org/limits', { method: 'POST', body: { dailyApiRequests: 100_000, used: 0 } });
});
