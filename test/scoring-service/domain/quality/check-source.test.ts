import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codes, messageOf, severityOf } from '@plumbline/contract';
import { checkSource, knownTypeShare } from '../../../../scoring-service/src/domain/quality/check-source.ts';
import type { SourceMeasures } from '../../../../scoring-service/src/domain/quality/check-source.ts';
import { hasError } from '../../../../scoring-service/src/domain/quality/findings.ts';
import { accountGoal, healthyMeasures, makeGoal } from './quality-fixture.ts';

const textsOf = (measures: SourceMeasures, goal = makeGoal()): string[] =>
  checkSource(measures, goal).map((finding) => messageOf(finding).text);

const codesOf = (measures: SourceMeasures, goal = makeGoal()): number[] =>
  checkSource(measures, goal).map(({ code }) => code);

test('an org with enough of everything gets counts only', () => {
  assert.deepEqual(textsOf(healthyMeasures()), [
    'INFO 101. Leads AI quality check: the count of contacts is: 2000.',
    'INFO 102. Leads AI quality check: the count of opportunities is: 300.',
  ]);
  assert.deepEqual(codesOf(healthyMeasures(), accountGoal()), [100, 101, 102]);
});

test('each shortage stops the run with its own text', () => {
  const cases: [change: Partial<SourceMeasures>, text: string][] = [
    [
      { contacts: 99 },
      'ERROR 402. Leads AI pipeline stopped: not enough valid contacts for contact scoring. Count of contacts: 99.',
    ],
    [
      { activities: 499 },
      'ERROR 403. Leads AI pipeline stopped: not enough activity volume for model training. Count of events: 499.',
    ],
    [
      { conversions: 9 },
      'ERROR 404. Leads AI pipeline stopped: not enough conversions for model training. Count of conversions: 9.',
    ],
    [
      { contactsWithActivity: 68 },
      'ERROR 406. Leads AI pipeline stopped: activity too sparse for valid model training. Only 3.4 percent of contacts has activity.',
    ],
    [
      { activityTypesToScore: { Call: 49, Chat: 51 } },
      'ERROR 407. Leads AI pipeline stopped: scoring data activity types do not match with training data.',
    ],
  ];
  for (const [change, text] of cases) {
    const findings = checkSource(healthyMeasures(change), makeGoal());
    assert.ok(hasError(findings));
    assert.deepEqual(
      findings.filter(({ code }) => severityOf(code) === 'ERROR').map((finding) => messageOf(finding).text),
      [text],
    );
  }
});

test('account goals ask for accounts, person goals for contacts', () => {
  const noAccounts = healthyMeasures({ accounts: 99, accountsWithActivity: 1 });
  assert.deepEqual(
    codesOf(noAccounts).filter((code) => code > 400),
    [],
  );
  assert.deepEqual(
    codesOf(noAccounts, accountGoal()).filter((code) => code > 400),
    [401, 405],
  );
  const noContacts = healthyMeasures({ contacts: 99, contactsWithActivity: 1 });
  assert.deepEqual(
    codesOf(noContacts).filter((code) => code > 400),
    [402, 406],
  );
  assert.deepEqual(
    codesOf(noContacts, accountGoal()).filter((code) => code > 400),
    [],
  );
});

test('exactly the threshold is enough', () => {
  const least = healthyMeasures({
    ...{
      accounts: 100,
      contacts: 100,
      activities: 500,
      conversions: 10,
      accountsWithActivity: 5,
      contactsWithActivity: 5,
    },
    ...{ activityTypesToScore: { Call: 1, Chat: 1 }, historyDays: 183 + 90 },
  });
  assert.equal(hasError(checkSource(least, makeGoal())), false);
  assert.equal(hasError(checkSource(least, accountGoal())), false);
  assert.ok(!codesOf(least).includes(903));
});

