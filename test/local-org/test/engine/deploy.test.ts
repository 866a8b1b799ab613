import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { projectObject, manifest, metadata, openedOrg, packageFiles, textField, throwsCode } from './opened-org.ts';

const permissionSet = (content: string): string => metadata('PermissionSet', `<label>P</label>${content}`);
const grant = (field: string): string =>
  `<fieldPermissions><field>${field}</field><readable>true</readable><editable>true</editable></fieldPermissions>`;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'local-org-'));
  t.after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

test('a package with one bad component changes nothing', () => {
  const { admin, deploy, org, rows } = openedOrg();
  const before = JSON.stringify(org.inspect('SELECT name, sql FROM sqlite_schema ORDER BY name'));
  const { success, messages } = deploy({
    'objects/Lead.object': metadata('CustomObject', textField('Good__c')),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
    'permissionsets/P.permissionset': permissionSet(grant('Lead.Good__c') + grant('Lead.Missing__c')),
  });
  assert.equal(success, false);
  assert.deepEqual(
    messages
      .filter((message) => !message.success)
      .map(({ componentType, fullName, problem }) => [componentType, fullName, problem]),
    [['PermissionSet', 'P', 'In field: field - no CustomField named Lead.Missing__c found']],
  );
  assert.equal(JSON.stringify(org.inspect('SELECT name, sql FROM sqlite_schema ORDER BY name')), before);
  assert.equal(org.describe(admin, 'Project__c'), undefined);
  assert.deepEqual(rows("SELECT Id FROM PermissionSet WHERE Name = 'P'"), []);
});

test('a check changes nothing either', () => {
  const { admin, org } = openedOrg();
  const files = packageFiles({ 'objects/Project__c.object': projectObject('') });
  assert.equal(org.deploy(admin, files, { checkOnly: true }).success, true);
  assert.equal(org.describe(admin, 'Project__c'), undefined);
  assert.equal(org.deploy(admin, files).success, true);
  assert.ok(org.describe(admin, 'Project__c'));
});

test('each component is reported, as created by the first deploy and unchanged by the second', () => {
  const { deploy } = openedOrg();
  const files = {
    'package.xml': manifest({
      CustomObject: ['*'],
      Layout: ['Project__c-Project'],
      ApexClass: ['A'],
      LightningComponentBundle: ['a'],
    }),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
    'layouts/Project__c-Project.layout': metadata('Layout', ''),
    'classes/A.cls': 'class A {}',
    'classes/A.cls-meta.xml': metadata('ApexClass', ''),
    'lwc/a/a.js': '',
    'lwc/a/a.js-meta.xml': metadata('LightningComponentBundle', ''),
  };
  const outcomes = () =>
    deploy(files).messages.map(({ componentType, fullName, created, changed, success }) => [
      componentType,
      fullName,
      created,
      changed,
      success,
    ]);
  const names = [
    ['CustomObject', 'Project__c'],
    ['CustomField', 'Project__c.Reason__c'],
    ['Layout', 'Project__c-Project'],
    ['ApexClass', 'A'],
    ['LightningComponentBundle', 'a'],
  ];
  assert.deepEqual(
    outcomes(),
    names.map((name) => [...name, true, true, true]),
  );
  assert.deepEqual(
    outcomes(),
    names.map((name) => [...name, false, false, true]),
  );
});

const field = (content: string): Record<string, string> => ({
  'objects/Lead.object': metadata('CustomObject', `<fields>${content}</fields>`),
});

