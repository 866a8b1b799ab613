import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexEnumValue } from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';
import { callsOf, decimal, double } from './call.ts';

const mode = (name: string): ApexEnumValue => new ApexEnumValue('System.RoundingMode', name, 0);

type Examples = [member: string, values: Value[], expected: unknown][];

function check(className: string, examples: Examples): void {
  const call = callsOf(className);
  for (const [member, values, expected] of examples) {
    assert.deepEqual(call(member, ...values), expected, `${className}.${member}(${values.map(String).join(', ')})`);
  }
}

test('Integer, Long and Double read texts and refuse others with the type in the message', () => {
  check('System.Integer', [
    ['valueOf', ['123'], 123],
    ['valueOf', ['-7'], -7],
    ['valueOf', [decimal('3.9')], 3],
    ['valueOf', ['3.5'], 'System.TypeException: Invalid integer: 3.5'],
    ['valueOf', ['2147483648'], 'System.TypeException: Invalid integer: 2147483648'],
    ['valueOf', [null], 'System.NullPointerException: Argument cannot be null.'],
    ['format', [1234567], '1,234,567'],
    ['MAX_VALUE', [], 2147483647],
  ]);
  check('System.Long', [
    ['valueOf', ['123456789012'], 123456789012n],
    ['valueOf', ['x'], 'System.TypeException: Invalid long: x'],
    ['intValue', [7147483647n], -1442450945],
    ['format', [1234567890123456789n], '1,234,567,890,123,456,789'],
  ]);
  check('System.Double', [
    ['valueOf', ['3.14159'], 'Double 3.14159'],
    ['valueOf', ['1e3'], 'Double 1000'],
    ['valueOf', ['x'], 'System.TypeException: Invalid double: x'],
    ['intValue', [double(-1.99)], -1],
    ['longValue', [double(1e30)], 9223372036854775807n],
    ['round', [double(4.5)], 5n],
  ]);
});

test('Decimal rounds half to even where no mode is said', () => {
  check('System.Decimal', [
    ['valueOf', ['12.4567'], 'Decimal 12.4567'],
    ['valueOf', [double(1)], 'Decimal 1.0'],
    ['valueOf', ['x'], 'System.TypeException: Invalid decimal: x'],
    ['abs', [decimal('-6.02214129')], 'Decimal 6.02214129'],
    ['divide', [decimal('19'), decimal('100'), 3], 'Decimal 0.190'],
    ['divide', [decimal('12.4567'), decimal('7'), 2, mode('UP')], 'Decimal 1.78'],
    ['divide', [decimal('1'), decimal('0'), 2], 'System.MathException: Divide by 0'],
    ['divide', [decimal('1'), decimal('3'), 2, mode('UNNECESSARY')], 'System.MathException: Rounding necessary'],
    ['format', [decimal('12345.6789')], '12,345.679'],
    ['intValue', [decimal('1.602176565')], 1],
    ['pow', [decimal('4.12'), 2], 'Decimal 16.9744'],
    ['pow', [decimal('4.12'), 0], 'Decimal 1'],
    ['precision', [decimal('123.45')], 5],
    ['precision', [decimal('0.00')], 1],
    ['round', [decimal('4.5')], 4n],
    ['round', [decimal('5.5')], 6n],
    ['round', [decimal('4.5'), mode('HALF_UP')], 5n],
    ['scale', [decimal('8.9876')], 4],
    ['setScale', [decimal('5.235'), 2], 'Decimal 5.24'],
    ['setScale', [decimal('5.245'), 2], 'Decimal 5.24'],
    ['setScale', [decimal('-1.1'), 0, mode('FLOOR')], 'Decimal -2'],
    ['setScale', [decimal('1234.5'), -2], 'Decimal 1200'],
    ['stripTrailingZeros', [decimal('12.500')], 'Decimal 12.5'],
    ['toPlainString', [decimal('0.0000001')], '0.0000001'],
  ]);
});

test('Math chooses by type and refuses a division by 0', () => {
  check('System.Math', [
    ['abs', [-2147483648], -2147483648],
    ['abs', [decimal('-1.50')], 'Decimal 1.50'],
    ['ceil', [decimal('-1.1')], 'Decimal -1'],
    ['floor', [double(1.9)], 'Double 1'],
    ['max', [decimal('1.0'), decimal('1.5')], 'Decimal 1.5'],
    ['min', [3, 2], 2],
    ['mod', [8, 3], 2],
    ['mod', [-8, 3], -2],
    ['mod', [8, 0], 'System.MathException: Divide by 0'],
    ['pow', [double(2), double(10)], 'Double 1024'],
    ['rint', [double(2.5)], 'Double 2'],
    ['round', [decimal('4.5')], 4],
    ['round', [decimal('5.5')], 6],
    ['roundToLong', [decimal('4.5')], 4n],
    ['roundToLong', [double(4.5)], 5n],
    ['signum', [decimal('-8.2')], 'Decimal -1'],
    ['sqrt', [decimal('4')], 'Decimal 2.0'],
    ['log10', [double(100)], 'Double 2'],
  ]);
});

test('an id has 18 characters and can be made of 15', () => {
  check('System.Id', [
    ['valueOf', ['001xa000003DIlo'], '001xa000003DIloAAG'],
    ['valueOf', ['001xa000003dilOaag'], '001xa000003DIloAAG'],
    ['valueOf', ['001'], 'System.StringException: Invalid id: 001'],
    ['to15', ['001xa000003DIloAAG'], '001xa000003DIlo'],
  ]);
  check('System.Boolean', [
    ['valueOf', ['TRUE'], true],
    ['valueOf', ['yes'], false],
  ]);
});
