import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeInventory } from './inventory.ts';
import { readPackage } from './read-package.ts';
import { readXml, textsAt } from './xml-node.ts';

const files = readPackage();
const inventory = takeInventory(files);

/** The object whose records a file lays out. */
const layouts = files.flatMap(({ path, text }) => {
  const [, object] = /\/layouts\/(\w+)-/.exec(path) ?? [];
  return object === undefined ? [] : [{ object, layout: readXml(text) }];
});

test('every object that has records of its own has a page layout: a new one shows the name alone', () => {
  const objects = inventory.own('CustomObject').filter((name) => name.endsWith('__c'));
  assert.deepEqual(layouts.map(({ object }) => object).toSorted(), objects.toSorted());
});

for (const { object, layout } of layouts) {
  test(`every field of ${object} stands once on its page layout`, () => {
    const shown = textsAt(layout, 'layoutSections/layoutColumns/layoutItems/field').filter((name) =>
      name.endsWith('__c'),
    );
    const fields = inventory.own('CustomField').filter((name) => name.startsWith(`${object}.`));
    assert.deepEqual(shown.map((name) => `${object}.${name}`).toSorted(), fields.toSorted());
  });
}
