import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeFactor,
  describeField,
  formatValue,
} from '../../../../scoring-service/src/domain/evaluation/factor-texts.ts';
import type { NamedField } from '../../../../scoring-service/src/domain/evaluation/factor-texts.ts';

const calls: NamedField = { label: 'Phone calls in the last 30 days', unit: 'count' };
const lastCall: NamedField = { label: 'Days since the last phone call', unit: 'days' };
const age: NamedField = { label: 'Days since the record was created', unit: 'days' };
const known: NamedField = { label: 'Mobile phone given', unit: 'yes or no' };
const employees: NamedField = { label: 'Number of employees', unit: 'count' };
const source: NamedField = { label: 'Lead source' };

const sentences: [
  field: NamedField,
  value: number | string | undefined,
  direction: 'raises' | 'lowers',
  text: string,
][] = [
  [calls, 3, 'raises', '3 phone calls in the last 30 days raise the score.'],
  [calls, 1, 'raises', '1 phone call in the last 30 days raises the score.'],
  [calls, 0, 'lowers', 'No phone calls in the last 30 days lower the score.'],
  [calls, undefined, 'lowers', 'The number of phone calls in the last 30 days is not known, which lowers the score.'],
  [{ label: 'Campaign responses', unit: 'count' }, 1, 'raises', '1 campaign response raises the score.'],
  [{ label: 'Leads of the same person', unit: 'count' }, 1, 'lowers', '1 lead of the same person lowers the score.'],
  [{ label: 'Open opportunities', unit: 'count' }, 1, 'raises', '1 open opportunity raises the score.'],
  [
    { label: 'People with activity in the last 90 days', unit: 'count' },
    1,
    'raises',
    '1 person with activity in the last 90 days raises the score.',
  ],
  [employees, 12_500, 'raises', '12,500 employees raise the score.'],
  [employees, undefined, 'lowers', 'The number of employees is not known, which lowers the score.'],
  [lastCall, 45.7, 'lowers', 'No phone call for 45 days lowers the score.'],
  [lastCall, 2, 'raises', 'The last phone call 2 days ago raises the score.'],
  [lastCall, 1, 'raises', 'The last phone call 1 day ago raises the score.'],
  [lastCall, 0.4, 'raises', 'Less than a day since the last phone call raises the score.'],
  [lastCall, undefined, 'lowers', 'No phone call is recorded, which lowers the score.'],
  [age, 120, 'lowers', '120 days since the record was created lower the score.'],
  [age, 1, 'raises', '1 day since the record was created raises the score.'],
  [
    { label: 'Days since qualification', unit: 'days' },
    undefined,
    'lowers',
    'Days since qualification: not known, which lowers the score.',
  ],
  [{ label: 'Days since Contract End', unit: 'days' }, -12, 'raises', 'Contract End in 12 days raises the score.'],
  [known, 1, 'raises', 'Mobile phone given raises the score.'],
  [known, 0, 'lowers', 'No mobile phone is given, which lowers the score.'],
  [known, undefined, 'lowers', 'Mobile phone given: not known, which lowers the score.'],
  [{ label: 'Wants a demo', unit: 'yes or no' }, 1, 'raises', 'Wants a demo: yes raises the score.'],
  [source, 'Web', 'raises', 'Lead source: Web raises the score.'],
  [{ label: 'Industry' }, undefined, 'lowers', 'Industry is not known, which lowers the score.'],
  [{ label: 'Annual revenue', unit: 'money' }, 1_200_000, 'raises', 'Annual revenue: 1,200,000 raises the score.'],
  [
    { label: 'Share of fields filled in', unit: 'share' },
    0.643,
    'raises',
    'Share of fields filled in: 64 % raises the score.',
  ],
  [
    { label: 'Minutes on the phone in the last 90 days' },
    12.345,
    'raises',
    '12.35 minutes on the phone in the last 90 days raise the score.',
  ],
  [{ label: 'SLA tickets', unit: 'count' }, 2, 'raises', '2 SLA tickets raise the score.'],
];
for (const [field, value, direction, text] of sentences) {
  test(`says "${text}"`, () => {
    assert.equal(describeFactor(field, value, direction), text);
  });
}

test('a sentence without the value still makes sense, whatever the value was', () => {
  assert.equal(describeField(calls, 'lowers'), 'The number of phone calls in the last 30 days lowers the score.');
  assert.equal(describeField(lastCall, 'raises'), 'The time since the last phone call raises the score.');
  assert.equal(describeField(known, 'lowers'), 'Whether a mobile phone is given lowers the score.');
  const mail: NamedField = { label: 'E-mail address given', unit: 'yes or no' };
  assert.equal(describeField(mail, 'raises'), 'Whether an e-mail address is given raises the score.');
  assert.equal(describeField(source, 'raises'), 'Lead source raises the score.');
});

test('a long text is cut', () => {
  assert.equal(formatValue(source, 'x'.repeat(81)).length, 80);
  assert.equal(formatValue(source, 'x'.repeat(80)), 'x'.repeat(80));
});
