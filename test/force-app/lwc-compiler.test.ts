import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleNames, compileBundle, findMissingScript, readBundle } from './compile-bundle.ts';

test(`each of the ${bundleNames.length} bundles has its script`, () => {
  assert.ok(bundleNames.length > 0);
  assert.deepEqual(
    bundleNames.flatMap((name) => findMissingScript(name, readBundle(name))),
    [],
  );
});

test('the compiler of the platform takes all bundles without a word', async () => {
  const complaints: string[] = [];
  for (const name of bundleNames) complaints.push(...(await compileBundle(name, readBundle(name))));
  assert.deepEqual(complaints, []);
});

test('a bundle without its script is found', () => {
  const files = { 'planted.html': '<template></template>', 'labels.js': 'export const label = 1;' };
  assert.deepEqual(findMissingScript('planted', files), ['planted: planted.js is missing; run npm run build:lwc.']);
});

const script =
  "import { LightningElement } from 'lwc';\nexport default class Planted extends LightningElement { items = [] }";
const planted: Record<string, { files: Record<string, string>; says: RegExp }> = {
  'an unknown directive': {
    files: { 'planted.js': script, 'planted.html': '<template><p lwc:iff={items}>x</p></template>' },
    says: /lwc:iff/,
  },
  'a list without keys': {
    files: {
      'planted.js': script,
      'planted.html': '<template><template for:each={items} for:item="one"><p>{one}</p></template></template>',
    },
    says: /key/,
  },
  'a platform module that does not exist': {
    files: {
      'planted.js': `import { open } from '@salesforce/nothing';\n${script.replace('items = []', 'items = open')}`,
      'planted.html': '<template></template>',
    },
    says: /@salesforce\/nothing/,
  },
  'two default exports': { files: { 'planted.js': `${script}\nexport default 1;` }, says: /default/ },
};

for (const [defect, { files, says }] of Object.entries(planted)) {
  test(`the platform's compiler finds ${defect}`, async () => {
    assert.match((await compileBundle('planted', files)).join('\n'), says);
  });
}
