import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assign,
  condition,
  connect,
  decide,
  element,
  filter,
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

/** The outputs of an autolaunched flow with this content. */
async function outputsOf(
  first: string,
  content: string,
  given: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { admin, deployFlows, flows, insert } = flowOrg();
  for (const [index, Name] of ['Delta', 'alpha', 'Charlie', 'Bravo'].entries()) {
    insert('Project__c', { Name, Size__c: index + 1, Day__c: `2026-03-0${index + 1}`, Done__c: index > 1 });
  }
  deployFlows({ Run: flow(connect(first), content) });
  const run = await flows.run('Run', { userId: admin, inputs: given, mode: 'system' });
  assert.equal(run.error, undefined);
  return run.outputs;
}

const text = (name: string, more = output): string => variable(name, 'String', more);
const number = (name: string, more = output): string => variable(name, 'Number', `<scale>2</scale>${more}`);
const texts = (name: string): string => text(name, list + output);

const loop = (
  name: string,
  collection: string,
  { body, next, order = 'Asc' }: { body: string; next?: string; order?: string },
): string =>
  element(
    'loops',
    name,
    `<collectionReference>${collection}</collectionReference><iterationOrder>${order}</iterationOrder>${connect(body, 'nextValueConnector')}${connect(next, 'noMoreValuesConnector')}`,
  );

const lookup = (name: string, content: string, next?: string): string =>
  element('recordLookups', name, `<object>Project__c</object>${content}`, next);

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

