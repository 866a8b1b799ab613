import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, metadata, openedOrg, textField } from './opened-org.ts';

const formulaField = (name: string, type: string, formula: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type>${
    ['Number', 'Currency', 'Percent'].includes(type) ? '<precision>18</precision><scale>2</scale>' : ''
  }<formula>${formula.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</formula>${more}</fields>`;

const numberField = (name: string): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>Number</type><precision>10</precision><scale>2</scale></fields>`;

const lookUp =
  '<fields><fullName>Lead__c</fullName><label>Lead</label><type>Lookup</type><referenceTo>Lead</referenceTo><relationshipName>Projects</relationshipName></fields>';

const stored = [textField('Reason__c'), numberField('Weight__c'), lookUp];
const calculated: Record<string, string> = {
  Loud__c: formulaField('Loud__c', 'Text', 'UPPER(Reason__c) & "!"'),
  Double__c: formulaField('Double__c', 'Number', 'Weight__c * 2 + 1'),
  Strict__c: formulaField(
    'Strict__c',
    'Number',
    'Weight__c * 2',
    '<formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs>',
  ),
  Is_Big__c: formulaField('Is_Big__c', 'Checkbox', 'Double__c >= 20'),
  Company__c: formulaField('Company__c', 'Text', 'Lead__r.Company & " / " & Lead__r.Owner.Name'),
  Day__c: formulaField('Day__c', 'Date', 'DATEVALUE(CreatedDate) + 7'),
};

const grants = ['Reason__c', 'Weight__c', 'Lead__c', ...Object.keys(calculated)]
  .map(
    (name) =>
      `<fieldPermissions><field>Project__c.${name}</field><readable>true</readable><editable>${String(!(name in calculated))}</editable></fieldPermissions>`,
  )
  .join('');

function withProjects() {
  const opened = openedOrg();
  const { success, messages } = opened.deploy({
    'objects/Project__c.object': projectObject([...stored, ...Object.values(calculated)].join('')),
    'permissionsets/P.permissionset': metadata('PermissionSet', `<label>P</label>${grants}`),
  });
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  opened.org.assignPermissionSet(opened.admin, 'P');
  const lead = opened.insert('Lead', { LastName: 'L', Company: 'Copper' });
  const id = opened.insert('Project__c', { Name: 'G', Reason__c: 'why', Weight__c: 12, Lead__c: lead });
  return { ...opened, id, lead };
}

test('a formula field is calculated as it is read: over texts, numbers, other formulas and parents', () => {
  const { row, update, lead } = withProjects();
  const project = row('SELECT Loud__c, Double__c, Is_Big__c, Company__c, Day__c FROM Project__c');
  assert.deepEqual(
    [project.Loud__c, project.Double__c, project.Is_Big__c, project.Company__c, project.Day__c],
    ['WHY!', 25, true, 'Copper / Ada Admin', '2026-03-23'],
  );
  update('Lead', { Id: lead, Company: 'Zinc' });
  assert.equal(row('SELECT Company__c FROM Project__c').Company__c, 'Zinc / Ada Admin');
});

test('a blank number counts as zero or makes the result blank, depending on the field', () => {
  const { update, row, id } = withProjects();
  update('Project__c', { Id: id, Weight__c: null });
  const { Double__c, Strict__c, Is_Big__c } = row('SELECT Double__c, Strict__c, Is_Big__c FROM Project__c');
  assert.deepEqual([Double__c, Strict__c, Is_Big__c], [1, null, false]);
});

test('formula fields are filtered, ordered, grouped and reached from children like others', () => {
  const { insert, rows, lead } = withProjects();
  insert('Project__c', { Name: 'H', Reason__c: 'because', Weight__c: 3, Lead__c: lead });
  const names = (soql: string): unknown[] => rows(soql).map(({ Name }) => Name);
  assert.deepEqual(names("SELECT Name FROM Project__c WHERE Loud__c = 'because!'"), ['H']);
  assert.deepEqual(names('SELECT Name FROM Project__c WHERE Is_Big__c = true'), ['G']);
  assert.deepEqual(names('SELECT Name FROM Project__c ORDER BY Double__c'), ['H', 'G']);
  assert.deepEqual(
    rows('SELECT Is_Big__c, COUNT(Id) n FROM Project__c GROUP BY Is_Big__c ORDER BY Is_Big__c').map(({ n }) => n),
    [1, 1],
  );
  const [parent] = rows('SELECT (SELECT Double__c FROM Projects__r ORDER BY Double__c DESC) FROM Lead');
  const children = (parent?.['Projects__r'] as { records: { Double__c: number }[] }).records;
  assert.deepEqual(
    children.map(({ Double__c }) => Double__c),
    [25, 7],
  );
});

test('a formula field cannot be written, and is described as calculated', () => {
  const { admin, org, refused, id } = withProjects();
  assert.equal(
    refused('update', 'Project__c', { Id: id, Double__c: 3 })[0]?.statusCode,
    'INVALID_FIELD_FOR_INSERT_UPDATE',
  );
  const field = org.describe(admin, 'Project__c')?.fields.find(({ name }) => name === 'Double__c');
  assert.deepEqual(
    [field?.calculated, field?.calculatedFormula, field?.createable, field?.updateable, field?.type],
    [true, 'Weight__c * 2 + 1', false, false, 'double'],
  );
});

test('a validation rule may use a formula field of the record being saved', () => {
  const rule =
    '<validationRules><fullName>Small</fullName><active>true</active><errorConditionFormula>Is_Big__c</errorConditionFormula><errorMessage>too big</errorMessage></validationRules>';
  const { org, admin } = withProjects();
  org.deploy(admin, [
    { path: 'objects/Project__c.object', content: new TextEncoder().encode(metadata('CustomObject', rule)) },
  ]);
  assert.equal(org.write(admin, 'insert', 'Project__c', { Name: 'B', Weight__c: 30 }).success, false);
  assert.ok(org.write(admin, 'insert', 'Project__c', { Name: 'S', Weight__c: 3 }).success);
});

const unsound: [what: string, fields: string, problem: RegExp][] = [
  ['a formula that names no field', formulaField('A__c', 'Text', 'Nothing__c'), /Field Nothing__c does not exist/],
  ['a formula with an unknown function', formulaField('A__c', 'Text', 'SOUNDEX(Name)'), /Unknown function SOUNDEX/],
  ['a formula that cannot be read', formulaField('A__c', 'Text', 'UPPER('), /Syntax error/],
  ['a formula of itself', formulaField('A__c', 'Number', 'A__c + 1'), /can't refer to themselves/],
  [
    'formulas in a circle',
    formulaField('A__c', 'Number', 'B__c + 1') + formulaField('B__c', 'Number', 'A__c + 1'),
    /can't refer to themselves/,
  ],
  ['a formula of a look-up', formulaField('A__c', 'Lookup', 'Id'), /cannot be of type Lookup/],
];

for (const [what, fields, problem] of unsound) {
  test(`a deploy refuses ${what}`, () => {
    const { success, messages } = openedOrg().deploy({ 'objects/Project__c.object': projectObject(fields) });
    assert.equal(success, false);
    assert.match(messages.find((message) => !message.success)?.problem ?? '', problem);
  });
}

test('a default may be a formula: over the day and over who creates the record', () => {
  const { deploy, insert, row, org, admin } = openedOrg();
  const withDefault = (name: string, type: string, formula: string): string =>
    `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${type === 'Text' ? '<length>80</length>' : ''}<defaultValue>${formula}</defaultValue></fields>`;
  const { success, messages } = deploy({
    'objects/Project__c.object': projectObject(
      withDefault('Due__c', 'Date', 'TODAY() + 14') + withDefault('By__c', 'Text', '$User.Username &amp; "?"'),
    ),
    'permissionsets/P.permissionset': metadata(
      'PermissionSet',
      `<label>P</label>${['Due__c', 'By__c'].map((name) => `<fieldPermissions><field>Project__c.${name}</field><readable>true</readable><editable>true</editable></fieldPermissions>`).join('')}`,
    ),
  });
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  org.assignPermissionSet(admin, 'P');
  const id = insert('Project__c', { Name: 'G' });
  const project = row(`SELECT Due__c, By__c FROM Project__c WHERE Id = '${id}'`);
  assert.deepEqual([project.Due__c, project.By__c], ['2026-03-30', 'admin@local.org?']);
  const given = insert('Project__c', { Name: 'H', Due__c: null, By__c: 'me' });
  const other = row(`SELECT Due__c, By__c FROM Project__c WHERE Id = '${given}'`);
  assert.deepEqual([other.Due__c, other.By__c], [null, 'me']);
  const field = org.describe(admin, 'Project__c')?.fields.find(({ name }) => name === 'Due__c');
  assert.deepEqual([field?.defaultValueFormula, field?.defaultedOnCreate], ['TODAY() + 14', true]);
  const broken = deploy({
    'objects/Project__c.object': metadata('CustomObject', withDefault('Bad__c', 'Date', 'NOPE()')),
  });
  assert.match(broken.messages[0]?.problem ?? '', /Unknown function NOPE/);
});
