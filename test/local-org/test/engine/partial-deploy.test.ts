import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, manifest, metadata, openedOrg, packageFiles, textField } from './opened-org.ts';

const withoutRollback = { rollbackOnError: false };

const badField = '<fields><fullName>Bad__c</fullName><label>Bad</label><type>Text</type></fields>';

test('without a rollback valid components are deployed, and the others are reported', () => {
  const { org, admin } = openedOrg();
  const files = packageFiles({
    'package.xml': manifest({ CustomObject: ['Project__c'], PermissionSet: ['P', 'Lost'] }),
    'objects/Project__c.object': projectObject(textField('Good__c') + badField),
    'permissionsets/P.permissionset': metadata(
      'PermissionSet',
      '<label>P</label><fieldPermissions><field>Project__c.Bad__c</field><readable>true</readable><editable>false</editable></fieldPermissions>',
    ),
  });
  assert.equal(org.deploy(admin, files).success, false);
  assert.equal(org.describe(admin, 'Project__c'), undefined);

  const { success, isPartial, messages } = org.deploy(admin, files, withoutRollback);
  assert.deepEqual([success, isPartial], [false, true]);
  assert.deepEqual(
    messages.map(({ componentType, fullName, success: isFine }) => [componentType, fullName, isFine]),
    [
      ['CustomField', 'Project__c.Bad__c', false],
      ['PermissionSet', 'P', false],
      ['PermissionSet', 'Lost', false],
      ['CustomObject', 'Project__c', true],
      ['CustomField', 'Project__c.Good__c', true],
    ],
  );
  assert.deepEqual(
    org.components('CustomField').map(({ fullName }) => fullName),
    ['Project__c.Good__c'],
  );
});

test('a deploy without any valid component fails', () => {
  const { org, admin } = openedOrg();
  const files = packageFiles({ 'objects/Lead.object': metadata('CustomObject', badField) });
  const { success, isPartial } = org.deploy(admin, files, withoutRollback);
  assert.deepEqual([success, isPartial], [false, false]);
});

test('a check without a rollback changes nothing', () => {
  const { org, admin } = openedOrg();
  const files = packageFiles({ 'objects/Project__c.object': projectObject(textField('Good__c') + badField) });
  const { isPartial } = org.deploy(admin, files, { ...withoutRollback, checkOnly: true });
  assert.equal(isPartial, true);
  assert.equal(org.describe(admin, 'Project__c'), undefined);
});

test('a valid component that breaks a deployed one fails', () => {
  const { org, admin, deploy } = openedOrg();
  const lookup =
    '<fields><fullName>Lead__c</fullName><label>Lead</label><type>Lookup</type><referenceTo>Lead</referenceTo><relationshipName>Projects</relationshipName></fields>';
  const rule =
    '<validationRules><fullName>Known</fullName><active>true</active><errorConditionFormula>Lead__r.Company = "none"</errorConditionFormula><errorMessage>no</errorMessage></validationRules>';
  const first = deploy({ 'objects/Project__c.object': projectObject(lookup + rule) });
  assert.ok(first.success, JSON.stringify(first.messages));
  const files = packageFiles({ 'objects/Project__c.object': metadata('CustomObject', textField('Lead__c')) });
  const { success, isPartial, messages } = org.deploy(admin, files, withoutRollback);
  assert.deepEqual([success, isPartial], [false, false]);
  assert.ok(messages.some((message) => message.fullName === 'Project__c.Known' && !message.success));
  const [field] = org.components('CustomField');
  assert.equal(field?.body['type'], 'Lookup');
});
