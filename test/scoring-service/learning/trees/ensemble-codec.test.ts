import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeEnsemble, encodeEnsemble } from '../../../../scoring-service/learning/src/model-codec.ts';
import { randomEnsemble } from './tree-random.ts';

test('an ensemble survives its bytes', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const ensemble = randomEnsemble({ seed, treeCount: 4, columnCount: 5, maxDepth: 4 });
      assert.deepEqual(decodeEnsemble(encodeEnsemble(ensemble)), ensemble);
    }),
    { numRuns: 30 },
  );
});

test('the bytes are little endian behind a versioned header', () => {
  const bytes = encodeEnsemble(randomEnsemble({ seed: 1, treeCount: 2, columnCount: 3, maxDepth: 2 }));
  assert.equal(Buffer.from(bytes.subarray(0, 4)).toString('latin1'), 'PLTE');
  assert.deepEqual([...bytes.subarray(4, 16)], [1, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0]);
});

test('bytes that are cut short, foreign, of another version or damaged are refused', () => {
  const ensemble = randomEnsemble({ seed: 2, treeCount: 2, columnCount: 3, maxDepth: 3 });
  const bytes = encodeEnsemble(ensemble);
  assert.throws(() => decodeEnsemble(bytes.subarray(0, bytes.length - 1)), RangeError);
  assert.throws(() => decodeEnsemble(new Uint8Array(10)), RangeError);
  assert.throws(() => decodeEnsemble(bytes.with(0, 0)), /not a tree ensemble/);
  assert.throws(() => decodeEnsemble(bytes.with(4, 9)), /version 9/);
  const circle = { ...ensemble, left: ensemble.left.with(0, 0), missing: ensemble.missing.with(0, 0) };
  assert.throws(() => decodeEnsemble(encodeEnsemble(circle)), /damaged/);
});
