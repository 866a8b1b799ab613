import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordInput } from '../../src/org.ts';
import { projectObject, metadata, openedOrg, textField } from './opened-org.ts';

const opened = openedOrg();
const { admin, deploy, insert, org, refused, row, rows, integration, update } = opened;
const fields = [
  textField('Key__c', '<externalId>true</externalId><unique>true</unique>'),
  textField('Code__c', '<unique>true</unique><caseSensitive>true</caseSensitive>'),
  '<fields><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>5</precision><scale>2</scale></fields>',
  '<fields><fullName>Level__c</fullName><label>Level</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>High</fullName><default>false</default><label>High</label></value><value><fullName>Low</fullName><default>true</default><label>Low</label></value></valueSetDefinition></valueSet></fields>',
  '<fields><fullName>Tags__c</fullName><label>Tags</label><type>MultiselectPicklist</type><visibleLines>3</visibleLines><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>a</fullName><default>false</default><label>a</label></value><value><fullName>b</fullName><default>false</default><label>b</label></value></valueSetDefinition></valueSet></fields>',
  '<fields><fullName>Needed__c</fullName><label>Needed</label><type>Text</type><length>10</length><required>true</required></fields>',
  '<fields><fullName>On__c</fullName><label>On</label><type>Checkbox</type><defaultValue>true</defaultValue></fields>',
  '<fields><fullName>Number__c</fullName><label>Number</label><type>AutoNumber</type><displayFormat>RUN-{00000}</displayFormat></fields>',
];
const names = ['Key__c', 'Code__c', 'Size__c', 'Level__c', 'Tags__c', 'On__c', 'Number__c'];
const outcome = deploy({
  'objects/Account.object': metadata(
    'CustomObject',
    textField('Key__c', '<externalId>true</externalId><unique>true</unique>'),
  ),
  'objects/Project__c.object': projectObject(fields.join('')),
  'permissionsets/All.permissionset': metadata(
    'PermissionSet',
    `<label>All</label>${[...names.map((name) => `Project__c.${name}`), 'Account.Key__c'].map((field) => `<fieldPermissions><field>${field}</field><readable>true</readable><editable>${!field.endsWith('Number__c')}</editable></fieldPermissions>`).join('')}`,
  ),
});
assert.deepEqual(
  outcome.messages.filter((message) => !message.success),
  [],
);
org.assignPermissionSet(admin, 'All');

const lead = (more: RecordInput = {}): RecordInput => ({ LastName: 'Muster', Company: 'Firma', ...more });
const account = insert('Account', { Name: 'Acme', Key__c: 'A-1' });
const deleted = insert('Account', { Name: 'Gone' });
org.write(admin, 'delete', 'Account', { Id: deleted });

