import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkElements } from './check-elements.ts';
import { readPackage } from './read-package.ts';
import { readMetadataTypes } from './read-types.ts';

const types = readMetadataTypes();
const files = readPackage().filter(({ path }) => path.endsWith('-meta.xml'));

test('the platform knows every element and value of the package, in this order', () => {
  assert.ok(files.length > 100);
  assert.deepEqual(
    files.flatMap((file) => checkElements(types, file)),
    [],
  );
});

const fileNamed = (ending: string): string => {
  const file = files.find(({ path }) => path.endsWith(ending));
  assert.ok(file, ending);
  return file.text;
};

/** A defect in a file of the package: what is replaced by what, and how the check names it. */
const defects: [defect: string, file: string, from: string | RegExp, to: string, problem: RegExp][] = [
  ['an unknown element', 'Lead/fields/Predictive_Score__c.field-meta.xml', /precision>/g, 'precison>', /no <precison>/],
  ['an element that is missing', 'ScoringUser.permissionset-meta.xml', /<label>.*<\/label>/, '', /needs <label>/],
  [
    'a value that is no enumeration',
    'Lead/fields/Predictive_Score__c.field-meta.xml',
    '>Number<',
    '>Numeric<',
    /FieldType/,
  ],
  [
    'a value that is no boolean',
    'Score_Goal__c/fields/Active__c.field-meta.xml',
    '<trackHistory>true',
    '<trackHistory>yes',
    /no boolean/,
  ],
  [
    'a value that is no number',
    'Lead/fields/Predictive_Score__c.field-meta.xml',
    '<scale>0',
    '<scale>none',
    /no number/,
  ],
  [
    'an element given twice',
    'Score_Run_Alert.notiftype-meta.xml',
    '<desktop>true</desktop>',
    '<desktop>true</desktop><desktop>true</desktop>',
    /<desktop> stands twice/,
  ],
  [
    'elements in the wrong order',
    'Score_Run_Alert.notiftype-meta.xml',
    /(<desktop>.*<\/desktop>)(\s*)(<masterLabel>.*<\/masterLabel>)/,
    '$3$2$1',
    /<desktop> belongs before <masterLabel>/,
  ],
  [
    'list items apart from each other',
    'ScoringUser.permissionset-meta.xml',
    '<hasActivationRequired>',
    '<label>x</label><hasActivationRequired>',
    /belongs before <label>/,
  ],
  [
    'an unknown element deep in a flow',
    'Evaluate_Qualified_Lead.flow-meta.xml',
    /targetReference>/g,
    'targetRef>',
    /FlowConnector has no <targetRef>/,
  ],
  [
    'an unknown operator of a flow',
    'Evaluate_Qualified_Lead.flow-meta.xml',
    '>Contains<',
    '>Includes<',
    /'Includes' is no FlowComparisonOperator/,
  ],
  [
    'a field granted twice',
    'ScoringUser.permissionset-meta.xml',
    '<field>Lead.Predictive_Score__c',
    '<field>Lead.Predictive_Score_Band__c',
    /<fieldPermissions> Lead.Predictive_Score_Band__c is given twice/,
  ],
  [
    'a column given twice',
    'Lead/listViews/High_Predictive_Score.listView-meta.xml',
    '>LEAD.COMPANY<',
    '>LEAD.STATUS<',
    /<columns> LEAD.STATUS is given twice/,
  ],
  ['text beside elements', 'Score_Run_Alert.notiftype-meta.xml', '<desktop>', 'x<desktop>', /text beside/],
  [
    'elements in a value',
    'Score_Run_Alert.notiftype-meta.xml',
    /<masterLabel>.*</,
    '<masterLabel><b>A</b><',
    /holds a value/,
  ],
  [
    'another namespace',
    'Score_Run_Alert.notiftype-meta.xml',
    'soap.sforce.com',
    'soap.sforge.com',
    /the namespace is not/,
  ],
  [
    'an unknown type',
    'Score_Run_Alert.notiftype-meta.xml',
    /CustomNotificationType/g,
    'NotificationType',
    /no metadata type is called/,
  ],
  ['a file that is cut off', 'Score_Run_Alert.notiftype-meta.xml', '</CustomNotificationType>', '', /not well-formed/],
  [
    'a part under another name than its file',
    'Lead/fields/Predictive_Score__c.field-meta.xml',
    '<fullName>',
    '<fullName>My_',
    /<fullName> must be Predictive_Score__c/,
  ],
];

for (const [defect, file, from, to, problem] of defects) {
  test(`the check finds ${defect}`, () => {
    const planted = fileNamed(file).replace(from, to);
    assert.notEqual(planted, fileNamed(file));
    assert.match(checkElements(types, { path: `objects/${file}`, text: planted }).join('\n'), problem);
  });
}
