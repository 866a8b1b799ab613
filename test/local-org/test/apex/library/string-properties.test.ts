import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textOfDouble } from '../../../src/apex/library/number-text.ts';
import { callLibrary, plainRun } from '../../../src/apex/plain-run.ts';
import { id18 } from '../../../src/apex/record-id.ts';
import type { Value } from '../../../src/apex/values.ts';
import { callsOf } from './call.ts';

const run = plainRun();
const settings = { seed: 23, numRuns: 500 };
const call = (member: string, ...values: Value[]): unknown => callLibrary(run, 'System.String', member, values);
const outcome = callsOf('System.String');

/** Few letters, so that texts often contain each other. */
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', ' ', 'ä', '1', "'", '"', '\\', '&', ','),
  maxLength: 12,
});
const place = fc.integer({ min: -2, max: 14 });

test('indexOf and lastIndexOf are the first and the last place at which the text is', () => {
  fc.assert(
    fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), place, (whole, part, from) => {
      const places = Array.from({ length: whole.length + 1 }, (_, one) => one).filter(
        (one) => whole.slice(one, one + part.length) === part && one + part.length <= whole.length,
      );
      assert.equal(call('indexOf', whole, part), places[0] ?? -1);
      assert.equal(call('lastIndexOf', whole, part), places.at(-1) ?? -1);
      assert.equal(call('lastIndexOf', whole, part, from), places.filter((one) => one <= from).at(-1) ?? -1);
      assert.equal(call('contains', whole, part), places.length > 0);
    }),
    settings,
  );
});

test('substring gives the characters between its places, and refuses places outside', () => {
  fc.assert(
    fc.property(text, place, place, (whole, start, end) => {
      const units = whole.split('').filter((_, one) => one >= start && one < end);
      const expected =
        start < 0 || start > whole.length
          ? `System.StringException: Starting position out of bounds: ${start}`
          : end < start || end > whole.length
            ? `System.StringException: Ending position out of bounds: ${end}`
            : units.join('');
      assert.equal(outcome('substring', whole, start, end), expected);
    }),
    settings,
  );
});

test('what is escaped reads back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 10 }), text, (one, other) => {
      const whole = one + other;
      for (const language of ['Csv', 'EcmaScript', 'Html3', 'Html4', 'Java', 'Xml']) {
        const escaped = call(`escape${language}`, whole);
        assert.equal(call(`unescape${language}`, String(escaped)), whole, language);
      }
      const encoded = callLibrary(run, 'System.EncodingUtil', 'urlEncode', [one.toWellFormed(), 'UTF-8']);
      assert.equal(callLibrary(run, 'System.EncodingUtil', 'urlDecode', [encoded, 'UTF-8']), one.toWellFormed());
    }),
    settings,
  );
});

test('split at a quoted separator and join give the text again, without a limit', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('a', ', ', '\\', '&'), (whole, separator) => {
      const quoted = callLibrary(run, 'System.Pattern', 'quote', [separator]);
      const parts = callLibrary(run, 'System.String', 'split', [whole, quoted, -1]);
      assert.equal(call('join', parts, separator), whole);
    }),
    settings,
  );
});

test('the edit distance is a metric', () => {
  fc.assert(
    fc.property(text, text, text, (one, two, three) => {
      const distance = (from: string, to: string): number => Number(call('getLevenshteinDistance', from, to));
      assert.equal(distance(one, two), distance(two, one));
      assert.equal(distance(one, two) === 0, one === two);
      assert.ok(distance(one, three) <= distance(one, two) + distance(two, three));
    }),
    settings,
  );
});

test('compareTo orders by characters, and padding keeps the text', () => {
  fc.assert(
    fc.property(text, text, place, (one, other, length) => {
      assert.equal(Math.sign(Number(call('compareTo', one, other))), one < other ? -1 : Number(one > other));
      assert.equal(String(call('leftPad', one, length)).length, Math.max(one.length, length));
      assert.ok(String(call('center', one, length)).includes(one));
      assert.equal(call('left', one, length), one.split('').slice(0, Math.max(0, length)).join(''));
    }),
    settings,
  );
});

test('a double reads back from its text, and an id of 15 characters from its 18', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      assert.equal(Number(textOfDouble(value)), value);
    }),
    settings,
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z]{15}$/), (id15) => {
      const id = id18(id15);
      assert.equal(id?.slice(0, 15), id15);
      assert.equal(id18((id ?? '').toLowerCase()), id);
    }),
    settings,
  );
});
