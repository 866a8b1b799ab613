import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, resolveConfig } from 'prettier';
import { needsJava } from './java.ts';
import { readApex } from './read-apex.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');
const sample = join(forceApp, 'main/default/classes/ScoringClient.cls');

/** Whether Apex stands as the project's settings would write it. */
async function isFormatted(text: string): Promise<boolean> {
  return check(text, { ...(await resolveConfig(sample)), filepath: sample });
}

// The plugin brings its parser as a program of its own; where none fits the machine it needs Java.
test('every class and trigger is formatted', needsJava, async () => {
  const files = readApex();
  assert.ok(files.length > 0);
  const unformatted: string[] = [];
  for (const { name, text } of files) if (!(await isFormatted(text))) unformatted.push(name);
  assert.deepEqual(unformatted, []);
});

test('a class that is not formatted is found', needsJava, async () => {
  const text = readFileSync(sample, 'utf8');
  for (const defect of [text.replace(/^ {4}/m, '  '), text.replace('{\n', '\n{\n'), `${text}\n\n`]) {
    assert.notEqual(defect, text);
    assert.equal(await isFormatted(defect), false);
  }
});
