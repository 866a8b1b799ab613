import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { apexLibrary } from '../../src/apex/apex-library.ts';
import { ApexThrow } from '../../src/apex/apex-throw.ts';
import { ApexDecimal } from '../../src/apex/decimal.ts';
import { ApexRuntime } from '../../src/apex/runtime.ts';
import type { Transaction } from '../../src/apex/transaction.ts';
import { ApexList } from '../../src/apex/values.ts';
import type { Value } from '../../src/apex/values.ts';
import { openOrg } from '../../src/open-org.ts';

const settings = { seed: 23, numRuns: 500 };
const methods: string[] = [];
const kinds = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'over', '&': 'both', '|': 'either', '^': 'one' } as const;
const shifts = { '<<': 'left', '>>': 'right', '>>>': 'zeros' } as const;
const orders = { '<': 'less', '<=': 'atMost', '>': 'more', '>=': 'atLeast', '==': 'same', '!=': 'other' } as const;
for (const type of ['Integer', 'Long', 'Decimal', 'String']) {
  for (const [operator, name] of Object.entries(orders)) {
    methods.push(`Boolean ${name}(${type} a, ${type} b) { return a ${operator} b; }`);
  }
}
for (const type of ['Integer', 'Long']) {
  for (const [operator, name] of Object.entries(kinds)) {
    methods.push(`${type} ${name}(${type} a, ${type} b) { return a ${operator} b; }`);
  }
  for (const [operator, name] of Object.entries(shifts)) {
    methods.push(`${type} ${name}(${type} a, Integer b) { return a ${operator} b; }`);
  }
  methods.push(`${type} negated(${type} a) { return -a; }`, `${type} inverted(${type} a) { return ~a; }`);
}
for (const operator of ['+', '-', '*'] as const) {
  methods.push(`Decimal ${kinds[operator]}(Decimal a, Decimal b) { return a ${operator} b; }`);
}
methods.push(
  'Integer steps(Integer a) { Integer b = a; b++; ++b; b += 3; b -= 1; return b--; }',
  'Integer cut(Long a) { return (Integer) a; }',
  'Long widened(Integer a, Integer b) { return (Long) a * b; }',
  'String joined(String a, Integer b, String c) { return a + b + c; }',
  'String piece(String a, Integer b, Integer c) { return a.substring(b, c); }',
  'String backwards(String a) { return a.reverse(); }',
  'String swapped(String a, String b, String c) { return a.replace(b, c); }',
  'Integer position(String a, String b) { return a.indexOf(b); }',
  'Integer lastPosition(String a, String b) { return a.lastIndexOf(b); }',
  'Boolean has(String a, String b) { return a.contains(b) && a.containsIgnoreCase(b); }',
  'Boolean around(String a, String b) { return a.startsWith(b) && a.endsWith(b); }',
  'String ends(String a, Integer b) { return a.left(b) + a.right(b); }',
  'String many(String a, Integer b) { return a.repeat(b); }',
  'String padded(String a, Integer b) { return a.leftPad(b).rightPad(b + 2); }',
  'List<String> sorted(List<String> a) { a.sort(); return a; }',
  "String roundTrip(List<String> a) { return String.join(String.join(a, '|').split('\\\\|', -1), '|'); }",
  'Integer readBack(Integer a) { return Integer.valueOf(String.valueOf(a)); }',
  'Decimal readDecimal(Decimal a) { return Decimal.valueOf(String.valueOf(a)); }',
);

let t: Transaction;
let compiled: Readonly<Record<string, unknown>>;

before(() => {
  const org = openOrg();
  const runtime = new ApexRuntime({ org, library: apexLibrary, labels: () => undefined });
  const source = `public class Definitions {\n${methods.map((one) => `  public static ${one}`).join('\n')}\n}`;
  assert.deepEqual(runtime.compile([{ kind: 'class', name: 'Definitions', source }]), []);
  t = runtime.newTransaction(org.userId('admin@local.org') ?? '');
  compiled = runtime.program.classes.get('definitions')?.s ?? {};
});

