import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, manifest, metadata, openedOrg, textField } from './opened-org.ts';

const picklist =
  '<fields><fullName>Kind__c</fullName><label>Kind</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>' +
  ['A', 'B', 'C']
    .map((value) => `<value><fullName>${value}</fullName><default>false</default><label>${value}</label></value>`)
    .join('') +
  '</valueSetDefinition></valueSet></fields>';

const recordType = (name: string, values: string[], active = true): string =>
  `<recordTypes><fullName>${name}</fullName><active>${String(active)}</active><label>${name} Projects</label><picklistValues><picklist>Kind__c</picklist>${values
    .map((value) => `<values><fullName>${value}</fullName><default>false</default></values>`)
    .join('')}</picklistValues></recordTypes>`;

test('record types are rows, stand in the describe, and only a record of their object has them', () => {
  const { admin, deploy, insert, org, refused, row, rows } = openedOrg();
  const { success, messages } = deploy({
    'objects/Project__c.object': projectObject(
      picklist + recordType('Small', ['A', 'B']) + recordType('Old', ['C'], false),
    ),
    'objects/Account.object': metadata(
      'CustomObject',
      '<recordTypes><fullName>Partner</fullName><active>true</active><label>Partner</label></recordTypes>',
    ),
  });
  assert.ok(success, JSON.stringify(messages));
  const typeId = (name: string): string => String(row(`SELECT Id FROM RecordType WHERE DeveloperName = '${name}'`).Id);
  const infos = org
    .describe(admin, 'Project__c')
    ?.recordTypeInfos.map(({ name, active, master }) => [name, active, master]);
  assert.deepEqual(infos, [
    ['Old Projects', false, false],
    ['Small Projects', true, false],
    ['Master', true, true],
  ]);
  const id = insert('Project__c', { Name: 'G', RecordTypeId: typeId('Small') });
  assert.equal(row(`SELECT RecordType.Name FROM Project__c WHERE Id = '${id}'`).RecordType instanceof Object, true);
  assert.deepEqual(rows("SELECT Id FROM Project__c WHERE RecordType.DeveloperName = 'Small'").length, 1);
  for (const wrong of ['Old', 'Partner']) {
    const [error] = refused('insert', 'Project__c', { Name: 'G', RecordTypeId: typeId(wrong) });
    assert.equal(error?.statusCode, 'INVALID_CROSS_REFERENCE_KEY', wrong);
  }
  // The same id after another deploy; gone with a destructive change.
  const before = typeId('Small');
  deploy({ 'objects/Project__c.object': metadata('CustomObject', recordType('Small', ['A'])) });
  assert.equal(typeId('Small'), before);
  deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ RecordType: ['Project__c.Old'] }) });
  assert.deepEqual(rows("SELECT Id FROM RecordType WHERE DeveloperName = 'Old'"), []);
});

const settingType = metadata(
  'CustomObject',
  `<label>Setting</label><pluralLabel>Settings</pluralLabel>${textField('Path__c')}<fields><fullName>On__c</fullName><label>On</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>`,
);
const setting = (values: Record<string, string>): string =>
  `<?xml version="1.0" encoding="UTF-8"?><CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>First</label><protected>false</protected>${Object.entries(
    values,
  )
    .map(([field, value]) => `<values><field>${field}</field><value xsi:type="xsd:string">${value}</value></values>`)
    .join('')}</CustomMetadata>`;

test('records of custom metadata types are deployed, read as data and written by nobody', () => {
  const { deploy, refused, row, rows } = openedOrg();
  const files = { 'objects/Setting__mdt.object': settingType };
  const first = deploy({ ...files, 'customMetadata/Setting.First.md': setting({ Path__c: '/v1', On__c: 'true' }) });
  assert.ok(first.success, JSON.stringify(first.messages));
  const { Id, Path__c, On__c, MasterLabel } = row(
    "SELECT Id, Path__c, On__c, MasterLabel FROM Setting__mdt WHERE DeveloperName = 'First'",
  );
  assert.deepEqual([Path__c, On__c, MasterLabel], ['/v1', true, 'First']);
  assert.equal(
    refused('update', 'Setting__mdt', { Id: String(Id), Path__c: 'x' })[0]?.statusCode,
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  );
  deploy({ 'customMetadata/Setting.First.md': setting({ Path__c: '/v2' }) });
  const again = row('SELECT Id, Path__c FROM Setting__mdt');
  assert.deepEqual([again.Id, again.Path__c], [Id, '/v2']);
  deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomMetadata: ['Setting.First'] }) });
  assert.deepEqual(rows('SELECT Id FROM Setting__mdt'), []);
});

const permissionSet = (content: string) => ({
  'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${content}`),
});

