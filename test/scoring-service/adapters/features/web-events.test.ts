import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { packagedEngagement } from '@plumbline/contract';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { eventFields, withEvents } from '../../domain/features/event-facts.ts';
import { accountGoal, contactGoal, leadGoal } from '../../domain/features/lead-goal.ts';
import { at, day, lead, valueIn } from './made-up-org.ts';
import { account, accountId, contact, learnAll, scoreAll } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

let events = 0;
const event = (days: number, fields: SourceRow): SourceRow => ({
  ...{ id: `a0E${++events}`, created_date: at(days), occurred_at: at(days) },
  ...fields,
});

test('an event counts from when the org knew of it: later by its own time, never before it was recorded', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1')],
    engagement_event: [
      event(0, { lead_id: '00Q1', page: '/loaded', occurred_at: at(-90) }),
      event(5, { lead_id: '00Q1', page: '/planned', kind: 'Webinar', occurred_at: at(20) }),
      event(25, { lead_id: '00Q1', kind: 'form ' }),
    ],
  };
  const { rows: learned } = await learnAll(engine, planSource(leadGoal(), withEvents()), rows);
  const names = ['web_events_total', 'last_landing_page', 'last_web_event_kind', 'web_kind_2_90_days'];
  const seen = learned.labels.length;
  assert.deepEqual(
    Array.from({ length: seen }, (_, row) => names.map((name) => valueIn(learned.table, name, row))),
    [
      [1, '/loaded', undefined, 0],
      [1, '/loaded', undefined, 0],
      [3, '/planned', 'form', 1],
      [3, '/planned', 'form', 1],
    ],
  );
});

test('pages follow each other by the time of the views, also where they became known together', async () => {
  const view = (page: string, days: number): SourceRow =>
    event(0, { lead_id: '00Q1', page, occurred_at: at(days), kind: page });
  const rows = { lead: [lead('00Q1')], engagement_event: [view('/form', 0), view('/first', -9), view('/second', -3)] };
  const { table } = await scoreAll(engine, planSource(leadGoal(), withEvents()), rows);
  const names = ['first_landing_page', 'last_landing_page', 'last_web_event_kind'];
  assert.deepEqual(
    names.map((name) => valueIn(table, name)),
    ['/first', '/form', '/form'],
  );
});

test('a date without a time counts from its record, and one to come from the end of its day where people are', async () => {
  const facts = withEvents();
  const dated = {
    ...facts,
    Engagement_Event__c: eventFields().map((one) => (one.name === 'Occurred_At__c' ? { ...one, type: 'date' } : one)),
  };
  const plan = planSource(leadGoal(), dated, { timeZone: 'America/Los_Angeles' });
  const totalAt = async (asOf: string): Promise<unknown> => {
    const dates = ['2025-01-02', '2025-01-04'].map((occurred_at) => event(1, { lead_id: '00Q1', occurred_at }));
    const rows = { lead: [lead('00Q1')], engagement_event: dates };
    const { table } = await scoreAll(engine, plan, rows, { asOf: new Date(asOf) });
    return valueIn(table, 'web_events_total');
  };
  // Both were recorded on 2 January at 9:00 UTC; the day of the second ends on 5 January at 8:00 UTC.
  assert.equal(await totalAt('2025-01-02T08:59:00Z'), undefined);
  assert.equal(await totalAt('2025-01-02T09:00:00Z'), 1);
  assert.equal(await totalAt('2025-01-05T07:59:00Z'), 1);
  assert.equal(await totalAt('2025-01-05T08:00:00Z'), 2);
});

const people: SourceRows = {
  account: [account(1), account(2)],
  contact: [contact('0031'), contact('0032'), contact('0033', { account_id: accountId(2) })],
  lead: [lead('00Q1', { email_key: 'key-of-0031' }), lead('00Q2', { email_key: 'key-of-0032' })],
  engagement_event: [
    event(60, { lead_id: '00Q1', contact_id: '0031', page: '/both', value: '0.1' }),
    event(70, { contact_id: '0032', page: '/second', value: '0.2' }),
    event(80, { email_key: 'key-of-0032', value: '0.3' }),
    event(80, { email_key: 'key-of-nobody' }),
    event(90, { contact_id: '0033' }),
  ],
  engagement_event_second: [event(95, { lead_id: '00Q2', kind: 'Form' })],
};
const settings = { engagementSources: [packagedEngagement, { ...packagedEngagement, object: 'Visit__c' }] };

test('an account has the events of all its people and sources, each once, and its people carry their own', async () => {
  const { table, people: parts = [] } = await scoreAll(
    engine,
    planSource(accountGoal({ settings }), withEvents()),
    people,
  );
  const names = ['web_events_total', 'web_events_30_days', 'first_landing_page', 'days_since_web_event'] as const;
  assert.deepEqual(
    names.map((name) => valueIn(table, name)),
    [4, 2, '/both', 5],
  );
  assert.equal(valueIn(table, 'web_event_value_90_days'), 0.6);
  const partsOf = (feature: string) =>
    Object.fromEntries(
      parts[0]?.flatMap((one) => (one.parts.has(feature) ? [[one.recordId, one.parts.get(feature)]] : [])) ?? [],
    );
  // A lead with the address of a contact is the same person, who carries the score under the contact.
  assert.deepEqual(partsOf('web_events_total'), { '0031': 1, '0032': 3 });
  assert.deepEqual(partsOf('first_landing_page'), { '0031': 1 });
  assert.deepEqual(partsOf('days_since_web_event'), { '0032': 1 });
});

test('a contact has its own events and those of its leads', async () => {
  const { table, candidates } = await scoreAll(engine, planSource(contactGoal({ settings }), withEvents()), people);
  const totals = candidates.map(({ recordId }, row) => [recordId, valueIn(table, 'web_events_total', row)]);
  assert.deepEqual(Object.fromEntries(totals), { '0031': 1, '0032': 3, '0033': 1 });
});

test('a plan of an earlier version, which knows no events, computes what it did', async () => {
  const plan = planSource(leadGoal(), withEvents());
  const { table: now } = await scoreAll(engine, plan, people, { asOf: day(100) });
  const { eventKinds, ...rest } = plan;
  assert.ok(eventKinds);
  const isEvents = (name: string): boolean => /engagement|web_|landing/.test(name);
  const before = {
    ...rest,
    tables: plan.tables.filter(({ name }) => !isEvents(name)),
    fields: plan.fields.filter(({ name }) => !isEvents(name)),
  };
  const { table } = await scoreAll(engine, before, people, { asOf: day(100) });
  assert.deepEqual(
    table.columns,
    now.columns.filter(({ name }) => !isEvents(name)),
  );
});
