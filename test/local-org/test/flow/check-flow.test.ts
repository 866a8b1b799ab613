import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assign, connect, element, filter, flow, flowOrg, inputs, onSave, ref, variable } from './flow-org.ts';

const set = (target: string, next?: string): string => assign('Set', [[target, 'Assign', 'x']], next);

const cases: [string, string, string][] = [
  [
    'nothing to start with',
    flow('', variable('x', 'String')),
    "The flow can't run because nothing is connected to the Start element.",
  ],
  [
    'an element that is not there',
    flow(connect('Set'), set('x', 'Gone') + variable('x', 'String')),
    'Set (Assignment) - The connector leads to the element "Gone", which doesn\'t exist.',
  ],
  [
    'an unknown variable',
    flow(connect('Set'), set('y')),
    'Set (Assignment) - The element has an invalid reference to "y".',
  ],
  [
    'an unknown field of the record',
    flow(onSave('RecordBeforeSave', 'Set'), set('$Record.Gone__c')),
    'Set (Assignment) - The field "Gone__c" for the object "Project__c" doesn\'t exist.',
  ],
  [
    'an unknown field of a look-up',
    flow(
      connect('Get'),
      element('recordLookups', 'Get', `<object>Project__c</object>${filter('Gone__c', 'EqualTo', 'x')}`),
    ),
    'Get (Get Records) - The field "Gone__c" for the object "Project__c" doesn\'t exist.',
  ],
  [
    'an unknown object',
    flow(connect('Get'), element('recordCreates', 'Get', `<object>Gone__c</object>${inputs({ Name: 'x' })}`)),
    'Get (Create Records) - The object "Gone__c" doesn\'t exist.',
  ],
  [
    'an unknown action',
    flow(connect('Call'), element('actionCalls', 'Call', '<actionName>Gone</actionName><actionType>apex</actionType>')),
    "Call (Action) - We can't find an action with the name and action type that you specified.",
  ],
  [
    'a mistake in a formula',
    flow(
      connect('Set'),
      set('x') +
        variable('x', 'String') +
        '<formulas><name>f</name><dataType>String</dataType><expression>LEN({!x}</expression></formulas>',
    ),
    "f (Formula) - The formula expression is invalid: Missing ')'. Found the end of the formula",
  ],
  [
    'an unknown function',
    flow(
      connect('Set'),
      set('x') +
        variable('x', 'String') +
        '<formulas><name>f</name><dataType>String</dataType><expression>NOPE({!x})</expression></formulas>',
    ),
    'f (Formula) - The formula expression is invalid: Unknown function NOPE. Check spelling.',
  ],
  [
    'an element that no flow before the save has',
    flow(
      onSave('RecordBeforeSave', 'Create'),
      element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: ref('$Record.Name') })}`),
    ),
    "Create (Create Records) - The element isn't supported in flows that run before the record is saved.",
  ],
];

test('a deploy refuses a flow that names what is not there, with each problem', () => {
  const { problemOf } = flowOrg();
  for (const [what, xml, problem] of cases) assert.equal(problemOf(xml), problem, what);
  const both = flow(connect('Set'), set('y', 'Gone'));
  assert.equal(problemOf(both)?.split('\n').length, 2);
});

test('parents, look-ups, loops and globals may be followed', () => {
  const { problemOf } = flowOrg();
  const xml = flow(
    onSave('RecordAfterSave', 'Get'),
    element(
      'recordLookups',
      'Get',
      '<object>Project__c</object><storeOutputAutomatically>true</storeOutputAutomatically>',
      'Each',
    ) +
      element(
        'loops',
        'Each',
        `<collectionReference>Get</collectionReference>${connect('Set', 'nextValueConnector')}`,
      ) +
      assign(
        'Set',
        [
          ['x', 'Assign', ref('Each.Parent__r.Owner.Name')],
          ['x', 'Assign', ref('$Record.Parent__r.Parent__r.Note__c')],
          ['x', 'Assign', ref('$Label.Greeting')],
          ['x', 'Assign', '{!$User.Email} {!$Flow.CurrentDate}'],
        ],
        'Each',
      ) +
      variable('x', 'String'),
  );
  assert.equal(problemOf(xml), undefined);
});
