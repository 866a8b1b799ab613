import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bar, sidedBar, sparkline } from '../../../plugin/src/terminal/bar.ts';

test('bars never exceed their width, and every positive share is visible', () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: 1, max: 40 }), (value, width) => {
      assert.ok(bar(value, width).length <= width);
      assert.equal(bar(value, width).length > 0, value > 0);
      assert.equal(sidedBar(value, 2, width).length, 2 * width + 1);
    }),
  );
});

test('negative values grow to the left, positive ones to the right', () => {
  assert.equal(sidedBar(-1, 2, 4), '  ██│    ');
  assert.equal(sidedBar(2, 2, 4), '    │████');
});

test('a sparkline follows its values', () => {
  assert.equal(sparkline([0, 50, 100]), '▁▅█');
  assert.equal(sparkline([]), '');
});
