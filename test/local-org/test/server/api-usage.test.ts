import assert from 'node:assert/strict';
import { afterEach, after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
});
const setLimits = (body: unknown) => ask(org, '/__org/limits', { method: 'POST', body });
afterEach(() => setLimits({ dailyApiRequests: 100_000, used: 0 }));
after(() => org.stop());

const used = async () => ((await ask(org, '/__org/limits')).json as { used: number }).used;

/** How many calls were counted while `work` ran. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  await setLimits({ used: 0 });
  await work();
  return used();
}

test('a call of any API counts as one, whatever its content', async () => {
  const [id = ''] = insertLeads(org, 1);
  const connection = connect(org);
  assert.equal(await counted(async () => connection.query('SELECT Id FROM Lead')), 1);
  const subrequests = Array.from({ length: 5 }, (_, index) => ({
    method: 'GET',
    url: `${root}/sobjects/Lead/${id}`,
    referenceId: `r${index}`,
  }));
  const composite = { method: 'POST', body: { compositeRequest: subrequests } };
  assert.equal(await counted(() => ask(org, `${root}/composite`, composite)), 1);
  assert.equal(await counted(() => connection.soap.getUserInfo()), 1);
  const headers = { 'Content-Type': 'text/csv' };
  const bulk = async () => {
    const body = { object: 'Lead', operation: 'insert' };
    const { json } = await ask(org, `${root}/jobs/ingest`, { method: 'POST', body });
    const path = `${root}/jobs/ingest/${(json as { id: string }).id}`;
    await ask(org, `${path}/batches`, { method: 'PUT', body: 'LastName,Company\nA,B\n', headers });
    await ask(org, path, { method: 'PATCH', body: { state: 'UploadComplete' } });
    await ask(org, `${path}/successfulResults`);
  };
  assert.equal(await counted(bulk), 4);
});

test('every response has the usage, including errors and other APIs', async () => {
  await setLimits({ used: 41, dailyApiRequests: 100 });
  const answers = [
    await ask(org, `${root}/limits`),
    await ask(org, `${root}/query?q=nonsense`),
    await ask(org, `${root}/sobjects/Nothing`),
    await ask(org, '/services/oauth2/userinfo'),
  ];
  assert.deepEqual(
    answers.map(({ headers }) => headers.get('sforce-limit-info')),
    ['api-usage=42/100', 'api-usage=43/100', 'api-usage=44/100', 'api-usage=44/100'],
  );
});

test('beyond the limit every API is refused', async () => {
  await setLimits({ dailyApiRequests: 10, used: 10 });
  const refusal = [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }];
  for (const [path, method, body] of [
    ['/query?q=SELECT+Id+FROM+Lead', 'GET', undefined],
    ['/jobs/ingest', 'POST', { object: 'Lead', operation: 'insert' }],
    ['/jobs/query', 'POST', { operation: 'query', query: 'SELECT Id FROM Lead' }],
    ['/composite', 'POST', { compositeRequest: [] }],
    ['/ui-api/object-info/Lead', 'GET', undefined],
  ] as const) {
    const { status, json } = await ask(org, `${root}${path}`, { method, body });
    assert.deepEqual([status, json], [403, refusal], path);
  }
  await assert.rejects(connect(org).soap.getUserInfo(), { errorCode: 'sf:REQUEST_LIMIT_EXCEEDED' });
});
