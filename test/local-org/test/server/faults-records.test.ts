import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, plant, root } from './connect.ts';
import type { Answered } from './connect.ts';

let org: RunningOrg;
let locked = '';
let free = '';

before(async () => {
  org = await startOrg();
  [locked = '', free = ''] = insertLeads(org, 2);
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

const lock = (times = 1): Promise<Answered> => plant(org, { object: 'Lead', ids: [locked], times });
const text = (value: unknown): string => JSON.stringify(value);
const titleOf = async (id: string): Promise<unknown> => (await connect(org).sobject('Lead').retrieve(id))['Title'];
const update = (id: string, Title: string): object => ({ attributes: { type: 'Lead' }, id, Title });
const soap = (operation: string, content: string): Promise<Answered> =>
  ask(org, '/services/Soap/u/65.0', {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><s:Header>' +
      `<SessionHeader><sessionId>${org.adminToken}</sessionId></SessionHeader></s:Header><s:Body>` +
      `<${operation}>${content}</${operation}></s:Body></s:Envelope>`,
  });

test('a row lock hits REST, by id and in a composite and a batch request', async () => {
  const url = `${root}/sobjects/Lead/${locked}`;
  await lock(3);
  const single = await ask(org, url, { method: 'PATCH', body: { Title: 'A' } });
  assert.deepEqual(
    [single.status, (single.json as { errorCode: string }[])[0]?.errorCode],
    [400, 'UNABLE_TO_LOCK_ROW'],
  );
  const composite = await ask(org, `${root}/composite`, {
    method: 'POST',
    body: { compositeRequest: [{ method: 'PATCH', url, referenceId: 'one', body: { Title: 'B' } }] },
  });
  assert.match(text(composite.json), /UNABLE_TO_LOCK_ROW/);
  const batch = await ask(org, `${root}/composite/batch`, {
    method: 'POST',
    body: { batchRequests: [{ method: 'PATCH', url: `v65.0/sobjects/Lead/${locked}`, richInput: { Title: 'C' } }] },
  });
  assert.match(text(batch.json), /UNABLE_TO_LOCK_ROW/);
  assert.equal(await titleOf(locked), null);
});

test('a row lock rolls back a collection that is all or none, and only its record in another', async () => {
  const records = [update(free, 'free'), update(locked, 'locked')];
  const path = `${root}/composite/sobjects`;
  await lock(2);
  const all = await ask(org, path, { method: 'PATCH', body: { allOrNone: true, records } });
  assert.match(text(all.json), /ALL_OR_NONE_OPERATION_ROLLED_BACK.*UNABLE_TO_LOCK_ROW/);
  assert.equal(await titleOf(free), null);
  const some = await ask(org, path, { method: 'PATCH', body: { allOrNone: false, records } });
  assert.match(text(some.json), /"success":true.*UNABLE_TO_LOCK_ROW/);
  assert.equal(await titleOf(free), 'free');
});

test('a row lock hits a row of a bulk job', async () => {
  const connection = connect(org);
  await lock();
  const job = connection.bulk2.createJob({ object: 'Lead', operation: 'update' });
  await job.open();
  await job.uploadData(`Id,Title\n${locked},bulk\n${free},bulk\n`);
  await job.close();
  await job.poll(10, 5000);
  const { failedResults, successfulResults } = await job.getAllResults();
  assert.deepEqual([failedResults.length, successfulResults.length], [1, 1]);
  assert.match(failedResults[0]?.sf__Error ?? '', /^UNABLE_TO_LOCK_ROW:unable to obtain exclusive access/);
});

test('a row lock hits SOAP: updates and the conversion of a lead', async () => {
  await lock(2);
  const content = `<sObjects><type>Lead</type><Id>${locked}</Id><Title>soap</Title></sObjects>`;
  assert.match((await soap('update', content)).text, /<statusCode>UNABLE_TO_LOCK_ROW<\/statusCode>/);
  const conversion = `<leadConverts><leadId>${locked}</leadId><convertedStatus>Closed - Converted</convertedStatus></leadConverts>`;
  assert.match((await soap('convertLead', conversion)).text, /<statusCode>UNABLE_TO_LOCK_ROW<\/statusCode>/);
});

test('a row lock hits the UI API', async () => {
  await lock();
  const path = `${root}/ui-api/records/${locked}`;
  const { status, text: answer } = await ask(org, path, { method: 'PATCH', body: { fields: { Title: 'ui' } } });
  assert.equal(status, 400);
  assert.match(answer, /unable to obtain exclusive access/);
});

test('any code can hit the nth record of an object, with its own message', async () => {
  const message = 'No invoices on Fridays.';
  await plant(org, { object: 'Lead', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, after: 1 });
  const body = { records: [update(free, 'one'), update(free, 'two'), update(free, 'three')] };
  const { json } = await ask(org, `${root}/composite/sobjects`, { method: 'PATCH', body });
  const results = json as { success: boolean; errors: { message: string }[] }[];
  assert.deepEqual(
    results.map(({ success, errors }) => (success ? 'saved' : errors[0]?.message)),
    ['saved', message, 'saved'],
  );
});
