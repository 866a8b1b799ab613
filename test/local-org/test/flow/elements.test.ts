import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assign,
  condition,
  connect,
  decide,
  element,
  flow,
  flowOrg,
  input,
  inputs,
  list,
  output,
  ref,
  value,
  variable,
} from './flow-org.ts';
import type { Given } from './flow-org.ts';
import { outputsOf, text, number, texts, loop, lookup } from './run-flow.ts';

test('assignments change texts, numbers, dates and collections', async () => {
  const outputs = await outputsOf(
    'Set',
    assign('Set', [
      ['text', 'Add', 'a'],
      ['text', 'Add', 'b'],
      ['number', 'Add', 5],
      ['number', 'Subtract', 1.5],
      ['day', 'Assign', { date: '2026-03-30' }],
      ['day', 'Add', 3],
      ['all', 'Add', 'b'],
      ['all', 'Add', 'c'],
      ['all', 'AddAtStart', 'a'],
      ['all', 'Add', 'b'],
      ['less', 'Assign', ref('all')],
      ['less', 'RemoveFirst', 'b'],
      ['few', 'Assign', ref('all')],
      ['few', 'RemoveAll', 'b'],
      ['common', 'Assign', ref('all')],
      ['common', 'RemoveUncommon', ref('few')],
      ['tail', 'Assign', ref('all')],
      ['tail', 'RemoveBeforeFirst', 'c'],
      ['head', 'Assign', ref('all')],
      ['head', 'RemoveAfterFirst', 'b'],
      ['second', 'Assign', ref('all')],
      ['second', 'RemovePosition', 2],
      ['count', 'AssignCount', ref('all')],
      ['picked', 'AddItem', 'x'],
      ['picked', 'AddItem', 'y'],
    ]) +
      text('text') +
      number('number') +
      variable('day', 'Date', output) +
      ['all', 'less', 'few', 'common', 'tail', 'head', 'second'].map(texts).join('') +
      number('count') +
      variable('picked', 'Multipicklist', output),
  );
  assert.deepEqual(outputs, {
    text: 'ab',
    number: 3.5,
    day: '2026-04-02',
    all: ['a', 'b', 'c', 'b'],
    less: ['a', 'c', 'b'],
    few: ['a', 'c'],
    common: ['a', 'c'],
    tail: ['c', 'b'],
    head: ['a', 'b'],
    second: ['a', 'c', 'b'],
    count: 4,
    picked: 'x;y',
  });
});

test('a loop reads a collection in either direction, and one loop can be inside another', async () => {
  const outputs = await outputsOf(
    'Get',
    lookup(
      'Get',
      '<sortField>Name</sortField><sortOrder>Asc</sortOrder><getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>',
      'Down',
    ) +
      loop('Down', 'Get', { body: 'Keep', next: 'Up', order: 'Desc' }) +
      assign('Keep', [['down', 'Add', ref('Down.Name')]], 'Down') +
      loop('Up', 'Get', { body: 'Inner' }) +
      loop('Inner', 'Get', { body: 'Count', next: 'Up' }) +
      assign('Count', [['count', 'Add', 1]], 'Inner') +
      texts('down') +
      number('count'),
  );
  assert.deepEqual(outputs, { down: ['Delta', 'Charlie', 'Bravo', 'alpha'], count: 16 });
});

const decisionCases: [string, Given, Given | undefined, boolean][] = [
  ['EqualTo', 'Abc', 'abc', true],
  ['NotEqualTo', 'Abc', 'abd', true],
  ['GreaterThan', 2, 10, false],
  ['LessThanOrEqualTo', 10, 10, true],
  ['StartsWith', 'Salesforce', 'sales', true],
  ['EndsWith', 'Salesforce', 'force', true],
  ['Contains', 'Salesforce', 'xyz', false],
  ['IsNull', 'x', true, false],
  ['IsBlank', '', true, true],
  ['IsEmpty', ref('none'), true, true],
  ['Contains', ref('some'), 'one', true],
  ['In', 'one', ref('some'), true],
  ['NotIn', 'two', ref('some'), true],
];

test('each operator of a decision', async () => {
  for (const [operator, left, right, expected] of decisionCases) {
    const [first, constant] =
      typeof left === 'object' && 'ref' in left
        ? [left.ref, '']
        : [
            'left',
            `<constants><name>left</name><dataType>${typeof left === 'number' ? 'Number' : 'String'}</dataType>${value(left)}</constants>`,
          ];
    const outputs = await outputsOf(
      'Fill',
      assign('Fill', [['some', 'Add', 'one']], 'Ask') +
        decide('Ask', { when: condition(first, operator, right ?? true), then: 'Yes' }) +
        assign('Yes', [['result', 'Assign', true]]) +
        constant +
        text('some', list) +
        text('none', list) +
        variable('result', 'Boolean', `${output}${value(false)}`),
    );
    assert.deepEqual(outputs, { result: expected }, `${operator} ${JSON.stringify(left)}`);
  }
});

test('a decision combines its conditions and takes the first outcome that holds', async () => {
  const ask = (logic: string): Promise<Record<string, unknown>> =>
    outputsOf(
      'Ask',
      decide('Ask', {
        logic,
        when: condition('one', 'EqualTo', 1) + condition('one', 'EqualTo', 2) + condition('one', 'EqualTo', 3),
        then: 'Yes',
        otherwise: 'No',
      }) +
        assign('Yes', [['result', 'Assign', 'yes']]) +
        assign('No', [['result', 'Assign', 'no']]) +
        `<constants><name>one</name><dataType>Number</dataType>${value(1)}</constants>` +
        text('result'),
    );
  assert.deepEqual(await ask('and'), { result: 'no' });
  assert.deepEqual(await ask('or'), { result: 'yes' });
  assert.deepEqual(await ask('1 AND (2 OR NOT 3)'), { result: 'yes' });
  assert.deepEqual(await ask('1 AND (2 OR 3)'), { result: 'no' });
});