test('a goal that learns from records as they stand needs no activities, no dates and, for leads, no contacts', () => {
  const csvOnly = healthyMeasures({
    contacts: 0,
    activities: 0,
    contactsWithActivity: 0,
    historyDays: 0,
    activityTypesToScore: { Chat: 5 },
  });
  const settings = { learnFrom: 'creation' };
  assert.deepEqual(codesOf(csvOnly, makeGoal({ settings })), [101, 102]);
  assert.deepEqual(
    codesOf(csvOnly, makeGoal({ settings, object: 'Contact', goalType: 'Opportunity updated' })),
    [101, 102, 402],
  );
  assert.deepEqual(codesOf({ ...csvOnly, conversions: 9 }, makeGoal({ settings })), [101, 102, 404]);
});

test('a history shorter than half a year plus the timeframe is a warning', () => {
  const findings = checkSource(healthyMeasures({ historyDays: 272.9 }), makeGoal());
  assert.deepEqual(findings.at(-1), { code: 903, detail: '272' });
  assert.equal(hasError(findings), false);
});

test('thresholds are settings', () => {
  const settings = { thresholds: { conversions: 0, contacts: 5000 } };
  assert.deepEqual(codesOf(healthyMeasures({ conversions: 0 }), makeGoal({ settings })), [101, 102, 402]);
});

test('nothing to score disagrees with nothing', () => {
  assert.equal(knownTypeShare({ activityTypesToScore: {}, activityTypesLearned: {} }), 1);
});

const count = fc.integer({ min: 0, max: 2000 });
const measures: fc.Arbitrary<SourceMeasures> = fc
  .record({
    accounts: count,
    contacts: count,
    opportunities: count,
    activities: count,
    conversions: count,
    historyDays: count,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    call: count,
    chat: count,
    learned: count,
  })
  .map(({ share, call, chat, learned, ...counts }) => ({
    ...counts,
    accountsWithActivity: Math.floor(share * counts.accounts),
    contactsWithActivity: Math.floor(share * counts.contacts),
    activityTypesToScore: { Call: call, Chat: chat },
    activityTypesLearned: { Call: learned },
  }));
const goals = fc.constantFrom(makeGoal(), accountGoal(), makeGoal({ settings: { learnFrom: 'creation' } }));

test('more of anything that is demanded never turns a passed gate into a failed one', () => {
  const raised = fc.constantFrom(
    'activities',
    'conversions',
    'accountsWithActivity',
    'contactsWithActivity',
    'opportunities',
    'historyDays',
  );
  fc.assert(
    fc.property(measures, goals, raised, fc.nat(1000), (before, goal, name, more) => {
      const after = codesOf({ ...before, [name]: before[name] + more }, goal);
      const failed = new Set(codesOf(before, goal));
      assert.deepEqual(
        after.filter((code) => !failed.has(code)),
        [],
      );
    }),
  );
});

test('more accounts and contacts, as active as the others, never fail a gate', () => {
  fc.assert(
    fc.property(measures, goals, fc.integer({ min: 1, max: 20 }), (before, goal, times) => {
      const after = codesOf(
        {
          ...before,
          accounts: before.accounts * times,
          accountsWithActivity: before.accountsWithActivity * times,
          contacts: before.contacts * times,
          contactsWithActivity: before.contactsWithActivity * times,
        },
        goal,
      );
      const failed = new Set(codesOf(before, goal));
      assert.deepEqual(
        after.filter((code) => !failed.has(code)),
        [],
      );
    }),
  );
});

test('every finding is a code of the contract and fills its text', () => {
  fc.assert(
    fc.property(measures, goals, (one, goal) => {
      for (const finding of checkSource(one, goal)) {
        assert.ok(codes.includes(finding.code));
        assert.doesNotMatch(messageOf(finding).text, /\{\}|NaN|undefined/);
      }
    }),
  );
});

test('texts of field history that no picklist has are counted by field', () => {
  const measures = healthyMeasures({ unknownPicklistTexts: { 'Lead.Industry': 2, 'Lead.Status': 31 } });
  const found = checkSource(measures, makeGoal()).filter(({ code }) => code === 964);
  assert.deepEqual(found, [{ code: 964, detail: 'Lead.Industry 2, Lead.Status 31' }]);
});
