import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeInventory } from './metadata/inventory.ts';
import { readPackage } from './metadata/read-package.ts';
import { nodesAt, readXml, textsAt } from './metadata/xml-node.ts';
import type { XmlNode } from './metadata/xml-node.ts';
import type { PermissionSetName } from './deployed-org.ts';

const files = readPackage().filter(({ path }) => path.startsWith('main/'));
const inventory = takeInventory(files);

const sets = new Map(
  files
    .filter(({ path }) => path.endsWith('.permissionset-meta.xml'))
    .map(({ path, text }) => [/(\w+)\.permissionset/.exec(path)?.[1] ?? '', readXml(text)]),
);

const everybody: PermissionSetName[] = ['ScoringAdmin', 'ScoringModelViewer', 'ScoringUser'];
const admins: PermissionSetName[] = ['ScoringAdmin'];
const adminsAndViewers: PermissionSetName[] = ['ScoringAdmin', 'ScoringModelViewer'];

/** Which permission sets let their users use which component: all that the package has, and no others. */
const needs: Record<string, { path: string; isGiven: string; for: Record<string, PermissionSetName[]> }> = {
  ApexClass: {
    path: 'classAccesses/apexClass',
    isGiven: 'enabled',
    for: {
      EvaluatePredictiveScore: everybody,
      ScoringAdminController: adminsAndViewers,
      ScoringController: everybody,
    },
  },
  CustomApplication: {
    path: 'applicationVisibilities/application',
    isGiven: 'visible',
    for: { Predictive_Scoring: adminsAndViewers },
  },
  CustomPermission: {
    path: 'customPermissions/name',
    isGiven: 'enabled',
    for: { Manage_Predictive_Scoring: admins, View_Predictive_Scoring: everybody },
  },
  CustomTab: {
    path: 'tabSettings/tab',
    isGiven: 'visibility',
    for: {
      Scoring_Model: adminsAndViewers,
      Scoring_Runs: adminsAndViewers,
    },
  },
  // The principal chooses the token, and so what the service allows.
  ExternalCredentialPrincipal: {
    path: 'externalCredentialPrincipalAccesses/externalCredentialPrincipal',
    isGiven: 'enabled',
    for: {
      'Scoring_Service-Manage': admins,
      'Scoring_Service-Score': ['ScoringModelViewer', 'ScoringUser'],
    },
  },
};

const given = new Set(['true', 'Visible', 'Available']);

/** The permission sets that give the right to a component. */
function holders(path: string, isGiven: string, name: string): string[] {
  const [list = '', element = ''] = path.split('/');
  return [...sets]
    .filter(([, set]) =>
      nodesAt(set, list).some(
        (entry) => textsAt(entry, element).includes(name) && textsAt(entry, isGiven).some((value) => given.has(value)),
      ),
    )
    .map(([set]) => set)
    .sort();
}

/** Classes that are called from outside Apex: by components and flows. */
const entryClasses = files
  .filter(({ path, text }) => path.endsWith('.cls') && /@AuraEnabled|@InvocableMethod/.test(text))
  .map(({ path }) => /(\w+)\.cls$/.exec(path)?.[1] ?? '')
  .filter((name) => /@(AuraEnabled|InvocableMethod)[^;{]*\bstatic\b/.test(sourceOf(name)));

function sourceOf(name: string): string {
  return files.find(({ path }) => path.endsWith(`/${name}.cls`))?.text ?? '';
}

for (const [type, { path, isGiven, for: table }] of Object.entries(needs)) {
  test(`every ${type} is for whom it is meant, and for nobody else`, () => {
    const names = type === 'ApexClass' ? entryClasses : inventory.own(type);
    assert.deepEqual(names.toSorted(), Object.keys(table));
    for (const [name, expected] of Object.entries(table))
      assert.deepEqual(holders(path, isGiven, name), expected, name);
  });
}

test('no permission set names a component that the table leaves out', () => {
  for (const [type, { path, for: table }] of Object.entries(needs)) {
    for (const [set, xml] of sets)
      for (const name of textsAt(xml, path)) assert.ok(name in table, `${set} names the ${type} ${name}`);
  }
});

const letters = {
  allowCreate: 'c',
  allowRead: 'r',
  allowEdit: 'e',
  allowDelete: 'd',
  viewAllRecords: 'V',
  modifyAllRecords: 'M',
};

const rightsOf = (entry: XmlNode): string =>
  Object.entries(letters)
    .map(([right, letter]) => (textsAt(entry, right).includes('true') ? letter : ''))
    .join('');

/** What each permission set may do with the records of each object of the package, and with what it goes by. */
const objectRights: Record<string, Partial<Record<PermissionSetName, string>>> = {
  Maintenance_Window__c: { ScoringAdmin: 'credVM', ScoringIntegration: 'r', ScoringModelViewer: 'r' },
  Score_Band_Change__e: { ScoringAdmin: 'r', ScoringIntegration: 'cr' },
  Score_Goal__c: { ScoringAdmin: 'credVM', ScoringIntegration: 're', ScoringModelViewer: 'r', ScoringUser: 'r' },
  Score_Run__c: { ScoringAdmin: 'r', ScoringIntegration: 'cre', ScoringModelViewer: 'r' },
  UserExternalCredential: { ScoringAdmin: 'r', ScoringModelViewer: 'r', ScoringUser: 'r' },
};

test('every object of the package is for whom it is meant, with the rights they need', () => {
  const own = inventory.own('CustomObject');
  for (const object of own) assert.ok(object in objectRights, `no rights are said for ${object}`);
  for (const [object, expected] of Object.entries(objectRights)) {
    const found = [...sets].flatMap(([set, xml]) =>
      nodesAt(xml, 'objectPermissions')
        .filter((entry) => textsAt(entry, 'object').includes(object))
        .map((entry): [string, string] => [set, rightsOf(entry)]),
    );
    assert.deepEqual(Object.fromEntries(found), expected, object);
  }
});
