import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RecordInput, RunningOrg } from '../../src/index.ts';
import { ask, connect, root } from './connect.ts';

let org: RunningOrg;
let connection: Connection;

function insert(object: string, record: RecordInput): string {
  const result = org.org.write(org.org.userId('admin@local.org') ?? '', 'insert', object, record);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result.id;
}

before(async () => {
  org = await startOrg();
  connection = connect(org);
  insert('Account', { Name: 'Acme Widgets', Phone: '+43 1 555' });
  insert('Account', { Name: 'Acmeous', Website: 'acme.example' });
  insert('Account', { Name: 'Brothers (UK) & Co' });
  insert('Account', { Name: 'Order by mail, where limit 1' });
  insert('Contact', { FirstName: 'Ann', LastName: 'Ost', Email: 'ann@acme.example' });
  insert('Contact', { FirstName: 'Bob', LastName: 'Ann-Marie', Title: 'Buyer' });
  insert('Lead', { LastName: 'Ost', Company: 'Acme Widgets', City: 'Linz' });
});
after(() => org.stop());

type Found = { attributes: { type: string }; Id?: string; Name?: string };
const search = async (sosl: string): Promise<Found[]> =>
  (await connection.search(sosl)).searchRecords as unknown as Found[];
const names = (found: Found[]): string[] =>
  found.map(({ attributes, Name }) => `${attributes.type} ${Name ?? ''}`.trim());

test('FIND answers records object by object, with the fields that are asked for', async () => {
  const found = await search(
    'FIND {acme} IN ALL FIELDS RETURNING Account(Id, Name ORDER BY Name), Contact(Name), Lead',
  );
  // Acmeous is found by its website, not by the beginning of its name.
  assert.deepEqual(names(found), ['Account Acme Widgets', 'Account Acmeous', 'Contact Ann Ost', 'Lead']);
  assert.deepEqual(Object.keys(found[0] ?? {}).toSorted(), ['Id', 'Name', 'attributes']);
  assert.deepEqual(Object.keys(found[3] ?? {}).toSorted(), ['Id', 'attributes']);
});

const searches: [sosl: string, expected: string[]][] = [
  ['FIND {acme} IN NAME FIELDS RETURNING Account(Name)', ['Account Acme Widgets']],
  ['FIND {acme*} IN NAME FIELDS RETURNING Account(Name ORDER BY Name)', ['Account Acme Widgets', 'Account Acmeous']],
  ['FIND {"acme widgets"} RETURNING Account(Name), Lead(Name)', ['Account Acme Widgets', 'Lead Ost']],
  ['FIND {"widgets acme"} RETURNING Account(Name)', []],
  ['FIND {widgets acme} RETURNING Account(Name)', ['Account Acme Widgets']],
  ['FIND {linz OR buyer} RETURNING Contact(Name), Lead(Name)', ['Contact Bob Ann-Marie', 'Lead Ost']],
  ['FIND {ann AND NOT ost} RETURNING Contact(Name)', ['Contact Bob Ann-Marie']],
  ['FIND {ann@acme.example} IN EMAIL FIELDS RETURNING Contact(Name)', ['Contact Ann Ost']],
  ['FIND {555} IN PHONE FIELDS RETURNING Account(Name)', ['Account Acme Widgets']],
  ['FIND {acme} RETURNING Account(Name WHERE Website = null LIMIT 5)', ['Account Acme Widgets']],
  ['find {acme} returning Account(Name order by Name desc limit 1)', ['Account Acmeous']],
  ['FIND {ann\\-marie} RETURNING Contact(Name)', ['Contact Bob Ann-Marie']],
  ['FIND {acme} RETURNING Account(Name ORDER BY Name), Lead(Name) LIMIT 1', ['Account Acme Widgets']],
  ['FIND {nobody} RETURNING Account(Name)', []],
  ['FIND {ann AND (ost OR marie)} RETURNING Contact(Name ORDER BY Name)', ['Contact Ann Ost', 'Contact Bob Ann-Marie']],
  ['FIND {(linz OR vienna) acme} RETURNING Lead(Name)', ['Lead Ost']],
  ['FIND {ost OR buyer AND nobody} RETURNING Contact(Name)', ['Contact Ann Ost']],
  ['FIND {ann AND NOT (ost OR nobody)} RETURNING Contact(Name)', ['Contact Bob Ann-Marie']],
  ['FIND {Brothers \\(UK\\)} RETURNING Account(Name)', ['Account Brothers (UK) & Co']],
  ['FIND {"Brothers \\(UK\\) \\& Co"} RETURNING Account(Name)', ['Account Brothers (UK) & Co']],
  [
    "FIND {order} RETURNING Account(Name WHERE Name = 'Order by mail, where limit 1' LIMIT 1)",
    ['Account Order by mail, where limit 1'],
  ],
  ['FIND {ann} IN SIDEBAR FIELDS RETURNING Contact(Name ORDER BY Name)', ['Contact Ann Ost', 'Contact Bob Ann-Marie']],
  [
    'FIND {acme} RETURNING Account(Name LIMIT 1), Lead(Name LIMIT 1) WITH SPELL_CORRECTION = false LIMIT 9',
    ['Account Acme Widgets', 'Lead Ost'],
  ],
];
for (const [sosl, expected] of searches) {
  test(sosl, async () => {
    assert.deepEqual(names(await search(sosl)), expected);
  });
}

