import { thresholdsSchema } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageFolder } from './deployed-org.ts';

test('the Setup tab has a label for every limit that a goal may set, and for no other', () => {
  const bundle = readFileSync(join(packageFolder, 'lwc/editThresholds/limitLabels.ts'), 'utf8');
  const imported = [...bundle.matchAll(/^import (\w+) from '@salesforce\/label\/c\.(\w+)';$/gm)];
  assert.deepEqual(
    imported.map(([, limit]) => limit),
    Object.keys(thresholdsSchema.parse({})),
  );
  const labels = readFileSync(join(packageFolder, 'labels/CustomLabels.labels-meta.xml'), 'utf8');
  const ofLimits = [...labels.matchAll(/<fullName>(Setup_Limit_\w+)</g)].map(([, name]) => name);
  assert.deepEqual(['Setup_Limit_About', ...imported.map(([, , name]) => name)].toSorted(), ofLimits.toSorted());
});