/** What a method of the compiled class gives, or the message of what it throws. */
function run(key: string, ...values: Value[]): Value {
  const code = compiled[key.toLowerCase()] as (t: Transaction, ...values: Value[]) => Value;
  try {
    return code(t, ...values);
  } catch (error) {
    if (error instanceof ApexThrow) return error.message;
    throw error;
  }
}

const integer = fc.oneof(
  fc.constantFrom(0, 1, -1, 2147483647, -2147483648),
  fc.integer({ min: -2147483648, max: 2147483647 }),
);
const long = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', '.', 'é', '|', '$'), maxLength: 8 });

/** What the operators mean for whole numbers without a limit; undefined for a division by zero. */
const exact: Record<keyof typeof kinds, (a: bigint, b: bigint) => bigint | undefined> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};
const isOrdered: Record<keyof typeof orders, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
};

const entries = <K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] => Object.entries(record) as [K, V][];

test('integers are whole numbers of 32 bits', () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      for (const [operator, name] of entries(kinds)) {
        const value = exact[operator](BigInt(a), BigInt(b));
        const expected = value === undefined ? 'System.MathException: Divide by 0' : Number(BigInt.asIntN(32, value));
        assert.equal(run(`${name}(integer,integer)`, a, b), expected, `${String(a)} ${operator} ${String(b)}`);
      }
      const wrapped = (value: bigint): number => Number(BigInt.asIntN(32, value));
      assert.equal(run('negated(integer)', a), wrapped(-BigInt(a)));
      assert.equal(run('inverted(integer)', a), -1 - a);
      assert.equal(run('steps(integer)', a), wrapped(BigInt(a) + 4n));
      assert.equal(run('widened(integer,integer)', a, b), BigInt(a) * BigInt(b));
      assert.equal(run('readback(integer)', a), a);
    }),
    settings,
  );
});

test('longs are whole numbers of 64 bits', () => {
  fc.assert(
    fc.property(long, long, (a, b) => {
      for (const [operator, name] of entries(kinds)) {
        const value = exact[operator](a, b);
        const expected = value === undefined ? 'System.MathException: Divide by 0' : BigInt.asIntN(64, value);
        assert.equal(run(`${name}(long,long)`, a, b), expected, `${String(a)} ${operator} ${String(b)}`);
      }
      assert.equal(run('negated(long)', a), BigInt.asIntN(64, -a));
      assert.equal(run('inverted(long)', a), -1n - a);
      assert.equal(run('cut(long)', a), Number(BigInt.asIntN(32, a)));
    }),
    settings,
  );
});

test('shifts multiply and divide by powers of two', () => {
  fc.assert(
    fc.property(integer, long, fc.integer({ min: 0, max: 31 }), (a, b, places) => {
      const power = 2n ** BigInt(places);
      const floor = (value: bigint): bigint => (value - (((value % power) + power) % power)) / power;
      const numbers = [BigInt(a), floor(BigInt(a)), floor(BigInt.asUintN(32, BigInt(a)))] as const;
      assert.equal(run('left(integer,integer)', a, places), Number(BigInt.asIntN(32, numbers[0] * power)));
      assert.equal(run('right(integer,integer)', a, places), Number(numbers[1]));
      assert.equal(run('zeros(integer,integer)', a, places), Number(BigInt.asIntN(32, numbers[2])));
      assert.equal(run('left(long,integer)', b, places), BigInt.asIntN(64, b * power));
      assert.equal(run('right(long,integer)', b, places), floor(b));
      assert.equal(run('zeros(long,integer)', b, places), BigInt.asIntN(64, floor(BigInt.asUintN(64, b))));
    }),
    settings,
  );
});

const decimal = fc.record({ digits: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), scale: fc.nat({ max: 6 }) });
type Digits = { digits: bigint; scale: number };
const made = ({ digits, scale }: Digits): ApexDecimal => new ApexDecimal(digits, scale);
const aligned = ({ digits, scale }: Digits, to: number): bigint => digits * 10n ** BigInt(to - scale);