test('what a loop changes on an item reaches the collection only by adding the item', async () => {
  const outputs = await outputsOf(
    'Get',
    lookup(
      'Get',
      `${filter('Size__c', 'LessThan', 3)}<storeOutputAutomatically>true</storeOutputAutomatically>`,
      'Each',
    ) +
      loop('Each', 'Get', { body: 'Change', next: 'Update' }) +
      assign(
        'Change',
        [
          ['Each.Note__c', 'Assign', 'changed {!Each.Name}'],
          ['changed', 'Add', ref('Each')],
        ],
        'Each',
      ) +
      element('recordUpdates', 'Update', '<inputReference>changed</inputReference>', 'Again') +
      lookup(
        'Again',
        `${filter('Note__c', 'IsNull', false)}<sortField>Name</sortField><sortOrder>Asc</sortOrder><storeOutputAutomatically>true</storeOutputAutomatically>`,
        'Names',
      ) +
      loop('Names', 'Again', { body: 'Name' }) +
      assign('Name', [['names', 'Add', ref('Names.Note__c')]], 'Names') +
      variable('changed', 'SObject', `${list}<objectType>Project__c</objectType>`) +
      texts('names'),
  );
  assert.deepEqual(outputs, { names: ['changed alpha', 'changed Delta'] });
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

test('look-ups filter by each operator, sort, limit, and store where they are told', async () => {
  const names = async (filters: string, more = ''): Promise<unknown> => {
    const outputs = await outputsOf(
      'Get',
      lookup(
        'Get',
        `${filters}<sortField>Name</sortField><sortOrder>Desc</sortOrder><getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>${more}`,
        'Each',
      ) +
        loop('Each', 'Get', { body: 'Keep' }) +
        assign('Keep', [['names', 'Add', ref('Each.Name')]], 'Each') +
        texts('names') +
        text('wanted', `${list}${input}`) +
        '<formulas><name>longAgo</name><dataType>Date</dataType><expression>DATE(2026, 3, 2)</expression></formulas>',
      { wanted: ['Delta', 'alpha'] },
    );
    return outputs['names'];
  };
  assert.deepEqual(await names(filter('Name', 'StartsWith', 'a')), ['alpha']);
  assert.deepEqual(await names(filter('Name', 'EndsWith', 'o')), ['Bravo']);
  assert.deepEqual(await names(filter('Name', 'Contains', 'l')), ['Delta', 'Charlie', 'alpha']);
  assert.deepEqual(await names(filter('Name', 'In', ref('wanted'))), ['Delta', 'alpha']);
  assert.deepEqual(await names(filter('Name', 'NotIn', ref('wanted'))), ['Charlie', 'Bravo']);
  assert.deepEqual(await names(filter('Day__c', 'GreaterThan', ref('longAgo'))), ['Charlie', 'Bravo']);
  assert.deepEqual(await names(filter('Done__c', 'NotEqualTo', true)), ['Delta', 'alpha']);
  assert.deepEqual(await names(filter('Note__c', 'IsNull', false)), []);
  assert.deepEqual(
    await names(
      `<filterLogic>1 AND (2 OR 3)</filterLogic>${filter('Done__c', 'EqualTo', true)}${filter('Size__c', 'EqualTo', 3)}${filter('Size__c', 'EqualTo', 1)}`,
    ),
    ['Charlie'],
  );
  assert.deepEqual(await names('', '<limit><numberValue>2.0</numberValue></limit>'), ['Delta', 'Charlie']);
});

test('a look-up stores into variables, and empties them where nothing is found only if told to', async () => {
  const found = (name: string, empties: boolean): Promise<Record<string, unknown>> =>
    outputsOf(
      'Start',
      assign('Start', [['size', 'Assign', 99]], 'Get') +
        lookup(
          'Get',
          `${filter('Name', 'EqualTo', name)}<assignNullValuesIfNoRecordsFound>${empties}</assignNullValuesIfNoRecordsFound><outputAssignments><assignToReference>size</assignToReference><field>Size__c</field></outputAssignments>`,
        ) +
        number('size'),
    );
  assert.deepEqual(await found('Delta', false), { size: 1 });
  assert.deepEqual(await found('Echo', false), { size: 99 });
  assert.deepEqual(await found('Echo', true), { size: null });
});

test('collections are sorted in place and filtered into new ones', async () => {
  const outputs = await outputsOf(
    'Get',
    lookup(
      'Get',
      '<getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>',
      'Copy',
    ) +
      assign('Copy', [['all', 'Assign', ref('Get')]], 'Sort') +
      element(
        'collectionProcessors',
        'Sort',
        '<collectionProcessorType>SortCollectionProcessor</collectionProcessorType><collectionReference>all</collectionReference><limit>3</limit><sortOptions><doesPutEmptyStringAndNullFirst>false</doesPutEmptyStringAndNullFirst><sortField>Name</sortField><sortOrder>Desc</sortOrder></sortOptions>',
        'Filter',
      ) +
      element(
        'collectionProcessors',
        'Filter',
        `<collectionProcessorType>FilterCollectionProcessor</collectionProcessorType><assignNextValueToReference>item</assignNextValueToReference><collectionReference>all</collectionReference><conditionLogic>and</conditionLogic>${condition('item.Done__c', 'EqualTo', true)}`,
        'By_Formula',
      ) +
      element(
        'collectionProcessors',
        'By_Formula',
        '<collectionProcessorType>FilterCollectionProcessor</collectionProcessorType><assignNextValueToReference>item</assignNextValueToReference><collectionReference>Get</collectionReference><formula>{!item.Size__c} &lt; 3</formula>',
        'Each',
      ) +
      loop('Each', 'all', { body: 'Keep', next: 'Counts' }) +
      assign('Keep', [['names', 'Add', ref('Each.Name')]], 'Each') +
      assign('Counts', [
        ['done', 'AssignCount', ref('Filter')],
        ['small', 'AssignCount', ref('By_Formula')],
      ]) +
      variable('all', 'SObject', `${list}<objectType>Project__c</objectType>`) +
      variable('item', 'SObject', '<objectType>Project__c</objectType>') +
      texts('names') +
      number('done') +
      number('small'),
  );
  assert.deepEqual(outputs, { names: ['Delta', 'Charlie', 'Bravo'], done: 2, small: 2 });
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

test('records are created from variables, which get their ids, and from collections', async () => {
  const outputs = await outputsOf(
    'Fill',
    assign(
      'Fill',
      [
        ['one.Name', 'Assign', 'One'],
        ['one.Size__c', 'Assign', 7],
        ['two.Name', 'Assign', 'Two'],
        ['many', 'Add', ref('two')],
        ['two.Name', 'Assign', 'Three'],
        ['many', 'Add', ref('two')],
      ],
      'Create_One',
    ) +
      element('recordCreates', 'Create_One', '<inputReference>one</inputReference>', 'Create_Many') +
      element('recordCreates', 'Create_Many', '<inputReference>many</inputReference>', 'Delete_One') +
      element('recordDeletes', 'Delete_One', '<inputReference>one</inputReference>', 'Get') +
      lookup(
        'Get',
        `${filter('Name', 'In', ref('names'))}<getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>`,
        'Count',
      ) +
      assign('Count', [
        ['count', 'AssignCount', ref('Get')],
        ['id', 'Assign', ref('one.Id')],
      ]) +
      ['one', 'two'].map((name) => variable(name, 'SObject', '<objectType>Project__c</objectType>')).join('') +
      variable('many', 'SObject', `${list}<objectType>Project__c</objectType>`) +
      text('names', `${list}${input}`) +
      text('id') +
      number('count'),
    { names: ['One', 'Two', 'Three'] },
  );
  assert.equal(outputs['count'], 2);
  assert.match(String(outputs['id']), /^a0/);
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