test('without RETURNING all objects that can be searched are, by id', async () => {
  const found = await search('FIND {Ost}');
  assert.deepEqual(names(found), ['Contact', 'Lead']);
  assert.ok(found.every(({ Id }) => typeof Id === 'string'));
});

test('a parameterized search, by address or by body, finds the same', async () => {
  const path = `${root}/parameterizedSearch?q=acme&sobject=Account&Account.fields=Id,Name&Account.limit=5&sobject=Lead`;
  const byAddress = (await ask(org, path)).json as { searchRecords: Found[] };
  assert.deepEqual(names(byAddress.searchRecords).toSorted(), ['Account Acme Widgets', 'Account Acmeous', 'Lead']);
  const body = {
    q: 'acme',
    in: 'NAME',
    fields: ['Name'],
    sobjects: [{ name: 'Account', limit: 5 }, { name: 'Lead' }],
    overallLimit: 3,
  };
  const byBody = (await ask(org, `${root}/parameterizedSearch`, { method: 'POST', body })).json as typeof byAddress;
  assert.deepEqual(names(byBody.searchRecords), ['Account Acme Widgets']);
});

const refusals: [sosl: string, code: string, message: RegExp][] = [
  ['SELECT Id FROM Lead', 'MALFORMED_SEARCH', /unexpected token: 'SELECT'/],
  ['FIND {a} RETURNING Lead', 'MALFORMED_SEARCH', /search term must be longer than one character: a/],
  ['FIND {*} RETURNING Lead', 'MALFORMED_SEARCH', /longer than one character/],
  ['FIND {} RETURNING Lead', 'MALFORMED_SEARCH', /No search term found/],
  ['FIND {acme} IN SOME FIELDS', 'MALFORMED_SEARCH', /unexpected token: 'SOME'/],
  ['FIND {acme} RETURNING Nothing__c', 'INVALID_TYPE', /Nothing__c/],
  ['FIND {acme} RETURNING Lead(Nope)', 'INVALID_FIELD', /No such column 'Nope'/],
  [
    'FIND {acme} RETURNING Lead(Id) WITH DATA CATEGORY X__c',
    'MALFORMED_SEARCH',
    /WITH DATA CATEGORY X__c .*not supported/,
  ],
  ['FIND {(acme OR} RETURNING Lead', 'MALFORMED_SEARCH', /No search term found/],
  ['FIND {(acme widgets} RETURNING Lead', 'MALFORMED_SEARCH', /unexpected token: '<EOF>'/],
  ['FIND {acme)} RETURNING Lead', 'MALFORMED_SEARCH', /unexpected token: '\)'/],
  ['FIND {NOT acme} RETURNING Lead', 'MALFORMED_SEARCH', /No search term found/],
  ['FIND {acme OR NOT ost} RETURNING Lead', 'MALFORMED_SEARCH', /No search term found/],
];
for (const [sosl, code, message] of refusals) {
  test(`${code}: ${sosl}`, async () => {
    const { status, json } = await ask(org, `${root}/search?q=${encodeURIComponent(sosl)}`);
    assert.equal(status, 400);
    const [error] = json as { errorCode: string; message: string }[];
    assert.equal(error?.errorCode, code);
    assert.match(error.message, message);
  });
}