test('texts, formulas, constants and globals', async () => {
  const outputs = await outputsOf(
    'Set',
    assign('Set', [
      ['body', 'Assign', ref('Letter')],
      ['size', 'Assign', ref('Sum')],
      ['user', 'Assign', ref('$User.Username')],
      ['label', 'Assign', ref('$Label.Greeting')],
      ['org', 'Assign', ref('$Organization.Id')],
      ['permission', 'Assign', ref('$Permission.Unknown')],
    ]) +
      '<textTemplates><name>Letter</name><text>{!$Label.Greeting} {!name}, it is {!$Flow.CurrentDate}.</text></textTemplates>' +
      '<formulas><name>Sum</name><dataType>Number</dataType><scale>1</scale><expression>LEN({!name}) / 3 + {!Three}</expression></formulas>' +
      `<constants><name>Three</name><dataType>Number</dataType>${value(3)}</constants>` +
      text('name', input) +
      ['body', 'user', 'label', 'org'].map((name) => text(name)).join('') +
      number('size') +
      variable('permission', 'Boolean', output),
    { name: 'Anna' },
  );
  const { org, ...rest } = outputs;
  assert.match(String(org), /^00D/);
  assert.deepEqual(rest, {
    body: 'Good day Anna, it is 3/16/2026.',
    size: 4.3,
    user: 'admin@local.org',
    label: 'Good day',
    permission: false,
  });
});

test('a subflow has its own variables, and hands its outputs back', async () => {
  const { admin, deployFlows, flows } = flowOrg();
  deployFlows({
    Child: flow(
      connect('Double'),
      assign('Double', [
        ['result', 'Assign', '{!word}{!word}'],
        ['word', 'Assign', 'changed'],
      ]) +
        text('word', input) +
        text('result'),
    ),
    Parent: flow(
      connect('Call'),
      element(
        'subflows',
        'Call',
        `<flowName>Child</flowName>${inputs({ word: ref('word') }, 'inputAssignments', 'name')}<outputAssignments><assignToReference>answer</assignToReference><name>result</name></outputAssignments>`,
      ) +
        text('word', input + output) +
        text('answer'),
    ),
  });
  const run = await flows.run('Parent', { userId: admin, inputs: { word: 'ha' } });
  assert.deepEqual(run.outputs, { word: 'ha', answer: 'haha' });
  assert.deepEqual(flows.coverage(), [
    { flow: 'Child', elements: ['Double'], covered: ['Double'] },
    { flow: 'Parent', elements: ['Call'], covered: ['Call'] },
  ]);
});

test('records can be rolled back, and what the flow knows stays', async () => {
  const { admin, deployFlows, flows, rows } = flowOrg();
  deployFlows({
    Back: flow(
      connect('Create'),
      element(
        'recordCreates',
        'Create',
        `<object>Account</object>${inputs({ Name: 'A' })}<storeOutputAutomatically>true</storeOutputAutomatically>`,
        'Back',
      ) +
        element('recordRollbacks', 'Back', '', 'Keep') +
        assign('Keep', [['id', 'Assign', ref('Create')]], 'Create_Again') +
        element('recordCreates', 'Create_Again', `<object>Account</object>${inputs({ Name: 'B' })}`) +
        text('id'),
    ),
  });
  const run = await flows.run('Back', { userId: admin });
  assert.match(String(run.outputs['id']), /^001/);
  assert.deepEqual(
    rows('SELECT Name FROM Account').map(({ Name }) => Name),
    ['B'],
  );
});

test('a screen flow waits at a screen until its answers are given', async () => {
  const { admin, deployFlows, flows } = flowOrg();
  const xml = flow(
    connect('Ask'),
    element(
      'screens',
      'Ask',
      `<fields><name>Amount</name><dataType>Number</dataType><fieldType>InputField</fieldType><isRequired>true</isRequired></fields><fields><name>Reason</name><dataType>String</dataType>${value('none', 'defaultValue')}<fieldType>InputField</fieldType></fields>`,
      'Keep',
    ) +
      assign('Keep', [['result', 'Assign', '{!Amount} for {!Reason}, {!count} selected']]) +
      '<formulas><name>count</name><dataType>Number</dataType><scale>0</scale><expression>{!amount}</expression></formulas>'.replace(
        '{!amount}',
        '2',
      ) +
      text('ids', `${list}${input}`) +
      text('result'),
  ).replace('AutoLaunchedFlow', 'Flow');
  deployFlows({ Screens: xml });
  const first = await flows.run('Screens', { userId: admin, inputs: { ids: ['a', 'b'] } });
  assert.equal(first.waitsAt, 'Ask');
  const second = await flows.run('Screens', {
    userId: admin,
    inputs: { ids: ['a', 'b'] },
    screens: { Ask: { Amount: 12 } },
  });
  assert.equal(second.waitsAt, undefined);
  assert.deepEqual(second.outputs, { result: '12 for none, 2 selected' });
});

test('an element that is not supported is deployed, and running it says so', async () => {
  const { admin, deployFlows, flows } = flowOrg();
  deployFlows({
    Waiting: flow(connect('Pause'), element('waits', 'Pause', '<defaultConnectorLabel>x</defaultConnectorLabel>')),
  });
  const run = await flows.run('Waiting', { userId: admin });
  assert.match(run.error ?? '', /Pause \(waits\) isn't supported/);
});
