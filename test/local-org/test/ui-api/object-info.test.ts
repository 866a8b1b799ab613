import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { deployTestPackage } from '../server/test-package.ts';
import { at, namesIn, readUi, refusedUi } from './ui-call.ts';
import type { Json } from './ui-call.ts';

const master = '012000000000000AAA';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
});
after(() => org.stop());

test('an object is described as the platform documents it', async () => {
  const info = await readUi(org, '/object-info/Account');
  const { childRelationships, eTag, fields, themeInfo, ...others } = info;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.deepEqual(namesIn(themeInfo), ['color', 'iconUrl']);
  assert.deepEqual(others, {
    apiName: 'Account',
    associateEntityType: null,
    associateParentEntity: null,
    compactLayoutable: true,
    createable: true,
    custom: false,
    defaultRecordTypeId: master,
    deletable: true,
    dependentFields: {},
    feedEnabled: false,
    keyPrefix: '001',
    label: 'Account',
    labelPlural: 'Accounts',
    layoutable: true,
    mruEnabled: true,
    nameFields: ['Name'],
    queryable: true,
    recordTypeInfos: {
      [master]: {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: master,
      },
    },
    searchLayoutable: true,
    searchable: true,
    updateable: true,
  });
  const contacts = (childRelationships as Json[]).find(({ relationshipName }) => relationshipName === 'Contacts');
  assert.deepEqual(contacts, {
    childObjectApiName: 'Contact',
    fieldName: 'AccountId',
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: 'Contacts',
  });
  assert.deepEqual(at(fields, 'BillingCity'), {
    apiName: 'BillingCity',
    calculated: false,
    compound: false,
    compoundComponentName: 'City',
    compoundFieldName: 'BillingAddress',
    controllerName: null,
    controllingFields: [],
    createable: true,
    custom: false,
    dataType: 'String',
    digits: 0,
    externalId: false,
    extraTypeInfo: null,
    filterable: true,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: null,
    label: 'Billing City',
    length: 40,
    maskType: null,
    nameField: false,
    polymorphicForeignKey: false,
    precision: 0,
    reference: false,
    referenceTargetField: null,
    referenceToInfos: [],
    relationshipName: null,
    required: false,
    scale: 0,
    searchPrefilterable: false,
    sortable: true,
    unique: false,
    updateable: true,
  });
  assert.deepEqual(at(fields, 'OwnerId', 'referenceToInfos'), [
    { apiName: 'User', nameFields: ['FirstName', 'LastName', 'Name'] },
  ]);
});

test('a person’s name is a compound of its parts, and names the object', async () => {
  const { fields, nameFields } = await readUi(org, '/object-info/Lead');
  assert.deepEqual(nameFields, ['FirstName', 'LastName', 'Name']);
  assert.equal(at(fields, 'Name', 'compound'), true);
  assert.equal(at(fields, 'Name', 'extraTypeInfo'), 'PersonName');
  assert.equal(at(fields, 'LastName', 'compoundFieldName'), 'Name');
  assert.equal(at(fields, 'LastName', 'required'), true);
  assert.equal(at(fields, 'Status', 'dataType'), 'Picklist');
  assert.equal(at(fields, 'OwnerId', 'polymorphicForeignKey'), true);
});

test('fields hidden from a user are absent, objects hidden are not supported', async () => {
  assert.ok(at(await readUi(org, '/object-info/Lead'), 'fields', 'Test_Percent__c'));
  const rep = await readUi(org, '/object-info/Lead', { token: org.tokenFor('rep@local.org') });
  assert.equal(at(rep, 'fields', 'Test_Percent__c'), undefined);
  const token = org.tokenFor('integration@local.org');
  assert.deepEqual(await refusedUi(org, 400, '/object-info/Lead', { token }), [
    { message: 'Object Lead is not supported in UI API', errorCode: 'INVALID_TYPE' },
  ]);
});

test('several objects are described at once, each for itself', async () => {
  const batch = await readUi(org, '/object-info/batch/Lead,Nope__c');
  assert.equal(batch['hasErrors'], true);
  assert.equal(at(batch, 'results', 0, 'result', 'apiName'), 'Lead');
  assert.equal(at(batch, 'results', 1, 'statusCode'), 400);
});

test('the directory names the objects with the addresses of their infos', async () => {
  const { objects } = await readUi(org, '/object-info');
  assert.deepEqual(at(objects, 'Lead'), {
    apiName: 'Lead',
    keyPrefix: '00Q',
    label: 'Lead',
    labelPlural: 'Leads',
    nameFields: ['FirstName', 'LastName', 'Name'],
    objectInfoUrl: '/services/data/v65.0/ui-api/object-info/Lead',
  });
  assert.equal(at(objects, 'LeadHistory'), undefined);
});

test('the values of a picklist come with what they mean', async () => {
  const path = `/object-info/Lead/picklist-values/${master}`;
  const rating = await readUi(org, `${path}/Rating`);
  const { eTag, ...others } = rating;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.deepEqual(others, {
    controllerValues: {},
    defaultValue: null,
    url: `/services/data/v65.0/ui-api${path}/Rating`,
    values: ['Hot', 'Warm', 'Cold'].map((value) => ({ attributes: null, label: value, validFor: [], value })),
  });
  const status = await readUi(org, `${path}/Status`);
  assert.deepEqual(status['defaultValue'], {
    attributes: { picklistAtrributesValueType: 'LeadStatus', converted: false },
    label: 'Open - Not Contacted',
    validFor: [],
    value: 'Open - Not Contacted',
  });
  assert.equal(at(status, 'values', 2, 'attributes', 'converted'), true);
  const stage = await readUi(org, `/object-info/Opportunity/picklist-values/${master}/StageName`);
  assert.deepEqual(at(stage, 'values', 8, 'attributes'), {
    picklistAtrributesValueType: 'OpportunityStage',
    closed: true,
    defaultProbability: 100,
    forecastCategoryName: 'Closed',
    won: true,
  });
});

test('all picklists of an object come by name', async () => {
  const { picklistFieldValues } = await readUi(org, `/object-info/Lead/picklist-values/${master}`);
  assert.deepEqual(namesIn(picklistFieldValues).slice(0, 3), ['CleanStatus', 'GeocodeAccuracy', 'Industry']);
  assert.equal(at(picklistFieldValues, 'Rating', 'values', 0, 'value'), 'Hot');
  await refusedUi(org, 400, `/object-info/Lead/picklist-values/${master}/Company`);
  await refusedUi(org, 400, '/object-info/Lead/picklist-values/012000000000999AAA');
});
