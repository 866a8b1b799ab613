import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

type Diagnostic = { level: number; message: string; filename?: string; location?: { line?: number } };
type Compile = (config: {
  bundle: { namespace: string; name: string; type: 'platform'; files: Record<string, string> };
  outputConfigs: { minify: boolean; env: Record<string, string> }[];
}) => Promise<{ success: boolean; diagnostics: Diagnostic[] }>;

// The compiler that the platform runs when a bundle is deployed; it comes as CommonJS.
const { compile } = createRequire(import.meta.url)('@lwc/sfdc-lwc-compiler') as { compile: Compile };

const bundles = join(import.meta.dirname, '../../force-app/main/default/lwc');
const names = readdirSync(bundles).sort();

/** The files that deploy: what TypeScript made, never its source. */
const readBundle = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(bundles, name))
      .filter((file) => /\.(js|html|css)$/.test(file))
      .map((file) => [file, readFileSync(join(bundles, name, file), 'utf8')]),
  );

/** What the platform would say about a bundle of a customer, errors and warnings. */
async function complaintsAbout(name: string, files: Record<string, string>): Promise<string[]> {
  // A bundle without script deploys, and renders nothing.
  if (files[`${name}.js`] === undefined) return [`${name}: ${name}.js is missing; run npm run build:lwc.`];
  const { success, diagnostics } = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files },
    outputConfigs: [{ minify: false, env: { NODE_ENV: 'production' } }],
  });
  const said = diagnostics.map(({ filename, location, message }) => `${name}/${filename}:${location?.line} ${message}`);
  return success || said.length > 0 ? said : [`${name}: the compiler refuses it without a word.`];
}

test(`the platform's compiler takes all ${names.length} bundles without a word`, async () => {
  assert.ok(names.length > 0);
  const complaints: string[] = [];
  for (const name of names) complaints.push(...(await complaintsAbout(name, readBundle(name))));
  assert.deepEqual(complaints, []);
});

const script =
  "import { LightningElement } from 'lwc';\nexport default class Planted extends LightningElement { items = [] }";
const planted: Record<string, { files: Record<string, string>; says: RegExp }> = {
  'a bundle without its script': { files: { 'planted.html': '<template></template>' }, says: /planted\.js is missing/ },
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
    assert.match((await complaintsAbout('planted', files)).join('\n'), says);
  });
}
