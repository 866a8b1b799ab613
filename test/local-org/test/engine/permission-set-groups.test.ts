import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifest, metadata, openedOrg, throwsCode } from './opened-org.ts';
import type { OpenedOrg } from './opened-org.ts';

const reads = (object: string): string =>
  `<objectPermissions><object>${object}</object><allowRead>true</allowRead><allowEdit>false</allowEdit><allowCreate>false</allowCreate><allowDelete>false</allowDelete><viewAllRecords>false</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>`;
const set = (name: string, object: string): [string, string] => [
  `permissionsets/${name}.permissionset`,
  metadata('PermissionSet', `<label>${name}</label>${reads(object)}`),
];
const group = (members: string[], label = 'Sales team'): Record<string, string> => ({
  'permissionsetgroups/Sales_Team.permissionsetgroup': metadata(
    'PermissionSetGroup',
    `<label>${label}</label>${members.map((name) => `<permissionSets>${name}</permissionSets>`).join('')}`,
  ),
});

function groupedOrg(): OpenedOrg & { groupId: string } {
  const opened = openedOrg();
  const outcome = opened.deploy({
    ...Object.fromEntries([set('Leads', 'Lead'), set('Accounts', 'Account')]),
    ...group(['Leads']),
  });
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  return { ...opened, groupId: String(opened.row('SELECT Id FROM PermissionSetGroup').Id) };
}

test('a user who is assigned a group has the rights of all its permission sets, and loses them with it', () => {
  const { admin, deploy, groupId, insert, integration, org, rows, row } = groupedOrg();
  throwsCode(() => rows('SELECT Id FROM Lead', integration), 'INVALID_TYPE');
  const Id = insert('PermissionSetAssignment', { PermissionSetGroupId: groupId, AssigneeId: integration });
  assert.deepEqual(rows('SELECT Id FROM Lead', integration), []);
  throwsCode(() => rows('SELECT Id FROM Account', integration), 'INVALID_TYPE');
  const accounts = String(row("SELECT Id FROM PermissionSet WHERE Name = 'Accounts'").Id);
  const member = insert('PermissionSetGroupComponent', { PermissionSetGroupId: groupId, PermissionSetId: accounts });
  assert.deepEqual(rows('SELECT Id FROM Account', integration), []);
  assert.ok(org.write(admin, 'delete', 'PermissionSetGroupComponent', { Id: member }).success);
  throwsCode(() => rows('SELECT Id FROM Account', integration), 'INVALID_TYPE');
  assert.ok(deploy(group(['Accounts'])).success);
  throwsCode(() => rows('SELECT Id FROM Lead', integration), 'INVALID_TYPE');
  assert.deepEqual(rows('SELECT Id FROM Account', integration), []);
  assert.ok(org.write(admin, 'delete', 'PermissionSetAssignment', { Id }).success);
  throwsCode(() => rows('SELECT Id FROM Account', integration), 'INVALID_TYPE');
});

