import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, change, day, dayMs, lead, valueIn } from './made-up-org.ts';
import {
  account,
  accountId,
  accountPlan,
  contact,
  learnAll,
  opportunity,
  opportunityMove,
  scoreAll,
  together,
} from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const score = (rows: SourceRows, changes: Parameters<typeof accountPlan>[0] = {}) =>
  scoreAll(engine, accountPlan(changes), rows);
const valuesOf = async (rows: SourceRows, names: string[], changes: Parameters<typeof accountPlan>[0] = {}) => {
  const { table } = await score(rows, changes);
  return names.map((name) => valueIn(table, name));
};

const mailOf = (who: string, days: number) => call(who, days, { task_subtype: 'Email' });

test('an account has the activities of its contacts, of their open leads and its own, each once', async () => {
  const rows: SourceRows = {
    account: [account(1)],
    contact: [contact('0031'), contact('0032', { account_id: accountId(2) })],
    lead: [
      lead('00Q1', { email_key: 'key-of-0031' }),
      lead('00Q2', { email_key: 'key-of-0031', is_converted: 'true', converted_date: at(20).slice(0, 10) }),
      lead('00Q3', { email_key: 'key-of-0032' }),
    ],
    task: [
      call('0031', 95, { account_id: accountId(1), call_seconds: '120' }),
      call('00Q1', 50),
      call('', 40, { who_id: undefined, account_id: accountId(1) }),
      ...[call('0032', 95), call('00Q3', 95), mailOf('00Q2', 97)],
    ],
  };
  const names = ['calls_total', 'calls_30_days', 'days_since_call', 'emails_total', 'call_minutes_90_days'];
  assert.deepEqual(await valuesOf(rows, names), [3, 1, 5, 0, 2]);
  assert.deepEqual(
    await valuesOf(rows, ['active_people_90_days', 'contacts', 'open_leads', 'leads_of_people']),
    [1, 1, 1, 2],
  );
});

test('an account without activities has missing counts, but numbers of people and opportunities', async () => {
  const names = ['calls_total', 'days_since_email', 'active_people_90_days', 'contacts', 'opportunities', 'open_leads'];
  const rows = { account: [account(1)], contact: [contact('0031')] };
  assert.deepEqual(await valuesOf(rows, names), [undefined, undefined, undefined, 1, 0, 0]);
});

test('an account has the campaigns of its people; a membership that names lead and contact counts once', async () => {
  const member = (id: string, fields: Record<string, string>) => ({ id, created_date: at(60), ...fields });
  const rows: SourceRows = {
    account: [account(1)],
    contact: [contact('0031')],
    lead: [lead('00Q1', { email_key: 'key-of-0031' })],
    campaign_member: [
      member('00v1', { lead_id: '00Q9', contact_id: '0031', campaign_type: 'Webinar' }),
      member('00v2', { lead_id: '00Q1', created_date: at(80), first_responded_date: at(90).slice(0, 10) }),
      member('00v3', { lead_id: '00Q9' }),
    ],
  };
  assert.deepEqual(await valuesOf(rows, ['campaigns', 'campaign_responses', 'campaign_type']), [2, 1, 'Webinar']);
});

test('missing values of an account come from its newest lead, then its oldest contact, in the order of the policy', async () => {
  const rows: SourceRows = {
    account: [account(1, { industry: 'Energy' })],
    contact: [contact('0031', { job_rank: 'Clerk', created_date: at(-450) }), contact('0032', { job_rank: 'Cook' })],
    lead: [
      lead('00Q1', { email_key: 'key-of-0031', industry: 'Media', employees: '50' }),
      lead('00Q2', { email_key: 'key-of-0032', created_date: at(9), employees: '70' }),
    ],
  };
  const names = ['industry', 'employees', 'job_rank'];
  assert.deepEqual(await valuesOf(rows, names), ['Energy', 70, 'Assistant']);
  const newest = {
    ...rows,
    lead: [...(rows.lead ?? []), lead('00Q3', { email_key: 'key-of-0031', created_date: at(50), industry: 'Retail' })],
  };
  assert.deepEqual(await valuesOf(newest, names), ['Retail', undefined, 'Assistant']);
  assert.deepEqual(await valuesOf(newest, names, { mergePolicy: 'Account first' }), ['Energy', undefined, 'Assistant']);
});

