import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateLiteralDays, dayText, startOfDay } from '../../src/soql/date-literals.ts';
import { openedOrg } from './opened-org.ts';

const today = Date.parse('2026-03-16T00:00:00Z') / 86_400_000; // a Monday

const ranges: [literal: string, from: string, to: string][] = [
  ['TODAY', '2026-03-16', '2026-03-17'],
  ['YESTERDAY', '2026-03-15', '2026-03-16'],
  ['TOMORROW', '2026-03-17', '2026-03-18'],
  ['THIS_WEEK', '2026-03-15', '2026-03-22'],
  ['LAST_WEEK', '2026-03-08', '2026-03-15'],
  ['NEXT_MONTH', '2026-04-01', '2026-05-01'],
  ['LAST_QUARTER', '2025-10-01', '2026-01-01'],
  ['THIS_FISCAL_QUARTER', '2026-01-01', '2026-04-01'],
  ['LAST_YEAR', '2025-01-01', '2026-01-01'],
  ['LAST_90_DAYS', '2025-12-16', '2026-03-17'],
  ['LAST_N_DAYS:1', '2026-03-15', '2026-03-17'],
  ['NEXT_N_DAYS:2', '2026-03-17', '2026-03-19'],
  ['N_DAYS_AGO:3', '2026-03-13', '2026-03-14'],
  ['LAST_N_WEEKS:2', '2026-03-01', '2026-03-15'],
  ['LAST_N_MONTHS:2', '2026-01-01', '2026-03-01'],
  ['N_MONTHS_AGO:3', '2025-12-01', '2026-01-01'],
  ['NEXT_N_FISCAL_YEARS:1', '2027-01-01', '2028-01-01'],
];

for (const [literal, from, to] of ranges) {
  test(`${literal} of 16 March 2026`, () => {
    const days = dateLiteralDays(literal, today);
    assert.ok(days);
    assert.deepEqual([dayText(days.from), dayText(days.to)], [from, to]);
  });
}

test('an unknown literal is none', () => {
  assert.equal(dateLiteralDays('LAST_DECADE', today), undefined);
});

test('days begin at local midnight, also on the days when clocks change', () => {
  const day = Date.parse('2026-03-29T00:00:00Z') / 86_400_000;
  assert.equal(startOfDay(day, 'Europe/Vienna').toISOString(), '2026-03-28T23:00:00.000Z');
  assert.equal(startOfDay(day + 1, 'Europe/Vienna').toISOString(), '2026-03-29T22:00:00.000Z');
  assert.equal(startOfDay(day, 'America/Los_Angeles').toISOString(), '2026-03-29T07:00:00.000Z');
});

test('a day and the next meet without gap or overlap in any zone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 15_000, max: 25_000 }),
      fc.constantFrom('Europe/Vienna', 'America/New_York', 'Asia/Tokyo', 'Asia/Kolkata'),
      (day, zone) => {
        const hours = (startOfDay(day + 1, zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000;
        return hours >= 23 && hours <= 25;
      },
    ),
    { numRuns: 200 },
  );
});

test('date literals are days where the user is', () => {
  // 23:30 UTC on the 15th is already the 16th in Vienna.
  const { org, insert, admin, rep } = openedOrg({ startAt: new Date('2026-03-15T23:30:00Z') });
  insert('Lead', { LastName: 'Late', Company: 'X' });
  org.clock.set(new Date('2026-03-16T12:00:00Z'));
  const count = (userId: string, literal: string) =>
    org.query(userId, `SELECT COUNT() FROM Lead WHERE CreatedDate = ${literal}`).countOnly;
  assert.deepEqual([count(admin, 'TODAY'), count(admin, 'YESTERDAY')], [0, 1]);
  assert.deepEqual([count(rep, 'TODAY'), count(rep, 'YESTERDAY')], [1, 0]);
  const byDay = (userId: string) =>
    [
      ...org.query(
        userId,
        'SELECT DAY_ONLY(convertTimezone(CreatedDate)) d, COUNT(Id) FROM Lead GROUP BY DAY_ONLY(convertTimezone(CreatedDate))',
      ).rows,
    ].map((row) => row.d);
  assert.deepEqual([byDay(admin), byDay(rep)], [['2026-03-15'], ['2026-03-16']]);
});

test('comparisons with a date literal use the limits of its range', () => {
  const { insert, rows } = openedOrg();
  for (const day of ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'])
    insert('Task', { Subject: day, ActivityDate: day });
  insert('Task', { Subject: 'none' });
  const subjects = (condition: string) =>
    rows(`SELECT Subject FROM Task WHERE ActivityDate ${condition} ORDER BY Subject`).map((row) => row.Subject);
  assert.deepEqual(subjects('= THIS_MONTH'), ['2026-03-01', '2026-03-31']);
  assert.deepEqual(subjects('!= THIS_MONTH'), ['2026-02-28', '2026-04-01', 'none']);
  assert.deepEqual(subjects('< THIS_MONTH'), ['2026-02-28']);
  assert.deepEqual(subjects('<= THIS_MONTH'), ['2026-02-28', '2026-03-01', '2026-03-31']);
  assert.deepEqual(subjects('> THIS_MONTH'), ['2026-04-01']);
  assert.deepEqual(subjects('>= THIS_MONTH'), ['2026-03-01', '2026-03-31', '2026-04-01']);
});
