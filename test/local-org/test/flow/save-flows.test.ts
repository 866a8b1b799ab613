import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assign,
  condition,
  decide,
  element,
  filter,
  flow,
  flowOrg,
  inputs,
  onSave,
  ref,
  variable,
} from './flow-org.ts';

const forbid = (name = 'Forbid', next?: string): string =>
  element(
    'recordUpdates',
    name,
    `<inputReference>$Record</inputReference>${inputs({ Note__c: 'forbidden' })}<faultConnector><targetReference>Keep</targetReference></faultConnector>`,
    next,
  );

test('a flow before the save changes the record in the same save', () => {
  const { deployFlows, insert, row, update } = flowOrg();
  deployFlows({
    Before: flow(
      onSave('RecordBeforeSave', 'Set'),
      assign('Set', [
        ['$Record.Note__c', 'Assign', 'set'],
        ['$Record.Size__c', 'Add', 1],
        ['$Record.Done__c', 'Assign', true],
        ['$Record.Day__c', 'Assign', ref('$Flow.CurrentDate')],
        ['$Record.Start__c', 'Assign', ref('$Flow.CurrentDateTime')],
      ]),
    ),
  });
  const id = insert('Project__c', { Name: 'P', Size__c: 4 });
  const saved = row(`SELECT Note__c, Size__c, Done__c, Day__c, Start__c FROM Project__c WHERE Id = '${id}'`);
  assert.equal(saved.Note__c, 'set');
  assert.equal(saved.Size__c, 5);
  assert.equal(saved.Done__c, true);
  assert.equal(saved.Day__c, '2026-03-16');
  assert.match(String(saved.Start__c), /^2026-03-16T12:00/);
  update('Project__c', { Id: id, Size__c: 10 });
  assert.equal(row('SELECT Size__c FROM Project__c').Size__c, 11);
});

test('entry conditions, by filters and by a formula, decide who starts a flow', () => {
  const { deployFlows, insert, row, update } = flowOrg();
  deployFlows({
    Filtered: flow(
      onSave('RecordBeforeSave', 'Set', {
        more: `<filterLogic>1 AND (2 OR 3)</filterLogic>${filter('Done__c', 'EqualTo', true)}${filter('Size__c', 'GreaterThan', 5)}${filter('Note__c', 'StartsWith', 'big')}`,
      }),
      assign('Set', [['$Record.Other__c', 'Assign', 'filtered']]),
    ),
    Formula: flow(
      onSave('RecordBeforeSave', 'Set', {
        when: 'Update',
        more: '<filterFormula>AND(ISCHANGED({!$Record.Note__c}), {!$Record__Prior.Note__c} = "one")</filterFormula>',
      }),
      assign('Set', [['$Record.Other__c', 'Assign', 'formula']]),
    ),
  });
  const other = (): unknown => row('SELECT Other__c FROM Project__c').Other__c;
  const id = insert('Project__c', { Name: 'P', Size__c: 6, Note__c: 'one' });
  assert.equal(other(), null);
  update('Project__c', { Id: id, Done__c: true });
  assert.equal(other(), 'filtered');
  update('Project__c', { Id: id, Done__c: false, Note__c: 'two' });
  assert.equal(other(), 'formula');
});

test('calculated fields and parents of a new record are known before its save', () => {
  const { deployFlows, insert, row } = flowOrg();
  deployFlows({
    Calculated: flow(
      onSave('RecordBeforeSave', 'Set', { when: 'Create', more: filter('Double__c', 'EqualTo', 8) }),
      assign('Set', [['$Record.Note__c', 'Assign', '{!$Record.Double__c} under {!$Record.Parent__r.Name}']]),
    ),
  });
  const parent = insert('Project__c', { Name: 'Parent' });
  const id = insert('Project__c', { Name: 'Child', Size__c: 4, Parent__c: parent });
  assert.equal(row(`SELECT Note__c FROM Project__c WHERE Id = '${id}'`).Note__c, '8 under Parent');
});