const unsound: [what: string, files: Record<string, string>, problem: RegExp][] = [
  ['XML that is not', { 'objects/Lead.object': '<CustomObject><fields></CustomObject>' }, /Error parsing file/],
  [
    'an element that the type does not have',
    field('<fullName>A__c</fullName><label>A</label><type>Text</type><length>5</length><requird>true</requird>'),
    /Element requird invalid at this location in type CustomField/,
  ],
  [
    'a text without a length',
    field('<fullName>A__c</fullName><label>A</label><type>Text</type>'),
    /Must specify 'length'/,
  ],
  [
    'a number without a scale',
    field('<fullName>A__c</fullName><label>A</label><type>Number</type><precision>5</precision>'),
    /Must specify 'scale'/,
  ],
  [
    'a checkbox without a default',
    field('<fullName>A__c</fullName><label>A</label><type>Checkbox</type>'),
    /Must specify 'defaultValue'/,
  ],
  [
    'a look-up to nothing',
    field('<fullName>A__c</fullName><label>A</label><type>Lookup</type><referenceTo>Nothing__c</referenceTo>'),
    /'Nothing__c' does not resolve to a valid sObject type/,
  ],
  ['a field without a label', field('<fullName>A__c</fullName><type>Date</type>'), /Required field is missing: label/],
  [
    'a field of an unknown object',
    { 'objects/Nothing__c.object': metadata('CustomObject', textField('A__c')) },
    /bad value for restricted picklist field: Nothing__c/,
  ],
  [
    'an object without a name field',
    {
      'objects/Project__c.object': metadata(
        'CustomObject',
        '<label>G</label><pluralLabel>Gs</pluralLabel><deploymentStatus>Deployed</deploymentStatus><sharingModel>Read</sharingModel>',
      ),
    },
    /Must specify a nameField/,
  ],
  [
    'rights over a required field',
    { 'permissionsets/P.permissionset': permissionSet(grant('Lead.LastName')) },
    /You cannot deploy to a required field: Lead.LastName/,
  ],
  [
    'rights over a part of an address',
    { 'permissionsets/P.permissionset': permissionSet(grant('Lead.City')) },
    /no CustomField named Lead.City found/,
  ],
  [
    'rights over a missing object',
    {
      'permissionsets/P.permissionset': permissionSet(
        '<objectPermissions><object>Nothing__c</object><allowRead>true</allowRead></objectPermissions>',
      ),
    },
    /no CustomObject named Nothing__c found/,
  ],
  [
    'rights to edit what cannot be read',
    {
      'permissionsets/P.permissionset': permissionSet(
        '<objectPermissions><object>Lead</object><allowEdit>true</allowEdit></objectPermissions>',
      ),
    },
    /Permission Edit Lead depends on permission\(s\): Read Lead/,
  ],
  [
    'contacts without accounts',
    {
      'permissionsets/P.permissionset': permissionSet(
        '<objectPermissions><object>Contact</object><allowRead>true</allowRead></objectPermissions>',
      ),
    },
    /Permission Read Contact depends on permission\(s\): Read Account/,
  ],
  [
    'a missing custom permission',
    {
      'permissionsets/P.permissionset': permissionSet(
        '<customPermissions><enabled>true</enabled><name>Nothing</name></customPermissions>',
      ),
    },
    /no CustomPermission named Nothing found/,
  ],
  ['an unknown folder', { 'nonsense/A.xml': metadata('Nonsense', '') }, /nonsense is of no metadata type/],
  [
    'what package.xml names and the zip does not hold',
    { 'package.xml': manifest({ Layout: ['Lead-Layout'] }) },
    /An object 'Lead-Layout' of type Layout was named in package.xml, but was not found in zipped directory/,
  ],
  ['a type nobody knows', { 'package.xml': manifest({ Nonsense: ['A'] }) }, /Unknown type name 'Nonsense'/],
  [
    'what package.xml does not name',
    { 'package.xml': manifest({}), 'classes/A.cls': 'class A {}', 'classes/A.cls-meta.xml': metadata('ApexClass', '') },
    /Not in package.xml/,
  ],
];

for (const [what, files, problem] of unsound) {
  test(`a deploy refuses ${what}`, () => {
    const { success, messages } = openedOrg().deploy(files);
    assert.equal(success, false);
    assert.match(messages.find((message) => !message.success)?.problem ?? '', problem);
  });
}

