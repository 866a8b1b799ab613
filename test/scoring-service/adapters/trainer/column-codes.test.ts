import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeCondition,
  MISSING_CODE,
  readCodedColumns,
  writeCodes,
} from '../../../../scoring-service/src/adapters/trainer/column-codes.ts';

const column = (values: number[]) => ({ rowCount: values.length, columnCount: 1, values: Float32Array.from(values) });

test('a condition on codes and its decoded condition separate the same values', () => {
  const values = fc.array(fc.float({ noDefaultInfinity: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(values, fc.double({ min: -2, max: 70, noNaN: true }), (given, condition) => {
      const matrix = column(given);
      const [coded] = readCodedColumns(matrix);
      fc.pre(coded !== undefined);
      const codes = new Float32Array(given.length);
      writeCodes(matrix, [coded], codes);
      const decoded = decodeCondition(coded, condition);
      matrix.values.forEach((value, row) => {
        const code = codes[row] as number;
        if (Number.isNaN(value)) assert.equal(code, MISSING_CODE);
        else assert.equal(value < decoded, code < condition);
      });
    }),
  );
});

test('neighbouring float32 values are kept apart and -0 is 0', () => {
  const [coded] = readCodedColumns(column([-1, -0.99999994, 0, -0]));
  assert.deepEqual(coded?.distinct.map(Math.abs), Float32Array.of(1, 0.99999994, 0));
  assert.equal(coded && decodeCondition(coded, 1.5), Math.fround(-0.99999994));
});

test('a column of one state is left out, one of a value and holes is not', () => {
  assert.deepEqual(readCodedColumns(column([3, 3])), []);
  assert.deepEqual(readCodedColumns(column([NaN, NaN])), []);
  assert.deepEqual(readCodedColumns(column([3, NaN])), [{ column: 0, distinct: Float32Array.of(3) }]);
});
