import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, metadata, openedOrg } from './opened-org.ts';

const detail = metadata(
  'CustomObject',
  `<label>Step</label><pluralLabel>Steps</pluralLabel><nameField><type>Text</type><label>Name</label></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ControlledByParent</sharingModel>
  <fields><fullName>Project__c</fullName><label>Project</label><type>MasterDetail</type><referenceTo>Project__c</referenceTo><relationshipName>Steps</relationshipName><relationshipOrder>0</relationshipOrder></fields>
  <fields><fullName>Hours__c</fullName><label>Hours</label><type>Number</type><precision>8</precision><scale>1</scale></fields>
  <fields><fullName>Done__c</fullName><label>Done</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>`,
);

const summary = (name: string, operation: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>Summary</type><summaryForeignKey>Step__c.Project__c</summaryForeignKey><summaryOperation>${operation}</summaryOperation>${more}</fields>`;
const hours = '<summarizedField>Step__c.Hours__c</summarizedField>';
const done =
  '<summaryFilterItems><field>Step__c.Done__c</field><operation>equals</operation><value>True</value></summaryFilterItems>';
const names = ['Steps__c', 'Done_Steps__c', 'Hours__c', 'Longest__c'];
const files = {
  'objects/Project__c.object': projectObject(
    summary('Steps__c', 'count') +
      summary('Done_Steps__c', 'count', done) +
      summary('Hours__c', 'sum', hours) +
      summary('Longest__c', 'max', hours) +
      '<fields><fullName>Average__c</fullName><label>Average</label><type>Number</type><precision>18</precision><scale>2</scale><formula>Hours__c / Steps__c</formula></fields>',
  ),
  'objects/Step__c.object': `${detail}`,
  'permissionsets/P.permissionset': metadata(
    'PermissionSet',
    `<label>P</label>${[
      'Project__c.Average__c',
      ...names.map((name) => `Project__c.${name}`),
      'Step__c.Hours__c',
      'Step__c.Done__c',
    ]
      .map(
        (field) =>
          `<fieldPermissions><field>${field}</field><readable>true</readable><editable>${String(field.startsWith('Step'))}</editable></fieldPermissions>`,
      )
      .join('')}`,
  ),
};

test('a roll-up summary counts, adds and compares the details, and formulas build on it', () => {
  const { admin, deploy, insert, org, row } = openedOrg();
  const { success, messages } = deploy(files);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  org.assignPermissionSet(admin, 'P');
  const project = insert('Project__c', { Name: 'G' });
  const read = () => {
    const record = row('SELECT Steps__c, Done_Steps__c, Hours__c, Longest__c, Average__c FROM Project__c');
    return [...names, 'Average__c'].map((name) => record[name]);
  };
  assert.deepEqual(read(), [0, 0, 0, null, null]);
  insert('Step__c', { Name: 'a', Project__c: project, Hours__c: 2, Done__c: true });
  const second = insert('Step__c', { Name: 'b', Project__c: project, Hours__c: 5.5 });
  assert.deepEqual(read(), [2, 1, 7.5, 5.5, 3.75]);
  org.write(admin, 'delete', 'Step__c', { Id: second });
  assert.deepEqual(read(), [1, 1, 2, 2, 2]);
});

const unsound: [what: string, field: string, problem: RegExp][] = [
  [
    'over a look-up that is none',
    summary('A__c', 'count').replace('Step__c.Project__c', 'Step__c.Nope__c'),
    /Invalid summaryForeignKey: Step__c\.Nope__c/,
  ],
  [
    'of a field that cannot be added up',
    summary('A__c', 'sum', '<summarizedField>Step__c.Done__c</summarizedField>'),
    /Invalid summarizedField for sum/,
  ],
  ['by an operation nobody knows', summary('A__c', 'median', hours), /Invalid summaryOperation: median/],
];

for (const [what, field, problem] of unsound) {
  test(`a deploy refuses a roll-up summary ${what}`, () => {
    const { success, messages } = openedOrg().deploy({
      'objects/Project__c.object': projectObject(field),
      'objects/Step__c.object': detail,
    });
    assert.equal(success, false);
    assert.match(messages.find((message) => !message.success)?.problem ?? '', problem);
  });
}
