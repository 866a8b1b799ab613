import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codes, readinessCheckSchema } from '@plumbline/contract';
import type { Goal, ModelCard, ReadinessCheck } from '@plumbline/contract';
import { liveCountNames, toLiveCounts } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import type { LiveCount, LiveCounts } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import { checkLiveCounts, isReady } from '../../../../scoring-service/src/domain/quality/readiness.ts';
import { accountGoal, makeGoal } from './quality-fixture.ts';

const now = new Date('2026-03-16T12:00:00Z');

const healthyCounts = (change: Partial<LiveCounts> = {}): LiveCounts => ({
  accounts: { total: 1000, recent: 100 },
  contacts: { total: 2000, recent: 200 },
  opportunities: { total: 300, recent: 40 },
  activities: { total: 9000, recent: 900 },
  conversions: { total: 400, recent: 50 },
  nonConversions: { total: 3000, recent: 400 },
  accountsWithActivity: { total: 600, recent: 60 },
  contactsWithActivity: { total: 900, recent: 90 },
  oldRecords: { total: 2000, recent: 0 },
  emails: { total: 500, recent: 50 },
  personAccounts: { total: 0, recent: 0 },
  ...change,
});

const check = (counts: LiveCounts, code: number, goal: Goal = makeGoal(), card?: ModelCard): ReadinessCheck => {
  const found = checkLiveCounts(counts, { goal, now, card }).find((one) => one.code === code);
  assert.ok(found, `code ${code}`);
  return found;
};

test('every code of the quality table is answered, whatever the goal', () => {
  const table = codes.filter((code) => code < 900);
  for (const goal of [makeGoal(), accountGoal(), makeGoal({ settings: { learnFrom: 'creation' } })]) {
    const checks = checkLiveCounts(healthyCounts(), { goal, now });
    const answered: number[] = checks.map(({ code }) => code);
    assert.deepEqual(
      [...table, 900, 903].filter((code) => !answered.includes(code)),
      [],
    );
    assert.deepEqual(
      answered,
      [...new Set(answered)].toSorted((one, other) => one - other),
    );
    assert.ok(isReady(checks));
    assert.ok(checks.every(({ outcome }) => ['passed', 'after training', 'not needed'].includes(outcome)));
    const unneeded = checks.filter(({ text }) => /^Not checked/.test(text));
    assert.ok(unneeded.length > 0 && unneeded.every(({ outcome }) => outcome === 'not needed'));
  }
});

test('an org without any e-mail is warned that captured ones cannot be read; person accounts are counted', () => {
  const none = { total: 0, recent: 0 };
  const silent = check(healthyCounts({ emails: none }), 956);
  assert.deepEqual([silent.outcome, silent.figure], ['warned', 0]);
  assert.match(silent.text, /Einstein Activity Capture/);
  assert.equal(check(healthyCounts({ personAccounts: { total: 7, recent: 1 } }), 957).figure, 7);
  const codesOf = (counts: LiveCounts) => checkLiveCounts(counts, { goal: makeGoal(), now }).map(({ code }) => code);
  assert.deepEqual(
    codesOf(healthyCounts()).filter((code) => code === 956 || code === 957),
    [],
  );
});

test('a shortage says how much is missing and when it will be there at the present rate', () => {
  const counts = healthyCounts({ conversions: { total: 4, recent: 9 } });
  assert.deepEqual(check(counts, 404), {
    code: 404,
    severity: 'ERROR',
    name: 'Records that reached the goal',
    outcome: 'failed',
    figure: 4,
    threshold: 10,
    shortBy: 6,
    // 9 in 90 days is one in ten days: 60 days for 6.
    passesOn: '2026-05-15',
    text: 'ERROR 404. Leads AI pipeline stopped: not enough conversions for model training. Count of conversions: 4.',
  });
  assert.equal(isReady(checkLiveCounts(counts, { goal: makeGoal(), now })), false);
});

test('where nothing comes in, no date is promised', () => {
  assert.equal(check(healthyCounts({ contacts: { total: 4, recent: 0 } }), 402).passesOn, undefined);
  assert.equal(check(healthyCounts({ contactsWithActivity: { total: 9, recent: 4 } }), 406).passesOn, undefined);
});

test('a share is in percent and passes when newer records have more activity', () => {
  const found = check(healthyCounts({ contactsWithActivity: { total: 68, recent: 42 } }), 406);
  assert.equal(found.figure, 3.4);
  assert.equal(found.threshold, 5);
  assert.match(found.text, /Only 3\.4 percent of contacts has activity\.$/);
  // 32 are missing; 42 of 200 in 90 days leave 32 beyond the 5 % that the new ones need themselves.
  assert.equal(found.passesOn, '2026-06-14');
});

