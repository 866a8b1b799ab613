import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf } from '../../../plugin/src/terminal/counts.ts';

test('one is singular, every other number is plural', () => {
  assert.deepEqual(
    [0, 1, 2, 2602, -1].map((count) => countOf(count, 'record')),
    ['0 records', '1 record', '2 records', '2,602 records', '-1 record'],
  );
});
