import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeModel, encodeModel } from '../../../scoring-service/learning/src/model-codec.ts';
import { scoreTable } from '../../../scoring-service/learning/src/scoring-model.ts';
import { drawLeads, makeModel } from './model-fixture.ts';

test('a model read back from its bytes scores to the last digit as before', () => {
  const { table } = drawLeads(300, 2);
  const model = makeModel();
  assert.deepEqual(scoreTable(decodeModel(encodeModel(model)), table), scoreTable(model, table));
});

test('a model without trees and one without additive model survive the bytes', () => {
  const { trees, additive, ...rest } = makeModel();
  for (const model of [
    { ...rest, trees },
    { ...rest, additive },
  ]) {
    assert.deepEqual(decodeModel(encodeModel(model)), model);
  }
});

test('the same model gives the same bytes', () => {
  assert.deepEqual(encodeModel(makeModel()), encodeModel(makeModel()));
  assert.deepEqual(encodeModel(decodeModel(encodeModel(makeModel()))), encodeModel(makeModel()));
});

test('other bytes, a cut and another version are refused', () => {
  const bytes = encodeModel(makeModel());
  assert.throws(() => decodeModel(new Uint8Array(40)), /not a scoring model/);
  assert.throws(() => decodeModel(bytes.slice(0, -1)), RangeError);
  const later = bytes.slice();
  later[4] = 9;
  assert.throws(() => decodeModel(later), /version 9/);
});

test('bytes inside a larger buffer are read where they lie', () => {
  const bytes = encodeModel(makeModel());
  const larger = new Uint8Array(bytes.length + 24);
  larger.set(bytes, 3);
  assert.deepEqual(decodeModel(larger.subarray(3, 3 + bytes.length)), makeModel());
});