test('a short history warns and does not stop', () => {
  const counts = healthyCounts({ oldRecords: { total: 0, recent: 0 } });
  const found = check(counts, 903);
  assert.equal(found.outcome, 'warned');
  assert.match(found.name, /273 days/);
  assert.ok(isReady(checkLiveCounts(counts, { goal: makeGoal(), now })));
});

test('a goal that learns from records as they stand is not asked for activities', () => {
  const counts = healthyCounts({ activities: { total: 0, recent: 0 }, contactsWithActivity: { total: 0, recent: 0 } });
  const goal = makeGoal({ settings: { learnFrom: 'creation' } });
  assert.ok(isReady(checkLiveCounts(counts, { goal, now })));
  assert.match(check(counts, 403, goal).text, /^Not checked/);
  assert.match(check(counts, 408, goal).text, /^Not checked/);
  assert.equal(isReady(checkLiveCounts(counts, { goal: makeGoal(), now })), false);
});

test('checks that only a training can make show the figures of the last one', () => {
  assert.equal(check(healthyCounts(), 409).text, 'Known after a training.');
  const messages = [{ code: 201, severity: 'WARNING' as const, text: 'WARNING 201. Some are missing.' }];
  const card = {
    auc: 0.7123456,
    trainingPositives: 55,
    testPositives: 12,
    trainedAt: '2026-02-01T00:00:00Z',
    messages,
  };
  const withCard = (code: number) => check(healthyCounts(), code, makeGoal(), card as ModelCard);
  assert.equal(withCard(409).text, 'Known after a training. The last one, of 2026-02-01: 0.7123.');
  assert.equal(withCard(411).figure, 55);
  assert.equal(withCard(412).figure, 12);
  assert.equal(
    withCard(201).text,
    'Known after a training. The last one, of 2026-02-01, reported: WARNING 201. Some are missing.',
  );
  assert.equal(withCard(200).text, 'Known after a training. The last one, of 2026-02-01, passed it.');
});

test('answers of the same count and period add up', () => {
  const soql = 'SELECT COUNT() FROM Task';
  const counts = toLiveCounts(
    [
      { name: 'activities', period: 'total', soql },
      { name: 'activities', period: 'total', soql },
      { name: 'activities', period: 'recent', soql },
    ],
    [3, 4, 5],
  );
  assert.deepEqual(counts.activities, { total: 7, recent: 5 });
  assert.deepEqual(counts.accounts, { total: 0, recent: 0 });
});

test('a share that is short only because its counts were taken at different moments passes tomorrow, not yesterday', () => {
  const counts = toLiveCounts(
    [
      { name: 'accountsWithActivity', period: 'total', soql: '' },
      { name: 'accountsWithActivity', period: 'recent', soql: '' },
    ],
    [1, 1],
  );
  const check = checkLiveCounts(counts, { goal: accountGoal(), now }).find(({ code }) => code === 405);
  assert.equal(check?.passesOn, '2026-03-17');
});

const liveCount: fc.Arbitrary<LiveCount> = fc
  .tuple(fc.nat(3000), fc.nat(3000))
  .map(([one, other]) => ({ total: Math.max(one, other), recent: Math.min(one, other) }));
const liveCounts: fc.Arbitrary<LiveCounts> = fc.record(
  Object.fromEntries(liveCountNames.map((name) => [name, liveCount])) as Record<keyof LiveCounts, typeof liveCount>,
);
const goals = fc.constantFrom(makeGoal(), accountGoal(), makeGoal({ settings: { learnFrom: 'creation' } }));

test('every check fits the contract, and only what has failed is short of its threshold', () => {
  fc.assert(
    fc.property(liveCounts, goals, (counts, goal) => {
      for (const one of checkLiveCounts(counts, { goal, now })) {
        readinessCheckSchema.parse(one);
        // That the org shows no e-mail at all is a warning without a threshold.
        const isShort = (one.outcome === 'failed' || one.outcome === 'warned') && one.code !== 956;
        assert.equal(one.shortBy !== undefined, isShort);
        assert.ok((one.shortBy ?? 1) > 0);
        if (one.passesOn !== undefined) assert.ok(isShort && one.passesOn > '2026-03-15');
      }
    }),
  );
});

test('more of anything but accounts and contacts never makes a ready org unready, nor a date later', () => {
  const raised = fc.constantFrom(...liveCountNames.filter((name) => name !== 'accounts' && name !== 'contacts'));
  fc.assert(
    fc.property(liveCounts, goals, raised, fc.nat(500), (before, goal, name, more) => {
      const { total, recent } = before[name];
      const after = { ...before, [name]: { total: total + more, recent } };
      const [one, other] = [before, after].map((counts) => checkLiveCounts(counts, { goal, now }));
      assert.ok(one && other);
      assert.ok(!isReady(one) || isReady(other));
      other.forEach(({ passesOn }, index) => {
        const earlier = one[index]?.passesOn;
        if (passesOn !== undefined && earlier !== undefined) assert.ok(passesOn <= earlier);
      });
    }),
  );
});
