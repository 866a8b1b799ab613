import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countsSoql,
  findEmptyList,
  findLackingStatuses,
  findOnlyConverted,
  suggestStatuses,
  mergeUses,
  useOfCounts,
  useOfPaths,
} from '../../../../scoring-service/src/domain/goals/qualified-statuses.ts';
import type { LeadPath, StatusUse } from '../../../../scoring-service/src/domain/goals/qualified-statuses.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const daysAgo = (days: number): Date => new Date(now - days * DAY_MS);
const until = daysAgo(90);
const historyFrom = daysAgo(700);
const statuses = ['Open', 'Working', 'Closed', 'Converted'];
const about = { statuses, converted: ['Converted'] };
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

const lead = (
  status: string,
  createdDays: number,
  ...changes: [days: number, from: string, to: string][]
): LeadPath => ({
  ...{ status, createdAt: daysAgo(createdDays), isConverted: status === 'Converted' },
  changes: changes.map(([days, from, to]) => ({ at: daysAgo(days), from, to })),
});
const uses = (paths: LeadPath[], from = historyFrom) =>
  useOfPaths(paths, { historyFrom: from, until, valueOf: (text) => (text === 'Offen' ? 'Open' : text) });

test('a status is suggested from 20 leads on of which a tenth left it', () => {
  const suggested = (entered: number, left: number) => suggestStatuses([{ status: 'Open', entered, left }], about);
  assert.deepEqual(suggested(20, 2), ['Open']);
  assert.deepEqual(suggested(20, 1), []);
  assert.deepEqual(suggested(19, 19), []);
});

test('statuses that leads leave are suggested in the order of the org; never a converted one, nor one where leads end', () => {
  const paths = [
    ...times(30, lead('Converted', 200, [180, 'Open', 'Working'], [100, 'Working', 'Converted'])),
    ...times(30, lead('Closed', 200, [150, 'Open', 'Working'], [120, 'Working', 'Closed'])),
    ...times(30, lead('Open', 95)),
  ];
  assert.deepEqual(uses(paths), [
    { status: 'Open', entered: 90, left: 60 },
    { status: 'Working', entered: 60, left: 60 },
    { status: 'Converted', entered: 30, left: 30 },
    { status: 'Closed', entered: 30, left: 0 },
  ]);
  assert.deepEqual(suggestStatuses(uses(paths), about), ['Open', 'Working']);
});

test('a status that a lead entered lately says nothing; a lead that was in it twice counts once', () => {
  assert.deepEqual(uses([lead('Working', 120, [60, 'Open', 'Working'])]), [{ status: 'Open', entered: 1, left: 1 }]);
  assert.deepEqual(uses([lead('Open', 200, [180, 'Open', 'Closed'], [170, 'Closed', 'Open'])]), [
    { status: 'Open', entered: 1, left: 1 },
    { status: 'Closed', entered: 1, left: 1 },
  ]);
});

test('before the history starts a lead counts from then on, and labels in the history are values', () => {
  assert.deepEqual(uses([lead('Open', 600)], daysAgo(89)), []);
  assert.deepEqual(uses([lead('Closed', 600, [95, 'Offen', 'Closed'])], daysAgo(100)), [
    { status: 'Open', entered: 1, left: 1 },
    { status: 'Closed', entered: 1, left: 0 },
  ]);
});

test('a conversion leaves the last status, also where only the conversion is recorded', () => {
  const converted = { ...lead('Converted', 300, [200, 'Open', 'Working']), isConverted: true };
  assert.deepEqual(
    uses([converted]).map(({ status, left }) => [status, left]),
    [
      ['Open', 1],
      ['Working', 1],
    ],
  );
});

test('without history a status counts by the leads in it that were changed or had activity', () => {
  assert.deepEqual(
    useOfCounts(
      new Map([
        ['Open', 40],
        ['Closed', 30],
      ]),
      new Map([['Open', 25]]),
    ),
    [
      { status: 'Open', entered: 40, left: 25 },
      { status: 'Closed', entered: 30, left: 0 },
    ],
  );
  const facts = { Lead: [] };
  const [all, active] = countsSoql(facts, { createdBefore: until, segment: ["Country = 'Austria'"] }, until);
  assert.equal(
    all,
    "SELECT Status, COUNT(Id) records FROM Lead WHERE (IsConverted = false) AND (CreatedDate < 2026-08-25T10:00:00.000Z) AND (Country = 'Austria') GROUP BY Status",
  );
  assert.match(active, /AND \(LastModifiedDate >= 2026-08-25T10:00:00\.000Z\) GROUP BY/);
});

test('without history the older leads of a status decide where they are enough: of young ones the closing counts as a change', () => {
  const older = [
    { status: 'Working', entered: 60, left: 25 },
    { status: 'Closed', entered: 240, left: 5 },
    { status: 'New', entered: 19, left: 0 },
  ];
  const all = [
    { status: 'Working', entered: 80, left: 42 },
    { status: 'Closed', entered: 290, left: 30 },
    { status: 'New', entered: 30, left: 15 },
  ];
  const suggested = (uses: readonly StatusUse[]): string[] =>
    suggestStatuses(uses, { statuses: ['New', 'Working', 'Closed'], converted: [] });
  assert.deepEqual(suggested(all), ['New', 'Working', 'Closed']);
  assert.deepEqual(suggested(mergeUses(older, all)), ['New', 'Working']);
});

test('an empty list of a goal on leads is refused; one that is left out is not', () => {
  assert.deepEqual(
    findEmptyList({ object: 'Lead', qualifiedStatuses: [] }).map(({ code }) => code),
    [958],
  );
  assert.deepEqual(findEmptyList({ object: 'Lead' }), []);
  assert.deepEqual(findEmptyList({ object: 'Account', qualifiedStatuses: [] }), []);
});

test('a goal on leads that names statuses of converted leads only would score nobody', () => {
  const found = (qualifiedStatuses: string[], object: 'Lead' | 'Contact' = 'Lead') =>
    findOnlyConverted({ object, qualifiedStatuses }, ['Closed - Converted']);
  assert.deepEqual(
    found([' closed - converted']).map(({ code }) => code),
    [958],
  );
  assert.deepEqual(found(['Closed - Converted', 'Open']), []);
  assert.deepEqual(found([]), []);
  assert.deepEqual(found(['Closed - Converted'], 'Contact'), []);
});

test('a trained goal that names no statuses: an error where its model was trained with some, otherwise a warning', () => {
  const found = (trained: string[] | undefined, qualifiedStatuses: string[] = []) =>
    findLackingStatuses({ object: 'Lead', qualifiedStatuses }, { ...(trained && { qualifiedStatuses: trained }) });
  assert.deepEqual(
    [found(['Open']), found([]), found(undefined)].map(([finding]) => finding?.code),
    [958, 954, 954],
  );
  assert.deepEqual(found(['Open'], ['Working']), []);
  assert.deepEqual(findLackingStatuses({ object: 'Account', qualifiedStatuses: [] }, {}), []);
});
