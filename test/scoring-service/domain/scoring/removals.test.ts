import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRemovals, notQualifiedStatus } from '../../../../scoring-service/src/domain/scoring/removals.ts';
import { leadGoal } from '../features/lead-goal.ts';

const goal = leadGoal({ qualifiedStatuses: ['Open', 'Working'] });
const last = { qualifiedStatuses: ['open', 'working '], orgStatuses: ['Open', 'Working', 'Closed'] };
const losing = (status: string, count: number) => ({ reason: notQualifiedStatus + status, count });
const about = { runKey: 'the-run', last, isMistaken: false, isAccepted: false };
type Changes = Partial<Parameters<typeof checkRemovals>[2]> & { toScore?: number };
const codesOf = (scored: number, lost: ReturnType<typeof losing>[], { toScore = 1, ...more }: Changes = {}): number[] =>
  checkRemovals({ scored, losing: lost, toScore }, goal, { ...about, ...more }).map(({ code }) => code);

test('a run stops above both limits only', () => {
  assert.deepEqual(codesOf(240, [losing('In Progress', 50)]), [946]);
  assert.deepEqual(codesOf(250, [losing('In Progress', 50)]), []);
  assert.deepEqual(codesOf(60, [losing('In Progress', 49)]), []);
});

test('leads in a status that the org had and the goal left out were closed; others are counted whatever the reason', () => {
  assert.deepEqual(codesOf(100, [losing('CLOSED', 90)]), []);
  assert.deepEqual(
    codesOf(100, [losing('empty', 30), { reason: 'The person does not want to be profiled', count: 30 }]),
    [946],
  );
  assert.deepEqual(codesOf(100, [losing('Closed', 90)], { last: undefined }), [946]);
});

test('where a status of the goal is gone, leads in another status may have been moved by that, and count', () => {
  assert.deepEqual(codesOf(100, [losing('Closed', 90)], { isMistaken: true }), [946]);
  assert.deepEqual(codesOf(100, [losing('Closed', 90)], { isMistaken: true, isAccepted: true }), [952]);
});

test('an admin who changed whom the goal scores, or accepts, is not stopped', () => {
  assert.deepEqual(codesOf(100, [losing('In Progress', 90)], { last: { ...last, qualifiedStatuses: ['Open'] } }), []);
  assert.deepEqual(codesOf(100, [losing('In Progress', 90)], { isAccepted: true }), [952]);
});

test('an admin who changed the statuses to one that the org lacks is stopped like anybody', () => {
  const changed = { last: { ...last, qualifiedStatuses: ['Open'] }, isMistaken: true };
  assert.deepEqual(codesOf(100, [losing('Open', 90)], changed), [946]);
  assert.deepEqual(codesOf(100, [losing('Open', 90)], { ...changed, isAccepted: true }), [952]);
  assert.deepEqual(codesOf(20, [losing('Open', 9)], changed), [946]);
  assert.deepEqual(codesOf(20, [], changed), []);
});

test('an admin who changed whom the goal scores so that nobody would have a score is stopped, and can accept it', () => {
  const outside = [{ reason: "Not in this goal's segment", count: 40 }];
  const segment = [{ field: 'Country', operator: 'equals' as const, values: ['Germany'] }];
  const changed = { last: { ...last, segment } };
  const lost = (toScore: number, more = {}) =>
    codesOf(40, outside as ReturnType<typeof losing>[], { ...changed, toScore, ...more });
  assert.deepEqual(lost(0), [946]);
  // All that have a score lose it, and others get one: the change undoes an earlier one.
  assert.deepEqual(lost(1), []);
  assert.deepEqual(lost(0, { isAccepted: true }), [952]);
  assert.deepEqual(codesOf(0, [], changed), []);
});

test('the share is a setting of the goal', () => {
  const { thresholds } = goal.settings;
  const strict = leadGoal({ ...goal, settings: { thresholds: { ...thresholds, removedShare: 0.01 } } });
  const lost = { scored: 900, losing: [losing('New', 50)], toScore: 850 };
  const [finding] = checkRemovals(lost, strict, about);
  assert.match(
    finding?.detail ?? '',
    /^50 of 900 scored records \(Not qualified: status New: 50\)\..*--job-id the-run --accept-removals\.$/,
  );
  assert.deepEqual(checkRemovals(lost, goal, about), []);
});
