import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

/** Bytes as the version before the names of this package wrote them, with rows and their scores by that version. */
const stored = JSON.parse(readFileSync(new URL('stored-model.json', import.meta.url), 'utf8')) as {
  bytes: string;
  columns: { kind: 'number' | 'category'; name: string; values: (number | string | null)[] }[];
  margins: number[];
  percentiles: number[];
};

test('a model that an earlier version stored decodes, scores to the last digit and encodes to the same bytes', () => {
  const bytes = new Uint8Array(Buffer.from(stored.bytes, 'base64'));
  const model = decodeModel(bytes);
  const columns = stored.columns.map(({ kind, name, values }) =>
    kind === 'number'
      ? { kind, name, values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) }
      : { kind, name, values: values.map((value) => (value === null ? undefined : String(value))) },
  );
  const { margins, percentiles } = scoreTable(model, { rowCount: stored.margins.length, columns });
  assert.deepEqual([...margins], stored.margins);
  assert.deepEqual([...percentiles], stored.percentiles);
  assert.deepEqual(encodeModel(model), bytes);
  const kinds = [...(model.trees?.encoder.fields ?? []), ...(model.additive?.fields ?? [])].map(({ kind }) => kind);
  assert.deepEqual([...new Set(kinds)].sort(), ['category', 'number', 'one-hot', 'presence', 'target', 'tokens']);
});
