import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, metadata, openedOrg, textField, throwsCode } from './opened-org.ts';
import type { OpenedOrg } from './opened-org.ts';

const fieldGrant = (field: string, editable = false): string =>
  `<fieldPermissions><field>${field}</field><readable>true</readable><editable>${editable}</editable></fieldPermissions>`;

const objectGrant = (object: string, rights: 'read' | 'edit' | 'all'): string =>
  `<objectPermissions><object>${object}</object><allowRead>true</allowRead><allowEdit>${rights !== 'read'}</allowEdit><allowCreate>${rights === 'all'}</allowCreate><allowDelete>${rights === 'all'}</allowDelete><viewAllRecords>false</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>`;

function deployedOrg(): OpenedOrg {
  const opened = openedOrg();
  const outcome = opened.deploy({
    'objects/Lead.object': metadata(
      'CustomObject',
      textField('Secret__c') + textField('Needed__c', '<required>true</required><defaultValue>"d"</defaultValue>'),
    ),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
    'customPermissions/Manage.customPermission': metadata('CustomPermission', '<label>Manage</label>'),
    'permissionsets/Reader.permissionset': metadata(
      'PermissionSet',
      `<label>Reader</label>${objectGrant('Lead', 'read')}${fieldGrant('Lead.Secret__c')}${fieldGrant('Lead.Email')}${fieldGrant('Lead.Address')}`,
    ),
    'permissionsets/Writer.permissionset': metadata(
      'PermissionSet',
      `<label>Writer</label>${objectGrant('Lead', 'edit')}${objectGrant('Project__c', 'all')}${fieldGrant('Lead.Secret__c', true)}${fieldGrant('Project__c.Reason__c', true)}<customPermissions><enabled>true</enabled><name>Manage</name></customPermissions>`,
    ),
  });
  assert.deepEqual(
    outcome.messages.filter((message) => !message.success),
    [],
  );
  return opened;
}

test('a new field is hidden from everybody, administrators too, until a permission set grants it', () => {
  const { admin, org, refused, rows, insert, row } = deployedOrg();
  throwsCode(() => rows('SELECT Secret__c FROM Lead'), 'INVALID_FIELD', /No such column 'Secret__c' on entity 'Lead'/);
  throwsCode(() => rows("SELECT Id FROM Lead WHERE Secret__c = 'x'"), 'INVALID_FIELD');
  throwsCode(() => rows('SELECT Id FROM Lead ORDER BY Secret__c'), 'INVALID_FIELD');
  assert.equal(
    refused('insert', 'Lead', { LastName: 'L', Company: 'X', Secret__c: '1' })[0]?.statusCode,
    'INVALID_FIELD',
  );
  const describes = (name: string) => org.describe(admin, 'Lead')?.fields.some((field) => field.name === name);
  assert.deepEqual([describes('Secret__c'), describes('Needed__c'), describes('Email')], [false, true, true]);
  org.assignPermissionSet(admin, 'Writer');
  const id = insert('Lead', { LastName: 'L', Company: 'X', Secret__c: '1' });
  assert.equal(row(`SELECT Secret__c FROM Lead WHERE Id = '${id}'`).Secret__c, '1');
  assert.equal(describes('Secret__c'), true);
});

