import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalObject, manifest, metadata, openedOrg, textField } from './opened-org.ts';

const grants =
  '<fieldPermissions><field>Goal__c.Reason__c</field><readable>true</readable><editable>true</editable></fieldPermissions>' +
  '<objectPermissions><object>Goal__c</object><allowRead>true</allowRead><allowCreate>true</allowCreate></objectPermissions>';
const rule =
  '<validationRules><fullName>Named</fullName><active>true</active><errorConditionFormula>Reason__c = "no"</errorConditionFormula><errorMessage>no</errorMessage></validationRules>';

function withGoals(extra = '') {
  const opened = openedOrg();
  const { success, messages } = opened.deploy({
    'objects/Goal__c.object': goalObject(textField('Reason__c') + extra),
    'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${grants}`),
  });
  assert.ok(success, JSON.stringify(messages));
  opened.org.assignPermissionSet(opened.admin, 'P');
  const goal = opened.insert('Goal__c', { Name: 'G', Reason__c: 'because' });
  const remove = (types: Record<string, string[]>, file = 'destructiveChanges.xml') =>
    opened.deploy({ 'package.xml': manifest({}), [file]: manifest(types) });
  return { ...opened, goal, remove };
}

test('a deleted field takes its values and the rights to it along; what comes back under its name is empty', () => {
  const { admin, deploy, org, remove, row, rows } = withGoals();
  const { success, messages } = remove({ CustomField: ['Goal__c.Reason__c'] });
  assert.ok(success, JSON.stringify(messages));
  assert.deepEqual(
    messages.map(({ componentType, fullName, deleted }) => [componentType, fullName, deleted]),
    [['CustomField', 'Goal__c.Reason__c', true]],
  );
  assert.ok(!org.describe(admin, 'Goal__c')?.fields.some(({ name }) => name === 'Reason__c'));
  assert.throws(() => rows('SELECT Reason__c FROM Goal__c'), { code: 'INVALID_FIELD' });
  assert.deepEqual(rows("SELECT Id FROM FieldPermissions WHERE Field = 'Goal__c.Reason__c'"), []);
  // The permission set no longer speaks of it, so that it can be deployed again as it now is.
  deploy({
    'objects/Goal__c.object': metadata('CustomObject', textField('Reason__c')),
    'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${grants}`),
  });
  assert.equal(row('SELECT Reason__c FROM Goal__c').Reason__c, null);
});

test('what others build on is not deleted, and nothing else is either', () => {
  const { remove, row, rows } = withGoals(rule);
  const { success, messages } = remove({ CustomField: ['Goal__c.Reason__c'], PermissionSet: ['Nobody'] });
  assert.equal(success, false);
  const problem = messages.find((message) => message.problemType === 'Error')?.problem ?? '';
  assert.match(
    problem,
    /^This custom field is referenced elsewhere in salesforce\.com\. : Validation Rule - Goal__c\.Named/,
  );
  assert.equal(row('SELECT Reason__c FROM Goal__c').Reason__c, 'because');
  assert.equal(rows("SELECT Id FROM FieldPermissions WHERE Field = 'Goal__c.Reason__c'").length, 1);
  // With the rule it goes, whatever the order in which they are named.
  assert.ok(remove({ CustomField: ['Goal__c.Reason__c'], ValidationRule: ['Goal__c.Named'] }).success);
});

test('a deleted object takes its fields, its records and the rights to it along', () => {
  const { admin, org, remove, rows } = withGoals(rule);
  assert.ok(remove({ CustomObject: ['Goal__c'] }, 'destructiveChangesPost.xml').success);
  assert.equal(org.describe(admin, 'Goal__c'), undefined);
  assert.throws(() => rows('SELECT Id FROM Goal__c'), { code: 'INVALID_TYPE' });
  assert.deepEqual(org.inspect('SELECT "Id" FROM "Goal__c"'), []);
  assert.deepEqual(org.components('CustomField'), []);
  assert.deepEqual(rows("SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Goal__c'"), []);
});

test('a permission set that somebody has stays until it is taken from them', () => {
  const { org, remove, rows } = withGoals();
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
  assert.throws(() => rows('SELECT Reason__c FROM Goal__c'), { code: 'INVALID_FIELD' });
});

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what is not there is a warning, and fails a deploy that does not ignore warnings', () => {
  const { org, admin, row } = withGoals();
  const files = [
    { path: 'package.xml', content: encode(manifest({})) },
    {
      path: 'destructiveChangesPost.xml',
      content: encode(manifest({ ApexClass: ['Gone'], CustomField: ['Goal__c.Reason__c'] })),
    },
  ];
  const told = (outcome: ReturnType<typeof org.deploy>) =>
    outcome.messages.map(({ componentType, fullName, fileName, success, problem, problemType }) => [
      ...[componentType, fullName, fileName, success],
      ...(problem === undefined ? [] : [problem, problemType]),
    ]);
  const manifestName = 'destructiveChangesPost.xml';
  const warning = ['No ApexClass named: Gone found', 'Warning'];
  const gone = ['CustomField', 'Goal__c.Reason__c', manifestName, true];
  const refused = org.deploy(admin, files);
  assert.equal(refused.success, false);
  assert.deepEqual(told(refused), [['ApexClass', manifestName, manifestName, false, ...warning], gone]);
  assert.equal(row('SELECT Reason__c FROM Goal__c').Reason__c, 'because');
  const ignored = org.deploy(admin, files, { ignoreWarnings: true });
  assert.ok(ignored.success);
  assert.deepEqual(told(ignored), [['ApexClass', manifestName, manifestName, true, ...warning], gone]);
  assert.deepEqual(org.components('CustomField'), []);
});

test('a check deletes nothing', () => {
  const { org, admin, row } = withGoals();
  const files = [
    { path: 'package.xml', content: encode(manifest({})) },
    { path: 'destructiveChanges.xml', content: encode(manifest({ CustomField: ['Goal__c.Reason__c'] })) },
  ];
  assert.ok(org.deploy(admin, files, { checkOnly: true }).success);
  assert.equal(row('SELECT Reason__c FROM Goal__c').Reason__c, 'because');
});
