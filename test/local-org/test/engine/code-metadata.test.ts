import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeployMessage } from '../../src/org.ts';
import { projectObject, manifest, metadata, openedOrg, textField } from './opened-org.ts';

const apexClass = (name: string, source: string): Record<string, string> => ({
  [`classes/${name}.cls`]: source,
  [`classes/${name}.cls-meta.xml`]: metadata('ApexClass', '<apiVersion>65.0</apiVersion><status>Active</status>'),
});

const bundle = (name: string, files: Record<string, string>): Record<string, string> => ({
  [`lwc/${name}/${name}.js-meta.xml`]: metadata('LightningComponentBundle', '<isExposed>true</isExposed>'),
  ...Object.fromEntries(Object.entries(files).map(([ending, text]) => [`lwc/${name}/${name}${ending}`, text])),
});

const flow = (content: string): string =>
  metadata('Flow', `<label>F</label><processType>AutoLaunchedFlow</processType><status>Active</status>${content}`);

const greeter = apexClass(
  'Greeter',
  "public class Greeter { public static String greet() { return 'it\\'s }'; } } // {",
);

/** Problem, line and column of the first message that failed. */
function refusal(messages: readonly DeployMessage[]): unknown[] {
  const [first] = messages.filter(({ success }) => !success);
  return [first?.problem, first?.lineNumber, first?.columnNumber];
}

test('Apex with brackets in strings and comments is accepted', () => {
  const { success, messages } = openedOrg().deploy(greeter);
  assert.ok(success, JSON.stringify(messages));
});

const wrongApex: [what: string, source: string, ...refused: unknown[]][] = [
  ['a brace that is never closed', 'public class A {\n  void run() {\n}\n', "Missing '}' at '<EOF>'", 3, 2],
  ['a brace too many', 'public class A {\n}\n}', "Missing '<EOF>' at '}'", 3, 1],
  ['brackets that cross', 'public class A {\n  void run( }\n}', "Unexpected token '}'.", 2, 13],
  ['a class of another name', 'public with sharing class B {}', 'File name mismatch with class name: B', 1, 27],
  ['what is no class', 'hello world', "Unexpected token 'hello'.", 1, 1],
  ['an expression that is missing', 'class A { void f() { Integer i = ; } }', "Unexpected token ';'.", 1, 34],
  ['a semicolon that is missing', 'class A { void f() { Integer i = 1 } }', "Missing ';' at '}'", 1, 36],
  ['a word too many', 'class A { void f() { foo bar baz; } }', "Missing ';' at 'baz'", 1, 30],
  ['a name that is none', 'class A { Integer 1x; }', "Unexpected token '1'.", 1, 19],
  ['a string over the end of a line', "class A { String b = 'x\n'; }", /^Illegal string literal/, 1, 22],
];

for (const [what, source, problem, ...place] of wrongApex) {
  test(`Apex is refused for ${what}`, () => {
    const { success, messages } = openedOrg().deploy(apexClass('A', source));
    assert.equal(success, false);
    const [found, ...foundPlace] = refusal(messages);
    if (problem instanceof RegExp) assert.match(String(found), problem);
    else assert.equal(found, problem);
    assert.deepEqual(foundPlace, place);
  });
}

test('a trigger is named as its file', () => {
  const files = {
    'triggers/T.trigger': 'trigger Other on Lead (before insert) {}',
    'triggers/T.trigger-meta.xml': metadata('ApexTrigger', '<apiVersion>65.0</apiVersion>'),
  };
  const { messages } = openedOrg().deploy(files);
  assert.deepEqual(refusal(messages), ['File name mismatch with trigger name: Other', 1, 9]);
});

test('a Lightning bundle needs a file to load, which may be only styles', () => {
  const { deploy } = openedOrg();
  assert.deepEqual(refusal(deploy(bundle('empty', {})).messages)[0], 'Cannot find Lightning Component Bundle empty.');
  assert.ok(deploy(bundle('styles', { '.css': 'p {}' })).success);
});

const label =
  '<labels><fullName>Hi</fullName><language>en_US</language><protected>false</protected><shortDescription>Hi</shortDescription><value>Hi!</value></labels>';

