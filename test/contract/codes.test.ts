import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeTexts, codes, messageOf, runMessageSchema, severityOf, textOf } from '@plumbline/contract';
import type { Code } from '@plumbline/contract';

/** The quality table as it was specified, letter by letter; `{}` is the measured value. */
const specified: [code: Code, text: string][] = [
  [100, 'INFO 100. Leads AI quality check: the count of accounts is: {}.'],
  [101, 'INFO 101. Leads AI quality check: the count of contacts is: {}.'],
  [102, 'INFO 102. Leads AI quality check: the count of opportunities is: {}.'],
  [103, 'INFO 103. Leads AI quality check: testing auc is low. Start parameter tuning. Testing auc: {}.'],
  [200, 'WARNING 200. Leads AI quality check: the missing rate of firmographic features is: {}.'],
  [201, 'WARNING 201. Leads AI quality check: the missing rate of activity features is: {}.'],
  [401, 'ERROR 401. Leads AI pipeline stopped: not enough valid accounts for account scoring. Count of accounts: {}.'],
  [402, 'ERROR 402. Leads AI pipeline stopped: not enough valid contacts for contact scoring. Count of contacts: {}.'],
  [403, 'ERROR 403. Leads AI pipeline stopped: not enough activity volume for model training. Count of events: {}.'],
  [404, 'ERROR 404. Leads AI pipeline stopped: not enough conversions for model training. Count of conversions: {}.'],
  [
    405,
    'ERROR 405. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of accounts has activity.',
  ],
  [
    406,
    'ERROR 406. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of contacts has activity.',
  ],
  [407, 'ERROR 407. Leads AI pipeline stopped: scoring data activity types do not match with training data.'],
  [408, 'ERROR 408. Leads AI pipeline stopped: missing rate is too high for activity features. Missing rate: {}.'],
  [409, 'ERROR 409. Leads AI pipeline stopped: test auc is too low. Test auc: {}.'],
  [410, 'ERROR 410. Leads AI pipeline stopped: test auc is too low after parameter tuning. Test auc: {}.'],
  [
    411,
    'ERROR 411. Leads AI pipeline stopped: training data does not have enough conversions to produce reliable model. Conversions: {}.',
  ],
  [412, 'ERROR 412. Leads AI pipeline stopped: test data does not have any conversion to calculate AUC-ROC.'],
];

for (const [code, text] of specified) {
  test(`code ${code} says exactly what was specified`, () => {
    assert.equal(codeTexts[code], text);
    assert.equal(textOf(code, '0.83'), text.replace('{}', '0.83'));
  });
}

test('no code below 900 exists that was not specified, and our own begin at 900', () => {
  assert.deepEqual(
    codes.filter((code) => code < 900),
    specified.map(([code]) => code),
  );
  assert.ok(codes.every((code) => code < 900 || (code >= 900 && code <= 999)));
});

test('a text begins with its severity and its code, and has room for one value at most', () => {
  for (const code of codes) {
    assert.ok(codeTexts[code].startsWith(`${severityOf(code)} ${code}. `), codeTexts[code]);
    assert.ok(codeTexts[code].split('{}').length <= 2);
  }
});

test('400s are errors, 200s warnings and 100s information', () => {
  for (const [code] of specified) {
    assert.equal(severityOf(code), code >= 400 ? 'ERROR' : code >= 200 ? 'WARNING' : 'INFO');
  }
});

test('a value goes into the text as it is, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.oneof(fc.string(), fc.constantFrom('$&', "$'", '{}', '$1')),
      (code, detail) => {
        const [before = '', after] = codeTexts[code].split('{}');
        const { text, severity } = runMessageSchema.parse(messageOf({ code, detail }));
        assert.equal(text, after === undefined ? before : before + detail + after);
        assert.equal(severity, severityOf(code));
      },
    ),
  );
});
