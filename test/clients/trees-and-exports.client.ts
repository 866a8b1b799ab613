import { adminUsername } from '../local-org/src/index.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const query = (soql: string): Record<string, unknown>[] => [
  ...org.org.query(org.org.userId(adminUsername) ?? '', soql).rows,
];

function treeFile(name: string, contact: Record<string, string>): string {
  const leaf = { attributes: { type: 'Contact', referenceId: 'leaf' }, ...contact };
  const root = { attributes: { type: 'Account', referenceId: 'root' }, Name: name, Contacts: { records: [leaf] } };
  const file = join(sf.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ records: [root] }));
  return file;
}

test('a tree is imported with its children, and its ids printed', async () => {
  const file = treeFile('Oak', { LastName: 'Leaf' });
  const human = await sf.run(['data', 'import', 'tree', '--files', file]);
  assert.equal(human.exitCode, 0, human.stderr);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['Reference ID', 'Type', 'ID']);
  const [account] = query("SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Oak'");
  const contacts = account?.['Contacts'] as { records: { Id: string }[] };
  assert.deepEqual(rows, [
    ['root', 'Account', account?.['Id']],
    ['leaf', 'Contact', contacts.records[0]?.Id],
  ]);

  const { exitCode, result } = await sf.json(['data', 'import', 'tree', '--files', file]);
  assert.equal(exitCode, 0);
  const imported = result as { refId: string; type: string; id: string }[];
  assert.deepEqual(
    imported.map(({ refId, type }) => [refId, type]),
    [
      ['root', 'Account'],
      ['leaf', 'Contact'],
    ],
  );
  assert.equal(query("SELECT Id FROM Account WHERE Name = 'Oak'").length, 2);
});

test('a tree with a record that is refused imports nothing', async () => {
  const file = treeFile('Elm', { FirstName: 'No last name' });
  const refused = await sf.json(['data', 'import', 'tree', '--files', file]);
  assert.deepEqual([refused.exitCode, refused.status], [1, 1]);
  assert.equal(refused.message, 'Data Import failed');
  const Message = 'Required fields are missing: [LastName]';
  assert.deepEqual(refused.data, [
    { referenceId: 'leaf', StatusCode: 'REQUIRED_FIELD_MISSING', Message, fields: 'LastName' },
  ]);
  const human = await sf.run(['data', 'import', 'tree', '--files', file]);
  assert.equal(human.exitCode, 1);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['Reference ID', 'Status Code', 'Error Message', 'Fields']);
  assert.deepEqual(rows, [['leaf', 'REQUIRED_FIELD_MISSING', Message, 'LastName']]);
  assert.deepEqual(query("SELECT Id FROM Account WHERE Name = 'Elm'"), []);
});

test('a tree export, with or without a plan, can be imported again', async () => {
  const id = insertRecord(org, 'Account', { Name: 'Ash' });
  insertRecord(org, 'Contact', { LastName: 'Twig', AccountId: id });
  const soql = "SELECT Id, Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Ash'";
  const folder = join(sf.folder, 'trees');
  mkdirSync(folder);
  const one = await sf.run(['data', 'export', 'tree', '--query', soql, '--output-dir', folder]);
  assert.equal(one.exitCode, 0, one.stderr);
  assert.equal(one.stdout.trim(), `wrote 1 records to ${join(folder, 'Account-Contact.json')}`);
  const leaf = { attributes: { type: 'Contact', referenceId: 'ContactRef1' }, LastName: 'Twig' };
  const root = {
    attributes: { type: 'Account', referenceId: 'AccountRef1' },
    Name: 'Ash',
    Contacts: { records: [leaf] },
  };
  assert.deepEqual(readJson(join(folder, 'Account-Contact.json')), { records: [root] });

  const planned = await sf.json(['data', 'export', 'tree', '--query', soql, '--output-dir', folder, '--plan']);
  assert.equal(planned.exitCode, 0, planned.message);
  const plan = [
    { sobject: 'Account', files: ['Account.json'] },
    { sobject: 'Contact', files: ['Contact.json'] },
  ];
  assert.deepEqual(planned.result, plan);
  assert.deepEqual(readJson(join(folder, 'Account-Contact-plan.json')), plan);

  const imported = await sf.json(['data', 'import', 'tree', '--plan', join(folder, 'Account-Contact-plan.json')]);
  assert.equal(imported.exitCode, 0, imported.message);
  assert.equal(query("SELECT Id FROM Contact WHERE Account.Name = 'Ash' AND LastName = 'Twig'").length, 2);
});

const exportArgs = (soql: string, file: string, ...flags: string[]): string[] => [
  ...['data', 'export', 'bulk', '--query', soql, '--output-file', file],
  ...flags,
];

test('a bulk export is written as CSV and as JSON, the recycle bin with --all-rows', async () => {
  const ids = ['A', 'B', 'C'].map((LastName) => insertRecord(org, 'Lead', { LastName, Company: 'Export' }));
  org.org.write(org.org.userId(adminUsername) ?? '', 'delete', 'Lead', { Id: ids[2] ?? '' });
  const soql = "SELECT Id, LastName, Owner.Name FROM Lead WHERE Company = 'Export' ORDER BY LastName";
  const csv = await sf.json(exportArgs(soql, 'leads.csv', '--wait', '5'));
  assert.equal(csv.exitCode, 0, csv.message);
  assert.deepEqual(csv.result, { totalSize: 2, filePath: 'leads.csv' });
  const lines = ['"Id","LastName","Owner.Name"', `"${ids[0]}","A","Ada Admin"`, `"${ids[1]}","B","Ada Admin"`, ''];
  assert.equal(readFileSync(join(sf.folder, 'leads.csv'), 'utf8'), lines.join('\n'));

  const json = await sf.run(exportArgs(soql, 'leads.json', '--wait', '5', '--result-format', 'json', '--all-rows'));
  assert.equal(json.exitCode, 0, json.stderr);
  assert.match(json.stdout, /3 records written to leads\.json/);
  const records = ids.map((Id, index) => ({ Id, LastName: 'ABC'[index], 'Owner.Name': 'Ada Admin' }));
  assert.deepEqual(readJson(join(sf.folder, 'leads.json')), records);
});

test('a bulk export that is not waited for is resumed', async () => {
  insertRecord(org, 'Lead', { LastName: 'D', Company: 'Later' });
  const started = await sf.run(exportArgs("SELECT Id FROM Lead WHERE Company = 'Later'", 'later.csv'));
  assert.equal(started.exitCode, 0, started.stderr);
  const id = /sf data export resume --job-id (750\w{15})"/.exec(started.stdout)?.[1] ?? '';
  const resumed = await sf.json(['data', 'export', 'resume', '--job-id', id]);
  assert.equal(resumed.exitCode, 0, resumed.message);
  assert.deepEqual(resumed.result, { totalSize: 1, filePath: 'later.csv' });
});

test('a bulk export refuses queries that Bulk API 2.0 does not support', async () => {
  const nested = await sf.json(
    exportArgs('SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'no.csv', '--wait', '5'),
  );
  assert.equal(nested.exitCode, 1);
  assert.match(nested.message ?? '', /Nested queries are not supported in Bulk Query/);
  const field = await sf.json(exportArgs('SELECT Nope__c FROM Lead', 'no.csv', '--wait', '5'));
  assert.equal(field.exitCode, 1);
  assert.match(field.message ?? '', /No such column 'Nope__c' on entity 'Lead'/);
});