const refusals: [
  what: string,
  object: string,
  record: RecordInput,
  statusCode: string,
  message: string | RegExp,
  fields?: string[],
][] = [
  [
    'a missing field',
    'Lead',
    { FirstName: 'Ada' },
    'REQUIRED_FIELD_MISSING',
    'Required fields are missing: [LastName, Company]',
    ['LastName', 'Company'],
  ],
  [
    'an empty required field',
    'Lead',
    lead({ LastName: '' }),
    'REQUIRED_FIELD_MISSING',
    'Required fields are missing: [LastName]',
  ],
  ['a required custom field', 'Project__c', {}, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Needed__c]'],
  [
    'a text that is too long',
    'Lead',
    lead({ FirstName: 'x'.repeat(41) }),
    'STRING_TOO_LONG',
    `First Name: data value too large: ${'x'.repeat(41)} (max length=40)`,
    ['FirstName'],
  ],
  [
    'a bad e-mail address',
    'Lead',
    lead({ Email: 'no-address' }),
    'INVALID_EMAIL_ADDRESS',
    'Email: invalid email address: no-address',
    ['Email'],
  ],
  [
    'a value out of a restricted picklist',
    'Project__c',
    { Needed__c: 'x', Level__c: 'Middle' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    'Level: bad value for restricted picklist field: Middle',
    ['Level__c'],
  ],
  [
    'one bad value of several',
    'Project__c',
    { Needed__c: 'x', Tags__c: 'a;c' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    /bad value for restricted picklist field: c/,
  ],
  [
    'a number out of range',
    'Project__c',
    { Needed__c: 'x', Size__c: 1000 },
    'NUMBER_OUTSIDE_VALID_RANGE',
    'Size: value outside of valid range on numeric field: 1000',
    ['Size__c'],
  ],
  [
    'text for a number',
    'Lead',
    lead({ NumberOfEmployees: 'many' }),
    'JSON_PARSER_ERROR',
    /Cannot deserialize instance of int from VALUE_STRING value many/,
  ],
  [
    'a fraction for a whole number',
    'Lead',
    lead({ NumberOfEmployees: 1.5 }),
    'JSON_PARSER_ERROR',
    /VALUE_NUMBER_FLOAT value 1.5/,
  ],
  ['text for a boolean', 'Lead', lead({ DoNotCall: 'perhaps' }), 'JSON_PARSER_ERROR', /instance of boolean/],
  [
    'a number for text',
    'Lead',
    lead({ FirstName: 7 }),
    'JSON_PARSER_ERROR',
    /instance of string from VALUE_NUMBER_INT value 7/,
  ],
  [
    'an impossible date',
    'Contact',
    { LastName: 'x', Birthdate: '2001-02-29' },
    'JSON_PARSER_ERROR',
    /instance of date/,
  ],
  ['an object for a value', 'Lead', lead({ FirstName: { a: 1 } }), 'JSON_PARSER_ERROR', /START_OBJECT/],
  ['no value for a boolean', 'Lead', lead({ DoNotCall: null }), 'INVALID_TYPE_ON_FIELD_IN_RECORD', /can't be null/],
  ['an unknown field', 'Lead', lead({ Foo: 1 }), 'INVALID_FIELD', "No such column 'Foo' on sobject of type Lead"],
  [
    'a field nobody writes',
    'Lead',
    lead({ CreatedDate: '2020-01-01T00:00:00Z' }),
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    /Unable to create\/update fields: CreatedDate/,
    ['CreatedDate'],
  ],
  [
    'an id that is none',
    'Contact',
    { LastName: 'x', AccountId: 'abc' },
    'MALFORMED_ID',
    'Account ID: id value of incorrect type: abc',
    ['AccountId'],
  ],
  [
    'an id of another object',
    'Contact',
    { LastName: 'x', AccountId: admin },
    'FIELD_INTEGRITY_EXCEPTION',
    `Account ID: id value of incorrect type: ${admin}`,
  ],
  [
    'an id of nothing',
    'Contact',
    { LastName: 'x', AccountId: '001000000000000AAA' },
    'INVALID_CROSS_REFERENCE_KEY',
    'invalid cross reference id',
  ],
  ['a deleted parent', 'Contact', { LastName: 'x', AccountId: deleted }, 'ENTITY_IS_DELETED', 'entity is deleted'],
  [
    'an external id of nothing',
    'Contact',
    { LastName: 'x', Account: { Key__c: 'A-9' } },
    'INVALID_FIELD',
    'Foreign key external ID: A-9 not found for field Key__c in entity Account',
  ],
  [
    'an object of its own making',
    'LeadHistory',
    { LeadId: account },
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    'entity type cannot be inserted: Lead History',
  ],
  ['a missing object', 'Nothing__c', {}, 'INVALID_TYPE', /Nothing__c/],
  [
    'an event without a length',
    'Event',
    { StartDateTime: '2026-03-01T10:00:00Z' },
    'REQUIRED_FIELD_MISSING',
    /DurationInMinutes/,
  ],
];

for (const [what, object, record, statusCode, message, errorFields] of refusals) {
  test(`insert refuses ${what}: ${statusCode}`, () => {
    const before = org.query(admin, 'SELECT COUNT() FROM Lead').countOnly;
    const [error] = refused('insert', object, record);
    assert.ok(error);
    assert.equal(error.statusCode, statusCode, error.message);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    if (errorFields !== undefined) assert.deepEqual(error.fields, errorFields);
    assert.equal(org.query(admin, 'SELECT COUNT() FROM Lead').countOnly, before);
  });
}

test('all wrong values of a record are reported at once', () => {
  const errors = refused('insert', 'Lead', lead({ FirstName: 'x'.repeat(50), Email: 'bad' }));
  assert.deepEqual(
    errors.map((error) => error.statusCode),
    ['STRING_TOO_LONG', 'INVALID_EMAIL_ADDRESS'],
  );
});

test('a new record has defaults, an owner, system fields and what the platform derives', () => {
  const id = insert('Lead', lead({ FirstName: 'Eva' }), opened.rep);
  const created = row(
    `SELECT Name, Status, OwnerId, CreatedById, CreatedDate, SystemModstamp, IsConverted FROM Lead WHERE Id = '${id}'`,
  );
  assert.equal(created.Name, 'Eva Muster');
  assert.equal(created.Status, 'Open - Not Contacted');
  assert.equal(created.OwnerId, opened.rep);
  assert.equal(created.CreatedById, opened.rep);
  assert.equal(created.CreatedDate, created.SystemModstamp);
  assert.equal(created.IsConverted, false);
  assert.match(id, /^00Q\w{15}$/);
});

test('custom fields take defaults, canonical picklist values, rounding and auto-numbers', () => {
  const id = insert('Project__c', { Needed__c: 'x', Size__c: 1.005, Tags__c: 'b;A' });
  const other = insert('Project__c', { Needed__c: 'y', Size__c: -2.345, Level__c: 'hIGH', On__c: false });
  const names = ['Name', 'Size__c', 'Level__c', 'Tags__c', 'On__c', 'Number__c'];
  const values = (project: string) => {
    const found = row(`SELECT ${names.join(', ')} FROM Project__c WHERE Id = '${project}'`);
    return names.map((name) => found[name]);
  };
  assert.deepEqual(values(id), [id, 1.01, 'Low', 'b;a', true, 'RUN-00001']);
  assert.deepEqual(values(other), [other, -2.35, 'High', null, false, 'RUN-00002']);
});

test('a bulk load may send everything as text', () => {
  const id = insert('Lead', lead({ DoNotCall: 'TRUE', NumberOfEmployees: '12', AnnualRevenue: '1000.4' }));
  const { DoNotCall, NumberOfEmployees, AnnualRevenue } = row(
    `SELECT DoNotCall, NumberOfEmployees, AnnualRevenue FROM Lead WHERE Id = '${id}'`,
  );
  assert.deepEqual([DoNotCall, NumberOfEmployees, AnnualRevenue], [true, 12, 1000]);
});

test('parents are found by an external id, and ids of 15 become 18', () => {
  const contact = insert('Contact', { LastName: 'Al', Account: { Key__c: 'a-1' } });
  assert.equal(row(`SELECT AccountId FROM Contact WHERE Id = '${contact}'`).AccountId, account);
  update('Contact', { Id: contact.slice(0, 15), ReportsToId: contact.slice(0, 15) });
  assert.equal(row(`SELECT ReportsToId FROM Contact WHERE Id = '${contact}'`).ReportsToId, contact);
});

test('unique fields refuse a second record, without case unless the field says so', () => {
  const id = insert('Project__c', { Needed__c: 'x', Key__c: 'K-1', Code__c: 'abc' });
  const [error] = refused('insert', 'Project__c', { Needed__c: 'x', Key__c: 'k-1' });
  assert.equal(error?.statusCode, 'DUPLICATE_VALUE');
  assert.equal(error?.message, `duplicate value found: Key__c duplicates value on record with id: ${id.slice(0, 15)}`);
  insert('Project__c', { Needed__c: 'x', Code__c: 'ABC' });
  update('Project__c', { Id: id, Key__c: 'K-1' });
});

test('upsert creates, then finds, by external id and by id', () => {
  const upsert = (record: RecordInput, externalIdField: string) =>
    org.write(admin, 'upsert', 'Account', record, { externalIdField });
  const created = upsert({ Key__c: 'U-1', Name: 'New' }, 'Key__c');
  const found = upsert({ Key__c: 'u-1', Name: 'Renamed' }, 'key__C');
  assert.deepEqual([created.success, created.created, found.created, found.id], [true, true, false, created.id]);
  assert.equal(row("SELECT Name FROM Account WHERE Key__c = 'U-1'").Name, 'Renamed');
  assert.equal(upsert({ Id: created.id, Name: 'Again' }, 'Id').created, false);
  assert.equal(upsert({ Name: 'Only Id missing' }, 'Id').created, true);
  assert.equal(upsert({ Name: 'x' }, 'Key__c').errors[0]?.statusCode, 'MISSING_ARGUMENT');
  assert.equal(upsert({ Name: 'x', Industry: 'Banking' }, 'Industry').errors[0]?.statusCode, 'INVALID_FIELD');
});

test('an external id that is not unique may match several records', () => {
  insert('Lead', lead({ Email: 'twice@x.com' }));
  insert('Lead', lead({ Email: 'twice@x.com' }));
  const result = org.write(admin, 'upsert', 'Lead', lead({ Email: 'twice@x.com' }), { externalIdField: 'Email' });
  assert.equal(result.errors[0]?.statusCode, 'DUPLICATE_EXTERNAL_ID');
});

test('update needs the id of an existing record of the object', () => {
  const code = (record: RecordInput) => refused('update', 'Account', record)[0]?.statusCode;
  assert.equal(code({ Name: 'x' }), 'MISSING_ARGUMENT');
  assert.equal(code({ Id: 'abc', Name: 'x' }), 'MALFORMED_ID');
  assert.equal(code({ Id: admin, Name: 'x' }), 'MALFORMED_ID');
  assert.equal(code({ Id: '001000000000000AAA', Name: 'x' }), 'INVALID_CROSS_REFERENCE_KEY');
  assert.equal(code({ Id: deleted, Name: 'x' }), 'ENTITY_IS_DELETED');
  assert.equal(code({ Id: account, Name: null }), 'REQUIRED_FIELD_MISSING');
});

test('an update moves the time of modification and names who did it', () => {
  const id = insert('Lead', lead());
  org.clock.advance(60_000);
  update('Lead', { Id: id, Title: 'Boss' }, opened.rep);
  const { CreatedDate, LastModifiedDate, LastModifiedById } = row(
    `SELECT CreatedDate, LastModifiedDate, LastModifiedById FROM Lead WHERE Id = '${id}'`,
  );
  assert.ok(Date.parse(String(LastModifiedDate)) - Date.parse(String(CreatedDate)) >= 60_000);
  assert.equal(LastModifiedById, opened.rep);
});

test('an unknown user may not write', () => {
  assert.equal(refused('insert', 'Lead', lead(), integration)[0]?.statusCode, 'INVALID_TYPE');
});

test('a transaction that throws rolls everything back', () => {
  const before = org.query(admin, 'SELECT COUNT() FROM Account').countOnly;
  assert.throws(() =>
    org.transaction(() => {
      insert('Account', { Name: 'Half' });
      org.transaction(() => insert('Account', { Name: 'Inner' }));
      throw new Error('stop');
    }),
  );
  assert.equal(org.query(admin, 'SELECT COUNT() FROM Account').countOnly, before);
});

test('a person is once in a campaign, and has responded according to the status', () => {
  const campaign = insert('Campaign', { Name: 'C' });
  const person = insert('Lead', lead());
  const member = insert('CampaignMember', { CampaignId: campaign, LeadId: person });
  assert.equal(
    refused('insert', 'CampaignMember', { CampaignId: campaign, LeadId: person })[0]?.statusCode,
    'DUPLICATE_VALUE',
  );
  const read = () =>
    row(`SELECT Status, HasResponded, FirstRespondedDate, LeadOrContactId FROM CampaignMember WHERE Id = '${member}'`);
  assert.deepEqual([read().Status, read().HasResponded, read().LeadOrContactId], ['Sent', false, person]);
  update('CampaignMember', { Id: member, Status: 'Responded' });
  assert.deepEqual([read().HasResponded, read().FirstRespondedDate], [true, '2026-03-16']);
  assert.equal(rows(`SELECT Id FROM CampaignMemberStatus WHERE CampaignId = '${campaign}'`).length, 2);
});
