import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logMessages, nextStepLine } from '../../../plugin/src/terminal/show-messages.ts';

const message = { code: 404, severity: 'ERROR', text: 'ERROR 404. Conversions: 7.' } as const;

test('a message has its next step below, after the measured value and its limit', () => {
  const lines: string[] = [];
  logMessages(
    (line) => lines.push(line),
    [
      { ...message, nextStep: 'Train again later.', figure: 7, limit: 10 },
      { ...message, code: 101, text: 'INFO 101.', nextStep: 'Compare the count.' },
    ],
  );
  assert.deepEqual(lines, [
    'ERROR 404. Conversions: 7.',
    '  Measured: 7, limit: 10. Train again later.',
    'INFO 101.',
    '  Compare the count.',
  ]);
});

test('a message of an older service has no line below', () => {
  assert.equal(nextStepLine(message), '');
});
