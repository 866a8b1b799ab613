import { thresholdsSchema } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageFolder } from './deployed-org.ts';

test('the Setup tab has words for every limit that a goal may set, and for no other', () => {
  const source = readFileSync(join(packageFolder, 'lwc/editThresholds/labels.ts'), 'utf8');
  const [, list = ''] = /limitWords[^{]*\{([^}]*)\}/.exec(source) ?? [];
  const named = [...list.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name);
  assert.deepEqual(named.toSorted(), Object.keys(thresholdsSchema.parse({})).toSorted());
});
