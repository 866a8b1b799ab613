import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, plant, root } from './connect.ts';
import { deployTestPackage } from './test-package.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
  connection = connect(org);
});
after(() => org.stop());

type Job = {
  id: string;
  state: string;
  errorMessage?: string;
  numberRecordsProcessed: number;
  numberRecordsFailed: number;
};
type Lines = string[];

async function open(options: Record<string, unknown>): Promise<Job> {
  const body = { object: 'Lead', operation: 'insert', ...options };
  const { status, json } = await ask(org, `${root}/jobs/ingest`, { method: 'POST', body });
  assert.equal(status, 200, JSON.stringify(json));
  return json as Job;
}

async function upload({ id }: Job, csv: string): Promise<void> {
  const headers = { 'Content-Type': 'text/csv' };
  const { status } = await ask(org, `${root}/jobs/ingest/${id}/batches`, { method: 'PUT', body: csv, headers });
  assert.equal(status, 201);
}

const setState = ({ id }: Job, state: string) =>
  ask(org, `${root}/jobs/ingest/${id}`, { method: 'PATCH', body: { state } });

const read = async ({ id }: Job): Promise<Job> => (await ask(org, `${root}/jobs/ingest/${id}`)).json as Job;

async function run(options: Record<string, unknown>, csv: string): Promise<Job> {
  const job = await open(options);
  await upload(job, csv);
  await setState(job, 'UploadComplete');
  return read(job);
}

async function lines({ id }: Job, kind: string): Promise<Lines> {
  return (await ask(org, `${root}/jobs/ingest/${id}/${kind}`)).text.split('\n').filter((line) => line !== '');
}

test('jsforce inserts 1,000 records, and each comes back with its id', async () => {
  const input = Array.from({ length: 1_000 }, (_, index) => ({ LastName: `Bulk ${index}`, Company: 'Bulk' }));
  const results = await connection.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'insert', input });
  assert.equal(results.successfulResults.length, 1_000);
  assert.equal(results.failedResults.length, 0);
  assert.equal(results.unprocessedRecords.length, 0);
  assert.ok(
    results.successfulResults.every(({ sf__Id, sf__Created }) => /^00Q\w{15}$/.test(sf__Id) && sf__Created === 'true'),
  );
});

test('a small job is complete when the response to UploadComplete comes', async () => {
  const job = await open({});
  await upload(job, 'LastName,Company\nSmall,Small\n');
  const answer = await setState(job, 'UploadComplete');
  assert.equal((answer.json as Job).state, 'UploadComplete');
  assert.equal((await read(job)).state, 'JobComplete');
});

test('rows that the org refuses are listed as failed, with code, message and field', async () => {
  const job = await run({}, 'lastname,COMPANY,Test_Percent__c\n"Good, he said",Right,50\nBad,,50\nWorse,Wrong,101\n');
  assert.equal(job.state, 'JobComplete');
  assert.equal(job.numberRecordsProcessed, 3);
  assert.equal(job.numberRecordsFailed, 2);
  const [head, ...succeeded] = await lines(job, 'successfulResults');
  assert.equal(head, '"sf__Id","sf__Created","lastname","COMPANY","Test_Percent__c"');
  assert.match(succeeded[0] ?? '', /^"00Q\w{15}","true","Good, he said","Right","50"$/);
  assert.deepEqual(await lines(job, 'failedResults'), [
    '"sf__Id","sf__Error","lastname","COMPANY","Test_Percent__c"',
    '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --","Bad","","50"',
    '"","FIELD_CUSTOM_VALIDATION_EXCEPTION:A percentage is at most 100.:Test_Percent__c --","Worse","Wrong","101"',
  ]);
  assert.equal((await lines(job, 'unprocessedrecords')).length, 1);
});

test('#N/A empties a field and an empty cell leaves it', async () => {
  const { id } = await connection
    .sobject('Lead')
    .create({ LastName: 'Full', Company: 'Full', Title: 'CEO', City: 'Rome' });
  await run({ operation: 'update' }, `Id,Title,City\n${id ?? ''},#N/A,\n`);
  const lead = await connection.sobject('Lead').retrieve(id ?? '');
  assert.deepEqual([lead['Title'], lead['City']], [null, 'Rome']);
});

test('an upsert by external id creates once and then changes', async () => {
  const options = { operation: 'upsert', externalIdFieldName: 'Test_Code__c' };
  const csv = 'Test_Code__c,LastName,Company\nu1,Up,Sert\n';
  const created = await lines(await run(options, csv), 'successfulResults');
  const changed = await lines(await run(options, csv), 'successfulResults');
  assert.match(created[1] ?? '', /,"true","u1"/);
  assert.match(changed[1] ?? '', /,"false","u1"/);
});

test('an upsert row without its external id fails alone, and a field that is no external id fails the job', async () => {
  const options = { operation: 'upsert', externalIdFieldName: 'Test_Code__c' };
  const job = await run(options, 'Test_Code__c,LastName,Company\n,No,Key\nu2,Has,Key\n#N/A,Null,Key\n');
  assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 3, 2]);
  const [, ...failed] = await lines(job, 'failedResults');
  assert.match(failed[0] ?? '', /^"","MISSING_ARGUMENT:Test_Code__c not specified:--","","No","Key"$/);
  assert.match(failed[1] ?? '', /MISSING_ARGUMENT/);
  for (const name of ['Company', 'Nope__c']) {
    const body = { object: 'Lead', operation: 'upsert', externalIdFieldName: name };
    const { status, json } = await ask(org, `${root}/jobs/ingest`, { method: 'POST', body });
    assert.equal(status, 400);
    const message = `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for Lead`;
    assert.deepEqual(json, [{ message, errorCode: 'INVALIDJOB' }]);
  }
});

