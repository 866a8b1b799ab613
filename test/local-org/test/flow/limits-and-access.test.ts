import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowAbort } from '../../src/flow/flow-fault.ts';
import { metadata } from '../engine/opened-org.ts';
import {
  assign,
  condition,
  connect,
  decide,
  element,
  filter,
  flow,
  flowOrg,
  inputs,
  onSave,
  output,
  ref,
  variable,
} from './flow-org.ts';

const lookup = (name: string, content: string, next?: string): string =>
  element(
    'recordLookups',
    name,
    `<object>Project__c</object>${content}<storeOutputAutomatically>true</storeOutputAutomatically>`,
    next,
  );

test('elements of all records that are saved together count once', () => {
  const counted: [string, number][] = [];
  const { admin, deployFlows, org, rows } = flowOrg({
    count: (what, amount) => {
      counted.push([what, amount]);
    },
  });
  deployFlows({
    Bulk: flow(
      onSave('RecordAfterSave', 'Get', { object: 'Account', when: 'Create' }),
      lookup('Get', filter('Name', 'EqualTo', ref('$Record.Name')), 'Create') +
        element('recordCreates', 'Create', `<object>Project__c</object>${inputs({ Name: ref('$Record.Name') })}`),
    ),
  });
  const accounts = Array.from({ length: 150 }, (_, index) => ({ Name: `A${index}` }));
  org.writeMany(admin, 'insert', 'Account', accounts, { allOrNone: true });
  assert.equal(rows('SELECT Id FROM Project__c').length, 150);
  assert.deepEqual(
    counted.filter(([what]) => what !== 'queryRows'),
    [
      ['queries', 1],
      ['writes', 1],
      ['writtenRows', 150],
    ],
  );
});

test('a limit takes no fault path and refuses all records that are saved together', () => {
  const { admin, deployFlows, org, rows } = flowOrg({
    count: (what) => {
      if (what === 'writes') throw new FlowAbort('Too many DML statements: 151');
    },
  });
  deployFlows({
    Limited: flow(
      onSave('RecordAfterSave', 'Create', { object: 'Account', when: 'Create' }),
      element(
        'recordCreates',
        'Create',
        `<object>Project__c</object>${inputs({ Name: 'P' })}${connect('Keep', 'faultConnector')}`,
      ) +
        assign('Keep', [['kept', 'Assign', 'x']]) +
        variable('kept', 'String'),
    ),
  });
  const results = org.writeMany(admin, 'insert', 'Account', [{ Name: 'A' }, { Name: 'B' }], { allOrNone: false });
  assert.ok(results.every(({ errors }) => /Too many DML statements/.test(errors[0]?.message ?? '')));
  assert.deepEqual(rows('SELECT Id FROM Account'), []);
});

test('a flow that never ends is stopped', async () => {
  const { admin, deployFlows, flows } = flowOrg();
  deployFlows({
    Endless: flow(
      connect('A'),
      assign('A', [['x', 'Assign', 1]], 'B') + assign('B', [['x', 'Assign', 2]], 'A') + variable('x', 'Number'),
    ),
  });
  await assert.rejects(flows.run('Endless', { userId: admin }), /CPU time limit exceeded/);
});

test('a flow runs with the rights of its user unless it names the system', async () => {
  const { deployFlows, flows, insert, rep } = flowOrg();
  insert('Project__c', { Name: 'Hidden', Note__c: 'secret' });
  const content =
    lookup('Get', '<getFirstRecordOnly>true</getFirstRecordOnly>', 'Keep') +
    assign('Keep', [['note', 'Assign', ref('Get.Note__c')]]) +
    variable('note', 'String', output);
  deployFlows({
    As_User: flow(connect('Get'), content),
    Through_System: flow(
      connect('Call'),
      element(
        'subflows',
        'Call',
        '<flowName>As_System</flowName><outputAssignments><assignToReference>note</assignToReference><name>note</name></outputAssignments>',
      ) + variable('note', 'String', output),
    ),
    As_System: flow(connect('Get'), content, '<runInMode>SystemModeWithoutSharing</runInMode>'),
  });
  const asUser = await flows.run('As_User', { userId: rep });
  assert.match(asUser.error ?? '', /^This error occurred when the flow tried to look up records: INVALID_TYPE/);
  assert.match(flows.outbox.emails[0]?.body ?? '', /Error element Get \(FlowRecordLookup\)/);
  const asSystem = await flows.run('As_System', { userId: rep });
  assert.deepEqual(asSystem.outputs, { note: 'secret' });
  const through = await flows.run('Through_System', { userId: rep });
  assert.deepEqual(through.outputs, { note: 'secret' });
});

