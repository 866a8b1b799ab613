import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mainReason, openFields } from '../../../../scoring-service/src/domain/evaluation/main-reason.ts';
import { reasonWords } from '../../../../scoring-service/src/domain/evaluation/reason-words.ts';
import { computedFeatures } from '../../../../scoring-service/src/domain/features/computed-features.ts';

const fields = [
  { name: 'calls_30_days', label: 'Phone calls in the last 30 days', unit: 'count' as const },
  { name: 'days_since_email', label: 'Days since the last e-mail', unit: 'days' as const },
  { name: 'industry', label: 'Industry', source: 'Industry' },
  { name: 'employees', label: 'Number of employees', source: 'NumberOfEmployees' },
];

const reasonOf = (
  contributions: Record<string, number>,
  { visibleFields = [], language = 'en', current }: Partial<Parameters<typeof mainReason>[2]> = {},
): string | undefined =>
  mainReason(
    Object.entries(contributions).map(([field, contribution]) => ({ field, contribution })),
    fields,
    { visibleFields, language, current },
  );

test('the strongest reason that everyone may know of is written, never that of a field that is not visible to all', () => {
  assert.equal(
    reasonOf({ industry: 2, employees: -1, calls_30_days: 0.3, days_since_email: -0.5 }),
    'The time since the last e-mail lowers the score.',
  );
  assert.equal(
    reasonOf({ industry: 2, calls_30_days: 0.3 }, { visibleFields: ['INDUSTRY'] }),
    'Industry raises the score.',
  );
  assert.equal(reasonOf({ industry: 2, gone: 3, calls_30_days: 0.001 }), undefined);
});

test('no sentence depends on a value of the record, so that it says no more than which input counted', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (contribution) => {
      const texts = [undefined, 'The number of phone calls in the last 30 days raises the score.'];
      const lowered = 'The number of phone calls in the last 30 days lowers the score.';
      assert.ok([...texts, lowered].includes(reasonOf({ calls_30_days: contribution })));
    }),
  );
});

test('the reason of before stays while it is nearly the strongest, so that it does not change every day', () => {
  const calls = 'The number of phone calls in the last 30 days raises the score.';
  assert.equal(reasonOf({ calls_30_days: 0.45, days_since_email: 0.5 }, { current: calls }), calls);
  assert.notEqual(reasonOf({ calls_30_days: 0.35, days_since_email: 0.5 }, { current: calls }), calls);
});

test('in the language of the org, it is as stable', () => {
  const calls = 'Telefonate in den letzten 30 Tagen: erhöht den Prognosewert.';
  assert.equal(reasonOf({ calls_30_days: 0.5 }, { language: 'de' }), calls);
  assert.equal(reasonOf({ calls_30_days: 0.45, days_since_email: -0.5 }, { language: 'de', current: calls }), calls);
  assert.equal(
    reasonOf({ industry: -2 }, { language: 'de', visibleFields: ['Industry'] }),
    'Industry: senkt den Prognosewert.',
  );
});

test('every input that is open to all has words in each language', () => {
  for (const { name, label, unit } of computedFeatures.filter((feature) => openFields.has(feature.name))) {
    for (const direction of ['raises', 'lowers'] as const) {
      const text = reasonWords({ name, label, unit }, direction, 'de');
      assert.doesNotMatch(text, new RegExp(label), `${name} has no German words`);
      assert.match(text, /: (erhöht|senkt) den Prognosewert\.$/);
    }
  }
});