test('a problem names line and column in the file', () => {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">',
    '  <fields><fullName>Good__c</fullName><label>G</label><type>Date</type></fields>',
    '  <fields>',
    '    <fullName>Bad__c</fullName>',
    '    <label>B</label><requird>true</requird>',
    '    <type>Date</type>',
    '  </fields>',
    '</CustomObject>',
  ];
  const { messages } = openedOrg().deploy({ 'objects/Lead.object': lines.join('\n') });
  const [bad] = messages.filter(({ success }) => !success);
  assert.deepEqual([bad?.fullName, bad?.lineNumber, bad?.columnNumber], ['Lead.Bad__c', 6, 21]);
});

test('only administrators deploy', () => {
  const { org, rep } = openedOrg();
  throwsCode(
    () => org.deploy(rep, packageFiles({ 'objects/Project__c.object': projectObject('') })),
    'INSUFFICIENT_ACCESS',
  );
});

test('fields are described as their metadata says', () => {
  const { admin, deploy, org } = openedOrg();
  const outcome = deploy({
    'globalValueSets/Bands.globalValueSet': metadata(
      'GlobalValueSet',
      '<masterLabel>Bands</masterLabel><sorted>false</sorted><customValue><fullName>High</fullName><default>false</default><label>High!</label></customValue>',
    ),
    'objects/Project__c.object': projectObject(
      textField('Key__c', '<externalId>true</externalId><unique>true</unique>') +
        '<fields><fullName>Band__c</fullName><label>Band</label><type>Picklist</type><valueSet><valueSetName>Bands</valueSetName></valueSet></fields>' +
        '<fields><fullName>Lead__c</fullName><label>Lead</label><type>Lookup</type><referenceTo>Lead</referenceTo><relationshipName>Projects</relationshipName></fields>' +
        '<fields><fullName>Long__c</fullName><label>Long</label><type>LongTextArea</type><length>5000</length><visibleLines>3</visibleLines></fields>' +
        '<fields><fullName>Rate__c</fullName><label>Rate</label><type>Percent</type><precision>6</precision><scale>3</scale></fields>',
    ),
    'permissionsets/P.permissionset': permissionSet(
      ['Key__c', 'Band__c', 'Lead__c', 'Long__c', 'Rate__c'].map((name) => grant(`Project__c.${name}`)).join(''),
    ),
  });
  assert.equal(outcome.success, true, JSON.stringify(outcome.messages));
  org.assignPermissionSet(admin, 'P');
  const project = org.describe(admin, 'Project__c');
  const described = (name: string) => project?.fields.find((one) => one.name === name);
  assert.deepEqual(
    [project?.keyPrefix, project?.custom, project?.label, project?.createable],
    ['a00', true, 'Project', true],
  );
  assert.deepEqual(
    [
      described('Key__c')?.externalId,
      described('Key__c')?.unique,
      described('Key__c')?.idLookup,
      described('Key__c')?.length,
    ],
    [true, true, true, 40],
  );
  assert.deepEqual(
    [described('Band__c')?.restrictedPicklist, described('Band__c')?.picklistValues[0]?.label],
    [true, 'High!'],
  );
  assert.deepEqual([described('Lead__c')?.relationshipName, described('Lead__c')?.referenceTo], ['Lead__r', ['Lead']]);
  assert.deepEqual(
    [described('Long__c')?.type, described('Long__c')?.filterable, described('Long__c')?.length],
    ['textarea', false, 5000],
  );
  assert.deepEqual(
    [described('Rate__c')?.type, described('Rate__c')?.precision, described('Rate__c')?.scale],
    ['percent', 6, 3],
  );
  const child = org
    .describe(admin, 'Lead')
    ?.childRelationships.find(({ childSObject }) => childSObject === 'Project__c');
  assert.deepEqual([child?.relationshipName, child?.field], ['Projects__r', 'Lead__c']);
});

