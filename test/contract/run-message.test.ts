import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  codes,
  codeTexts,
  messageLines,
  messageOf,
  nextSteps,
  readMessages,
  runMessageSchema,
  shorten,
  statusLength,
  thresholdLimits,
  thresholdsSchema,
  withNextStep,
} from '@plumbline/contract';

const linesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split('\n'));

test('every code has one next step: a sentence of its own, short enough to be read', () => {
  assert.deepEqual(Object.keys(nextSteps).map(Number), codes.toSorted());
  for (const code of codes) {
    assert.match(nextSteps[code], /^[A-Z][^\n→]+\.$/, String(code));
    assert.ok(nextSteps[code].length <= 130, `${code} has ${nextSteps[code].length} characters`);
    assert.ok(!codeTexts[code].includes(nextSteps[code]));
    assert.equal(messageOf({ code, detail: 'x' }).nextStep, nextSteps[code]);
  }
});

test('a measured value stands beside the limit of the goal, in the unit of the text', () => {
  const thresholds = thresholdsSchema.parse({ conversions: 12, contactsWithActivity: 0.07 });
  const figures = (code: Parameters<typeof messageOf>[0]['code'], detail: string) => {
    const { figure, limit } = messageOf({ code, detail }, thresholds);
    return [figure, limit];
  };
  assert.deepEqual(figures(404, '7'), [7, 12]);
  assert.deepEqual(figures(406, '3.4'), [3.4, 7]);
  assert.deepEqual(figures(409, '0.5499'), [0.5499, 0.55]);
  assert.deepEqual(figures(407, '0.25'), [0.25, 0.5]);
  assert.deepEqual(figures(408, '0.83'), [0.83, 0.8]);
  assert.deepEqual(figures(101, '7'), [undefined, undefined], 'no limit');
  assert.deepEqual(figures(906, '7'), [undefined, undefined], 'two limits');
  assert.deepEqual(figures(904, 'Industry'), [undefined, undefined], 'no number');
  assert.deepEqual(figures(412, ''), [undefined, undefined]);
});

test('messages are read from the lines that they were written as', () => {
  const finding = fc.record({
    code: fc.constantFrom(...codes),
    detail: fc.oneof(fc.string(), fc.double({ min: 0, max: 1e6, noNaN: true }).map(String)),
  });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 5 }), (findings) => {
      const messages = findings
        .map((one) => messageOf(one))
        .map((message) => ({ ...message, text: message.text.replace(/\s*[\r\n]+\s*/g, ' ').trim() }));
      assert.deepEqual(readMessages(linesOf(messages.map(messageLines))), messages);
      for (const message of messages) runMessageSchema.parse(message);
    }),
  );
});

test('messages of an earlier version, texts alone, stay readable; other lines are left out', () => {
  const lines = ['→ before', 'ERROR 404. Count of conversions: 7.', 'INFO 102. Count: 5.', 'something else'];
  assert.deepEqual(readMessages(lines), [
    { code: 404, severity: 'ERROR', text: 'ERROR 404. Count of conversions: 7.' },
    { code: 102, severity: 'INFO', text: 'INFO 102. Count: 5.' },
  ]);
});

test('the status of a goal has the next step where both fit, and the text alone where they do not', () => {
  const { text, nextStep = '' } = messageOf({ code: 404, detail: '7' });
  assert.equal(withNextStep({ text, nextStep }), `${text} ${nextStep}`);
  assert.equal(withNextStep({ text }), text);
  const long = 'x'.repeat(statusLength);
  assert.equal(withNextStep({ text: long, nextStep }), long);
});

test('a text that is too long for the status of a goal ends with a whole sentence or a whole word, and says that it goes on', () => {
  const words = 'ERROR 945. The score goal names what the org does not have: ';
  const short = shorten(`${words}${'a field of a long name, '.repeat(20)}`);
  assert.ok(short.length <= statusLength);
  assert.match(short, / (a|field|of|long|name,)…$/);
  const sentences = shorten(`${'x'.repeat(150)}. Give access. ${'y '.repeat(100)}`);
  assert.equal(sentences, `${'x'.repeat(150)}. Give access. …`);
  assert.equal(shorten('x'.repeat(statusLength)), 'x'.repeat(statusLength));
  assert.equal(shorten('x'.repeat(statusLength + 1)).length, statusLength);
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), fc.integer({ min: 20, max: 300 }), (text, length) => {
      assert.ok(shorten(text, length).length <= length);
    }),
  );
});

test('a finding whose detail is more than a number has its figure beside the limit', () => {
  const finding = { code: 946, detail: '60 of 100 scored records', figure: 0.6 } as const;
  assert.deepEqual([messageOf(finding).figure, messageOf(finding).limit], [0.6, 0.2]);
  const bands = { code: 906, detail: 'percentile', figure: 0.62, limit: 0.5 } as const;
  assert.match(messageLines(messageOf(bands)), / \(0\.62, limit 0\.5\)$/);
  assert.match(messageOf(bands).text, /consider the score basis percentile\.$/);
});

test('every limit belongs to a code that has a text', () => {
  for (const { code } of Object.values(thresholdLimits)) assert.ok(codeTexts[code]);
});