test('a flow that asks for it starts only when the record comes to meet its conditions', () => {
  const { deployFlows, insert, row, update } = flowOrg();
  deployFlows({
    Count: flow(
      onSave('RecordBeforeSave', 'Add', {
        more: `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>and</filterLogic>${filter('Done__c', 'EqualTo', true)}`,
      }),
      assign('Add', [['$Record.Size__c', 'Add', 1]]),
    ),
  });
  const size = (): unknown => row('SELECT Size__c FROM Project__c').Size__c;
  const id = insert('Project__c', { Name: 'P', Size__c: 0 });
  update('Project__c', { Id: id, Done__c: true });
  assert.equal(size(), 1);
  update('Project__c', { Id: id, Note__c: 'again' });
  assert.equal(size(), 1);
  update('Project__c', { Id: id, Done__c: false });
  update('Project__c', { Id: id, Done__c: true });
  assert.equal(size(), 2);
});

test('flows after the save create, read, change and delete records', () => {
  const { deployFlows, insert, rows } = flowOrg();
  deployFlows({
    After: flow(
      onSave('RecordAfterSave', 'Is_First', { when: 'Create' }),
      decide('Is_First', { when: condition('$Record.Parent__c', 'IsNull', true), then: 'Create' }) +
        element(
          'recordCreates',
          'Create',
          `<object>Project__c</object>${inputs({ Name: 'Child of {!$Record.Name}', Parent__c: ref('$Record.Id'), Size__c: 3 })}<storeOutputAutomatically>true</storeOutputAutomatically>`,
          'Get',
        ) +
        element(
          'recordLookups',
          'Get',
          `<object>Project__c</object>${filter('Id', 'EqualTo', ref('Create'))}<getFirstRecordOnly>true</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>`,
          'Update',
        ) +
        element(
          'recordUpdates',
          'Update',
          `<inputReference>$Record</inputReference>${inputs({ Note__c: '{!Get.Name} of {!Get.Parent__r.Name}', Size__c: ref('Get.Double__c') })}`,
          'Delete',
        ) +
        element(
          'recordDeletes',
          'Delete',
          `<object>Project__c</object><filterLogic>and</filterLogic>${filter('Name', 'EqualTo', 'Old')}`,
        ),
    ),
  });
  insert('Project__c', { Name: 'Old', Parent__c: null });
  insert('Project__c', { Name: 'New' });
  assert.deepEqual(
    rows('SELECT Name, Note__c, Size__c FROM Project__c ORDER BY Name').map(({ Name, Note__c, Size__c }) => [
      Name,
      Note__c,
      Size__c,
    ]),
    [
      ['Child of New', null, 3],
      ['Child of Old', null, 3],
      ['New', 'Child of New of New', 6],
    ],
  );
});

test('an error without a fault path fails the save, in the platform’s words, and is mailed', () => {
  const { deployFlows, flows, refused, rows } = flowOrg();
  deployFlows({
    Failing: flow(
      onSave('RecordAfterSave', 'Forbid'),
      element('recordUpdates', 'Forbid', `<inputReference>$Record</inputReference>${inputs({ Note__c: 'forbidden' })}`),
    ),
  });
  const [error] = refused('insert', 'Project__c', { Name: 'P' });
  assert.equal(error?.statusCode, 'CANNOT_EXECUTE_FLOW_TRIGGER');
  assert.match(
    error.message,
    /^We can't save this record because the “Test Flow” process failed\. Give your Salesforce admin these details\. This error occurred when the flow tried to update records: FIELD_CUSTOM_VALIDATION_EXCEPTION: Not this note\. You can look up ExceptionCode values in the SOAP API Developer Guide\. Error ID: /,
  );
  assert.deepEqual(rows('SELECT Id FROM Project__c'), []);
  assert.equal(flows.outbox.emails.length, 1);
  assert.match(flows.outbox.emails[0]?.subject ?? '', /^Error Occurred During Flow "Failing": This error occurred/);
  assert.match(flows.outbox.emails[0]?.body ?? '', /Error element Forbid \(FlowRecordUpdate\)\./);
});

