import { integrationUsername } from '../local-org/src/index.ts';
import { Connection, OAuth2 } from 'jsforce';
import type { HttpRequest } from 'jsforce';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { assert, count } from './tally.ts';

/** Each call that the service makes, by its method and path, checked independently of the service's own code. */
const metadata = [fileURLToPath(new URL('../../force-app/main/default', import.meta.url))];
const { org, close } = await openClients({ metadata });
for (const username of [integrationUsername, 'admin@local.org']) {
  org.org.assignPermissionSet(org.org.userId(username) ?? '', 'ScoringIntegration');
}
after(async () => {
  for (const { path } of org.requests) if (!path.startsWith('/__org')) count('calls');
  await close();
});

const root = '/services/data/v65.0';
const { clientId, clientSecret } = org.credentials;
const oauth2 = new OAuth2({ loginUrl: org.url, clientId, clientSecret });
const connection = new Connection({ instanceUrl: org.url, loginUrl: org.url, version: '65.0' });

const send = <T>(method: HttpRequest['method'], path: string, body?: unknown): Promise<T> =>
  connection.request<T>({
    method,
    url: `${org.url}${root}${path}`,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const lead = insertRecord(org, 'Lead', { LastName: 'Ost', Company: 'Acme', Email: 'ost@example.com' });
insertRecord(org, 'Task', { WhoId: lead, Subject: 'Call', Status: 'Completed' });

test('a login as the external client app is the integration user', async () => {
  const token = await oauth2.requestToken({ grant_type: 'client_credentials' });
  assert.partialDeepStrictEqual(token, { instance_url: org.url, token_type: 'Bearer' });
  assert.equal(token.id, `${org.url}/id/${org.org.id}/${org.org.userId(integrationUsername)}`);
  connection.accessToken = token.access_token;
});

test('an ended session gets 401, and a new token works', async () => {
  await fetch(`${org.url}/__org/sessions/expire`, { method: 'POST', body: '{}' });
  await assert.rejects(send('GET', '/limits'), {
    errorCode: 'INVALID_SESSION_ID',
    message: 'Session expired or invalid',
  });
  connection.accessToken = (await oauth2.requestToken({ grant_type: 'client_credentials' })).access_token;
  assert.partialDeepStrictEqual(await send('GET', '/limits'), { DailyApiRequests: { Max: 100_000 } });
});

type Answers = {
  compositeResponse: { body: { records: Record<string, unknown>[] }; httpStatusCode: number; referenceId: string }[];
};

test('a lead is read with its activities and those who share its address in one request', async () => {
  const queryUrl = (soql: string, resource = 'query'): string => `${root}/${resource}?q=${encodeURIComponent(soql)}`;
  const reference = '@{lead.records[0].Email}';
  const sharing = queryUrl(`SELECT Id FROM Contact WHERE Email = '${reference}'`).replace(
    encodeURIComponent(reference),
    reference,
  );
  const soql = `SELECT Id, Email, (SELECT Id, Subject FROM Tasks WHERE IsDeleted = false), (SELECT Id FROM Events), (SELECT Id FROM CampaignMembers), (SELECT Id FROM Histories) FROM Lead WHERE Id = '${lead}'`;
  const { compositeResponse } = await send<Answers>('POST', '/composite', {
    allOrNone: false,
    compositeRequest: [
      { method: 'GET', url: queryUrl(soql, 'queryAll'), referenceId: 'lead' },
      { method: 'GET', url: sharing, referenceId: 'same_email_contact' },
    ],
  });
  assert.deepEqual(
    compositeResponse.map(({ httpStatusCode, referenceId }) => [httpStatusCode, referenceId]),
    [
      [200, 'lead'],
      [200, 'same_email_contact'],
    ],
  );
  const [found] = compositeResponse[0]?.body.records ?? [];
  assert.partialDeepStrictEqual(found, {
    Email: 'ost@example.com',
    Tasks: { totalSize: 1, records: [{ Subject: 'Call' }] },
  });
  assert.equal(found?.['Events'], null);
});

test('scores are written as a collection, and read again by their ids', async () => {
  const record = { attributes: { type: 'Lead' }, id: lead, Predictive_Score__c: 87, Predictive_Score_Band__c: 'High' };
  const written = await send('PATCH', '/composite/sobjects', {
    allOrNone: false,
    records: [record, { ...record, id: `${lead.slice(0, 12)}zzz` }],
  });
  assert.partialDeepStrictEqual(written, [{ id: lead, success: true, errors: [] }, { success: false }]);
  const [, refused] = written as { errors: { statusCode: string; fields: string[] }[] }[];
  assert.match(refused?.errors[0]?.statusCode ?? '', /^(INVALID_CROSS_REFERENCE_KEY|MALFORMED_ID)$/);
  const read = await send('POST', '/composite/sobjects/Lead', { ids: [lead], fields: ['Predictive_Score__c'] });
  assert.partialDeepStrictEqual(read, [{ attributes: { type: 'Lead' }, Predictive_Score__c: 87 }]);
});

test('a run is written by its key, and a goal by its id', async () => {
  const path = '/sobjects/Score_Run__c/Run_Key__c/run-1';
  const body = { Status__c: 'Processing' };
  const created = await send<{ id: string; created: boolean }>('PATCH', path, body);
  assert.deepEqual(created, { id: created.id, success: true, errors: [], created: true });
  assert.deepEqual(await send('PATCH', path, body), { id: created.id, success: true, errors: [], created: false });
  const { records } = await connection.query(`SELECT Run_Key__c FROM Score_Run__c WHERE Id = '${created.id}'`);
  assert.equal(records[0]?.['Run_Key__c'], 'run-1');
});

test('objects are described as the integration user may see them', async () => {
  const { fields } = await send<{ fields: { name: string; updateable: boolean }[] }>('GET', '/sobjects/Lead/describe');
  assert.equal(fields.find(({ name }) => name === 'Predictive_Score__c')?.updateable, true);
});

test('a table is extracted by a bulk query, page by page', async () => {
  const query = 'SELECT Id, LastName FROM Lead WHERE IsDeleted = false';
  const body = { operation: 'queryAll', query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  for (let index = 0; index < 4; index += 1) insertRecord(org, 'Lead', { LastName: `L${index}`, Company: 'Acme' });
  const { id } = await send<{ id: string }>('POST', '/jobs/query', body);
  assert.match(id, /^750\w{15}$/);
  const job = await send('GET', `/jobs/query/${id}`);
  assert.partialDeepStrictEqual(job, {
    id,
    state: 'JobComplete',
    operation: 'queryAll',
    jobType: 'V2Query',
    numberRecordsProcessed: 5,
  });
  const rows: string[] = [];
  let locator = '';
  do {
    const page = locator === '' ? '' : `&locator=${locator}`;
    const headers = { Authorization: `Bearer ${connection.accessToken ?? ''}`, Accept: 'text/csv' };
    const response = await fetch(`${org.url}${root}/jobs/query/${id}/results?maxRecords=2${page}`, { headers });
    const [header = '', ...lines] = (await response.text()).trim().split('\n');
    assert.equal(header, '"Id","LastName"');
    assert.equal(response.headers.get('sforce-numberofrecords'), String(lines.length));
    rows.push(...lines);
    locator = response.headers.get('sforce-locator') ?? '';
  } while (locator !== 'null');
  assert.equal(new Set(rows).size, 5);
  assert.equal(await send('DELETE', `/jobs/query/${id}`), undefined);
});

test('scores of many are written by a bulk update, failures named by their row', async () => {
  const { id } = await send<{ id: string }>('POST', '/jobs/ingest', {
    object: 'Lead',
    operation: 'update',
    contentType: 'CSV',
    lineEnding: 'LF',
  });
  const csv = `Id,Predictive_Score__c,Predictive_Score_Band__c\n${lead},#N/A,#N/A\n${lead.slice(0, 12)}zzz,5,Low\n`;
  const upload = {
    method: 'PUT' as const,
    url: `${org.url}${root}/jobs/ingest/${id}/batches`,
    headers: { 'Content-Type': 'text/csv' },
  };
  await connection.request({ ...upload, body: csv });
  assert.partialDeepStrictEqual(await send('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' }), {
    id,
    state: 'UploadComplete',
  });
  const job = await send('GET', `/jobs/ingest/${id}`);
  assert.partialDeepStrictEqual(job, { state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 1 });
  const failed = await send<{ sf__Id: string; sf__Error: string }[]>('GET', `/jobs/ingest/${id}/failedResults`);
  assert.equal(failed.length, 1);
  assert.match(failed[0]?.sf__Error ?? '', /^\w+:.*:.*--$/);
  assert.deepEqual(await send('GET', `/jobs/ingest/${id}/unprocessedrecords`), []);
  const { records } = await connection.query(`SELECT Predictive_Score__c FROM Lead WHERE Id = '${lead}'`);
  assert.equal(records[0]?.['Predictive_Score__c'], null);
  await send('DELETE', `/jobs/ingest/${id}`);
});