test('imports of a Lightning component must be in the org or in the package', () => {
  const { deploy } = openedOrg();
  const source = [
    "import { LightningElement } from 'lwc';",
    "import greet from '@salesforce/apex/Greeter.greet';",
    "import { refreshApex } from '@salesforce/apex';",
    "import hi from '@salesforce/label/c.Hi';",
    "import REASON from '@salesforce/schema/Project__c.Reason__c';",
    "import NAME from '@salesforce/schema/Lead.Name';",
    "import { b } from 'c/b';",
  ].join('\n');
  const component = bundle('a', { '.js': source });
  assert.deepEqual(refusal(deploy(component).messages), [
    "Unable to find Apex action class referenced as 'Greeter'.",
    2,
    14,
  ]);
  const all = {
    ...component,
    ...greeter,
    ...bundle('b', { '.js': 'export const b = 1;' }),
    'labels/CustomLabels.labels': metadata('CustomLabels', label),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
  };
  const whole = deploy(all);
  assert.ok(whole.success, JSON.stringify(whole.messages));
  for (const [from, to, problem] of [
    ['Greeter.greet', 'Greeter.wave', "Unable to find Apex action method referenced as 'Greeter.wave'."],
    ['c.Hi', 'c.Ho', 'Invalid reference c.Ho of type label in file a.js'],
    ['Reason__c', 'Cause__c', 'Invalid reference Project__c.Cause__c of type sobjectField in file a.js'],
    ['c/b', 'c/d', 'No MODULE named markup://c:d found : [markup://c:a]'],
  ] as const) {
    assert.equal(refusal(deploy(bundle('a', { '.js': source.replace(from, to) })).messages)[0], problem);
  }
});

test('components that Apex, Lightning components, flows and pages refer to are not deleted', () => {
  const { deploy, org } = openedOrg();
  const files = {
    ...greeter,
    ...apexClass('Caller', 'class Caller { void call() { Greeter.greet(); } }'),
    ...apexClass('Unused', 'class Unused { /* Caller */ }'),
    ...bundle('a', { '.js': "import hi from '@salesforce/label/c.Hi';" }),
    'labels/CustomLabels.labels': metadata('CustomLabels', label),
    'objects/Project__c.object': projectObject(textField('Reason__c')),
    'flows/F.flow': flow(
      '<recordLookups><name>L</name><object>Project__c</object><queriedFields>Reason__c</queriedFields></recordLookups><start><connector><targetReference>L</targetReference></connector></start>',
    ),
    'flexipages/P.flexipage': metadata(
      'FlexiPage',
      '<flexiPageRegions><itemInstances><componentInstance><componentName>a</componentName></componentInstance></itemInstances></flexiPageRegions><masterLabel>P</masterLabel><type>HomePage</type>',
    ),
  };
  const first = deploy(files);
  assert.ok(first.success, JSON.stringify(first.messages));
  const remove = (types: Record<string, string[]>) =>
    deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(types) });
  for (const [type, fullName, problem] of [
    ['ApexClass', 'Greeter', 'This apex class is referenced elsewhere in salesforce.com. : Apex Class - Caller.'],
    [
      'CustomField',
      'Project__c.Reason__c',
      'This custom field is referenced elsewhere in salesforce.com. : Flow Version - F.',
    ],
    ['CustomObject', 'Project__c', 'This custom object is referenced elsewhere in salesforce.com. : Flow Version - F.'],
    [
      'LightningComponentBundle',
      'a',
      'This lightning component bundle is referenced elsewhere in salesforce.com. : Flexi Page - P.',
    ],
  ] as const) {
    const { success, messages } = remove({ [type]: [fullName] });
    assert.equal(success, false, `${type} ${fullName}`);
    assert.deepEqual(
      messages.filter((message) => !message.success).map((message) => [message.fullName, message.problem]),
      [[fullName, problem]],
    );
  }
  assert.match(
    String(refusal(remove({ CustomLabel: ['Hi'] }).messages)[0]),
    /^This custom label is referenced elsewhere in salesforce\.com\. : Lightning Component Bundle - a\./,
  );
  assert.ok(remove({ ApexClass: ['Unused', 'Caller'] }).success);
  assert.deepEqual(
    org.components('ApexClass').map(({ fullName }) => fullName),
    ['Greeter'],
  );
});
