import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTranslations } from './check-translations.ts';
import { takeInventory } from './inventory.ts';
import { readPackage } from './read-package.ts';
import { readXml, textsAt } from './xml-node.ts';

const files = readPackage();
const textOf = (ending: string): string => {
  const file = files.find(({ path }) => path.endsWith(ending));
  assert.ok(file, ending);
  return file.text;
};
const labels = textOf('CustomLabels.labels-meta.xml');
const german = textOf('de.translation-meta.xml');

test('German says every label, with what is put into it', () => {
  assert.ok(labels.includes('<fullName>Common_Cancel</fullName>'));
  assert.deepEqual(checkTranslations(labels, german), []);
});

test('German says every field, action and button that reps see on their records', () => {
  const inventory = takeInventory(files);
  for (const object of ['Account', 'Contact', 'Engagement_Event__c', 'Lead']) {
    const translated = files.filter(({ path }) => path.includes(`/objectTranslations/${object}-de/`));
    const names = (path: string): string[] => translated.flatMap(({ text }) => textsAt(readXml(text), path));
    const own = (type: string): string[] =>
      inventory
        .own(type)
        .filter((name) => name.startsWith(`${object}.`))
        .map((name) => name.slice(object.length + 1));
    assert.deepEqual(names('name').toSorted(), own('CustomField').toSorted());
    assert.deepEqual(names('quickActions/name'), own('QuickAction'));
    assert.deepEqual(names('webLinks/name'), own('WebLink'));
    const picklist = object === 'Engagement_Event__c' ? 'Kind__c' : 'Predictive_Score_Band__c';
    const described = textOf(`/${object}/fields/${picklist}.field-meta.xml`);
    const values = textsAt(readXml(described), 'valueSet/valueSetDefinition/value/label');
    assert.deepEqual(names('picklistValues/masterLabel').toSorted(), values.toSorted());
  }
});

const entry = /<customLabels>\s*<label>([^<]*)<\/label>\s*<name>(\w+)<\/name>\s*<\/customLabels>/g;
const entries = [...german.matchAll(entry)];

/** The translation of the first label that fits, written otherwise. */
function retold(fits: (text: string) => boolean, change: (entry: string, text: string) => string): string {
  const [whole = '', text = ''] = entries.find(([, label = '']) => fits(label)) ?? [];
  assert.notEqual(whole, '');
  return german.replace(whole, () => change(whole, text));
}

const hasPlaceholder = (text: string): boolean => text.includes('{0}');
const sentence = 'Choose a goal to see how good its model is.';
const oneLabel = (value: string): string =>
  `<CustomLabels><labels><fullName>A_Label</fullName><value>${value}</value></labels></CustomLabels>`;
const oneTranslation = (label: string): string =>
  `<Translations><customLabels><label>${label}</label><name>A_Label</name></customLabels></Translations>`;

/** A defect, the files that have it, and how the check names it. */
const defects: [defect: string, english: string, german: string, problem: RegExp][] = [
  ['a label that is left out', labels, retold(hasPlaceholder, () => ''), /has no translation/],
  [
    'a translation that is empty',
    labels,
    retold(hasPlaceholder, (whole, text) => whole.replace(text, '')),
    /has an empty translation/,
  ],
  [
    'a placeholder that is lost',
    labels,
    retold(hasPlaceholder, (whole) => whole.replace('{0}', '')),
    /has the placeholders .*, not '.*\{0\}/,
  ],
  [
    'a name of no label',
    labels,
    retold(hasPlaceholder, (whole) => `${whole}${whole.replace(/<name>\w+/, '<name>No_Such_Label')}`),
    /No_Such_Label is no label/,
  ],
  ['a sentence left in English', oneLabel(sentence), oneTranslation(sentence), /A_Label is not translated/],
  ['a text that is too long', oneLabel('Long'), oneTranslation('lang '.repeat(201)), /longer than 1000/],
];

for (const [defect, english, translated, problem] of defects) {
  test(`a language is refused for ${defect}`, () => {
    assert.match(checkTranslations(english, translated).join('\n'), problem);
  });
}

test('the same word in both languages is a translation', () => {
  assert.deepEqual(checkTranslations(oneLabel('Status'), oneTranslation('Status')), []);
});