test('texts with the signs of a pattern are looked up as they are', async () => {
  const { admin, deployFlows, flows, insert } = flowOrg();
  for (const Name of ['100% sure', '100 percent', "it's_so", 'itsXso', 'back\\slash']) insert('Project__c', { Name });
  deployFlows({
    Find: flow(
      connect('Get'),
      lookup(
        'Get',
        `${filter('Name', 'Contains', ref('part'))}<getFirstRecordOnly>false</getFirstRecordOnly>`,
        'Count',
      ) +
        assign('Count', [['count', 'AssignCount', ref('Get')]]) +
        variable('part', 'String', '<isInput>true</isInput>') +
        variable('count', 'Number', output),
    ),
  });
  for (const part of ['0% s', "t's_s", 'k\\s']) {
    assert.deepEqual((await flows.run('Find', { userId: admin, inputs: { part } })).outputs, { count: 1 }, part);
  }
});

test('a decision asks whether a field was changed, and whether one was set', () => {
  const { deployFlows, insert, row, update } = flowOrg();
  deployFlows({
    Changed: flow(
      onSave('RecordBeforeSave', 'Is_Changed'),
      decide('Is_Changed', {
        when: condition('$Record.Size__c', 'IsChanged', true) + condition('$Record.Note__c', 'WasSet', true),
        then: 'Mark',
      }) + assign('Mark', [['$Record.Other__c', 'Add', 'x']]),
    ),
  });
  const other = (): unknown => row('SELECT Other__c FROM Project__c').Other__c;
  const id = insert('Project__c', { Name: 'P', Size__c: 1, Note__c: 'n' });
  assert.equal(other(), null);
  update('Project__c', { Id: id, Size__c: 2 });
  assert.equal(other(), 'x');
  update('Project__c', { Id: id, Name: 'Q' });
  assert.equal(other(), 'x');
  update('Project__c', { Id: id, Size__c: 3, Note__c: null });
  assert.equal(other(), 'x');
});

test('a flow reads custom metadata', async () => {
  const { admin, deploy, deployFlows, flows } = flowOrg();
  const outcome = deploy({
    'objects/Limit__mdt.object': metadata(
      'CustomObject',
      '<label>Limit</label><pluralLabel>Limits</pluralLabel><visibility>Public</visibility><fields><fullName>Most__c</fullName><label>Most</label><type>Number</type><precision>5</precision><scale>0</scale><fieldManageability>DeveloperControlled</fieldManageability></fields>',
    ),
    'customMetadata/Limit.Large.md':
      '<?xml version="1.0" encoding="UTF-8"?><CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>Large</label><protected>false</protected><values><field>Most__c</field><value xsi:type="xsd:double">40.0</value></values></CustomMetadata>',
  });
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  deployFlows({
    Read: flow(
      connect('Set'),
      assign('Set', [['most', 'Assign', ref('$CustomMetadata.Limit__mdt.Large.Most__c')]]) +
        variable('most', 'Number', output),
    ),
  });
  assert.deepEqual((await flows.run('Read', { userId: admin })).outputs, { most: 40 });
});

test('a flow reads the custom setting of its user, else of the org, and constants', async () => {
  const { admin, deploy, deployFlows, flows, insert, org } = flowOrg();
  const outcome = deploy({
    'objects/Switch__c.object': metadata(
      'CustomObject',
      '<label>Switch</label><customSettingsType>Hierarchy</customSettingsType><enableFeeds>false</enableFeeds><visibility>Public</visibility><fields><fullName>On__c</fullName><label>On</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>',
    ),
  });
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  deployFlows({
    Read: flow(
      connect('Set'),
      assign('Set', [
        ['on', 'Assign', ref('$Setup.Switch__c.On__c')],
        ['yes', 'Assign', ref('$GlobalConstant.True')],
      ]) +
        variable('on', 'Boolean', output) +
        variable('yes', 'Boolean', output),
    ),
  });
  const read = async (): Promise<unknown> => (await flows.run('Read', { userId: admin })).outputs;
  assert.deepEqual(await read(), { on: null, yes: true });
  insert('Switch__c', { SetupOwnerId: org.id, On__c: false });
  assert.deepEqual(await read(), { on: false, yes: true });
  insert('Switch__c', { SetupOwnerId: admin, On__c: true });
  assert.deepEqual(await read(), { on: true, yes: true });
});

test('a flow that an admin has switched off stays so until another version arrives', () => {
  const { deployFlows, flows } = flowOrg();
  const version = (text: string): string =>
    flow(connect('Set'), assign('Set', [['x', 'Assign', text]]) + variable('x', 'String'));
  deployFlows({ Off: version('one') });
  flows.deactivate('Off');
  deployFlows({ Off: version('one') });
  assert.equal(flows.active.length, 0);
  deployFlows({ Off: version('two') });
  assert.equal(flows.active.length, 1);
});
