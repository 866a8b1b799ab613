import { after, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const record = (verb: string, object: string, ...args: string[]): string[] => [
  'data',
  verb,
  'record',
  '--sobject',
  object,
  ...args,
];
const created = /^Successfully created record: (\w{18})\.$/m;

/** Reads the org without the client under test. */
const stored = (soql: string): Record<string, unknown> | undefined =>
  org.org.query(org.org.userId('admin@local.org') ?? '', soql).rows.next().value;

test('a record is created, and its id printed', async () => {
  const { exitCode, stdout, stderr } = await sf.run(
    record('create', 'Account', '--values', "Name='Acme Ltd' NumberOfEmployees=12"),
  );
  assert.equal(exitCode, 0, stderr);
  const id = created.exec(stdout)?.[1] ?? '';
  assert.match(stderr, /Creating record for Account\.\.\. done/);
  assert.partialDeepStrictEqual(stored(`SELECT Name, NumberOfEmployees FROM Account WHERE Id = '${id}'`), {
    Name: 'Acme Ltd',
    NumberOfEmployees: 12,
  });
});

test('a record is created, with its id as JSON', async () => {
  const { exitCode, status, result } = await sf.json(record('create', 'Lead', '--values', 'LastName=Ost Company=Acme'));
  assert.equal(exitCode, 0);
  assert.equal(status, 0);
  const { id } = result as { id: string };
  assert.match(id, /^00Q\w{15}$/);
  assert.deepEqual(result, { id, success: true, errors: [] });
});

test('a record is read by its id and by what it holds', async () => {
  const id = insertRecord(org, 'Lead', { LastName: 'West', Company: 'Globex', Email: 'west@example.com' });
  const byId = await sf.json(record('get', 'Lead', '--record-id', id));
  assert.equal(byId.exitCode, 0);
  const { rows } = org.org.query(
    org.org.userId('admin@local.org') ?? '',
    `SELECT FIELDS(ALL) FROM Lead WHERE Id = '${id}' LIMIT 1`,
  );
  assert.deepEqual(Object.keys(byId.result as object).toSorted(), Object.keys(rows.next().value ?? {}).toSorted());
  assert.partialDeepStrictEqual(byId.result, {
    attributes: { type: 'Lead', url: `/services/data/v67.0/sobjects/Lead/${id}` },
    Id: id,
    Name: 'West',
    Status: 'Open - Not Contacted',
    IsConverted: false,
    ConvertedDate: null,
  });
  const byValue = await sf.run(record('get', 'Lead', '--where', "Email='west@example.com' Company=Globex"));
  assert.equal(byValue.exitCode, 0, byValue.stderr);
  assert.match(byValue.stdout, new RegExp(`^Id: ${id}$`, 'm'));
  assert.match(byValue.stdout, /^ConvertedDate: null$/m);
});

test('a record is updated by its id and by what it holds', async () => {
  const id = insertRecord(org, 'Lead', { LastName: 'North', Company: 'Initech' });
  const byId = await sf.run(record('update', 'Lead', '--record-id', id, '--values', "Title='Head of all'"));
  assert.equal(byId.exitCode, 0, byId.stderr);
  assert.equal(byId.stdout.trim(), `Successfully updated record: ${id}.`);
  assert.match(byId.stderr, /Updating Record\.\.\. Success/);
  const byValue = await sf.json(record('update', 'Lead', '--where', 'LastName=North', '--values', 'Company=Hooli'));
  assert.equal(byValue.exitCode, 0);
  assert.partialDeepStrictEqual(byValue.result, { id, success: true, errors: [] });
  assert.partialDeepStrictEqual(stored(`SELECT Title, Company FROM Lead WHERE Id = '${id}'`), {
    Title: 'Head of all',
    Company: 'Hooli',
  });
});

test('a record is deleted by its id and by what it holds', async () => {
  const [first, second] = ['South', 'East'].map((LastName) => insertRecord(org, 'Lead', { LastName, Company: 'Pied' }));
  const byId = await sf.run(record('delete', 'Lead', '--record-id', first ?? ''));
  assert.equal(byId.exitCode, 0, byId.stderr);
  assert.equal(byId.stdout.trim(), `Successfully deleted record: ${first}.`);
  const byValue = await sf.json(record('delete', 'Lead', '--where', 'LastName=East'));
  assert.deepEqual(byValue.result, { id: second, success: true, errors: [] });
  assert.equal(stored("SELECT Id FROM Lead WHERE Company = 'Pied'"), undefined);
});

const gone = insertRecord(org, 'Lead', { LastName: 'Gone', Company: 'Gone' });
org.org.write(org.org.userId('admin@local.org') ?? '', 'delete', 'Lead', { Id: gone });
const kept = insertRecord(org, 'Lead', { LastName: 'Kept', Company: 'Kept' });
const unknown = `${kept.slice(0, 12)}zzz`;

type Refusal = { what: string; args: string[]; name: string; message: string | RegExp; fields?: string[]; as?: string };

const refusals: Refusal[] = [
  {
    what: 'a required field that is missing',
    args: record('create', 'Lead', '--values', 'LastName=Ost'),
    name: 'REQUIRED_FIELD_MISSING',
    message: 'Required fields are missing: [Company]',
    fields: ['Company'],
  },
  {
    what: 'a missing field',
    args: record('create', 'Lead', '--values', 'LastName=Ost Company=A Nope__c=1'),
    name: 'INVALID_FIELD',
    message: "No such column 'Nope__c' on sobject of type Lead",
  },
  {
    what: 'a text that is too long',
    args: record('update', 'Lead', '--record-id', kept, '--values', `FirstName=${'x'.repeat(41)}`),
    name: 'STRING_TOO_LONG',
    message: `First Name: data value too large: ${'x'.repeat(41)} (max length=40)`,
    fields: ['FirstName'],
  },
  {
    what: 'a missing object',
    args: record('create', 'Nope__c', '--values', 'Name=A'),
    name: 'NOT_FOUND',
    message: 'The requested resource does not exist',
  },
  {
    what: 'a missing id, read',
    args: record('get', 'Lead', '--record-id', unknown),
    name: 'NOT_FOUND',
    message: /The requested resource does not exist|Provided external ID field does not exist/,
  },
  {
    what: 'a record in the recycle bin, deleted again',
    args: record('delete', 'Lead', '--record-id', gone),
    name: 'ENTITY_IS_DELETED',
    message: 'entity is deleted',
  },
  {
    what: 'a search that finds nothing',
    args: record('get', 'Lead', '--where', 'LastName=Nobody'),
    name: 'DataRecordGetNoRecord',
    message: 'No matching record found.',
  },
  {
    what: 'an object that the user may not see',
    args: record('get', 'Lead', '--record-id', kept),
    name: 'NOT_FOUND',
    message: 'The requested resource does not exist',
    as: 'integration@local.org',
  },
];

for (const { what, args, name, message, fields, as } of refusals) {
  test(`${what} ends the command with ${name}`, async () => {
    const refused = await sf.json(args, as === undefined ? {} : { env: { SF_TARGET_ORG: org.tokenFor(as) } });
    assert.equal(refused.exitCode, 1);
    assert.equal(refused.status, 1);
    assert.equal(refused.name, name);
    if (typeof message === 'string') assert.equal(refused.message, message);
    else assert.match(refused.message ?? '', message);
    if (fields !== undefined) assert.partialDeepStrictEqual(refused.data, { errorCode: name, fields });
  });
}

test('a refusal for a reader names no code but the message', async () => {
  const refused = await sf.run(record('create', 'Lead', '--values', 'LastName=Ost'));
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.stdout, '');
  assert.match(refused.stderr, /Creating record for Lead\.\.\. Error/);
  assert.match(refused.stderr, /Error \(1\): Required fields are missing: \[Company\]/);
});
