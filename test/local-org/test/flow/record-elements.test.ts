import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assign, condition, element, filter, input, list, ref, variable } from './flow-org.ts';
import { outputsOf, text, number, texts, loop, lookup } from './run-flow.ts';

test('look-ups filter by each operator, sort, limit, and store where the element says', async () => {
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

test('a look-up stores into variables, and empties them where nothing is found only where the element says so', async () => {
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

test('what a loop changes on an item reaches the collection only by adding the item', async () => {
  const outputs = await outputsOf(
    'Get',
    lookup(
      'Get',
      `${filter('Size__c', 'LessThan', 3)}<storeOutputAutomatically>true</storeOutputAutomatically>`,
      'Each',
    ) +
      loop('Each', 'Get', { body: 'Change', next: 'Same' }) +
      element(
        'collectionProcessors',
        'Same',
        `<collectionProcessorType>FilterCollectionProcessor</collectionProcessorType><assignNextValueToReference>item</assignNextValueToReference><collectionReference>Get</collectionReference><conditionLogic>and</conditionLogic>${condition('item.Note__c', 'IsNull', true)}`,
        'Count_Same',
      ) +
      assign('Count_Same', [['same', 'AssignCount', ref('Same')]], 'Update') +
      variable('item', 'SObject', '<objectType>Project__c</objectType>') +
      number('same') +
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
  assert.deepEqual(outputs, { same: 2, names: ['changed alpha', 'changed Delta'] });
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
      assign(
        'Count',
        [
          ['count', 'AssignCount', ref('Get')],
          ['id', 'Assign', ref('one.Id')],
        ],
        'Each',
      ) +
      loop('Each', 'Get', { body: 'Name' }) +
      assign('Name', [['found', 'Add', ref('Each.Name')]], 'Each') +
      texts('found') +
      ['one', 'two'].map((name) => variable(name, 'SObject', '<objectType>Project__c</objectType>')).join('') +
      variable('many', 'SObject', `${list}<objectType>Project__c</objectType>`) +
      text('names', `${list}${input}`) +
      text('id') +
      number('count'),
    { names: ['One', 'Two', 'Three'] },
  );
  assert.equal(outputs['count'], 2);
  assert.deepEqual((outputs['found'] as string[]).toSorted(), ['Three', 'Two']);
  assert.match(String(outputs['id']), /^a0/);
});
