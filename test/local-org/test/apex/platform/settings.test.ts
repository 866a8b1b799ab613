import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ApexOrg, repName } from './apex-org.ts';

const xml = (root: string, body: string): string =>
  `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${body}</${root}>`;

let apex: ApexOrg;
before(() => {
  apex = new ApexOrg({
    metadata: {
      'objects/Rate__mdt.object': xml(
        'CustomObject',
        `<label>Rate</label><pluralLabel>Rates</pluralLabel>
        <fields><fullName>Percent__c</fullName><label>Percent</label><type>Number</type><precision>5</precision><scale>1</scale></fields>`,
      ),
      'customMetadata/Rate.Austria.md': xml(
        'CustomMetadata',
        '<label>Austria</label><values><field>Percent__c</field><value xsi:type="xsd:double">20.0</value></values>',
      ),
      'labels/CustomLabels.labels': xml(
        'CustomLabels',
        `<labels><fullName>Greeting</fullName><language>en_US</language><protected>false</protected>
        <shortDescription>Greeting</shortDescription><value>Good day</value></labels>`,
      ),
      'customPermissions/Steer.customPermission': xml('CustomPermission', '<label>Steer</label>'),
      'permissionsets/Steerer.permissionset': xml(
        'PermissionSet',
        `<customPermissions><enabled>true</enabled><name>Steer</name></customPermissions>
        <hasActivationRequired>false</hasActivationRequired><label>Steerer</label>`,
      ),
    },
  });
  apex.org.assignPermissionSet(apex.admin, 'Steerer');
});

test('custom metadata is read without a query', () => {
  assert.deepEqual(
    apex.run(`
      System.debug(Rate__mdt.getInstance('Austria').Percent__c);
      System.debug(Rate__mdt.getAll().get('Austria').MasterLabel);
      System.debug(Rate__mdt.getInstance('Nowhere') == null);
      System.debug(Limits.getQueries());
    `),
    ['20', 'Austria', 'true', '0'],
  );
});

test('labels and custom permissions', () => {
  const asked = `System.debug(Label.Greeting + ' ' + System.Label.Greeting + ' ' + FeatureManagement.checkPermission('Steer'));
    System.debug(Label.get('', 'Greeting'));`;
  assert.deepEqual(apex.run(asked), ['Good day Good day true', 'Good day']);
  assert.deepEqual(apex.run(asked, repName), ['Good day Good day false', 'Good day']);
});

test('the rights on a record are asked for', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada', Company = 'Acme');
      insert one;
      UserRecordAccess access = [SELECT RecordId, HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess
        WHERE UserId = :UserInfo.getUserId() AND RecordId = :one.Id];
      System.debug((access.RecordId == one.Id) + ' ' + access.HasReadAccess + ' ' + access.MaxAccessLevel);
    `),
    ['true true All'],
  );
});

test('custom settings hold for a user, else for the profile, else for the org', () => {
  const own = new ApexOrg({
    metadata: {
      'objects/Switch__c.object': xml(
        'CustomObject',
        `<label>Switch</label><customSettingsType>Hierarchy</customSettingsType><visibility>Public</visibility>
        <fields><fullName>On__c</fullName><label>On</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>
        <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>20</length></fields>`,
      ),
      'objects/Country__c.object': xml(
        'CustomObject',
        `<label>Country</label><customSettingsType>List</customSettingsType><visibility>Public</visibility>
        <fields><fullName>Code__c</fullName><label>Code</label><type>Text</type><length>2</length></fields>`,
      ),
    },
  });
  assert.deepEqual(
    own.run(`
      System.debug(Switch__c.getInstance().Text__c + ' ' + Switch__c.getOrgDefaults().Id);
      insert new Switch__c(SetupOwnerId = UserInfo.getOrganizationId(), Text__c = 'org', On__c = true);
      System.debug(Switch__c.getInstance().Text__c + ' ' + Switch__c.getInstance().On__c);
      insert new Switch__c(SetupOwnerId = UserInfo.getUserId(), Text__c = 'mine', On__c = true);
      System.debug(Switch__c.getInstance().Text__c + ' ' + Switch__c.getOrgDefaults().Text__c);
      System.debug(Switch__c.getValues(UserInfo.getProfileId()) == null);
      insert new Country__c(Name = 'Austria', Code__c = 'AT');
      System.debug(Country__c.getInstance('Austria').Code__c + ' ' + Country__c.getAll().size());
    `),
    ['null null', 'org true', 'mine org', 'true', 'AT 1'],
  );
});