test('counts opportunities, and the open ones by their current stage', async () => {
  const rows = together(
    { account: [account(1), account(2)] },
    opportunity('0061', [
      [10, 'Prospecting'],
      [40, 'Closed Won'],
    ]),
    opportunity('0062', [
      [20, 'Prospecting'],
      [50, 'Closed Lost'],
      [70, 'Prospecting'],
    ]),
    opportunity('0063', [[90, 'Prospecting']], { number: 2 }),
  );
  assert.deepEqual(await valuesOf(rows, ['opportunities', 'open_opportunities', 'days_since_opportunity']), [2, 1, 80]);
});

test('people who opted out of profiling do not count for their account', async () => {
  const rows: SourceRows = {
    account: [account(1)],
    contact: [contact('0031'), contact('0032', { opted_out_profiling: 'true' }), contact('0033')],
    lead: [
      lead('00Q1', { email_key: 'key-of-0032' }),
      lead('00Q2', { email_key: 'key-of-0033', should_forget: 'true' }),
    ],
    task: [call('0031', 50), call('0032', 50), call('0033', 50), call('00Q1', 50), call('00Q2', 50)],
  };
  assert.deepEqual(await valuesOf(rows, ['contacts', 'open_leads', 'calls_total', 'leads_of_people']), [1, 0, 1, 0]);
  const { notProfiled } = await learnAll(engine, accountPlan(), together(rows, opportunity('0061', [[0, 'New']])));
  assert.equal(notProfiled, 4);
});

test('an account without a person and without an open opportunity is not qualified', async () => {
  const lost = opportunity(
    '0061',
    [
      [10, 'New'],
      [20, 'Closed Lost'],
    ],
    { number: 3 },
  );
  const open = opportunity('0062', [[10, 'New']], { number: 4 });
  const refuser = contact('0032', { account_id: accountId(2), opted_out_processing: 'true' });
  const rows = together(
    { account: [1, 2, 3, 4].map((number) => account(number)), contact: [contact('0031'), refuser] },
    lost,
    open,
  );
  const { candidates } = await score(rows);
  const reason = 'Not qualified: no person and no open opportunity';
  assert.deepEqual(
    candidates.map(({ recordId, exclusion }) => [recordId, exclusion]),
    [
      [accountId(1), undefined],
      [accountId(2), reason],
      [accountId(3), reason],
      [accountId(4), undefined],
    ],
  );
});

test('only leads with a qualified status according to history count as people', async () => {
  const rows: SourceRows = together(
    {
      account: [account(1)],
      contact: [contact('0031')],
      lead: [lead('00Q1', { email_key: 'key-of-0031', status: 'Unqualified' })],
      lead_history: [change('00Q1', 250, 'Status', 'Working', 'Unqualified')],
      task: [call('00Q1', 50)],
    },
    opportunity('0061', [[0, 'New']]),
  );
  const plan = accountPlan({ qualifiedStatuses: ['Working'] });
  const learned = await learnAll(engine, plan, rows);
  const snapshotDays = [...learned.rows.times].map((time) => (time - day(0).getTime()) / dayMs);
  assert.deepEqual(snapshotDays, [40, 130, 220, 310]);
  assert.deepEqual(
    snapshotDays.map((_, row) => [
      valueIn(learned.rows.table, 'open_leads', row),
      valueIn(learned.rows.table, 'qualified_leads', row),
      valueIn(learned.rows.table, 'calls_total', row),
    ]),
    [
      [1, 1, undefined],
      [1, 1, 1],
      [1, 1, 1],
      [1, 0, 0],
    ],
  );
  const earlier = { ...plan, fields: plan.fields.filter(({ name }) => name !== 'qualified_leads') };
  const { rows: asBefore } = await learnAll(engine, earlier, rows);
  assert.deepEqual(
    snapshotDays.map((_, row) => valueIn(asBefore.table, 'open_leads', row)),
    [1, 1, 1, 0],
    'a model trained before counts the qualified ones',
  );
});

