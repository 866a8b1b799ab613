import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { LoadError } from '../../src/loader/load-error.ts';
import { checkHeader, mapRow, mappedFields } from '../../src/loader/map-row.ts';
import { parseMapping } from '../../src/loader/mapping.ts';

const fixtures = new URL('../../../fixtures/xeducation/', import.meta.url);
const minimal = { object: 'Lead', columns: { City: { field: 'City' } } };

const wrong: [what: string, json: unknown, message: RegExp][] = [
  ['no object at all', [], /^mapping must be an object/],
  ['a missing object name', { columns: minimal.columns }, /^object must be a text/],
  ['no columns', { object: 'Lead', columns: {} }, /^columns must name at least one/],
  ['a column without field', { object: 'Lead', columns: { City: {} } }, /^columns\.City\.field must be a text/],
  [
    'an unknown transform',
    { object: 'Lead', columns: { City: { field: 'City', transform: 'upper' } } },
    /^columns\.City\.transform must be one of/,
  ],
  [
    'a blank that is no list',
    { object: 'Lead', columns: { City: { field: 'City', blank: 'x' } } },
    /^columns\.City\.blank/,
  ],
  ['a misspelt key', { ...minimal, colums: {} }, /^mapping\.colums is not known/],
  ['a rule without status', { ...minimal, convert: { column: 'C', equals: '1' } }, /^convert\.status must be a text/],
  [
    'a rule for another object',
    { ...minimal, object: 'Contact', convert: { column: 'C', equals: '1', status: 'S' } },
    /^convert is for Lead/,
  ],
  ['a field filled twice', { ...minimal, constants: { city: 'Rome' } }, /^The field city is filled twice/],
  ['a column mapped and ignored', { ...minimal, ignored: { City: 'why' } }, /"City" is both mapped and ignored/],
  ['an ignored column without reason', { ...minimal, ignored: { A: '' } }, /^ignored\.A must be a text/],
];

for (const [what, json, message] of wrong) {
  test(`a mapping with ${what} is refused, naming the place`, () => {
    assert.throws(
      () => parseMapping(json),
      (error: unknown) => error instanceof LoadError && message.test(error.message),
    );
  });
}

test('a row becomes values in the order of the fields', () => {
  const mapping = parseMapping({
    object: 'Lead',
    columns: {
      City: { field: 'City', transform: 'trim', blank: ['Select'] },
      Visits: { field: 'Visits__c', transform: 'number' },
      Mail: { field: 'Mail__c', transform: 'checkbox' },
    },
    templates: { LastName: '{Key} of row {row}' },
    constants: { Company: 'Unknown' },
    convert: { column: 'Won', equals: '1', status: 'Closed - Converted' },
  });
  assert.deepEqual(mappedFields(mapping), ['City', 'Visits__c', 'Mail__c', 'LastName', 'Company']);
  assert.deepEqual(mapRow(mapping, { City: ' Select ', Visits: '2.5', Mail: 'Yes', Key: 'k', Won: '1' }, 7), {
    row: 7,
    values: ['', '2.5', 'true', 'k of row 7', 'Unknown'],
    isConverted: true,
  });
  assert.throws(() => mapRow(mapping, { Visits: 'many', Mail: '' }, 1), /Visits: "many" is not a number/);
  assert.throws(() => mapRow(mapping, { Visits: '', Mail: 'perhaps' }, 1), /Mail: "perhaps" is neither yes nor no/);
});

test('a header that does not fit the mapping is refused', () => {
  const mapping = parseMapping({ ...minimal, templates: { LastName: '{Key}' }, ignored: { Note: 'not needed' } });
  checkHeader(mapping, ['Key', 'City', 'Note']);
  assert.throws(() => checkHeader(mapping, ['City']), /no column "Key"/);
  assert.throws(() => checkHeader(mapping, ['City', 'Key', 'Age']), /neither maps nor ignores the column "Age"/);
});

test('the X Education mapping names only fields that its metadata brings, and grants them', async () => {
  const mapping = parseMapping(JSON.parse(readFileSync(new URL('mapping.json', fixtures), 'utf8')));
  const files = await readdir(new URL('main/default/objects/Lead/fields/', fixtures));
  const permissions = await readFile(
    new URL('main/default/permissionsets/XEducation_Fields.permissionset-meta.xml', fixtures),
    'utf8',
  );
  const custom = mappedFields(mapping).filter((field) => field.endsWith('__c'));
  assert.deepEqual(files.map((file) => file.replace('.field-meta.xml', '')).toSorted(), custom.toSorted());
  assert.ok(custom.every((field) => permissions.includes(`<field>Lead.${field}</field>`)));
  assert.equal(mapping.knownOnlyLater.length, 9);
  assert.ok(mapping.knownOnlyLater.every((field) => custom.includes(field)));
});
