import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arithmetic, negation } from '../../src/apex/arithmetic.ts';
import { bitsOfInteger, shiftInteger, shiftLong } from '../../src/apex/bits.ts';
import {
  compareNumbers,
  isAtLeast,
  isEqualId,
  isEqualPlain,
  isGreater,
  isLess,
  isSame,
  keyOfPlain,
} from '../../src/apex/comparison.ts';
import { widen } from '../../src/apex/conversion.ts';
import { ApexDecimal } from '../../src/apex/decimal.ts';
import { date, datetime, decimal, double, outcomeOf, shown } from './library/call.ts';

const settings = { seed: 23, numRuns: 2000 };
const edges = [0, 1, -1, 2147483647, -2147483648, 65536, 46341];
const integer = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: -2147483648, max: 2147483647 }));
const long = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const operators = fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '%' as const);
const bigDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
  .map(([unscaled, scale]) => new ApexDecimal(unscaled, scale));

const exact: Record<string, (one: bigint, other: bigint) => bigint> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
};

/** The result of exact arithmetic, in so many bits; a division by 0 is an error. */
function defined(operator: string, one: bigint, other: bigint, bits: number): unknown {
  if ((operator === '/' || operator === '%') && other === 0n) return 'System.MathException: Divide by 0';
  return BigInt.asIntN(bits, exact[operator]?.(one, other) ?? 0n);
}

test('arithmetic of integers and longs is the exact one, cut to 32 and 64 bits', () => {
  fc.assert(
    fc.property(operators, integer, integer, (operator, one, other) => {
      const result = outcomeOf(() => arithmetic.Integer[operator](one, other));
      assert.ok(!Object.is(result, -0));
      assert.deepEqual(
        typeof result === 'number' ? BigInt(result) : result,
        defined(operator, BigInt(one), BigInt(other), 32),
      );
    }),
    settings,
  );
  fc.assert(
    fc.property(operators, long, long, (operator, one, other) => {
      assert.deepEqual(
        outcomeOf(() => arithmetic.Long[operator](one, other)),
        defined(operator, one, other, 64),
      );
    }),
    settings,
  );
});

test('shifts are those of so many bits', () => {
  fc.assert(
    fc.property(integer, fc.integer({ min: -70, max: 70 }), (one, by) => {
      const distance = BigInt(by) & 31n;
      const value = BigInt(one);
      assert.equal(BigInt(shiftInteger('<<', one, by)), BigInt.asIntN(32, value << distance));
      assert.equal(BigInt(shiftInteger('>>', one, by)), value >> distance);
      assert.equal(BigInt(shiftInteger('>>>', one, by)), BigInt.asIntN(32, BigInt.asUintN(32, value) >> distance));
    }),
    settings,
  );
  assert.equal(shiftLong('>>>', -1n, 63), 1n);
  assert.equal(shiftLong('<<', 1n, 64), 1n);
  assert.equal(bitsOfInteger('^', 6, 3), 5);
});

test('decimals: sums have the larger scale, products the sum of the scales, and a product divided again is the first', () => {
  fc.assert(
    fc.property(bigDecimal, bigDecimal, (one, other) => {
      const sum = arithmetic.Decimal['+'](one, other);
      const product = arithmetic.Decimal['*'](one, other);
      assert.equal(sum.scale, Math.max(one.scale, other.scale));
      assert.equal(product.scale, one.scale + other.scale);
      assert.equal(arithmetic.Decimal['-'](sum, other).compareTo(one), 0);
      if (other.unscaled === 0n) return;
      assert.equal(arithmetic.Decimal['/'](product, other).compareTo(one), 0);
      const rest = arithmetic.Decimal['%'](one, other);
      assert.ok(Math.abs(rest.toNumber()) <= Math.abs(other.toNumber()));
    }),
    settings,
  );
  assert.equal(shown(arithmetic.Decimal['/'](decimal('10'), decimal('4'))), 'Decimal 2.5');
  assert.equal(
    outcomeOf(() => arithmetic.Decimal['/'](decimal('1'), decimal('0.0'))),
    'System.MathException: Divide by 0',
  );
});

test('arithmetic with null is a null pointer', () => {
  const fault = 'System.NullPointerException: Attempt to de-reference a null object';
  assert.equal(
    outcomeOf(() => arithmetic.Integer['+'](null, 1)),
    fault,
  );
  assert.equal(
    outcomeOf(() => arithmetic.Decimal['*'](decimal('1'), null)),
    fault,
  );
  assert.equal(
    outcomeOf(() => negation.Long(null)),
    fault,
  );
  assert.equal(negation.Integer(-2147483648), -2147483648);
});

test('a number becomes a larger type, a date a datetime, and a text an id', () => {
  assert.equal(widen(7, 'Integer', 'Long'), 7n);
  assert.equal(shown(widen(7, 'Integer', 'Double')), 'Double 7');
  assert.equal(shown(widen(7n, 'Long', 'Decimal')), 'Decimal 7');
  assert.equal(shown(widen(double(1), 'Double', 'Decimal')), 'Decimal 1.0');
  assert.equal(shown(widen(date('2026-01-31'), 'Date', 'Datetime')), 'Datetime 2026-01-31T00:00:00.000Z');
  assert.equal(widen('001xa000003DIlo', 'String', 'Id'), '001xa000003DIloAAG');
  assert.equal(
    outcomeOf(() => widen('x', 'String', 'Id')),
    'System.StringException: Invalid id: x',
  );
  assert.equal(widen(null, 'Integer', 'Decimal'), null);
});

test('numbers of all types compare by size', () => {
  fc.assert(
    fc.property(long, long, (one, other) => {
      const order = one < other ? -1 : Number(one > other);
      assert.equal(compareNumbers(new ApexDecimal(one), other), order);
      assert.equal(compareNumbers(one, new ApexDecimal(other * 10n, 1)), order);
    }),
    settings,
  );
  assert.ok(isEqualPlain(1, decimal('1.00')));
  assert.ok(isEqualPlain(double(0.5), decimal('0.50')));
  assert.ok(isLess(double(0.1), 1n));
  assert.ok(isGreater(double(Infinity), decimal('1')));
  assert.ok(!isSame(1, 1n));
  assert.ok(isSame(decimal('1.0'), decimal('1.00')));
});

test('texts are equal without case, and null is before every text but compares with nothing else', () => {
  assert.ok(isEqualPlain('Straße', 'STRASSE') === false);
  assert.ok(isEqualPlain('Ärger', 'ärger'));
  assert.notEqual(keyOfPlain('a'), keyOfPlain('A'));
  assert.ok(isLess('apple', 'Banana'));
  assert.ok(isLess(null, 'a'));
  assert.ok(!isLess(null, 1) && !isGreater(null, 1) && !isAtLeast(1, null));
  assert.ok(isEqualId('001xa000003DIlo', '001xa000003DIloAAG'));
  assert.ok(isLess(date('2026-01-30'), datetime('2026-01-31T00:00Z')));
  assert.equal(keyOfPlain(decimal('1.0')), keyOfPlain(decimal('1.00')));
});
