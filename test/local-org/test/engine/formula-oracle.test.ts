import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
// An independent implementation of the platform's formulas: both must agree on every function that both have.
import { parse } from 'formulon';
import { evaluateFormula } from '../../src/formula/evaluate-formula.ts';
import { parseFormula } from '../../src/formula/parse-formula.ts';
import { isDateValue } from '../../src/formula/values.ts';
import type { FormulaContext, FormulaValue } from '../../src/formula/values.ts';

const context: FormulaContext = { isNew: false, now: new Date(0), value: () => null, priorValue: () => null };

const call = (name: string, ...operands: Arbitrary<string>[]): Arbitrary<string> =>
  fc.tuple(...operands).map((texts) => `${name}(${texts.join(', ')})`);
const infix = (one: Arbitrary<string>, signs: readonly string[], other: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(one, fc.constantFrom(...signs), other).map(([left, sign, right]) => `(${left} ${sign} ${right})`);

const small = fc.integer({ min: 1, max: 6 }).map(String);
const plainNumber = fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom('0.5', '12.25', '7.75'));
const plainText = fc.constantFrom('"abc"', '"Zoë X"', '"a-b-c"', '"x"', '"Working - Contacted"');

const { number } = fc.letrec<{ number: string; text: string; flag: string; date: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    plainNumber,
    infix(tie('number'), ['+', '-', '*'], tie('number')),
    call('ABS', tie('number')),
    call('ROUND', tie('number'), fc.constantFrom('0', '1', '2')),
    call('MAX', tie('number'), tie('number')),
    call('MIN', tie('number'), tie('number')),
    call('FLOOR', tie('number')),
    call('CEILING', tie('number')),
    call('MOD', tie('number'), small),
    call('LEN', tie('text')),
    call('FIND', plainText, tie('text')),
    call('IF', tie('flag'), tie('number'), tie('number')),
    call('YEAR', tie('date')),
    call('MONTH', tie('date')),
    call('DAY', tie('date')),
    infix(tie('date'), ['-'], tie('date')),
  ),
  text: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    plainText,
    infix(tie('text'), ['&'], tie('text')),
    call('UPPER', tie('text')),
    call('LOWER', tie('text')),
    call('LEFT', tie('text'), small),
    call('MID', tie('text'), small, small),
    call('SUBSTITUTE', tie('text'), fc.constant('"b"'), fc.constant('"-"')),
    call('IF', tie('flag'), tie('text'), tie('text')),
    call('CASE', small, fc.constant('1'), tie('text'), fc.constant('2'), tie('text'), tie('text')),
  ),
  flag: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('TRUE', 'FALSE'),
    infix(tie('number'), ['<', '>', '<=', '>=', '=', '<>'], tie('number')),
    call('AND', tie('flag'), tie('flag')),
    call('OR', tie('flag'), tie('flag')),
    call('NOT', tie('flag')),
    call('CONTAINS', tie('text'), plainText),
    call('BEGINS', tie('text'), plainText),
  ),
  date: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('DATE(2026, 1, 31)', 'DATE(2024, 2, 29)', 'DATE(2025, 12, 31)'),
    infix(tie('date'), ['+', '-'], small),
    call('ADDMONTHS', tie('date'), small),
  ),
}));

type Literal = { type: string; dataType?: string; value?: unknown; message?: string };

const shown = (value: FormulaValue): unknown => (isDateValue(value) ? new Date(value.ms).toISOString() : value);
const shownByOracle = ({ value }: Literal): unknown => (value instanceof Date ? value.toISOString() : value);

const isSame = (one: unknown, other: unknown): boolean =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.abs(one - other) < 1e-9 * Math.max(1, Math.abs(one))
    : one === other;

test('formulas give the same results as formulon', () => {
  let compared = 0;
  fc.assert(
    fc.property(number, (formula) => {
      const oracle = parse(formula) as Literal;
      // Without a result of the library (a date out of its range, a missing function) there is nothing to compare.
      if (oracle.type !== 'literal') return;
      const ours = shown(evaluateFormula(parseFormula(formula), context));
      compared += 1;
      assert.ok(
        isSame(ours, shownByOracle(oracle)),
        `${formula}: ${String(ours)}, formulon ${String(shownByOracle(oracle))}`,
      );
    }),
    { numRuns: 3_000, seed: 20_261 },
  );
  assert.ok(compared > 1_500, `${compared} formulas were compared`);
});