test('a fault path goes on, with the message', () => {
  const { deployFlows, flows, insert, row } = flowOrg();
  deployFlows({
    Caught: flow(
      onSave('RecordAfterSave', 'Forbid'),
      forbid() +
        assign('Keep', [['message', 'Assign', ref('$Flow.FaultMessage')]], 'Create') +
        element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: ref('code') })}`) +
        variable('message', 'String') +
        '<formulas><name>code</name><dataType>String</dataType><expression>IF(CONTAINS({!message}, "Not this note"), "caught", "lost")</expression></formulas>',
    ),
  });
  insert('Project__c', { Name: 'P' });
  assert.equal(row('SELECT Name FROM Account').Name, 'caught');
  assert.deepEqual(flows.outbox.emails, []);
});

test('of records that are saved together, only the failing one is refused', () => {
  const { admin, deployFlows, org, rows } = flowOrg();
  deployFlows({
    Some: flow(
      onSave('RecordAfterSave', 'Copy', { when: 'Create' }),
      element(
        'recordUpdates',
        'Copy',
        `<inputReference>$Record</inputReference>${inputs({ Note__c: ref('$Record.Other__c') })}`,
      ),
    ),
  });
  const results = org.writeMany(
    admin,
    'insert',
    'Project__c',
    ['fine', 'forbidden', 'good'].map((Other__c) => ({ Name: Other__c, Other__c })),
    { allOrNone: false },
  );
  assert.deepEqual(
    results.map(({ success }) => success),
    [true, false, true],
  );
  assert.deepEqual(
    rows('SELECT Note__c FROM Project__c ORDER BY Name').map(({ Note__c }) => Note__c),
    ['fine', 'good'],
  );
});

test('a flow before a delete runs, and a custom error keeps the record', () => {
  const { deployFlows, insert, org, admin, refused, rows } = flowOrg();
  deployFlows({
    Guard: flow(
      onSave('RecordBeforeDelete', 'Is_Done', { when: 'Delete' }),
      decide('Is_Done', { when: condition('$Record.Done__c', 'EqualTo', true), then: 'Refuse' }) +
        element(
          'customErrors',
          'Refuse',
          '<customErrorMessages><errorMessage>{!$Record.Name} is done</errorMessage><isFieldError>false</isFieldError></customErrorMessages>',
        ),
    ),
  });
  const done = insert('Project__c', { Name: 'Kept', Done__c: true });
  const open = insert('Project__c', { Name: 'Gone' });
  assert.deepEqual(refused('delete', 'Project__c', { Id: done }), [
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Kept is done', fields: [] },
  ]);
  assert.ok(org.write(admin, 'delete', 'Project__c', { Id: open }).success);
  assert.equal(rows('SELECT Id FROM Project__c').length, 1);
});

test('flows of one moment run in their order', () => {
  const { deployFlows, insert, row } = flowOrg();
  const add = (letter: string, order: string): string =>
    flow(
      onSave('RecordBeforeSave', 'Add'),
      assign('Add', [['$Record.Note__c', 'Add', letter]]),
      order === '' ? '' : `<triggerOrder>${order}</triggerOrder>`,
    );
  deployFlows({ A_Last: add('c', '1500'), B_Middle: add('b', ''), C_First: add('a', '1') });
  insert('Project__c', { Name: 'P' });
  assert.equal(row('SELECT Note__c FROM Project__c').Note__c, 'abc');
});

test('a flow that changes its own record is not started again by that', () => {
  const { deployFlows, insert, row } = flowOrg();
  deployFlows({
    Again: flow(
      onSave('RecordAfterSave', 'Count'),
      element('recordUpdates', 'Count', `<inputReference>$Record</inputReference>${inputs({ Size__c: ref('more') })}`) +
        '<formulas><name>more</name><dataType>Number</dataType><scale>0</scale><expression>{!$Record.Size__c} + 1</expression></formulas>',
    ),
  });
  insert('Project__c', { Name: 'P', Size__c: 1 });
  assert.equal(row('SELECT Size__c FROM Project__c').Size__c, 2);
});

test('a flow without rights of its user writes what the user may not', () => {
  const { deployFlows, flows, org, rep, insert, rows } = flowOrg();
  deployFlows({
    Note: flow(
      onSave('RecordAfterSave', 'Create', { object: 'Account', when: 'Create' }),
      element('recordCreates', 'Create', `<object>Project__c</object>${inputs({ Name: ref('$Record.Name') })}`),
    ),
  });
  assert.equal(org.write(rep, 'insert', 'Project__c', { Name: 'P' }).success, false);
  insert('Account', { Name: 'By a rep' }, rep);
  assert.equal(rows('SELECT Id FROM Project__c').length, 1);
  assert.deepEqual(flows.outbox.emails, []);
});