test('an assignment of a group is of the permission set that the group owns', () => {
  const { groupId, insert, refused, rep, row, rows } = groupedOrg();
  const owned = row(`SELECT Id, Type, PermissionSetGroup.DeveloperName FROM PermissionSet WHERE Type = 'Group'`);
  insert('PermissionSetAssignment', { PermissionSetGroupId: groupId, AssigneeId: rep });
  const assignment = row(
    `SELECT PermissionSetId, PermissionSetGroup.DeveloperName, PermissionSet.Type FROM PermissionSetAssignment WHERE AssigneeId = '${rep}'`,
  );
  assert.equal(assignment.PermissionSetId, owned.Id);
  assert.deepEqual(
    rows(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Leads' AND AssigneeId = '${rep}'`),
    [],
  );
  const again = refused('insert', 'PermissionSetAssignment', { PermissionSetGroupId: groupId, AssigneeId: rep });
  assert.equal(again[0]?.statusCode, 'DUPLICATE_VALUE');
  const leads = String(row("SELECT Id FROM PermissionSet WHERE Name = 'Leads'").Id);
  const twice = refused('insert', 'PermissionSetGroupComponent', {
    PermissionSetGroupId: groupId,
    PermissionSetId: leads,
  });
  assert.equal(twice[0]?.statusCode, 'DUPLICATE_VALUE');
  const both = { PermissionSetGroupId: groupId, PermissionSetId: leads, AssigneeId: rep };
  assert.equal(refused('insert', 'PermissionSetAssignment', both)[0]?.statusCode, 'FIELD_INTEGRITY_EXCEPTION');
  assert.equal(
    refused('insert', 'PermissionSetAssignment', { AssigneeId: rep })[0]?.statusCode,
    'REQUIRED_FIELD_MISSING',
  );
});

test('a group made through the API works like a deployed one', () => {
  const { insert, integration, row, rows } = groupedOrg();
  const PermissionSetGroupId = insert('PermissionSetGroup', { DeveloperName: 'Finance', MasterLabel: 'Finance' });
  assert.equal(row("SELECT Status FROM PermissionSetGroup WHERE DeveloperName = 'Finance'").Status, 'Updated');
  const accounts = String(row("SELECT Id FROM PermissionSet WHERE Name = 'Accounts'").Id);
  insert('PermissionSetGroupComponent', { PermissionSetGroupId, PermissionSetId: accounts });
  insert('PermissionSetAssignment', { PermissionSetGroupId, AssigneeId: integration });
  assert.deepEqual(rows('SELECT Id FROM Account', integration), []);
});

test('an assignment that has expired gives no rights', () => {
  const { groupId, insert, integration, org, rows, update } = groupedOrg();
  const at = (hours: number): string => new Date(org.clock.now().getTime() + hours * 3_600_000).toISOString();
  const assignment = { PermissionSetGroupId: groupId, AssigneeId: integration, ExpirationDate: at(1) };
  const Id = insert('PermissionSetAssignment', assignment);
  assert.deepEqual(rows('SELECT Id FROM Lead', integration), []);
  org.clock.advance(2 * 3_600_000);
  throwsCode(() => rows('SELECT Id FROM Lead', integration), 'INVALID_TYPE');
  assert.equal(rows('SELECT Id FROM PermissionSetAssignment WHERE ExpirationDate > TODAY').length, 0);
  update('PermissionSetAssignment', { Id, ExpirationDate: at(1) });
  assert.deepEqual(rows('SELECT Id FROM Lead', integration), []);
});

test('a group is deployed whole, kept by a second deploy, retrieved, and deleted once nobody has it', () => {
  const { admin, deploy, groupId, insert, org, rep, row, rows } = groupedOrg();
  const broken = deploy(group(['Leads', 'Nothing']));
  assert.match(broken.messages.map(({ problem }) => problem).join('\n'), /no PermissionSet named Nothing found/);
  const Id = insert('PermissionSetAssignment', { PermissionSetGroupId: groupId, AssigneeId: rep });
  assert.ok(deploy(group(['Leads', 'Accounts'], 'Sales')).success);
  assert.deepEqual(
    { ...row('SELECT Id, MasterLabel FROM PermissionSetGroup'), attributes: undefined },
    {
      Id: groupId,
      MasterLabel: 'Sales',
      attributes: undefined,
    },
  );
  assert.equal(rows('SELECT Id FROM PermissionSetGroupComponent').length, 2);
  const [file] = org.retrieve(admin, [{ type: 'PermissionSetGroup', fullName: 'Sales_Team' }]).files;
  assert.match(new TextDecoder().decode(file?.content), /<permissionSets>Accounts<\/permissionSets>/);
  const remove = () =>
    deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ PermissionSetGroup: ['Sales_Team'] }),
    });
  assert.match(remove().messages[0]?.problem ?? '', /assigned to one or more users/);
  assert.ok(org.write(admin, 'delete', 'PermissionSetAssignment', { Id }).success);
  assert.ok(remove().success);
  assert.deepEqual(rows("SELECT Id FROM PermissionSet WHERE Type = 'Group'"), []);
  assert.deepEqual(rows('SELECT Id FROM PermissionSetGroupComponent'), []);
});

test('an org has no namespace unless it is given one', () => {
  assert.equal(openedOrg().row('SELECT NamespacePrefix FROM Organization').NamespacePrefix, null);
  const { row } = openedOrg({ namespacePrefix: 'acme' });
  assert.equal(row('SELECT NamespacePrefix FROM Organization').NamespacePrefix, 'acme');
});
