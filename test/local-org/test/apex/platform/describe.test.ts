import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ApexOrg, repName } from './apex-org.ts';

let apex: ApexOrg;
before(() => {
  apex = new ApexOrg({
    metadata: {
      'objects/Lead.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <fields><fullName>Region__c</fullName><label>Region</label><type>Picklist</type>
          <valueSet><valueSetDefinition><sorted>false</sorted>
            <value><fullName>North</fullName><default>true</default><label>The North</label></value>
            <value><fullName>South</fullName><default>false</default><label>The South</label></value>
          </valueSetDefinition></valueSet></fields>
        </CustomObject>`,
      'objects/Secret__c.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <label>Secret</label><pluralLabel>Secrets</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
        <sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField></CustomObject>`,
    },
  });
});

test('objects are described, whatever the case of their names', () => {
  assert.deepEqual(
    apex.run(`
      Schema.DescribeSObjectResult described = Schema.getGlobalDescribe().get('lead').getDescribe();
      System.debug(described.getName() + ' ' + described.getLabel() + ' ' + described.getLabelPlural() + ' ' + described.getKeyPrefix());
      System.debug(described.isCustom() + ' ' + Secret__c.SObjectType.getDescribe().isCustom());
      System.debug(Lead.SObjectType.getDescribe(SObjectDescribeOptions.DEFERRED).getSObjectType() == Lead.SObjectType);
      System.debug(Schema.describeSObjects(new List<String>{ 'Account' })[0].getName());
      System.debug(SObjectType.Contact.getLabel() + ' ' + Schema.SObjectType.Account.getKeyPrefix());
      System.debug(Schema.getGlobalDescribe().get('nothing'));
    `),
    ['Lead Lead Leads 00Q', 'false true', 'true', 'Account', 'Contact 001', 'null'],
  );
});

test('fields are described by token, path and name', () => {
  assert.deepEqual(
    apex.run(`
      Schema.DescribeFieldResult region = Lead.Region__c.getDescribe();
      System.debug(region.getName() + ' ' + region.getLabel() + ' ' + region.getType() + ' ' + region.isCustom());
      for (Schema.PicklistEntry entry : region.getPicklistValues()) {
        System.debug(entry.getValue() + ' ' + entry.getLabel() + ' ' + entry.isDefaultValue());
      }
      System.debug(Schema.SObjectType.Lead.fields.Company.getLength());
      System.debug(SObjectType.Lead.fields.getMap().get('EMAIL').getDescribe().getType() == DisplayType.EMAIL);
      System.debug(SObjectType.Lead.fields.getMap().get('nothing'));
      System.debug(Contact.AccountId.getDescribe().getReferenceTo());
      System.debug(Contact.AccountId.getDescribe().getRelationshipName());
      System.debug(Lead.Region__c + ' ' + Lead.Company.getDescribe().isNillable());
      SObjectField token = Lead.Company;
      System.debug(token == Schema.Lead.Company);
    `),
    [
      ...['Region__c Region PICKLIST true', 'North The North true', 'South The South false', '255', 'true', 'null'],
      ...['(Account)', 'Account', 'Region__c false', 'true'],
    ],
  );
});

test('what a user may do is the user’s', () => {
  const asked = `
    System.debug(Secret__c.SObjectType.getDescribe().isAccessible() + ' ' + Lead.SObjectType.getDescribe().isCreateable());
    System.debug(Lead.Region__c.getDescribe().isAccessible() + ' ' + Lead.Company.getDescribe().isUpdateable());`;
  assert.deepEqual(apex.run(asked, repName), ['false true', 'false true']);
});

test('fields that a user may not use are stripped', () => {
  assert.deepEqual(
    apex.run(
      `
      List<Lead> leads = new List<Lead>{ new Lead(LastName = 'Ada', Company = 'Acme', Region__c = 'North') };
      SObjectAccessDecision decision = Security.stripInaccessible(AccessType.CREATABLE, leads);
      System.debug(decision.getRecords()[0].isSet('Region__c') + ' ' + leads[0].isSet('Region__c'));
      System.debug(decision.getRemovedFields() + ' ' + decision.getModifiedIndexes());
      try {
        Security.stripInaccessible(AccessType.READABLE, new List<Secret__c>{ new Secret__c(Name = 'x') });
      } catch (NoAccessException refusal) {
        System.debug(refusal.getMessage());
      }
    `,
      repName,
    ),
    ['false true', '{Lead={Region__c}} {0}', 'No access to entity: Secret__c'],
  );
});