const unsound: [what: string, files: Record<string, string>, problem: RegExp][] = [
  [
    'a record of a missing type',
    { 'customMetadata/Nothing.First.md': setting({}) },
    /no CustomObject named Nothing__mdt found/,
  ],
  [
    'a record with a missing field',
    { 'objects/Setting__mdt.object': settingType, 'customMetadata/Setting.First.md': setting({ Nope__c: 'x' }) },
    /no CustomField named Setting__mdt\.Nope__c found/,
  ],
  [
    'a record with a value that is too long',
    {
      'objects/Setting__mdt.object': settingType,
      'customMetadata/Setting.First.md': setting({ Path__c: 'x'.repeat(41) }),
    },
    /data value too large/,
  ],
  [
    'a record type with a value that its picklist does not have',
    { 'objects/Project__c.object': projectObject(picklist + recordType('Small', ['Z'])) },
    /Picklist value: Z in picklist: Kind__c not found/,
  ],
  [
    'access to a missing class',
    permissionSet('<classAccesses><apexClass>Gone</apexClass><enabled>true</enabled></classAccesses>'),
    /In field: apexClass - no ApexClass named Gone found/,
  ],
  [
    'a missing tab',
    permissionSet('<tabSettings><tab>Gone</tab><visibility>Visible</visibility></tabSettings>'),
    /no CustomTab named Gone found/,
  ],
  [
    'a missing application',
    permissionSet(
      '<applicationVisibilities><application>Gone</application><visible>true</visible></applicationVisibilities>',
    ),
    /no CustomApplication named Gone found/,
  ],
  [
    'a missing flow',
    permissionSet('<flowAccesses><flow>Gone</flow><enabled>true</enabled></flowAccesses>'),
    /no Flow named Gone found/,
  ],
  [
    'a principal of a missing credential',
    permissionSet(
      '<externalCredentialPrincipalAccesses><externalCredentialPrincipal>Gone-Service</externalCredentialPrincipal><enabled>true</enabled></externalCredentialPrincipalAccesses>',
    ),
    /no ExternalCredential named Gone-Service found/,
  ],
  [
    'a quick action on nothing',
    {
      'quickActions/Gone__c.Do.quickAction': metadata(
        'QuickAction',
        '<label>Do</label><type>LightningWebComponent</type>',
      ),
    },
    /no CustomObject named Gone__c found/,
  ],
  [
    'a tab of nothing',
    { 'tabs/Gone__c.tab': metadata('CustomTab', '<customObject>true</customObject>') },
    /no CustomObject named Gone__c found/,
  ],
  [
    'an application with a missing tab',
    { 'applications/A.app': metadata('CustomApplication', '<tabs>Gone</tabs>') },
    /no CustomTab named Gone found/,
  ],
];

for (const [what, files, problem] of unsound) {
  test(`a deploy refuses ${what}`, () => {
    const { success, messages } = openedOrg().deploy(files);
    assert.equal(success, false);
    assert.match(messages.find((message) => !message.success)?.problem ?? '', problem);
  });
}

test('a permission set may refer to components of the same package', () => {
  const { success, messages } = openedOrg().deploy({
    'classes/Billing.cls': 'public class Billing {}',
    'classes/Billing.cls-meta.xml': metadata('ApexClass', '<apiVersion>65.0</apiVersion>'),
    'objects/Project__c.object': projectObject(''),
    'tabs/Project__c.tab': metadata('CustomTab', '<customObject>true</customObject><motif>Custom1: Heart</motif>'),
    'applications/Projects.app': metadata(
      'CustomApplication',
      '<label>Projects</label><tabs>Project__c</tabs><tabs>standard-home</tabs>',
    ),
    ...permissionSet(
      '<applicationVisibilities><application>Projects</application><visible>true</visible></applicationVisibilities>' +
        '<classAccesses><apexClass>Billing</apexClass><enabled>true</enabled></classAccesses>' +
        '<tabSettings><tab>Project__c</tab><visibility>Visible</visibility></tabSettings>',
    ),
  });
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
});

const statusValue = (name: string, more = ''): string =>
  `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label>${more}</standardValue>`;

test('a deployed value set replaces the values of lead statuses; records keep the values that they have', () => {
  const { admin, deploy, insert, org, row, rows } = openedOrg();
  const id = insert('Lead', { LastName: 'L', Company: 'C', Status: 'Working - Contacted' });
  const converted = '<converted>true</converted>';
  const { success, messages } = deploy({
    'standardValueSets/LeadStatus.standardValueSet': metadata(
      'StandardValueSet',
      `<sorted>false</sorted>${statusValue('New')}${statusValue('In Progress')}${statusValue('Done', converted)}`,
    ),
  });
  assert.ok(success, JSON.stringify(messages));
  const status = org.describe(admin, 'Lead')?.fields.find(({ name }) => name === 'Status');
  assert.deepEqual(
    status?.picklistValues.map(({ value }) => value),
    ['New', 'In Progress', 'Done'],
  );
  assert.deepEqual(
    rows('SELECT ApiName, IsConverted FROM LeadStatus ORDER BY SortOrder').map(({ ApiName, IsConverted }) => [
      ApiName,
      IsConverted,
    ]),
    [
      ['New', false],
      ['In Progress', false],
      ['Done', true],
    ],
  );
  assert.equal(row(`SELECT Status FROM Lead WHERE Id = '${id}'`).Status, 'Working - Contacted');
  const none = deploy({
    'standardValueSets/LeadStatus.standardValueSet': metadata('StandardValueSet', statusValue('New')),
  });
  assert.equal(none.success, false);
});

test('profiles have the license of their users', () => {
  const { rows } = openedOrg();
  const found = rows("SELECT Name FROM Profile WHERE UserLicense.LicenseDefinitionKey <> 'SFDC'");
  assert.deepEqual(
    found.map(({ Name }) => Name),
    ['Minimum Access - API Only Integrations'],
  );
  assert.equal(rows("SELECT Id FROM UserLicense WHERE LicenseDefinitionKey = 'SFDC'").length, 1);
});
