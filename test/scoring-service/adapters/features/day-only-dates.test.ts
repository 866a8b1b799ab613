import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, lead, madeUpPlan, valueIn } from './made-up-org.ts';
import { account, accountPlan, contact, learnAll, scoreAll } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const { plan } = madeUpPlan();
const inZone = (timeZone: string): SourcePlan => ({ ...plan, timeZone });
const newYork = inZone('America/New_York');
const earlier = { ...plan, timeZone: undefined };

const member = (respondedOn: string, created = at(0)): SourceRow => ({
  ...{ id: '00v1', lead_id: '00Q1', created_date: created, first_responded_date: respondedOn },
});

/** The made-up org starts on 2025-01-01 at 9:00 UTC. */
const noonOf = (date: string): Date => new Date(`${date}T12:00:00.000Z`);

async function scored(planned: SourcePlan, rows: SourceRows, asOf: Date, ...names: string[]) {
  const { table } = await scoreAll(engine, planned, { lead: [lead('00Q1')], ...rows }, { asOf });
  return names.map((name) => valueIn(table, name));
}
const responses = ['campaign_responses', 'days_since_response'];

test('a campaign response of today counts when a record is scored, as of now', async () => {
  const rows = { campaign_member: [member('2025-03-10')] };
  const now = noonOf('2025-03-10');
  assert.deepEqual(await scored(plan, rows, now, ...responses), [1, 0]);
  assert.deepEqual(await scored(newYork, rows, now, ...responses), [1, 0]);
  assert.deepEqual(await scored(earlier, rows, now, ...responses), [0, undefined], 'as models trained before did');
  const people = { account: [account(1)], contact: [contact('0031')] };
  const ofContact = { campaign_member: [{ ...member('2025-03-10'), lead_id: undefined, contact_id: '0031' }] };
  const { table, people: carriers } = await scoreAll(engine, accountPlan(), { ...people, ...ofContact }, { asOf: now });
  assert.equal(valueIn(table, 'campaign_responses'), 1);
  assert.deepEqual(
    carriers?.[0]?.flatMap(({ recordId, parts }) => (parts.has('campaign_responses') ? [recordId] : [])),
    ['0031'],
  );
});

test('a response counts neither before its membership nor on an earlier date', async () => {
  const late = { campaign_member: [member('2025-03-10', '2025-03-10T18:00:00.000Z')] };
  assert.deepEqual(await scored(plan, late, noonOf('2025-03-10'), 'campaigns', ...responses), [
    ...[undefined, undefined, undefined],
  ]);
  const tomorrow = { campaign_member: [member('2025-03-12')] };
  assert.deepEqual(await scored(plan, tomorrow, noonOf('2025-03-10'), ...responses), [0, undefined]);
});

test('training counts a response from the end of its day where a user is', async () => {
  const learned = async (planned: SourcePlan, respondedOn: string) => {
    // Counts are known from the first response that the org recorded: here one before the first snapshot.
    const first = { ...member('2024-12-20', at(-30)), id: '00v0', lead_id: '00Q0' };
    const members = [first, member(respondedOn)];
    const { rows } = await learnAll(engine, planned, { lead: [lead('00Q1')], campaign_member: members });
    return [0, 1, 2, 3].map((row) => valueIn(rows.table, 'campaign_responses', row));
  };
  // The second snapshot is on January 8 at 9:00 UTC: January 7 has ended in New York, and January 8 has not in Tokyo.
  assert.deepEqual(await learned(newYork, '2025-01-07'), [0, 1, 1, 1]);
  assert.deepEqual(await learned(inZone('Pacific/Honolulu'), '2025-01-07'), [0, 0, 1, 1]);
  assert.deepEqual(await learned(inZone('Asia/Tokyo'), '2025-01-08'), [0, 0, 1, 1]);
  assert.deepEqual(await learned(plan, '2025-01-08'), [0, 0, 1, 1]);
});

test('an all-day meeting has not happened before its last day is over where a user is', async () => {
  const allDay = {
    ...{ id: '00U1', who_id: '00Q1', created_date: at(0), is_all_day: 'true' },
    ...{ start_date: '2025-03-09T00:00:00.000Z', end_date: '2025-03-10T00:00:00.000Z' },
  };
  const meetings = async (planned: SourcePlan, event: SourceRow, asOf: string) =>
    scored(planned, { event: [event], task: [call('00Q1', 1)] }, new Date(asOf), 'meetings_total');
  const known = { ...allDay, last_day: '2025-03-09' };
  assert.deepEqual(await meetings(plan, known, '2025-03-09T23:59:00Z'), [0]);
  assert.deepEqual(await meetings(plan, known, '2025-03-10T00:00:00Z'), [1]);
  assert.deepEqual(await meetings(newYork, known, '2025-03-10T04:59:00Z'), [0]);
  assert.deepEqual(await meetings(newYork, known, '2025-03-10T05:00:00Z'), [1]);
  // Without the date of its end, the day of its end time is its last.
  assert.deepEqual(await meetings(plan, allDay, '2025-03-10T23:59:00Z'), [0]);
  assert.deepEqual(await meetings(plan, allDay, '2025-03-11T00:00:00Z'), [1]);
  const invited = { ...known, id: '0RE1', activity_id: '00U1' };
  const related = await scored(plan, { event_relation: [invited] }, new Date('2025-03-09T12:00:00Z'), 'meetings_total');
  assert.deepEqual(related, [undefined]);
});

test('without history a conversion counts from the end of its date where a user is', async () => {
  const converted = lead('00Q1', { is_converted: 'true', converted_date: '2025-01-08', status: 'Won' });
  const labels = async (planned: SourcePlan) => {
    const { recordIds } = await learnAll(engine, planned, { lead: [converted] });
    return recordIds.length;
  };
  // The second snapshot is on January 8 at 9:00 UTC.
  assert.equal(await labels(plan), 2);
  assert.equal(await labels(inZone('Pacific/Kiritimati')), 2);
  const session = await engine.open(newYork, { rows: { lead: [converted] } });
  const { reachedAt } = await session.reachedGoal();
  await session.close();
  assert.deepEqual([...reachedAt], [Date.parse('2025-01-09T05:00:00.000Z') - 1]);
});