test('takes snapshots of accounts on the same dates and labels each by the outcome within the timeframe', async () => {
  const rows = together(
    {
      account: [account(1), account(2, { created_date: at(100) })],
      contact: [contact('0031'), contact('0032', { account_id: accountId(2), created_date: at(100) })],
    },
    opportunity('0061', [
      [30, 'New'],
      [150, 'Closed Won'],
    ]),
    opportunity('0062', [
      [200, 'New'],
      [330, 'Closed Won'],
    ]),
  );
  const { rows: learned, recordIds } = await learnAll(engine, accountPlan(), rows);
  assert.deepEqual(
    recordIds.map((id, row) => [id, ((learned.times[row] ?? 0) - day(0).getTime()) / dayMs, learned.labels[row]]),
    [
      [accountId(1), 40, 0],
      [accountId(1), 130, 1],
      [accountId(2), 130, 0],
      [accountId(1), 220, 0],
      [accountId(2), 220, 0],
      [accountId(1), 310, 1],
      [accountId(2), 310, 0],
    ],
  );
});

test('an opportunity counts for the account that it stood in, and reaches the goal for that account', async () => {
  const rows = together(
    {
      account: [account(1), account(2)],
      contact: [contact('0031'), contact('0032', { account_id: accountId(2) })],
      opportunity_history: [...opportunityMove('0061', 100, 2, 3), ...opportunityMove('0061', 200, 3, 1)],
    },
    opportunity('0061', [
      [30, 'New'],
      [80, 'Closed Won'],
      [110, 'New'],
      [330, 'Closed Won'],
    ]),
  );
  const { rows: learned, recordIds } = await learnAll(engine, accountPlan(), rows);
  const names = ['opportunities', 'open_opportunities', 'days_since_opportunity'];
  const outline = recordIds.map((id, row) => [
    ...[id, ((learned.times[row] ?? 0) - day(0).getTime()) / dayMs, learned.labels[row]],
    ...names.map((name) => valueIn(learned.table, name, row)),
  ]);
  assert.deepEqual(outline, [
    [accountId(1), 40, 0, 0, 0, undefined],
    [accountId(2), 40, 1, 1, 1, 10],
    [accountId(1), 130, 0, 0, 0, undefined],
    [accountId(2), 130, 0, 0, 0, undefined],
    [accountId(1), 220, 0, 1, 1, 190],
    [accountId(2), 220, 0, 0, 0, undefined],
    [accountId(1), 310, 1, 1, 1, 280],
    [accountId(2), 310, 0, 0, 0, undefined],
  ]);
});

test('the stage is known whether an admin tracks the field or not, and no change counts twice', async () => {
  const stages: [number, string][] = [
    [30, 'New'],
    [150, 'Closed Won'],
  ];
  const people = { account: [account(1)], contact: [contact('0031')] };
  const labels = async (isTracked: boolean) => [
    ...(await learnAll(engine, accountPlan(), together(people, opportunity('0061', stages, { isTracked })))).rows
      .labels,
  ];
  assert.deepEqual(await labels(true), [0, 1, 0, 0]);
  assert.deepEqual(await labels(false), [0, 1, 0, 0]);
});

test('measures the data of an account goal', async () => {
  const rows = together(
    {
      account: [account(1), account(2)],
      contact: [contact('0031')],
      task: [call('0031', 50), call('', 380, { who_id: undefined, account_id: accountId(2), task_subtype: 'Email' })],
    },
    opportunity('0061', [
      [30, 'New'],
      [150, 'Closed Won'],
    ]),
  );
  const session = await engine.open(accountPlan(), { rows });
  const measures = await session.measure(day(400));
  await session.close();
  assert.deepEqual(measures, {
    ...{ accounts: 2, contacts: 1, opportunities: 1, activities: 2, conversions: 1, historyDays: 370 },
    ...{ accountsWithActivity: 2, contactsWithActivity: 1 },
    ...{ activityTypesLearned: { Call: 1 }, activityTypesToScore: { Email: 1 } },
    accountMatches: { byWay: {}, conflicts: 0 },
  });
});