test('a column may name a parent by external id', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'Parent', Test_Code__c: 'p1' });
  const job = await run({ object: 'Contact' }, 'LastName,Account.Test_Code__c\nChild,p1\nOrphan,p2\n');
  assert.equal(job.numberRecordsFailed, 1);
  const { records } = await connection.query("SELECT AccountId FROM Contact WHERE LastName = 'Child'");
  assert.equal(records[0]?.['AccountId'], id);
});

test('deletes take ids only', async () => {
  const { id } = await connection.sobject('Lead').create({ LastName: 'Bye', Company: 'Bye' });
  const wrong = await run({ operation: 'delete' }, `Id,LastName\n${id ?? ''},Bye\n`);
  assert.equal(wrong.state, 'Failed');
  const right = await run({ operation: 'delete' }, `Id\n${id ?? ''}\n`);
  assert.equal(right.state, 'JobComplete');
  assert.equal((await connection.query(`SELECT COUNT() FROM Lead WHERE Id = '${id ?? ''}'`)).totalSize, 0);
});

test('a row with one column too many or too few fails alone, and its result has the columns of the upload', async () => {
  const job = await run({}, 'LastName,Company\nGood,Right\nMany,Too, many\nFew\nAlso,Right\n');
  assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 4, 2]);
  const [head, ...failed] = await lines(job, 'failedResults');
  assert.equal(head, '"sf__Id","sf__Error","LastName","Company"');
  assert.match(failed[0] ?? '', /^"","INVALID_ROW:The row has 3 columns and the header has 2\. .*:--","Many","Too"$/);
  assert.match(failed[1] ?? '', /^"","INVALID_ROW:The row has 1 columns and the header has 2\. .*:--","Few",""$/);
  assert.equal((await lines(job, 'successfulResults')).length, 3);
});

test('a column that is no field, a foreign line ending or a quote out of place fail the job, and all rows stay unprocessed', async () => {
  const unknown = await run({}, 'LastName,Nope__c\nA,B\n');
  assert.deepEqual([unknown.state, unknown.errorMessage], ['Failed', 'InvalidBatch : Field name not found : Nope__c']);
  assert.deepEqual(await lines(unknown, 'unprocessedrecords'), ['"LastName","Nope__c"', '"A","B"']);
  const ending = await run({ lineEnding: 'CRLF' }, 'LastName,Company\nA,B\n');
  assert.equal(
    ending.errorMessage,
    'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF',
  );
  const quoted = await run({}, 'LastName,Company\nA,B"C"\n');
  assert.equal(quoted.state, 'Failed');
  assert.match(quoted.errorMessage ?? '', /^InvalidBatch : /);
});

test('other delimiters and line endings work when the job declares them', async () => {
  const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' };
  const endings = { LF: '\n', CRLF: '\r\n' };
  for (const [columnDelimiter, mark] of Object.entries(delimiters)) {
    for (const [lineEnding, end] of Object.entries(endings)) {
      const name = `${columnDelimiter} ${lineEnding}`;
      const rows = [['LastName', 'Company'], [name, `"Inc, ${mark} ""Co""${end}Linz"`], ['ragged']];
      const job = await run({ columnDelimiter, lineEnding }, rows.map((cells) => cells.join(mark) + end).join(''));
      assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 2, 1], name);
      const { records } = await connection.query(`SELECT Company FROM Lead WHERE LastName = '${name}'`);
      assert.equal(records[0]?.['Company'], `Inc, ${mark} "Co"${end}Linz`);
      const failed = (await ask(org, `${root}/jobs/ingest/${job.id}/failedResults`)).text;
      assert.ok(failed.endsWith(`${mark}"ragged"${mark}""${end}`), failed);
    }
  }
});

test('an open job is aborted and deleted, and then is not found', async () => {
  const job = await open({});
  assert.equal(((await setState(job, 'Aborted')).json as Job).state, 'Aborted');
  assert.equal((await ask(org, `${root}/jobs/ingest/${job.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await ask(org, `${root}/jobs/ingest/${job.id}`)).status, 404);
  assert.equal((await setState(job, 'UploadComplete')).status, 404);
});

test('a row lock on chosen records fails those rows only', async () => {
  const created = await connection
    .sobject('Lead')
    .create([1, 2].map((index) => ({ LastName: `Lock ${index}`, Company: 'Lock' })));
  const [locked = '', free = ''] = created.map(({ id }) => id ?? '');
  await plant(org, { ids: [locked], times: 1 });
  const job = await run({ operation: 'update' }, `Id,Title\n${locked},A\n${free},B\n`);
  assert.equal(job.numberRecordsFailed, 1);
  const [, failed] = await lines(job, 'failedResults');
  assert.equal(
    failed,
    `"${locked}","UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: ${locked}:--","${locked}","A"`,
  );
});
