import { adminUsername } from '../local-org/src/index.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const jobId = /Job Id: (750\w{15}) \(/;

function csvFile(name: string, lines: string[]): string {
  const file = join(sf.folder, `${name}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** How many leads of a company the org holds. */
const countOf = (company: string): number | undefined =>
  org.org.query(org.org.userId(adminUsername) ?? '', `SELECT COUNT() FROM Lead WHERE Company = '${company}'`).countOnly;

const leads = (company: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => insertRecord(org, 'Lead', { LastName: `L${index}`, Company: company }));

const bulk = (verb: string, file: string, ...flags: string[]): string[] => [
  ...['data', verb, 'bulk', '--sobject', 'Lead', '--file', file],
  ...flags,
];

const wait = ['--wait', '5'];
const good = csvFile('good', ['LastName,Company', 'One,Good', 'Two,Good']);
const half = csvFile('half', ['LastName,Company,Email', 'Three,Half,', 'Four,,', 'Five,Half,no address']);

test('an import is complete when the command ends, as text and JSON report', async () => {
  const human = await sf.run(bulk('import', good, ...wait));
  assert.equal(human.exitCode, 0, human.stderr);
  assert.match(human.stdout, /Importing data/);
  assert.match(human.stdout, /Processed records: 2\n\s+Successful records: 2\n\s+Failed records: 0/);
  assert.match(human.stdout, /^Status: JobComplete$/m);
  assert.match(human.stdout, jobId);
  assert.equal(countOf('Good'), 2);

  const { exitCode, status, result } = await sf.json(bulk('import', good, ...wait));
  assert.deepEqual([exitCode, status], [0, 0]);
  assert.partialDeepStrictEqual(result, { processedRecords: 2, successfulRecords: 2, failedRecords: 0 });
  assert.match((result as { jobId: string }).jobId, /^750\w{15}$/);
  assert.equal(countOf('Good'), 4);
});

test('rows that fail end the command with 1, and bulk results writes them into files', async () => {
  const refused = await sf.json(bulk('import', half, ...wait));
  assert.deepEqual([refused.exitCode, refused.status], [1, 1]);
  assert.equal(refused.name, 'FailedRecordDetailsError');
  assert.equal(refused.message, 'Job finished being processed but failed to process 2 records.');
  const { jobId: id, state } = refused.data as { jobId: string; state: string };
  assert.equal(state, 'JobComplete');
  assert.equal(countOf('Half'), 1);

  const human = await sf.run(['data', 'bulk', 'results', '--job-id', id]);
  assert.equal(human.exitCode, 0, human.stderr);
  const lines = ['Status: JobComplete', 'Operation: insert', 'Object: Lead', 'Processed records: 3'];
  for (const line of [...lines, 'Failed records: 2', 'Successful records: 1']) {
    assert.ok(human.stdout.split('\n').includes(line), line);
  }
  const { result } = await sf.json(['data', 'bulk', 'results', '--job-id', id]);
  assert.deepEqual(result, {
    processedRecords: 3,
    successfulRecords: 1,
    failedRecords: 2,
    status: 'JobComplete',
    operation: 'insert',
    object: 'Lead',
    successFilePath: `${id}-success-records.csv`,
    failedFilePath: `${id}-failed-records.csv`,
  });
  const failed = readFileSync(join(sf.folder, `${id}-failed-records.csv`), 'utf8')
    .trim()
    .split('\n');
  assert.deepEqual(failed, [
    '"sf__Id","sf__Error","LastName","Company","Email"',
    '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --","Four","",""',
    '"","INVALID_EMAIL_ADDRESS:Email: invalid email address: no address:Email --","Five","Half","no address"',
  ]);
  const [header, row] = readFileSync(join(sf.folder, `${id}-success-records.csv`), 'utf8').split('\n');
  assert.equal(header, '"sf__Id","sf__Created","LastName","Company","Email"');
  assert.match(row ?? '', /^"00Q\w{15}","true","Three","Half",""$/);
});

test('an import that is not waited for is resumed', async () => {
  const started = await sf.run(bulk('import', good));
  assert.equal(started.exitCode, 0, started.stderr);
  assert.match(started.stdout, /Status: UploadComplete/);
  const id = jobId.exec(started.stdout)?.[1] ?? '';
  assert.match(started.stdout, new RegExp(`Run "sf data import resume --job-id ${id}"`));
  const resumed = await sf.json(['data', 'import', 'resume', '--job-id', id, ...wait]);
  assert.equal(resumed.exitCode, 0, resumed.message);
  assert.deepEqual(resumed.result, { jobId: id, processedRecords: 2, successfulRecords: 2, failedRecords: 0 });
});

test('an update changes the rows it names, and is resumed as well', async () => {
  const file = csvFile('update', ['Id,Title', ...leads('Update', 3).map((id) => `${id},Boss`)]);
  const { exitCode, result } = await sf.json(bulk('update', file, ...wait));
  assert.equal(exitCode, 0);
  assert.partialDeepStrictEqual(result, { processedRecords: 3, successfulRecords: 3, failedRecords: 0 });
  const soql = "SELECT COUNT() FROM Lead WHERE Title = 'Boss'";
  assert.equal(org.org.query(org.org.userId(adminUsername) ?? '', soql).countOnly, 3);

  const started = await sf.json(bulk('update', file));
  assert.deepEqual(Object.keys(started.result as object), ['jobId']);
  const resumed = await sf.run(['data', 'update', 'resume', '--use-most-recent']);
  assert.equal(resumed.exitCode, 0, resumed.stderr);
  assert.match(resumed.stdout, /Successful records: 3/);
});

test('an update of a missing record fails in its row', async () => {
  const [id = ''] = leads('Wrong', 1);
  const file = csvFile('wrong', ['Id,Title', `${id.slice(0, 12)}zzz,Boss`, `${id},Boss`]);
  const refused = await sf.json(bulk('update', file, ...wait));
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.message, 'Job finished being processed but failed to process 1 records.');
});

/** The answer of the older bulk commands: the job and all its rows. */
const rowsOf = (
  result: unknown,
): { successfulResults: { sf__Id: string; sf__Created: string }[]; failedResults: unknown[] } =>
  (result as { records: ReturnType<typeof rowsOf> }).records;

test('an upsert by id returns the job and each row', async () => {
  const file = csvFile('upsert', ['Id,LastName,Company', ...leads('Upsert', 2).map((id) => `${id},New,Upsert`)]);
  const { exitCode, result } = await sf.json(bulk('upsert', file, '--external-id', 'Id', ...wait));
  assert.equal(exitCode, 0);
  assert.partialDeepStrictEqual(result, {
    jobInfo: {
      operation: 'upsert',
      object: 'Lead',
      state: 'JobComplete',
      externalIdFieldName: 'Id',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      jobType: 'V2Ingest',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
      numberRecordsProcessed: 2,
      numberRecordsFailed: 0,
    },
    records: { failedResults: [], unprocessedRecords: [] },
  });
  assert.deepEqual(
    rowsOf(result).successfulResults.map((row) => row.sf__Created),
    ['false', 'false'],
  );

  const human = await sf.run(bulk('upsert', file, '--external-id', 'Id', ...wait));
  assert.equal(human.exitCode, 0, human.stderr);
  assert.match(human.stdout, /Successful records: 2/);
});

test('an upsert row without its key creates by id and fails by external id; a field that is no key fails the job', async () => {
  const file = csvFile('keyless', ['Id,LastName,Company', ',Keyless,Keyless']);
  const created = await sf.json(bulk('upsert', file, '--external-id', 'Id', ...wait));
  assert.equal(created.exitCode, 0, created.message);
  assert.deepEqual(
    rowsOf(created.result).successfulResults.map((row) => row.sf__Created),
    ['true'],
  );
  const refused = await sf.json(bulk('upsert', file, '--external-id', 'Company', ...wait));
  assert.equal(refused.exitCode, 1);
  assert.match(
    refused.message ?? '',
    /Field name provided, Company does not match an External ID, Salesforce Id, or index/,
  );
});

test('an upsert that is not waited for is resumed', async () => {
  const file = csvFile('upsert-later', ['Id,LastName,Company', `${leads('Later', 1)[0]},New,Later`]);
  const started = await sf.run(bulk('upsert', file, '--external-id', 'Id', '--wait', '0'));
  assert.equal(started.exitCode, 0, started.stderr);
  const id = jobId.exec(started.stdout)?.[1] ?? '';
  const resumed = await sf.json(['data', 'upsert', 'resume', '--job-id', id]);
  assert.equal(resumed.exitCode, 0, resumed.message);
  assert.partialDeepStrictEqual(resumed.result, { jobInfo: { id, state: 'JobComplete', numberRecordsProcessed: 1 } });
});

test('a delete removes its rows, and fails in rows that are already deleted', async () => {
  const file = csvFile('delete', ['Id', ...leads('Delete', 2)]);
  const { exitCode, result } = await sf.json(bulk('delete', file, ...wait));
  assert.equal(exitCode, 0);
  assert.partialDeepStrictEqual(result, {
    jobInfo: { operation: 'delete', numberRecordsProcessed: 2, numberRecordsFailed: 0 },
  });
  assert.equal(countOf('Delete'), 0);

  const again = await sf.run(bulk('delete', file, ...wait));
  assert.equal(again.exitCode, 1);
  assert.match(
    again.stderr,
    /Error \(FailedRecordDetailsError\): Job finished being processed but failed to process 2 records\./,
  );
});

test('a delete that is not waited for is resumed', async () => {
  const file = csvFile('delete-later', ['Id', ...leads('Delete later', 1)]);
  const started = await sf.json(bulk('delete', file, '--wait', '0'));
  assert.equal(started.exitCode, 0, started.message);
  const resumed = await sf.json(['data', 'delete', 'resume', '--use-most-recent']);
  assert.equal(resumed.exitCode, 0, resumed.message);
  assert.partialDeepStrictEqual(resumed.result, { jobInfo: { operation: 'delete', numberRecordsProcessed: 1 } });
  assert.equal(countOf('Delete later'), 0);
});

test('a missing job is an error', async () => {
  const refused = await sf.json(['data', 'bulk', 'results', '--job-id', '750000000000000AAA']);
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'InvalidIdError');
  assert.equal(refused.message, "Can't find a bulk job with ID 750000000000000AAA.");
});

test('a column that the object does not have fails the job', async () => {
  const file = csvFile('column', ['LastName,Company,Nope__c', 'A,B,C']);
  const refused = await sf.json(bulk('import', file, ...wait));
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'JobFailedError');
  assert.match(refused.message ?? '', /InvalidBatch : Field name not found : Nope__c/);
});
