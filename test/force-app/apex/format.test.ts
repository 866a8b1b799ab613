import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findUnformatted, sampleClass } from './check-format.ts';
import { needsJava } from './java.ts';
import { readApex } from './read-apex.ts';

// The plugin brings its parser as a program of its own; where none fits the machine it needs Java.
test('every class and trigger is formatted', needsJava, async () => {
  const files = readApex();
  assert.ok(files.length > 0);
  assert.deepEqual(await findUnformatted(files), []);
});

test('a class that is not formatted is found', needsJava, async () => {
  const { name, text } = sampleClass;
  for (const defect of [text.replace(/^ {4}/m, '  '), text.replace('{\n', '\n{\n'), `${text}\n\n`]) {
    assert.notEqual(defect, text);
    assert.deepEqual(await findUnformatted([{ name, text: defect }]), ['ScoringClient.cls is not formatted.']);
  }
});