test('a read-only field is described as such', () => {
  const { admin, org, refused, insert } = deployedOrg();
  org.assignPermissionSet(admin, 'Reader');
  const id = insert('Lead', { LastName: 'L', Company: 'X' });
  const [error] = refused('update', 'Lead', { Id: id, Secret__c: '1' });
  assert.equal(error?.statusCode, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  assert.deepEqual(error.fields, ['Secret__c']);
  const field = org.describe(admin, 'Lead')?.fields.find(({ name }) => name === 'Secret__c');
  assert.deepEqual([field?.createable, field?.updateable], [false, false]);
});

test('the integration user sees no records, objects or fields but those granted', () => {
  const { org, insert, refused, rows, row, integration, track } = deployedOrg();
  track('Lead', 'Status');
  const lead = insert('Lead', { LastName: 'L', Company: 'X', Email: 'l@x.com', City: 'Wien', Phone: '1' });
  throwsCode(() => rows('SELECT Id FROM Lead', integration), 'INVALID_TYPE', /sObject type 'Lead' is not supported/);
  assert.equal(org.describe(integration, 'Lead'), undefined);
  assert.ok(!org.describeGlobal(integration).some(({ name }) => name === 'Lead' || name === 'Project__c'));
  org.assignPermissionSet(integration, 'Reader');
  const found = row(
    'SELECT Id, Name, OwnerId, Status, CreatedDate, Email, City, Address, Needed__c, Secret__c FROM Lead',
    integration,
  );
  assert.deepEqual([found.Name, found.Email, found.City, found.Needed__c], ['L', 'l@x.com', 'Wien', 'd']);
  throwsCode(() => rows('SELECT Phone FROM Lead', integration), 'INVALID_FIELD');
  throwsCode(
    () => rows('SELECT ConvertedContact.Name FROM Lead', integration),
    'INVALID_FIELD',
    /Didn't understand relationship 'ConvertedContact'/,
  );
  throwsCode(
    () => rows('SELECT Id FROM Lead WHERE Id IN (SELECT LeadId FROM CampaignMember)', integration),
    'INVALID_TYPE',
  );
  assert.equal(rows('SELECT Field FROM LeadHistory', integration).length, 1);
  const permission = org.describe(integration, 'Lead');
  assert.deepEqual([permission?.createable, permission?.updateable, permission?.deletable], [false, false, false]);
  for (const operation of ['insert', 'update', 'delete'] as const) {
    const record = operation === 'insert' ? { LastName: 'x', Company: 'y' } : { Id: lead };
    assert.equal(
      refused(operation, 'Lead', record, integration)[0]?.statusCode,
      'INSUFFICIENT_ACCESS_OR_READONLY',
      operation,
    );
  }
});

test('permission sets add up, and taking one away takes its rights', () => {
  const { admin, org, update, insert, refused, row, rows, integration } = deployedOrg();
  const lead = insert('Lead', { LastName: 'L', Company: 'X' });
  org.assignPermissionSet(integration, 'Reader');
  org.assignPermissionSet(integration, 'Writer');
  update('Lead', { Id: lead, Secret__c: '7' }, integration);
  assert.equal(
    refused('insert', 'Lead', { LastName: 'x', Company: 'y' }, integration)[0]?.statusCode,
    'INSUFFICIENT_ACCESS_OR_READONLY',
  );
  insert('Project__c', { Name: 'G', Reason__c: 'r' }, integration);
  const assignment = row(
    `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Writer' AND AssigneeId = '${integration}'`,
  );
  assert.equal(org.write(admin, 'delete', 'PermissionSetAssignment', { Id: String(assignment.Id) }).success, true);
  assert.equal(
    refused('update', 'Lead', { Id: lead, Secret__c: '8' }, integration)[0]?.statusCode,
    'INSUFFICIENT_ACCESS_OR_READONLY',
  );
  throwsCode(() => rows('SELECT Id FROM Project__c', integration), 'INVALID_TYPE');
});

test('a permission set is assigned once, through the API as by name', () => {
  const { org, insert, refused, rep, row } = deployedOrg();
  const { Id } = row("SELECT Id FROM PermissionSet WHERE Name = 'Reader'");
  insert('PermissionSetAssignment', { PermissionSetId: String(Id), AssigneeId: rep });
  assert.equal(
    refused('insert', 'PermissionSetAssignment', { PermissionSetId: String(Id), AssigneeId: rep })[0]?.statusCode,
    'DUPLICATE_VALUE',
  );
  org.assignPermissionSet(rep, 'Reader');
  assert.equal(row(`SELECT COUNT(Id) n FROM PermissionSetAssignment WHERE AssigneeId = '${rep}'`).n, 1);
  throwsCode(() => {
    org.assignPermissionSet(rep, 'Nothing');
  }, 'INVALID_CROSS_REFERENCE_KEY');
});

test('a rep has the standard objects and fields, no custom ones, and no rights over users', () => {
  const { insert, refused, rep, rows } = deployedOrg();
  insert('Lead', { LastName: 'L', Company: 'X', Phone: '1' }, rep);
  assert.equal(rows('SELECT Phone FROM Lead', rep).length, 1);
  throwsCode(() => rows('SELECT Secret__c FROM Lead', rep), 'INVALID_FIELD');
  throwsCode(() => rows('SELECT Id FROM Project__c', rep), 'INVALID_TYPE');
  assert.ok(rows('SELECT Name FROM User', rep).length >= 3);
  assert.equal(
    refused('update', 'User', { Id: rep, Title: 'Boss' }, rep)[0]?.statusCode,
    'INSUFFICIENT_ACCESS_OR_READONLY',
  );
});

test('an inactive user has no session', () => {
  const { rep, rows, update } = openedOrg();
  assert.equal(rows('SELECT Id FROM Lead', rep).length, 0);
  update('User', { Id: rep, IsActive: false });
  throwsCode(() => rows('SELECT Id FROM Lead', rep), 'INVALID_SESSION_ID');
});
