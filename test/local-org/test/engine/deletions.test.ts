import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, manifest, metadata, openedOrg, textField } from './opened-org.ts';

const grants =
  '<fieldPermissions><field>Project__c.Reason__c</field><readable>true</readable><editable>true</editable></fieldPermissions>' +
  '<objectPermissions><object>Project__c</object><allowRead>true</allowRead><allowCreate>true</allowCreate></objectPermissions>';
const rule =
  '<validationRules><fullName>Named</fullName><active>true</active><errorConditionFormula>Reason__c = "no"</errorConditionFormula><errorMessage>no</errorMessage></validationRules>';

function withProjects(extra = '') {
  const opened = openedOrg();
  const { success, messages } = opened.deploy({
    'objects/Project__c.object': projectObject(textField('Reason__c') + extra),
    'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${grants}`),
  });
  assert.ok(success, JSON.stringify(messages));
  opened.org.assignPermissionSet(opened.admin, 'P');
  const project = opened.insert('Project__c', { Name: 'G', Reason__c: 'because' });
  const remove = (types: Record<string, string[]>, file = 'destructiveChanges.xml') =>
    opened.deploy({ 'package.xml': manifest({}), [file]: manifest(types) });
  return { ...opened, project, remove };
}

test('a deleted field takes its values and the rights to it along; a new field of its name is empty', () => {
  const { admin, deploy, org, remove, row, rows } = withProjects();
  const { success, messages } = remove({ CustomField: ['Project__c.Reason__c'] });
  assert.ok(success, JSON.stringify(messages));
  assert.deepEqual(
    messages.map(({ componentType, fullName, deleted }) => [componentType, fullName, deleted]),
    [['CustomField', 'Project__c.Reason__c', true]],
  );
  assert.ok(!org.describe(admin, 'Project__c')?.fields.some(({ name }) => name === 'Reason__c'));
  assert.throws(() => rows('SELECT Reason__c FROM Project__c'), { code: 'INVALID_FIELD' });
  assert.deepEqual(rows("SELECT Id FROM FieldPermissions WHERE Field = 'Project__c.Reason__c'"), []);
  // The permission set no longer refers to it, so its retrieved file can be deployed again.
  deploy({
    'objects/Project__c.object': metadata('CustomObject', textField('Reason__c')),
    'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${grants}`),
  });
  assert.equal(row('SELECT Reason__c FROM Project__c').Reason__c, null);
});

test('a component that others refer to is not deleted, and the whole deploy fails', () => {
  const { remove, row, rows } = withProjects(rule);
  const { success, messages } = remove({ CustomField: ['Project__c.Reason__c'], PermissionSet: ['Nobody'] });
  assert.equal(success, false);
  const problem = messages.find((message) => message.problemType === 'Error')?.problem ?? '';
  assert.match(
    problem,
    /^This custom field is referenced elsewhere in salesforce\.com\. : Validation Rule - Project__c\.Named/,
  );
  assert.equal(row('SELECT Reason__c FROM Project__c').Reason__c, 'because');
  assert.equal(rows("SELECT Id FROM FieldPermissions WHERE Field = 'Project__c.Reason__c'").length, 1);
  // It is deleted together with the rule, in any order of names.
  assert.ok(remove({ CustomField: ['Project__c.Reason__c'], ValidationRule: ['Project__c.Named'] }).success);
});

test('a deleted object takes its fields, its records and the rights to it along', () => {
  const { admin, org, remove, rows } = withProjects(rule);
  assert.ok(remove({ CustomObject: ['Project__c'] }, 'destructiveChangesPost.xml').success);
  assert.equal(org.describe(admin, 'Project__c'), undefined);
  assert.throws(() => rows('SELECT Id FROM Project__c'), { code: 'INVALID_TYPE' });
  assert.deepEqual(org.inspect('SELECT "Id" FROM "Project__c"'), []);
  assert.deepEqual(org.components('CustomField'), []);
  assert.deepEqual(rows("SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Project__c'"), []);
});

test('a permission set cannot be deleted while it is assigned', () => {
  const { org, remove, rows } = withProjects();
  const assigned = rows("SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'P'").map(({ Id }) =>
    String(Id),
  );
  const { success, messages } = remove({ PermissionSet: ['P'] });
  assert.equal(success, false);
  assert.match(messages[0]?.problem ?? '', /assigned to one or more users/);
  for (const Id of assigned)
    assert.ok(org.write(org.userId('admin@local.org') ?? '', 'delete', 'PermissionSetAssignment', { Id }).success);
  assert.ok(remove({ PermissionSet: ['P'] }).success);
  assert.deepEqual(rows("SELECT Id FROM PermissionSet WHERE Name = 'P'"), []);
  assert.throws(() => rows('SELECT Reason__c FROM Project__c'), { code: 'INVALID_FIELD' });
});

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a missing component is a warning, which fails a deploy that does not ignore warnings', () => {
  const { org, admin, row } = withProjects();
  const files = [
    { path: 'package.xml', content: encode(manifest({})) },
    {
      path: 'destructiveChangesPost.xml',
      content: encode(manifest({ ApexClass: ['Gone'], CustomField: ['Project__c.Reason__c'] })),
    },
  ];
  const messagesOf = (outcome: ReturnType<typeof org.deploy>) =>
    outcome.messages.map(({ componentType, fullName, fileName, success, problem, problemType }) => [
      ...[componentType, fullName, fileName, success],
      ...(problem === undefined ? [] : [problem, problemType]),
    ]);
  const manifestName = 'destructiveChangesPost.xml';
  const warning = ['No ApexClass named: Gone found', 'Warning'];
  const gone = ['CustomField', 'Project__c.Reason__c', manifestName, true];
  const refused = org.deploy(admin, files);
  assert.equal(refused.success, false);
  assert.deepEqual(messagesOf(refused), [['ApexClass', manifestName, manifestName, false, ...warning], gone]);
  assert.equal(row('SELECT Reason__c FROM Project__c').Reason__c, 'because');
  const ignored = org.deploy(admin, files, { ignoreWarnings: true });
  assert.ok(ignored.success);
  assert.deepEqual(messagesOf(ignored), [['ApexClass', manifestName, manifestName, true, ...warning], gone]);
  assert.deepEqual(org.components('CustomField'), []);
});

test('a check deletes nothing', () => {
  const { org, admin, row } = withProjects();
  const files = [
    { path: 'package.xml', content: encode(manifest({})) },
    { path: 'destructiveChanges.xml', content: encode(manifest({ CustomField: ['Project__c.Reason__c'] })) },
  ];
  assert.ok(org.deploy(admin, files, { checkOnly: true }).success);
  assert.equal(row('SELECT Reason__c FROM Project__c').Reason__c, 'because');
});
