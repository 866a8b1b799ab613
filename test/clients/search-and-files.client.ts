import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const ids = { acme: '', ann: '' };

before(() => {
  ids.acme = insertRecord(org, 'Account', { Name: 'Acme Ltd', Website: 'acme.example' });
  ids.ann = insertRecord(org, 'Contact', { FirstName: 'Ann', LastName: 'Acme', AccountId: ids.acme });
  insertRecord(org, 'Case', { Subject: 'Broken', ContactId: ids.ann });
});

const find = 'FIND {acme} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id, Name)';
const search = (sosl: string, ...flags: string[]): string[] => ['data', 'search', '--query', sosl, ...flags];

test('a search is printed object by object, as tables, as JSON and into files', async () => {
  const human = await sf.run(search(find));
  assert.equal(human.exitCode, 0, human.stderr);
  for (const text of [ids.acme, 'Acme Ltd', ids.ann, 'Ann Acme']) assert.ok(human.stdout.includes(text), text);
  const { exitCode, result } = await sf.json(search(find));
  assert.equal(exitCode, 0);
  const { searchRecords } = result as { searchRecords: { attributes: { type: string }; Name: string }[] };
  assert.deepEqual(
    searchRecords.map(({ attributes, Name }) => [attributes.type, Name]),
    [
      ['Account', 'Acme Ltd'],
      ['Contact', 'Ann Acme'],
    ],
  );
  const csv = await sf.run(search(find, '--result-format', 'csv'));
  assert.equal(csv.exitCode, 0, csv.stderr);
  const written = readFileSync(join(sf.folder, 'Account.csv'), 'utf8');
  assert.equal(written.trim(), `Id,Name\n${ids.acme},Acme Ltd`);
});

test('a search with operators, clauses and escaped characters answers object by object', async () => {
  insertRecord(org, 'Account', { Name: 'Acme (UK) & Sons' });
  const groups = 'FIND {acme AND (ltd OR sons)} IN NAME FIELDS RETURNING Account(Name ORDER BY Name LIMIT 1), Contact';
  const escaped = 'FIND {"Acme \\(UK\\) \\& Sons"} RETURNING Account(Name) WITH SPELL_CORRECTION = false LIMIT 5';
  for (const sosl of [groups, escaped]) {
    const { exitCode, result, message } = await sf.json(search(sosl));
    assert.equal(exitCode, 0, message);
    const { searchRecords } = result as { searchRecords: { Name: string }[] };
    assert.deepEqual(
      searchRecords.map(({ Name }) => Name),
      ['Acme (UK) & Sons'],
    );
  }
});

test('a search that is none is refused in the platform’s words', async () => {
  const refused = await sf.json(search('FIND {a} RETURNING Account'));
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'MALFORMED_SEARCH');
  assert.match(refused.message ?? '', /search term must be longer than one character/);
});

test('a file is uploaded as a form, and attached to a record', async () => {
  const path = join(sf.folder, 'offer.bin');
  writeFileSync(path, Buffer.from([0, 255, 13, 10, 45, 45]));
  const flags = ['--file', path, '--title', 'The offer', '--parent-id', ids.acme];
  const created = await sf.json(['data', 'create', 'file', ...flags]);
  assert.equal(created.exitCode, 0, created.message);
  const version = created.result as { Id: string; ContentDocumentId: string; Title: string; FileExtension: string };
  assert.deepEqual([version.Title, version.FileExtension], ['The offer', 'bin']);
  const links = await sf.run([
    ...['data', 'query', '--query'],
    `SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '${ids.acme}'`,
  ]);
  assert.deepEqual(readTable(links.stdout).rows, [[version.ContentDocumentId]]);
  const content = await fetch(`${org.url}/services/data/v65.0/sobjects/ContentVersion/${version.Id}/VersionData`, {
    headers: { Authorization: `Bearer ${org.adminToken}` },
  });
  assert.deepEqual(Buffer.from(await content.arrayBuffer()), readFileSync(path));
});

