import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCodeRights } from './metadata/check-code-rights.ts';
import { checkGrants } from './metadata/check-grants.ts';
import type { Grants } from './metadata/check-grants.ts';
import { takeInventory } from './metadata/inventory.ts';
import { planted } from './metadata/planted.ts';
import { readPackage } from './metadata/read-package.ts';
import { readPermissionSets } from './metadata/read-permission-sets.ts';
import { nodesAt, textsAt } from './metadata/xml-node.ts';
import type { XmlNode } from './metadata/xml-node.ts';
import type { PermissionSetName } from './deployed-org.ts';

const files = readPackage().filter(({ path }) => /^(main|credentials|privacy)\//.test(path));

const everybody: PermissionSetName[] = ['ScoringAdmin', 'ScoringModelViewer', 'ScoringUser'];
const admins: PermissionSetName[] = ['ScoringAdmin'];
const adminsAndViewers: PermissionSetName[] = ['ScoringAdmin', 'ScoringModelViewer'];

/** Which permission sets let their users use which component: all that the package has, and no others. */
const grants: Grants = {
  ApexClass: {
    EvaluatePredictiveScore: everybody,
    ScoringAdminController: adminsAndViewers,
    ScoringController: everybody,
  },
  CustomApplication: { Predictive_Scoring: adminsAndViewers },
  CustomPermission: {
    Manage_Predictive_Scoring: admins,
    View_Predictive_Scoring: everybody,
    Write_Predictive_Scores: ['ScoringIntegration'],
  },
  CustomTab: {
    Engagement_Event__c: adminsAndViewers,
    Scoring_Model: adminsAndViewers,
    Scoring_Runs: adminsAndViewers,
    Scoring_Scores: adminsAndViewers,
    Scoring_Setup: adminsAndViewers,
  },
  // The principal chooses the token, and so what the service allows.
  ExternalCredentialPrincipal: {
    'Scoring_Service-Manage': ['ScoringAdminCredential'],
    'Scoring_Service-Score': ['ScoringUserCredential'],
  },
  // The other flows are started by records and run for whoever saves them.
  Flow: {
    Evaluate_Predictive_Scores: everybody,
    Evaluate_Qualified_Lead: [],
    Late_Score_Run_Alerts: [],
    Notify_Scoring_Admins: [],
    Score_Run_Alerts: [],
    Take_Score_Of_Closed_Lead: [],
  },
};

test('every component is for whom it is meant, and for nobody else', () => {
  assert.deepEqual(checkGrants(files, grants), []);
});

test('whoever may use a class or a component may also read what its code reads', () => {
  assert.deepEqual(checkCodeRights(files), []);
});

const set = (name: PermissionSetName | SetBeside): string => `${name}.permissionset-meta.xml`;
const block = (list: string, name: string): RegExp =>
  new RegExp(`<${list}>(?:(?!</${list}>)[\\s\\S])*>${name}<[\\s\\S]*?</${list}>`);

/** A defect in a file of the package: what is replaced by what, and how the check names it. */
const defects: [defect: string, file: string, from: string | RegExp, to: string, problem: RegExp][] = [
  [
    'a class that reps may not call',
    set('ScoringUser'),
    block('classAccesses', 'ScoringController'),
    '',
    /ApexClass ScoringController is given by ScoringAdmin, ScoringModelViewer, not by/,
  ],
  [
    'a right named and not given',
    set('ScoringModelViewer'),
    /(<application>Predictive_Scoring<\/application>\s*<visible>)true/,
    '$1false',
    /CustomApplication Predictive_Scoring is given by ScoringAdmin, not by/,
  ],
  [
    'reps who manage',
    set('ScoringUser'),
    '<name>View_Predictive_Scoring',
    '<name>Manage_Predictive_Scoring',
    /CustomPermission Manage_Predictive_Scoring is given by ScoringAdmin, ScoringUser/,
  ],
  [
    'the token of admins for reps',
    set('ScoringUserCredential'),
    '>Scoring_Service-Score<',
    '>Scoring_Service-Manage<',
    /ExternalCredentialPrincipal Scoring_Service-Manage is given by ScoringAdminCredential, ScoringUserCredential/,
  ],
  [
    'a tab of another package',
    set('ScoringAdmin'),
    '<tab>Scoring_Runs',
    '<tab>Other_Runs',
    /ScoringAdmin names the CustomTab Other_Runs/,
  ],
  [
    'a class that nobody was given',
    'classes/ScoringClient.cls',
    'public with sharing class ScoringClient {',
    'public with sharing class ScoringClient {\n    @AuraEnabled\n    public static void open() {}\n',
    /not said who needs the ApexClass ScoringClient/,
  ],
  [
    'a field that a query of a class reads',
    set('ScoringUser'),
    block('fieldPermissions', 'Score_Goal__c\\.High_From__c'),
    '',
    /ScoringUser does not give the CustomField Score_Goal__c\.High_From__c, which ScoringController needs/,
  ],
  [
    'an object that a query of a class reads',
    set('ScoringModelViewer'),
    block('objectPermissions', 'Score_Run__c'),
    '',
    /ScoringModelViewer does not give the CustomObject Score_Run__c, which ScoringAdminController needs/,
  ],
  [
    'a class that a component calls',
    set('ScoringUser'),
    block('classAccesses', 'ScoringController'),
    '',
    /ScoringUser does not give the ApexClass ScoringController, which scoreBadge needs/,
  ],
  [
    'a field that a component in a component names',
    'lwc/scoringScore/scoringScore.ts',
    /$/,
    "export const next = 'Next_Merge_At__c';",
    /ScoringUser does not give the custom name Next_Merge_At__c, which evaluateScore needs/,
  ],
];

for (const [defect, file, from, to, problem] of defects) {
  test(`a missing or wrong right is found: ${defect}`, () => {
    const broken = planted(files, file, from, to);
    assert.match([...checkGrants(broken, grants), ...checkCodeRights(broken)].join('\n'), problem);
  });
}

/** The sets that are deployed beside the package. */
type SetBeside = 'ScoringAdminCredential' | 'ScoringIntegrationPrivacy' | 'ScoringUserCredential';

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
const objectRights: Record<string, Partial<Record<PermissionSetName | SetBeside, string>>> = {
  Engagement_Event__c: { ScoringAdmin: 'credVM', ScoringIntegration: 'r', ScoringModelViewer: 'r', ScoringUser: 'r' },
  Maintenance_Window__c: { ScoringAdmin: 'credVM', ScoringIntegration: 'r', ScoringModelViewer: 'r' },
  Score_Band_Change__e: { ScoringAdmin: 'r', ScoringIntegration: 'cr' },
  Score_Goal__c: { ScoringAdmin: 'credVM', ScoringIntegration: 're', ScoringModelViewer: 'r', ScoringUser: 'r' },
  Score_Run__c: { ScoringAdmin: 'r', ScoringIntegration: 'cre', ScoringModelViewer: 'r' },
  Individual: { ScoringIntegrationPrivacy: 'r' },
  UserExternalCredential: { ScoringAdminCredential: 'r', ScoringUserCredential: 'r' },
};

test('every object of the package is for whom it is meant, with the rights they need', () => {
  for (const object of takeInventory(files).own('CustomObject'))
    assert.ok(object in objectRights, `no rights are said for ${object}`);
  const sets = readPermissionSets(files);
  for (const [object, expected] of Object.entries(objectRights)) {
    const found = sets.flatMap(({ name, xml }) =>
      nodesAt(xml, 'objectPermissions')
        .filter((entry) => textsAt(entry, 'object').includes(object))
        .map((entry): [string, string] => [name, rightsOf(entry)]),
    );
    assert.deepEqual(Object.fromEntries(found), expected, object);
  }
});