test('source format brings the same as a package', (t) => {
  const root = folder(t);
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('main/default/objects/Project__c/Project__c.object-meta.xml', projectObject(''));
  write(
    'main/default/objects/Project__c/fields/Reason__c.field-meta.xml',
    metadata('CustomField', '<fullName>Reason__c</fullName><label>Reason</label><type>Text</type><length>10</length>'),
  );
  write(
    'main/default/objects/Project__c/validationRules/Never.validationRule-meta.xml',
    metadata(
      'ValidationRule',
      '<fullName>Never</fullName><active>true</active><errorConditionFormula>Name = "never"</errorConditionFormula><errorMessage>no</errorMessage>',
    ),
  );
  write('main/default/permissionsets/P.permissionset-meta.xml', permissionSet(grant('Project__c.Reason__c')));
  write('main/default/lwc/a/a.js', 'export const a = 1;');
  write('main/default/lwc/a/a.js-meta.xml', metadata('LightningComponentBundle', '<apiVersion>65.0</apiVersion>'));
  const { admin, insert, org, refused } = openedOrg();
  const outcome = org.deploySource(admin, root);
  assert.deepEqual(
    outcome.messages.map(({ componentType, fullName, success }) => [componentType, fullName, success]),
    [
      ['CustomObject', 'Project__c', true],
      ['CustomField', 'Project__c.Reason__c', true],
      ['ValidationRule', 'Project__c.Never', true],
      ['PermissionSet', 'P', true],
      ['LightningComponentBundle', 'a', true],
    ],
  );
  org.assignPermissionSet(admin, 'P');
  insert('Project__c', { Name: 'G', Reason__c: 'r' });
  assert.equal(refused('insert', 'Project__c', { Name: 'never' })[0]?.message, 'no');
});

test('sources and tests of a component stay where they are written', (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'lwc/a/__tests__'), { recursive: true });
  writeFileSync(join(root, 'lwc/a/a.js'), 'export const a = 1;');
  const meta = metadata('LightningComponentBundle', '<apiVersion>65.0</apiVersion>');
  writeFileSync(join(root, 'lwc/a/a.js-meta.xml'), meta);
  const { admin, org } = openedOrg();
  assert.ok(org.deploySource(admin, root).messages.every(({ created }) => created));
  writeFileSync(join(root, 'lwc/a/a.ts'), 'export const a: number = 1;');
  writeFileSync(join(root, 'lwc/a/__tests__/a.test.js'), "import { a } from 'c/a';");
  assert.ok(org.deploySource(admin, root).messages.every(({ changed }) => !changed));
});

test('data, metadata, rights and ids survive a restart', (t) => {
  const path = folder(t);
  const first = openedOrg({ folder: path });
  first.deploy({
    'objects/Project__c.object': projectObject(
      textField('Reason__c'),
      '<type>AutoNumber</type><label>N</label><displayFormat>G-{000}</displayFormat>',
    ),
    'permissionsets/P.permissionset': permissionSet(grant('Project__c.Reason__c')),
  });
  first.org.assignPermissionSet(first.admin, 'P');
  const project = first.insert('Project__c', { Reason__c: 'kept' });
  const lead = first.insert('Lead', { LastName: 'L', Company: 'X' });
  first.org.close();

  const second = openedOrg({ folder: path });
  assert.deepEqual(
    [second.org.id, second.admin, second.integration, second.rep],
    [first.org.id, first.admin, first.integration, first.rep],
  );
  const { Name, Reason__c } = second.row(`SELECT Name, Reason__c FROM Project__c WHERE Id = '${project}'`);
  assert.deepEqual([Name, Reason__c], ['G-001', 'kept']);
  assert.equal(second.org.objectOfId(project), 'Project__c');
  const next = second.insert('Lead', { LastName: 'M', Company: 'Y' });
  assert.ok(next > lead);
  assert.equal(second.row(`SELECT Name FROM Project__c WHERE Id = '${second.insert('Project__c', {})}'`).Name, 'G-002');
  second.org.close();
});

test('a deploy inside a transaction that throws is rolled back', () => {
  const { admin, deploy, org } = openedOrg();
  assert.throws(() =>
    org.transaction(() => {
      assert.equal(deploy({ 'objects/Project__c.object': projectObject('') }).success, true);
      assert.ok(org.describe(admin, 'Project__c'));
      throw new Error('stop');
    }),
  );
  assert.equal(org.describe(admin, 'Project__c'), undefined);
  assert.equal(deploy({ 'objects/Project__c.object': projectObject('') }).success, true);
});