test('semi-joins that the platform refuses are refused, and the others answered', async () => {
  const fine = 'SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact)';
  const answered = await sf.json(['data', 'query', '--query', fine]);
  assert.equal((answered.result as { totalSize: number }).totalSize, 1);
  const contacts = '(SELECT AccountId FROM Contact)';
  for (const [soql, name, message] of [
    [`SELECT Id FROM Account WHERE Name = 'x' OR Id IN ${contacts}`, 'MALFORMED_QUERY', /with the 'OR' operator/],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 1)',
      'MALFORMED_QUERY',
      /missing value at 'LIMIT'/,
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT ContactId FROM Case))',
      'MALFORMED_QUERY',
      /Nesting of semi join sub-selects is not supported/,
    ],
    [
      `SELECT Id FROM Account WHERE Name = 'x' AND (Name = 'y' OR Id NOT IN ${contacts})`,
      'MALFORMED_QUERY',
      /only allowed at the top level WHERE expressions/,
    ],
    [
      'SELECT Id FROM Account WHERE Id NOT IN (SELECT OwnerId FROM Contact)',
      'MALFORMED_QUERY',
      /should point to the same object type/,
    ],
    [
      `SELECT Id FROM Account WHERE Id IN ${contacts} AND Id NOT IN (SELECT AccountId FROM Case) AND ParentId NOT IN ${contacts}`,
      'EXCEEDED_MAX_SEMIJOIN_SUBSELECTS',
      /Maximum 2 semi join sub-selects are allowed/,
    ],
  ] as const) {
    const refused = await sf.json(['data', 'query', '--query', soql]);
    assert.deepEqual([refused.exitCode, refused.name], [1, name], soql);
    assert.match(refused.message ?? '', message);
  }
});

test('cases and relations of contacts are queried, in the oldest version too', async () => {
  const oldest = ['--api-version', '45.0'];
  const soql = 'SELECT CaseNumber, Status, Contact.Name, Account.Name FROM Case';
  const cases = await sf.json(['data', 'query', '--query', soql, ...oldest]);
  assert.equal(cases.exitCode, 0, cases.message);
  assert.partialDeepStrictEqual(cases.result, { records: [{ CaseNumber: '00000001', Status: 'New' }] });
  const relations = await sf.json([
    ...['data', 'query', '--query'],
    `SELECT IsDirect FROM AccountContactRelation WHERE ContactId = '${ids.ann}'`,
  ]);
  assert.partialDeepStrictEqual(relations.result, { totalSize: 1, records: [{ IsDirect: true }] });
});

test('a row with one column too many or too few fails alone, and is among the failed records', async () => {
  const file = join(sf.folder, 'ragged.csv');
  writeFileSync(file, 'Name;Site\r\nRight;Linz\r\nWrong;Linz;more\r\nFew\r\n');
  const form = ['--column-delimiter', 'SEMICOLON', '--line-ending', 'CRLF'];
  const target = ['--sobject', 'Account', '--wait', '5'];
  const imported = await sf.json(['data', 'import', 'bulk', '--file', file, ...target, ...form]);
  const { jobId } = (imported.data ?? imported.result) as { jobId: string };
  assert.equal(imported.exitCode, 1, imported.stdout);
  const results = await sf.json(['data', 'bulk', 'results', '--job-id', jobId]);
  assert.partialDeepStrictEqual(results.result, {
    ...{ processedRecords: 3, successfulRecords: 1, failedRecords: 2, status: 'JobComplete' },
  });
  const failed = readFileSync(join(sf.folder, `${jobId}-failed-records.csv`), 'utf8');
  assert.match(failed, /INVALID_ROW:The row has 3 columns.*"Wrong";"Linz"/);
  assert.match(failed, /INVALID_ROW:The row has 1 columns.*"Few";""/);
});