test('decimals are exact, with the larger scale in sums and the sum of scales in products', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const scale = Math.max(a.scale, b.scale);
      const [one, other] = [aligned(a, scale), aligned(b, scale)];
      const parts = (value: Value): unknown => (value instanceof ApexDecimal ? [value.unscaled, value.scale] : value);
      assert.deepEqual(parts(run('plus(decimal,decimal)', made(a), made(b))), [one + other, scale]);
      assert.deepEqual(parts(run('minus(decimal,decimal)', made(a), made(b))), [one - other, scale]);
      const product = [a.digits * b.digits, a.scale + b.scale];
      assert.deepEqual(parts(run('times(decimal,decimal)', made(a), made(b))), product);
      assert.deepEqual(parts(run('readdecimal(decimal)', made(a))), [a.digits, a.scale]);
      for (const [operator, name] of entries(orders)) {
        const order = one < other ? -1 : Number(one > other);
        assert.equal(run(`${name}(decimal,decimal)`, made(a), made(b)), isOrdered[operator](order), operator);
      }
    }),
    settings,
  );
});

test('whole numbers and texts are ordered, texts without case', () => {
  const order = <V extends number | bigint | string>(a: V, b: V): number => (a < b ? -1 : Number(a > b));
  fc.assert(
    fc.property(integer, integer, long, long, word, word, (a, b, c, d, e, f) => {
      for (const [operator, name] of entries(orders)) {
        assert.equal(run(`${name}(integer,integer)`, a, b), isOrdered[operator](order(a, b)));
        assert.equal(run(`${name}(long,long)`, c, d), isOrdered[operator](order(c, d)));
        const texts = order(e.toLowerCase(), f.toLowerCase());
        assert.equal(run(`${name}(string,string)`, e, f), isOrdered[operator](texts), `${e} ${operator} ${f}`);
      }
    }),
    settings,
  );
});

test('functions of texts are those of their characters', () => {
  const both = fc.tuple(word, fc.nat(8), fc.nat(8)).map(([a, b, c]) => {
    const [from, to] = [Math.min(b, c, a.length), Math.min(Math.max(b, c), a.length)];
    return { a, from, to };
  });
  fc.assert(
    fc.property(both, word, word, integer, ({ a, from, to }, b, c, number) => {
      const characters = a.split('');
      assert.equal(run('piece(string,integer,integer)', a, from, to), characters.slice(from, to).join(''));
      assert.equal(run('backwards(string)', a), characters.toReversed().join(''));
      assert.equal(run('joined(string,integer,string)', a, number, b), `${a}${String(number)}${b}`);
      if (b !== '') assert.equal(run('swapped(string,string,string)', a, b, c), a.split(b).join(c));
      assert.equal(run('many(string,integer)', a, from), Array.from({ length: from }, () => a).join(''));
      const ends = characters.slice(0, to).join('') + (to === 0 ? '' : characters.slice(-to).join(''));
      assert.equal(run('ends(string,integer)', a, to), ends);
      const left = `${' '.repeat(Math.max(0, to - a.length))}${a}`;
      const padded = `${left}${' '.repeat(Math.max(0, to + 2 - left.length))}`;
      assert.equal(run('padded(string,integer)', a, to), padded);
    }),
    settings,
  );
});

test('searches in texts find the places where the characters are', () => {
  fc.assert(
    fc.property(word, fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 1, maxLength: 2 }), (a, b) => {
      const places = [...a].flatMap((_, index) => (a.slice(index, index + b.length) === b ? [index] : []));
      assert.equal(run('position(string,string)', a, b), places[0] ?? -1);
      assert.equal(run('lastposition(string,string)', a, b), places.at(-1) ?? -1);
      assert.equal(run('has(string,string)', a, b), places.length > 0);
      const isAround = places.includes(0) && places.includes(a.length - b.length);
      assert.equal(run('around(string,string)', a, b), isAround);
    }),
    settings,
  );
});

test('lists of texts are sorted by their characters, and joined and split back', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'Z', '0'), maxLength: 4 });
  const string = { kind: 'primitive', name: 'String' } as const;
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 6 }), (texts) => {
      const sorted = run('sorted(list<string>)', new ApexList(string, [...texts]));
      const byCharacter = texts.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
      assert.deepEqual(sorted instanceof ApexList && sorted.items, byCharacter);
      assert.equal(run('roundtrip(list<string>)', new ApexList(string, [...texts])), texts.join('|'));
    }),
    settings,
  );
});
