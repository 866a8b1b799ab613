import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateFormula } from '../../src/formula/evaluate-formula.ts';
import { parseFormula } from '../../src/formula/parse-formula.ts';
import type { FormulaContext, FormulaValue } from '../../src/formula/values.ts';

const fields: Record<string, FormulaValue> = {
  Text: 'abc',
  Blank: null,
  Number: 12.5,
  Zero: 0,
  Flag: true,
  Tags: 'a;b',
  Day: { kind: 'date', ms: Date.UTC(2026, 0, 31) },
};

const context: FormulaContext = {
  isNew: false,
  now: new Date('2026-03-16T12:30:00Z'),
  value: (path) => fields[path.join('.')] ?? null,
  priorValue: (path) => (path[0] === 'Text' ? 'before' : (fields[path.join('.')] ?? null)),
};

const day = (text: string): FormulaValue => ({ kind: 'date', ms: Date.parse(`${text}T00:00:00Z`) });

const cases: [formula: string, expected: FormulaValue][] = [
  ['INITCAP("foo bAR-baz")', 'Foo Bar-Baz'],
  ['REVERSE("abc")', 'cba'],
  ['TRUNC(-2.567, 1)', -2.5],
  ['TRUNC(2.9)', 2],
  ['ISOWEEK(DATE(2026, 1, 1))', 1],
  ['ISOYEAR(DATE(2024, 12, 30))', 2025],
  ['DAYOFYEAR(DATE(2024, 12, 31))', 366],
  ['UNIXTIMESTAMP(FROMUNIXTIME(86400))', 86_400],
  ['ASCII("A") + LEN(CHR(66))', 66],
  ['HTMLENCODE("<b>")', '&lt;b&gt;'],
  ['URLENCODE("a b&c")', 'a+b%26c'],
  ['HOUR(NOW()) * 100 + MINUTE(NOW())', 1_230],
  ['ROUND(PI(), 4)', 3.1416],
  ['MOD(-7, 3)', -1],
  ['ISCLONE()', false],
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ^ 3 - 1', 7],
  ['-Number + 0.5', -12],
  ['10 - 2 - 3', 5],
  ['1 / Zero', null],
  ['"a" & "b\\"c" & \'d\'', 'ab"cd'],
  ['Text & Blank', 'abc'],
  ['1 < 2 && 2 <= 2', true],
  ['1 > 2 || Flag', true],
  ['!Flag', false],
  ['NOT(Flag) = FALSE', true],
  ['Text == "abc"', true],
  ['Text <> "abc"', false],
  ['Blank = ""', true],
  ['Blank < 5', false],
  ['ISBLANK(Blank)', true],
  ['ISCHANGED(Text)', true],
  ['ISCHANGED(Number)', false],
  ['PRIORVALUE(Text)', 'before'],
  ['ISNEW()', false],
  ['IF(Flag, 1, 1 / Zero)', 1],
  ['CASE(Text, "x", 1, "abc", 2, 3)', 2],
  ['CASE(Text, "x", 1, 3)', 3],
  ['BLANKVALUE(Blank, "d")', 'd'],
  ['INCLUDES(Tags, "b")', true],
  ['INCLUDES(Tags, "ab")', false],
  ['CONTAINS(Text, "bc")', true],
  ['BEGINS(Text, "b")', false],
  ['LEN(Text) + FIND("c", Text)', 6],
  ['MID(Text, 2, 1) & RIGHT(Text, 1) & UPPER(LEFT(Text, 1))', 'bcA'],
  ['SUBSTITUTE(Text, "b", "-")', 'a-c'],
  ['REGEX(Text, "[a-c]+")', true],
  ['REGEX(Text, "\\\\w")', false],
  ['REGEX("Open (1)", "(?i)\\\\Qopen (1)\\\\E")', true],
  ['REGEX("Open 1", "(?i)\\\\Qopen (1)\\\\E")', false],
  ['ROUND(1.005, 2)', 1.01],
  ['MOD(-1, 3)', -1],
  ['MAX(1, Number, 3)', 12.5],
  ['TODAY()', day('2026-03-16')],
  ['TODAY() - DATE(2026, 3, 1)', 15],
  ['ADDMONTHS(Day, 1)', day('2026-02-28')],
  ['YEAR(Day) * 100 + MONTH(Day)', 202601],
  ['Day + 1', day('2026-02-01')],
  ['TEXT(Number)', '12.5'],
  ['VALUE("7") + 1', 8],
  ['DATEVALUE("2026-01-31") = Day', true],
  ['/* why */ Flag /* not */', true],
];

for (const [formula, expected] of cases) {
  test(formula, () => {
    assert.deepEqual(evaluateFormula(parseFormula(formula), context), expected);
  });
}
