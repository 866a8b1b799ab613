import { readFileSync, writeFileSync } from 'node:fs';
import { adminUsername } from '../local-org/src/index.ts';
import type { RecordInput } from '../local-org/src/index.ts';
import { after, before, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const query = (soql: string, ...flags: string[]): string[] => ['data', 'query', '--query', soql, ...flags];
const ids = { acme: '', globex: '', ann: '', gone: '' };

const insert = (object: string, record: RecordInput): string => insertRecord(org, object, record);

before(() => {
  ids.acme = insert('Account', { Name: 'Acme, "Ltd"', Industry: 'Technology', AnnualRevenue: 5 });
  ids.globex = insert('Account', { Name: 'Globex', Industry: 'Technology', AnnualRevenue: 7 });
  ids.ann = insert('Contact', { FirstName: 'Ann', LastName: 'Ost', AccountId: ids.acme });
  insert('Contact', { FirstName: 'Bob', LastName: 'West', AccountId: ids.acme });
  insert('Contact', { LastName: 'Lone' });
  ids.gone = insert('Contact', { LastName: 'Gone' });
  org.org.write(org.org.userId(adminUsername) ?? '', 'delete', 'Contact', { Id: ids.gone });
});

test('a query is a table with upper-case headers and its count', async () => {
  const { exitCode, stdout, stderr } = await sf.run(query('SELECT Id, Name, AnnualRevenue FROM Account ORDER BY Name'));
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(readTable(stdout), {
    headers: ['ID', 'NAME', 'ANNUALREVENUE'],
    rows: [
      [ids.acme, 'Acme, "Ltd"', '5'],
      [ids.globex, 'Globex', '7'],
    ],
  });
  assert.match(stdout, /Total number of records retrieved: 2\./);
  assert.match(stderr, /Querying Data\.\.\. done/);
});

test('a query as JSON is the answer of the REST API', async () => {
  const { exitCode, status, result } = await sf.json(query('SELECT Name FROM Account ORDER BY Name LIMIT 1'));
  assert.equal(exitCode, 0);
  assert.equal(status, 0);
  const url = `/services/data/v67.0/sobjects/Account/${ids.acme}`;
  assert.deepEqual(result, {
    records: [{ attributes: { type: 'Account', url }, Name: 'Acme, "Ltd"' }],
    totalSize: 1,
    done: true,
  });
});

test('a query as CSV quotes what has to be quoted and keeps the order of the columns', async () => {
  const { exitCode, stdout } = await sf.run(
    query('SELECT Name, Id FROM Account ORDER BY Name', '--result-format', 'csv'),
  );
  assert.equal(exitCode, 0);
  assert.equal(stdout, `Name,Id\n"Acme, ""Ltd""",${ids.acme}\nGlobex,${ids.globex}\n`);
});

test('parents are columns by their path, empty where there is none', async () => {
  const soql = 'SELECT LastName, Account.Name, Account.Owner.Name FROM Contact ORDER BY LastName';
  const human = await sf.run(query(soql));
  assert.deepEqual(readTable(human.stdout), {
    headers: ['LASTNAME', 'ACCOUNT.NAME', 'ACCOUNT.OWNER.NAME'],
    rows: [
      ['Lone', '', ''],
      ['Ost', 'Acme, "Ltd"', 'Ada Admin'],
      ['West', 'Acme, "Ltd"', 'Ada Admin'],
    ],
  });
  const csv = await sf.run(query(soql, '--result-format', 'csv'));
  const lines = ['LastName,Account.Name,Account.Owner.Name', 'Lone,,', 'Ost,"Acme, ""Ltd""",Ada Admin'];
  assert.equal(csv.stdout, [...lines, 'West,"Acme, ""Ltd""",Ada Admin', ''].join('\n'));
});

test('children are columns of their own in a table and in CSV', async () => {
  const soql = 'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name';
  const human = await sf.run(query(soql));
  assert.deepEqual(readTable(human.stdout), {
    headers: ['NAME', 'CONTACTS.LASTNAME'],
    rows: [
      ['Acme, "Ltd"', 'Ost'],
      ['', 'West'],
      ['Globex', ''],
    ],
  });
  const csv = await sf.run(query(soql, '--result-format', 'csv'));
  const [header, acme, globex] = csv.stdout.split('\n');
  assert.equal(
    header,
    `Name,${[0, 1].map((index) => `Contacts.totalSize,Contacts.records.${index}.LastName`).join(',')}`,
  );
  assert.equal(acme, '"Acme, ""Ltd""",2,Ost,2,West');
  assert.equal(globex, 'Globex,,,,');
  const { result } = await sf.json(query(soql));
  assert.partialDeepStrictEqual(result, {
    records: [{ Contacts: { totalSize: 2, done: true, records: [{ LastName: 'Ost' }, {}] } }, { Contacts: null }],
  });
});

test('aggregates are headed by their call or their alias', async () => {
  const soql = 'SELECT Industry, COUNT(Id), MAX(AnnualRevenue) top FROM Account GROUP BY Industry';
  const human = await sf.run(query(soql));
  assert.deepEqual(readTable(human.stdout), {
    headers: ['INDUSTRY', 'COUNT(ID)', 'TOP'],
    rows: [['Technology', '2', '7']],
  });
  const { result } = await sf.json(query(soql));
  assert.deepEqual(result, {
    records: [{ attributes: { type: 'AggregateResult' }, Industry: 'Technology', expr0: 2, top: 7 }],
    totalSize: 1,
    done: true,
  });
  const csv = await sf.run(
    query('SELECT Industry, COUNT(Id) FROM Account GROUP BY Industry', '--result-format', 'csv'),
  );
  assert.equal(csv.stdout, 'Industry,count(Id)\nTechnology,2\n');
});

test('COUNT() has a total and no records', async () => {
  const human = await sf.run(query('SELECT COUNT() FROM Account'));
  assert.equal(human.stdout.trim(), 'Total number of records retrieved: 2.');
  const { result } = await sf.json(query('SELECT COUNT() FROM Account'));
  assert.deepEqual(result, { records: [], totalSize: 2, done: true });
});

test('a query without records is reported in each format', async () => {
  const soql = "SELECT Id FROM Account WHERE Name = 'Nobody'";
  const human = await sf.run(query(soql));
  assert.equal(human.stdout.trim(), 'Total number of records retrieved: 0.');
  const csv = await sf.run(query(soql, '--result-format', 'csv'));
  assert.equal(csv.stdout.trim(), '');
  assert.equal(csv.exitCode, 0);
});

test('--all-rows finds records in the recycle bin', async () => {
  const soql = `SELECT Id, IsDeleted FROM Contact WHERE LastName = 'Gone'`;
  const { stdout } = await sf.run(query(soql, '--all-rows', '--result-format', 'csv'));
  assert.equal(stdout, `Id,IsDeleted\n${ids.gone},true\n`);
  const { result } = await sf.json(query(soql));
  assert.partialDeepStrictEqual(result, { totalSize: 0 });
});

test('a result is written to a file, and a query read from one', async () => {
  const file = `${sf.folder}/accounts.csv`;
  const { exitCode } = await sf.run([
    ...query('SELECT Name FROM Account ORDER BY Name DESC'),
    '--result-format',
    'csv',
    '--output-file',
    file,
  ]);
  assert.equal(exitCode, 0);
  assert.equal(readFileSync(file, 'utf8'), 'Name\nGlobex\n"Acme, ""Ltd"""\n');
  writeFileSync(`${sf.folder}/count.soql`, 'SELECT COUNT() FROM Contact');
  const { result } = await sf.json(['data', 'query', '--file', `${sf.folder}/count.soql`]);
  assert.partialDeepStrictEqual(result, { totalSize: 3 });
});

test('all pages of a long answer are fetched', async () => {
  org.org.transaction(() => {
    for (let index = 0; index < 4_500; index += 1) insert('Lead', { LastName: `L${index}`, Company: 'Long' });
  });
  const { result } = await sf.json(query('SELECT Id FROM Lead'));
  const { records, totalSize, done } = result as { records: { Id: string }[]; totalSize: number; done: boolean };
  assert.equal(totalSize, 4_500);
  assert.equal(done, true);
  assert.equal(new Set(records.map(({ Id }) => Id)).size, 4_500);
});

const refusals: [what: string, soql: string, name: string, message: RegExp][] = [
  [
    'a missing field',
    'SELECT Nope__c FROM Account',
    'INVALID_FIELD',
    /^\nSELECT Nope__c\n {7}\^\nERROR at Row:1:Column:8\nNo such column 'Nope__c' on entity 'Account'\. If you are attempting to use a custom field/,
  ],
  [
    'a missing object',
    'SELECT Id FROM Nope__c',
    'INVALID_TYPE',
    /ERROR at Row:1:Column:16\nsObject type 'Nope__c' is not supported\. If you are attempting to use a custom object/,
  ],
  ['a query that is none', 'SELECT Id FROM', 'MALFORMED_QUERY', /unexpected token: '?<EOF>'?/],
  [
    'an id that is none',
    "SELECT Id FROM Account WHERE Id = 'abc'",
    'INVALID_QUERY_FILTER_OPERATOR',
    /invalid ID field: abc/,
  ],
];

for (const [what, soql, name, message] of refusals) {
  test(`${what} ends the command with the code and message of the platform`, async () => {
    const refused = await sf.json(query(soql));
    assert.equal(refused.exitCode, 1);
    assert.equal(refused.status, 1);
    assert.equal(refused.name, name);
    assert.match(refused.message ?? '', message);
    assert.partialDeepStrictEqual(refused.data, { errorCode: name });
    const human = await sf.run(query(soql));
    assert.equal(human.exitCode, 1);
    assert.equal(human.stdout, '');
    assert.match(human.stderr, /Error \(1\): /);
  });
}
