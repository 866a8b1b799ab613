import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessMode, QueryColumn } from '../../src/org.ts';
import { sharedOrg } from '../sharing/shared-org.ts';
import { metadata, projectObject, textField, throwsCode } from './opened-org.ts';

const mode = (modeName: AccessMode['mode'], sharing: AccessMode['sharing']): { access: AccessMode } => ({
  access: { mode: modeName, sharing },
});
const [userWith, systemWith] = [mode('user', 'with'), mode('system', 'with')];
const [userWithout, systemWithout] = [mode('user', 'without'), mode('system', 'without')];

/** An org with private leads, a field that nobody may see and an object that nobody may see. */
function hiddenOrg() {
  const shared = sharedOrg({
    'objects/Lead.object': metadata('CustomObject', `<sharingModel>Private</sharingModel>${textField('Secret__c')}`),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
  });
  const [east, west] = [shared.addUser('Eve', 'East'), shared.addUser('Wes', 'West')];
  const mine = shared.insert('Lead', { LastName: 'Mine', Company: 'C' }, east);
  const other = shared.insert('Lead', { LastName: 'Other', Company: 'C' }, west);
  return { ...shared, east, mine, other };
}

test('system mode reads fields and objects that the user may not see, user mode says they do not exist', () => {
  const { east, rows } = hiddenOrg();
  const secret = 'SELECT Secret__c FROM Lead';
  for (const options of [undefined, userWith, userWithout]) {
    throwsCode(() => rows(secret, east, options), 'INVALID_FIELD', /No such column 'Secret__c' on entity 'Lead'/);
    throwsCode(() => rows('SELECT Id FROM Project__c', east, options), 'INVALID_TYPE', /'Project__c' is not supported/);
  }
  assert.equal(rows(secret, east, systemWith).length, 1);
  assert.equal(rows('SELECT Id, Reason__c FROM Project__c', east, systemWith).length, 0);
});

test('without sharing all records are seen, with sharing those of the user, in both modes', () => {
  const { east, rows } = hiddenOrg();
  const names = (options: { access: AccessMode }) =>
    rows('SELECT Name FROM Lead ORDER BY Name', east, options).map(({ Name }) => Name);
  assert.deepEqual([names(userWith), names(systemWith)], [['Mine'], ['Mine']]);
  assert.deepEqual(
    [names(userWithout), names(systemWithout)],
    [
      ['Mine', 'Other'],
      ['Mine', 'Other'],
    ],
  );
});

test('a search finds what a query in its mode would', () => {
  const { east, org, insert } = hiddenOrg();
  insert('Lead', { LastName: 'Findable', Company: 'C' });
  const found = (options: { access: AccessMode }) => org.search(east, 'FIND {Findable} RETURNING Lead(Id)', options);
  assert.deepEqual([found(userWith).length, found(systemWithout).length], [0, 1]);
});

test('writes in system mode ignore permissions on objects and fields, and keep to sharing unless without', () => {
  const { org, east, other, row } = hiddenOrg();
  const code = (options: { access?: AccessMode }, object: string, record: Record<string, string>) => {
    const operation = 'Id' in record ? 'update' : 'insert';
    const result = org.write(east, operation, object, record, options);
    return result.success ? 'saved' : result.errors[0]?.statusCode;
  };
  const secret = { LastName: 'L', Company: 'C', Secret__c: 'x' };
  assert.deepEqual([code({}, 'Lead', secret), code(systemWith, 'Lead', secret)], ['INVALID_FIELD', 'saved']);
  const project = { Name: 'P' };
  assert.deepEqual(
    [code(userWithout, 'Project__c', project), code(systemWith, 'Project__c', project)],
    ['INVALID_TYPE', 'saved'],
  );
  const change = { Id: other, Title: 'T' };
  const denied = 'INSUFFICIENT_ACCESS_OR_READONLY';
  assert.deepEqual(
    [userWith, systemWith, systemWithout].map((options) => code(options, 'Lead', change)),
    [denied, denied, 'saved'],
  );
  assert.equal(row(`SELECT LastModifiedById FROM Lead WHERE Id = '${other}'`).LastModifiedById, east);
});

test('what nobody may write is refused in system mode too', () => {
  const { org, east, mine } = hiddenOrg();
  const change = { Id: mine, CreatedDate: '2020-01-01T00:00:00Z' };
  const { errors } = org.write(east, 'update', 'Lead', change, systemWithout);
  assert.equal(errors[0]?.statusCode, 'INVALID_FIELD_FOR_INSERT_UPDATE');
});

test('a conversion without sharing converts a lead of others', () => {
  const { org, east, other } = hiddenOrg();
  const conversion = { leadId: other, convertedStatus: 'Closed - Converted' };
  assert.equal(org.convertLead(east, conversion, systemWith).success, false);
  assert.ok(org.convertLead(east, conversion, systemWithout).success);
});

test('a describe for code has what no user may see', () => {
  const { org, east } = hiddenOrg();
  const named = (object: string) => org.describeForCode(object)?.fields.some(({ name }) => /__c$/.test(name));
  assert.deepEqual([named('lead'), named('Project__c'), org.describe(east, 'Project__c')], [true, true, undefined]);
  assert.ok(
    org.describeForCode('Account')?.childRelationships.some(({ relationshipName }) => relationshipName === 'Contacts'),
  );
  assert.equal(org.describeForCode('Nothing__c'), undefined);
  assert.ok(org.objectNames().includes('Project__c'));
});

test('a query says the type of each column', () => {
  const { org, admin } = hiddenOrg();
  const columns = (soql: string): QueryColumn[] => org.query(admin, soql).typedColumns;
  assert.deepEqual(columns('SELECT COUNT(Id), MAX(CreatedDate) latest, Status FROM Lead GROUP BY Status'), [
    { kind: 'value', parents: [], name: 'expr0', type: 'int', isExpression: true },
    { kind: 'value', parents: [], name: 'latest', type: 'datetime', isExpression: true },
    { kind: 'value', parents: [], name: 'Status', type: 'picklist', isExpression: false },
  ]);
  const name: QueryColumn = { kind: 'value', parents: [], name: 'Name', type: 'string', isExpression: false };
  assert.deepEqual(columns('SELECT Account.Name FROM Opportunity')[0], {
    ...name,
    parents: ['Account'],
  });
  assert.deepEqual(columns('SELECT (SELECT Name FROM Contacts) FROM Account'), [
    { kind: 'children', name: 'Contacts', object: 'Contact', columns: [name] },
  ]);
});
