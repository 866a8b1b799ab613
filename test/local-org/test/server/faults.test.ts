import assert from 'node:assert/strict';
import { afterEach, after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, plant, root } from './connect.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

const limits = `${root}/limits`;

for (const [code, status] of [
  ['REQUEST_LIMIT_EXCEEDED', 403],
  ['INVALID_SESSION_ID', 401],
  ['ENTITY_IS_DELETED', 404],
  ['SERVER_UNAVAILABLE', 503],
] as const) {
  test(`${code} can be planted on the second matching call`, async () => {
    await plant(org, { code, after: 1, path: '/limits', method: 'GET' });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await ask(org, limits)).status);
    assert.deepEqual(statuses, [200, status, 200]);
  });
}

test('a fault answers with the body it is given, and only where method and path match', async () => {
  await plant(org, { status: 502, body: { odd: true }, path: '/sobjects/lead', method: 'POST' });
  assert.equal((await ask(org, limits)).status, 200);
  const body = { LastName: 'A', Company: 'B' };
  const hit = await ask(org, `${root}/sobjects/Lead`, { method: 'POST', body });
  assert.deepEqual([hit.status, hit.json], [502, { odd: true }]);
  assert.equal((await ask(org, `${root}/sobjects/Lead`, { method: 'POST', body })).status, 201);
});

test('a connection dropped before the call does nothing, one dropped during the response has done the work', async () => {
  const count = async () => (await connect(org).query("SELECT COUNT() FROM Lead WHERE LastName = 'Cut'")).totalSize;
  const create = () => ask(org, `${root}/sobjects/Lead`, { method: 'POST', body: { LastName: 'Cut', Company: 'Cut' } });
  await plant(org, { drop: 'before', path: '/sobjects/Lead' });
  await assert.rejects(create());
  assert.equal(await count(), 0);
  await plant(org, { drop: 'half', path: '/sobjects/Lead' });
  await assert.rejects(create());
  assert.equal(await count(), 1);
});

test('latency only delays', async () => {
  await plant(org, { latencyMs: 60, path: '/limits' });
  const startedAt = performance.now();
  assert.equal((await ask(org, limits)).status, 200);
  assert.ok(performance.now() - startedAt >= 55);
});

test('a lock hits chosen records, the given number of times, in every API', async () => {
  const [locked = '', free = ''] = insertLeads(org, 2);
  const connection = connect(org);
  await plant(org, { object: 'Lead', ids: [locked.slice(0, 15)], times: 2 });
  const [one, other] = await connection.sobject('Lead').update([
    { Id: locked, Title: 'A' },
    { Id: free, Title: 'B' },
  ]);
  assert.equal(one?.success, false);
  assert.deepEqual(one.errors[0]?.message, `unable to obtain exclusive access to this record or 1 records: ${locked}`);
  assert.equal(other?.success, true);
  const single = await ask(org, `${root}/sobjects/Lead/${locked}`, { method: 'PATCH', body: { Title: 'C' } });
  assert.equal(single.status, 400);
  assert.equal((single.json as { errorCode: string }[])[0]?.errorCode, 'UNABLE_TO_LOCK_ROW');
  await connection.sobject('Lead').update({ Id: locked, Title: 'D' });
});

test('the clock can be set and moved, and records carry its time', async () => {
  const set = await ask(org, '/__org/clock', { method: 'POST', body: { now: '2031-05-06T07:08:09Z' } });
  assert.match((set.json as { now: string }).now, /^2031-05-06T07:08:09/);
  const [id = ''] = insertLeads(org, 1);
  const lead = await connect(org).sobject('Lead').retrieve(id);
  assert.match(String(lead['CreatedDate']), /^2031-05-06T07:08:/);
});

test('the log of calls has paths and no values', async () => {
  await ask(org, `${root}/sobjects/Lead/Email/someone%40secret.test`);
  await ask(org, `${root}/query?q=SELECT+Id+FROM+Lead+WHERE+Email='someone@secret.test'`);
  const { json } = await ask(org, '/__org/requests');
  assert.ok(!JSON.stringify(json).includes('secret.test'));
  const last = org.requests.at(-1);
  assert.deepEqual([last?.method, last?.path, last?.status], ['GET', `${root}/query`, 200]);
});

for (const [fault, field] of [
  [{ code: 'SERVER_UNAVAILABLE', drop: 'sometimes' }, 'drop'],
  [{ code: 'SERVER_UNAVAILABLE', times: 'twice' }, 'times'],
  [{ code: 'SERVER_UNAVAILABLE', times: 0 }, 'times'],
  [{ code: 'SERVER_UNAVAILABLE', after: -1 }, 'after'],
  [{ code: 'not a code' }, 'code'],
  [{ path: '/limits' }, 'code'],
  [{ status: 42 }, 'status'],
  [{ status: 503, headers: { 'Retry-After': 5 } }, 'headers.Retry-After'],
  [{ status: 503, method: 'FETCH' }, 'method'],
  [{ status: 503, laetncyMs: 5 }, 'laetncyMs'],
  [{ object: 'Lead', drop: 'half' }, 'drop'],
  [{ object: 'Lead', ids: [1] }, 'ids'],
  [{ job: 'export' }, 'job'],
  [{ job: 'ingest', afterRecords: 1.5 }, 'afterRecords'],
] as const) {
  test(`a malformed fault is refused, and the error names the field: ${JSON.stringify(fault)}`, async () => {
    const { status, json } = await plant(org, fault);
    assert.equal(status, 400);
    assert.ok((json as { message: string }[])[0]?.message.startsWith(`${field}:`), JSON.stringify(json));
    assert.deepEqual(org.faults.planted, []);
  });
}

test('a fault has the given message and headers', async () => {
  const message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
  await plant(org, { code: 'REQUEST_LIMIT_EXCEEDED', message, headers: { 'X-Custom': 'yes' }, path: '/limits' });
  const { status, json, headers } = await ask(org, limits);
  assert.deepEqual([status, json], [403, [{ message, errorCode: 'REQUEST_LIMIT_EXCEEDED' }]]);
  assert.equal(headers.get('x-custom'), 'yes');
});

test('a fault of a SOAP call is a SOAP fault, which clients of that API understand', async () => {
  await plant(org, { code: 'SERVER_UNAVAILABLE', path: '/services/Soap/u' });
  const { status, text } = await ask(org, '/services/Soap/u/65.0', { method: 'POST', body: '<a/>' });
  assert.equal(status, 500);
  assert.match(text, /<faultcode>sf:SERVER_UNAVAILABLE<\/faultcode>/);
});

test('faults can be planted in the same process, without HTTP', async () => {
  org.faults.plant({ kind: 'call', code: 'QUERY_TIMEOUT', path: '/limits' });
  assert.equal((await ask(org, limits)).status, 400);
  assert.equal((await ask(org, limits)).status, 200);
});
