import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { packageFolder, permissionSets } from './deployed-org.ts';
import type { PermissionSetName } from './deployed-org.ts';

type Level = 'none' | 'read' | 'edit';

const readMetadata = (...path: string[]): string => readFileSync(join(packageFolder, ...path), 'utf8');

const textOf = (xml: string, element: string): string =>
  new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(xml)?.[1] ?? '';

const blocksOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>.*?</${element}>`, 'gs'))].map(([block]) => block);

const permissionSetXml = (name: PermissionSetName): string =>
  readMetadata('permissionsets', `${name}.permissionset-meta.xml`);

/** What each permission set grants of each field, as its file says. */
const grants = new Map(
  permissionSets.map((name) => [
    name,
    new Map(
      blocksOf(permissionSetXml(name), 'fieldPermissions').map((grant): [string, Level] => [
        textOf(grant, 'field'),
        textOf(grant, 'editable') === 'true' ? 'edit' : textOf(grant, 'readable') === 'true' ? 'read' : 'none',
      ]),
    ),
  ]),
);

const levels = (field: string): Record<PermissionSetName, Level> => {
  const level = (name: PermissionSetName): Level => grants.get(name)?.get(field) ?? 'none';
  return {
    ScoringAdmin: level('ScoringAdmin'),
    ScoringIntegration: level('ScoringIntegration'),
    ScoringModelViewer: level('ScoringModelViewer'),
    ScoringUser: level('ScoringUser'),
  };
};

/** The ways in which the fields of an object may be granted: each field goes one of them. */
const scoreOrRun = (user: Level): Record<PermissionSetName, Level>[] => [
  { ScoringAdmin: 'read', ScoringIntegration: 'edit', ScoringModelViewer: 'read', ScoringUser: user },
];
/** What the platform calculates and nobody writes. */
const calculated: Record<PermissionSetName, Level> = {
  ScoringAdmin: 'read',
  ScoringIntegration: 'none',
  ScoringModelViewer: 'read',
  ScoringUser: 'read',
};
/** Why a record has its score may show values of fields: Apex passes on what the viewer may know of. */
const ofService: Record<PermissionSetName, Level> = {
  ScoringAdmin: 'none',
  ScoringIntegration: 'edit',
  ScoringModelViewer: 'none',
  ScoringUser: 'none',
};
/** Statuses that an admin does not name the service takes from the org's history. */
const suggested: Record<PermissionSetName, Level> = {
  ScoringAdmin: 'edit',
  ScoringIntegration: 'edit',
  ScoringModelViewer: 'read',
  ScoringUser: 'read',
};
/** What identifies an event or its person. */
const ofEvents = (service: Level): Record<PermissionSetName, Level> => ({
  ScoringAdmin: 'edit',
  ScoringIntegration: service,
  ScoringModelViewer: 'none',
  ScoringUser: 'none',
});
const exceptions = (field: string): Record<PermissionSetName, Level>[] | undefined => {
  if (field.endsWith('_Factors__c')) return [ofService];
  // The address identifies the person to the service alone; the id of the sending system is for nobody who reads scores.
  if (field === 'Engagement_Event__c.Email__c') return [ofEvents('read')];
  if (field === 'Engagement_Event__c.External_Id__c') return [ofEvents('none')];
  return field === 'Score_Goal__c.Qualified_Statuses__c' ? [suggested] : undefined;
};
const allowed: Record<string, Record<PermissionSetName, Level>[]> = {
  Lead: [...scoreOrRun('read'), calculated],
  Contact: [...scoreOrRun('read'), calculated],
  Account: [...scoreOrRun('read'), calculated],
  Score_Run__c: scoreOrRun('none'),
  // What an admin says the service only reads, and the other way round.
  Score_Goal__c: [
    { ScoringAdmin: 'edit', ScoringIntegration: 'read', ScoringModelViewer: 'read', ScoringUser: 'read' },
    { ScoringAdmin: 'read', ScoringIntegration: 'edit', ScoringModelViewer: 'read', ScoringUser: 'read' },
  ],
  Maintenance_Window__c: [
    { ScoringAdmin: 'edit', ScoringIntegration: 'read', ScoringModelViewer: 'read', ScoringUser: 'none' },
  ],
  Engagement_Event__c: [
    { ScoringAdmin: 'edit', ScoringIntegration: 'read', ScoringModelViewer: 'read', ScoringUser: 'read' },
  ],
  // The fields of an event have no rights of their own: whoever may publish it writes all of them.
  Score_Band_Change__e: [
    { ScoringAdmin: 'none', ScoringIntegration: 'none', ScoringModelViewer: 'none', ScoringUser: 'none' },
  ],
};

const fieldFiles = readdirSync(join(packageFolder, 'objects'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.field-meta.xml'),
);

test('every custom field is granted to those who need it and to nobody else', () => {
  assert.ok(fieldFiles.length > 0);
  for (const path of fieldFiles) {
    const [object = ''] = path.split(/[\\/]/);
    const field = `${object}.${basename(path, '.field-meta.xml')}`;
    const granted = JSON.stringify(levels(field));
    const ways = (exceptions(field) ?? allowed[object] ?? []).map((way) => JSON.stringify(way));
    assert.ok(ways.includes(granted), `${field} is granted ${granted}; it needs one of: ${ways.join(' ')}`);
  }
});

test('no field is required: those have no field-level security, so that the service could write the definition', () => {
  for (const path of fieldFiles) assert.notEqual(textOf(readMetadata('objects', path), 'required'), 'true', path);
});

test('every custom field says what it is', () => {
  for (const path of fieldFiles) assert.ok(textOf(readMetadata('objects', path), 'description').length > 20, path);
});

// The local org knows no sharing, so these rights never show in what it allows.
test('the service asks for no View All and no Modify All, of an object or of all data', () => {
  const xml = permissionSetXml('ScoringIntegration');
  for (const grant of blocksOf(xml, 'objectPermissions')) {
    const rights = ['modifyAllRecords', 'viewAllRecords', 'allowDelete'].map((right) => textOf(grant, right));
    assert.deepEqual(rights, ['false', 'false', 'false'], grant);
  }
  const permissions = blocksOf(xml, 'userPermissions').map((block) => textOf(block, 'name'));
  assert.deepEqual(permissions, ['ActivitiesAccess', 'ApiEnabled']);
});
