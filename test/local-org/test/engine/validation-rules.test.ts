import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, metadata, openedOrg, textField } from './opened-org.ts';
import type { OpenedOrg } from './opened-org.ts';

const rule = (name: string, formula: string, more = ''): string =>
  `<validationRules><fullName>${name}</fullName><active>true</active><errorConditionFormula>${formula.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</errorConditionFormula><errorMessage>${name} is broken</errorMessage>${more}</validationRules>`;

/** An org whose projects have a type, a size and a day, and these rules; the administrator may edit all. */
function projectOrg(rules: string): OpenedOrg {
  const opened = openedOrg();
  const fields = [
    '<fields><fullName>Kind__c</fullName><label>Kind</label><type>Picklist</type><valueSet><valueSetDefinition><sorted>false</sorted><value><fullName>Lead</fullName><default>false</default><label>Lead</label></value></valueSetDefinition></valueSet></fields>',
    '<fields><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>5</precision><scale>0</scale></fields>',
    '<fields><fullName>Day__c</fullName><label>Day</label><type>Date</type></fields>',
    textField('Note__c'),
  ];
  const outcome = opened.deploy({
    'objects/Project__c.object': projectObject(fields.join('') + rules),
    'customPermissions/Manage.customPermission': metadata('CustomPermission', '<label>Manage</label>'),
    'permissionsets/Edit.permissionset': metadata(
      'PermissionSet',
      `<label>Edit</label>${['Kind__c', 'Size__c', 'Day__c', 'Note__c'].map((field) => `<fieldPermissions><field>Project__c.${field}</field><readable>true</readable><editable>true</editable></fieldPermissions>`).join('')}`,
    ),
    'permissionsets/Manager.permissionset': metadata(
      'PermissionSet',
      '<label>Manager</label><customPermissions><enabled>true</enabled><name>Manage</name></customPermissions>',
    ),
  });
  assert.deepEqual(
    outcome.messages.filter((message) => !message.success),
    [],
  );
  opened.org.assignPermissionSet(opened.admin, 'Edit');
  return opened;
}

test('a rule with ISCHANGED allows creation and refuses the change, with message and field of the rule', () => {
  const { insert, refused, row, update } = projectOrg(
    rule(
      'Immutable',
      'NOT(ISNEW()) && (ISCHANGED(Kind__c) || ISCHANGED(Size__c))',
      '<errorDisplayField>Kind__c</errorDisplayField>',
    ),
  );
  const id = insert('Project__c', { Name: 'G', Kind__c: 'Lead', Size__c: 1 });
  update('Project__c', { Id: id, Note__c: 'may change', Kind__c: 'Lead', Size__c: 1 });
  assert.deepEqual(refused('update', 'Project__c', { Id: id, Kind__c: 'Account' }), [
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Immutable is broken', fields: ['Kind__c'] },
  ]);
  assert.equal(refused('update', 'Project__c', { Id: id, Size__c: null }).length, 1);
  assert.equal(row(`SELECT Kind__c FROM Project__c WHERE Id = '${id}'`).Kind__c, 'Lead');
});

test('rules use prior values, picklists, dates, users and permissions', () => {
  const { admin, insert, org, refused } = projectOrg(
    rule('Shrinking', 'PRIORVALUE(Size__c) > Size__c') +
      rule('Past', 'Day__c < TODAY()') +
      rule('Nobody', 'ISPICKVAL(Kind__c, "Lead") && NOT($Permission.Manage)') +
      rule(
        'Owner',
        "Owner:User.Name = 'x'".replace('Owner:User.Name', 'CreatedBy.Name') +
          ' || $User.Username <> "admin@local.org"',
      ) +
      rule('Shouting', "REGEX(Note__c, '[A-Z]{3,}') /* all of it */"),
  );
  const codes = (record: Parameters<typeof insert>[1]) =>
    refused('insert', 'Project__c', record).map((error) => error.message);
  assert.deepEqual(codes({ Kind__c: 'Lead' }), ['Nobody is broken']);
  assert.deepEqual(codes({ Day__c: '2026-03-15', Note__c: 'HELLO' }), ['Past is broken', 'Shouting is broken']);
  org.assignPermissionSet(admin, 'Manager');
  const id = insert('Project__c', { Kind__c: 'Lead', Day__c: '2026-03-16', Note__c: 'HELLOx', Size__c: 5 });
  assert.equal(refused('update', 'Project__c', { Id: id, Size__c: 4 })[0]?.message, 'Shrinking is broken');
});

test('an inactive rule is not applied', () => {
  const inactive = rule('Never', 'TRUE').replace('<active>true</active>', '<active>false</active>');
  assert.ok(projectOrg(inactive).insert('Project__c', { Name: 'G' }));
});

const unsound: [formula: string, problem: RegExp][] = [
  ['VLOOKUP(Name, Name, Name)', /Unknown function VLOOKUP/],
  ['ISBLANK(Nothing__c)', /Field Nothing__c does not exist/],
  ['$Permission.Other', /Field \$Permission\.Other does not exist/],
  ['ISCHANGED("Name")', /only be used on fields/],
  ['LEFT(Name)', /Incorrect number of parameters for function 'LEFT\(\)'. Expected 2, received 1/],
  ['AND(TRUE', /Missing '\)'|Syntax error/],
  ['Name = "open', /Syntax error/],
];

for (const [formula, problem] of unsound) {
  test(`a deploy refuses the formula ${formula}`, () => {
    const { deploy } = openedOrg();
    const { success, messages } = deploy({ 'objects/Project__c.object': projectObject(rule('Unsound', formula)) });
    assert.equal(success, false);
    const failed = messages.find((message) => !message.success);
    assert.equal(failed?.fullName, 'Project__c.Unsound');
    assert.match(failed.problem ?? '', problem);
  });
}
