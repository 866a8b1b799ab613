import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectedGroups } from '../../../../scoring-service/src/domain/features/connected-groups.ts';

test('nodes that edges connect over others are one group, named by its smallest node', () => {
  const edges = { one: [5, 1, 3, 6], other: [3, 5, 1, 6] };
  assert.deepEqual([...connectedGroups(7, edges)], [0, 1, 2, 1, 4, 1, 6]);
});

test('a chain of many nodes is one group, in whatever order its edges come', () => {
  const count = 100_000;
  const rising = Float64Array.from({ length: count - 1 }, (_, node) => node);
  const next = rising.map((node) => node + 1);
  assert.ok(connectedGroups(count, { one: rising, other: next }).every((group) => group === 0));
  const falling = { one: next.toReversed(), other: rising.toReversed() };
  assert.ok(connectedGroups(count, falling).every((group) => group === 0));
});
