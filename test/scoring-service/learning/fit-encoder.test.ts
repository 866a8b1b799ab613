import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeOutOfFold, fitEncoder } from '../../../scoring-service/learning/src/fit-encoder.ts';
import { encodeTable, fieldOfColumn } from '../../../scoring-service/learning/src/encoder.ts';
import type { Encoder } from '../../../scoring-service/learning/src/encoder.ts';
import { stratifiedFolds } from '../../../scoring-service/learning/src/splits.ts';
import { selectTableRows } from '../../../scoring-service/learning/src/table.ts';
import type { FeatureTable } from '../../../scoring-service/learning/src/table.ts';

const categories = (name: string, values: (string | undefined)[]): FeatureTable => ({
  rowCount: values.length,
  columns: [{ kind: 'category', name, values }],
});
const numbers = (name: string, values: number[]): FeatureTable => ({
  rowCount: values.length,
  columns: [{ kind: 'number', name, values: Float64Array.from(values) }],
});
const rowsOf = (encoder: Encoder, table: FeatureTable): number[][] => {
  const { values, columnCount, rowCount } = encodeTable(encoder, table);
  return Array.from({ length: rowCount }, (_, row) => [...values.slice(row * columnCount, (row + 1) * columnCount)]);
};
const unlabelled = (rowCount: number) => new Uint8Array(rowCount);
const small = { minOneHotRows: 1, minShareRows: 1 };

test('a missing number stays missing and is not zero', () => {
  const encoder = fitEncoder(numbers('calls', [0, 3, NaN]), unlabelled(3));
  assert.deepEqual(rowsOf(encoder, numbers('calls', [NaN, 0, Infinity])), [[NaN], [0], [NaN]]);
});

test('a number that is constant where it is known becomes a presence indicator', () => {
  const encoder = fitEncoder(numbers('calls', [7, NaN, 7]), unlabelled(3));
  assert.deepEqual(encoder.fields, [{ kind: 'presence', field: 'calls' }]);
  assert.deepEqual(rowsOf(encoder, numbers('calls', [7, NaN])), [[1], [0]]);
});

test('constant columns are left out', () => {
  assert.deepEqual(fitEncoder(numbers('calls', [7, 7]), unlabelled(2)).fields, []);
  assert.deepEqual(fitEncoder(categories('source', ['Web', 'Web']), unlabelled(2), small).fields, []);
  assert.deepEqual(fitEncoder(categories('source', [undefined, undefined]), unlabelled(2), small).fields, []);
});

test('few categories get a column each, missing a separate one, and an unseen category none of them', () => {
  const encoder = fitEncoder(categories('source', ['Web', 'Fair', 'Web', undefined]), unlabelled(4), small);
  const unseen = categories('source', ['Web', 'Fair', undefined, 'Partner']);
  assert.deepEqual(rowsOf(encoder, unseen), [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]);
});

test('several choices get a column a choice beside those of the value as a whole', () => {
  const values = Array.from({ length: 90 }, (_, row) => ['Web;Fair', 'Web', 'Fair;Radio'][row % 3]);
  const encoder = fitEncoder(categories('interests', values), unlabelled(90));
  assert.deepEqual(
    encoder.fields.map(({ kind }) => kind),
    ['one-hot', 'tokens'],
  );
  const unseen = categories('interests', ['Radio;Web', undefined, 'Paper']);
  assert.deepEqual(
    rowsOf(encoder, unseen).map((row) => row.slice(-3)),
    [
      [0, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
  assert.deepEqual([...fieldOfColumn(encoder)], [0, 0, 0, 1, 1, 1]);
});

test('a category too rare for a leaf is pooled with the unseen ones', () => {
  const values = [...new Array<string>(20).fill('Web'), ...new Array<string>(15).fill('Fair'), 'Radio', 'Paper'];
  const encoder = fitEncoder(categories('source', values), unlabelled(values.length), { minOneHotRows: 2 });
  assert.deepEqual(rowsOf(encoder, categories('source', ['Radio', 'Partner'])), [
    [0, 0, 1],
    [0, 0, 1],
  ]);
});

test('many categories get the smoothed share of positives, unseen and missing ones theirs', () => {
  const values = Array.from({ length: 40 }, (_, row) => (row < 30 ? `level ${row % 10}` : undefined));
  const labels = Uint8Array.from(values, (value) => Number(value === 'level 3' || value === undefined));
  const encoder = fitEncoder(categories('city', values), labels, { maxOneHot: 0 });
  const share = (positives: number, rows: number) => Math.fround((positives + (20 * 13) / 40) / (rows + 20));
  const expected = [[share(3, 3)], [share(0, 3)], [share(0, 0)], [share(10, 10)]].map(([value]) => value);
  const encoded = rowsOf(encoder, categories('city', ['level 3', 'level 4', 'elsewhere', undefined]));
  assert.deepEqual(
    encoded.map(([value]) => value),
    expected,
  );
});

test('every matrix column has its field', () => {
  const table: FeatureTable = {
    rowCount: 4,
    columns: [
      { kind: 'category', name: 'source', values: ['Web', 'Fair', undefined, 'Web'] },
      { kind: 'number', name: 'constant', values: new Float64Array(4) },
      { kind: 'number', name: 'calls', values: Float64Array.of(1, 2, 3, 4) },
    ],
  };
  const encoder = fitEncoder(table, unlabelled(4), small);
  assert.deepEqual([...fieldOfColumn(encoder)], [0, 0, 0, 1]);
  assert.equal(encodeTable(encoder, table).columnCount, 4);
});

test('a table without a field of the model, or with another kind, is refused by name', () => {
  const encoder = fitEncoder(numbers('calls', [1, 2]), unlabelled(2));
  assert.throws(() => encodeTable(encoder, numbers('mails', [1])), /no column "calls"/);
  assert.throws(() => encodeTable(encoder, categories('calls', ['1'])), /"calls" is a category/);
});

const labelledCategories = fc.array(
  fc.record({ category: fc.integer({ min: 0, max: 14 }), label: fc.constantFrom(0, 1) }),
  {
    minLength: 30,
    maxLength: 120,
  },
);

test('no row is encoded with its own label', () => {
  fc.assert(
    fc.property(labelledCategories, fc.nat(), (rows, chosen) => {
      const row = chosen % rows.length;
      const table = categories(
        'city',
        rows.map(({ category }) => `category ${category}`),
      );
      const folds = stratifiedFolds(
        { labels: unlabelled(rows.length), groups: rows.map((_, index) => String(index)) },
        5,
        1,
      );
      const encodedWith = (label: number) => {
        const labels = Uint8Array.from(rows, (each, index) => (index === row ? label : each.label));
        const encoder = fitEncoder(table, labels, { targetFrom: 2 });
        const { values, columnCount } = encodeOutOfFold(encoder, table, labels, folds);
        return values.slice(row * columnCount, (row + 1) * columnCount);
      };
      assert.deepEqual(encodedWith(0), encodedWith(1));
    }),
    { numRuns: 50 },
  );
});

test('the order of the training rows does not matter', () => {
  fc.assert(
    fc.property(labelledCategories, (rows) => {
      const table = categories(
        'city',
        rows.map(({ category }) => `category ${category}`),
      );
      const labels = Uint8Array.from(rows, ({ label }) => label);
      const backwards = Uint32Array.from(rows.keys()).reverse();
      assert.deepEqual(
        fitEncoder(selectTableRows(table, backwards), labels.slice().reverse()),
        fitEncoder(table, labels),
      );
    }),
    { numRuns: 50 },
  );
});
