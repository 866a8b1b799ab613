import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, change, day, lead, madeUpPlan, valueIn } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const asOf = day(100);

async function score(rows: SourceRows, changes: Parameters<typeof madeUpPlan>[0] = {}, recordId?: string) {
  const { goal, plan } = madeUpPlan(changes);
  const session = await engine.open(plan, { rows });
  try {
    const count = await session.prepareScoring({
      asOf,
      qualifiedStatuses: goal.qualifiedStatuses,
      recordIds: recordId === undefined ? undefined : [recordId],
    });
    return { count, ...(await session.scoringRows({ limit: 1_000 })) };
  } finally {
    await session.close();
  }
}
const featureOf = async (rows: SourceRows, name: string, changes: Parameters<typeof madeUpPlan>[0] = {}) =>
  valueIn((await score(rows, changes)).table, name);

test('texts of any characters arrive as they are, but without NUL characters and the spaces around', async () => {
  const texts = ["O'Hara $1", 'a "b", \\n\nc', ' ÿ 😀 ', 'A\0B', '[x, y]', 'NULL', "''; DROP TABLE lead; --"];
  for (const text of texts) {
    const value = await featureOf({ lead: [lead('00Q1', { Need__c: text })] }, 'Need__c');
    assert.equal(value, text.replace('\0', '').trim());
  }
  assert.equal(await featureOf({ lead: [lead('00Q1', { Need__c: '\0 ' })] }, 'Need__c'), undefined);
});

test('a lead without activities has missing counts; with any activity the other counts are 0', async () => {
  const silent = await score({ lead: [lead('00Q1')] });
  assert.equal(valueIn(silent.table, 'calls_total'), undefined);
  assert.equal(valueIn(silent.table, 'days_since_email'), undefined);
  const called = await score({
    lead: [lead('00Q1')],
    task: [call('00Q1', 20), call('00Q1', 80, { call_seconds: '120' })],
  });
  assert.equal(valueIn(called.table, 'calls_30_days'), 1);
  assert.equal(valueIn(called.table, 'calls_90_days'), 2);
  assert.equal(valueIn(called.table, 'emails_total'), 0);
  assert.equal(valueIn(called.table, 'days_since_call'), 20);
  assert.equal(valueIn(called.table, 'days_since_email'), undefined);
  assert.equal(valueIn(called.table, 'call_minutes_90_days'), 2);
});

test('planned calls, future meetings and other tasks do not count as activities', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1')],
    task: [
      call('00Q1', 10, { is_closed: 'false', completed_date: undefined }),
      call('00Q1', 10, { completed_date: at(95) }),
      call('00Q1', 10, { task_subtype: 'Task' }),
      call('00Q1', 10, { task_subtype: 'ListEmail' }),
    ],
    event: [
      { id: '00U1', who_id: '00Q1', created_date: at(50), start_date: at(60), end_date: at(60) },
      { id: '00U2', who_id: '00Q1', created_date: at(50), start_date: at(130), end_date: at(130) },
    ],
  };
  const { table } = await score(rows);
  assert.deepEqual(
    ['calls_total', 'days_since_call', 'emails_total', 'meetings_total', 'days_since_meeting'].map((name) =>
      valueIn(table, name),
    ),
    [1, 5, 1, 1, 40],
  );
});

test('a call that telephony logged as a plain task is a call by its call type or its type', async () => {
  const calls: Record<string, string | undefined>[] = [
    { task_subtype: 'Task', call_type: 'Outbound' },
    { task_subtype: 'Task', task_type: 'call' },
    { task_subtype: 'Email', call_type: 'Outbound' },
    { task_subtype: 'Task', task_type: 'Meeting' },
  ];
  const rows = { lead: [lead('00Q1')], task: calls.map((fields) => call('00Q1', 50, fields)) };
  assert.equal(await featureOf(rows, 'calls_total'), 2);
  assert.equal(await featureOf(rows, 'emails_total'), 1);
  const settings = { callTypes: ['Meeting'] };
  assert.equal(await featureOf(rows, 'calls_total', { settings }), 2);
  assert.equal(await featureOf(rows, 'calls_total', { settings: { callTypes: [] } }), 1);
});

const known = {
  lead: [lead('00Q1', { email_key: 'k', industry: undefined, job_rank: 'Chief' })],
  contact: [
    {
      id: '0031',
      created_date: at(-9),
      email_key: 'k',
      account_id: '0011',
      job_rank: 'Manager',
    },
    {
      id: '0032',
      created_date: at(-5),
      email_key: 'k',
      account_id: '0012',
      job_rank: 'Director',
    },
  ],
  account: [
    { id: '0011', created_date: at(-9), industry: 'Energy', employees: '50' },
    { id: '0012', created_date: at(-9), industry: 'Media', employees: '70' },
  ],
} satisfies SourceRows;

test('missing values of a lead come from its oldest contact and the account of that contact', async () => {
  const { table } = await score(known);
  assert.deepEqual(
    ['has_contact', 'has_account', 'job_rank', 'industry', 'employees', 'city'].map((name) => valueIn(table, name)),
    [1, 1, 'Chief', 'Energy', 50, undefined],
  );
  const stranger = await score({ ...known, lead: [lead('00Q1', { email_key: 'other' })] });
  assert.equal(valueIn(stranger.table, 'has_contact'), 0);
  assert.equal(valueIn(stranger.table, 'industry'), undefined);
});

test('the merge policy decides between sources; a missing value falls back to the next one', async () => {
  const contactChanged = { id: '1', contact_id: '0031', field: 'Title', new_value: 'Manager', created_date: at(3) };
  const rows = { ...known, lead: [{ ...known.lead[0], employees: '9' }], contact_history: [contactChanged] };
  assert.equal(await featureOf(rows, 'job_rank', { mergePolicy: 'Contact first' }), 'Manager');
  assert.equal(await featureOf(rows, 'job_rank', { mergePolicy: 'Account first' }), 'Chief');
  assert.equal(await featureOf(rows, 'employees', { mergePolicy: 'Account first' }), 50);
  assert.equal(await featureOf(rows, 'industry', { mergePolicy: 'Lead first' }), 'Energy');
  assert.equal(await featureOf(rows, 'job_rank', { mergePolicy: 'Most recently changed' }), 'Manager');
  assert.equal(await featureOf(rows, 'employees', { mergePolicy: 'Most recently changed' }), 9);
  assert.equal(await featureOf(rows, 'industry', { mergePolicy: 'Most recently changed' }), 'Energy');
});

test('reads chosen fields by their type', async () => {
  const fields = { Need__c: ' Cloud ', Budget__c: '1200.5', Wants_Demo__c: 'false', Trial_Ends__c: '2025-04-01' };
  const { table } = await score({ lead: [lead('00Q1', { ...fields, Private_Mail__c: '1', has_mobile_phone: '1' })] });
  assert.deepEqual(
    [
      'Need__c',
      'Budget__c',
      'Wants_Demo__c',
      'Trial_Ends__c',
      'Private_Mail__c',
      'has_mobile_phone',
      'has_website',
    ].map((name) => valueIn(table, name)),
    ['Cloud', 1200.5, 0, 10.375, 1, 1, 0],
  );
  assert.equal(await featureOf({ lead: [lead('00Q1', { Budget__c: 'much' })] }, 'Budget__c'), undefined);
});

test('counts the leads of the same person over time', async () => {
  const others = [
    lead('00Q2', { email_key: 'k', created_date: at(90) }),
    lead('00Q3', { email_key: 'k', created_date: at(10) }),
  ];
  const { table } = await score({ lead: [lead('00Q1', { email_key: 'k' }), ...others, lead('00Q4')] });
  assert.deepEqual(
    [0, 3].map((row) => valueIn(table, 'leads_of_person', row)),
    [3, undefined],
  );
  assert.deepEqual(
    [0, 3].map((row) => valueIn(table, 'leads_of_person_14_days', row)),
    [1, undefined],
  );
});

test('computes campaigns, responses, qualification, age and changes', async () => {
  const member = (id: string, days: number, fields = {}) => ({
    id,
    lead_id: '00Q1',
    created_date: at(days),
    ...fields,
  });
  const rows: SourceRows = {
    lead: [lead('00Q1', { status: 'Working', city: 'Rome', country: 'Italy' })],
    campaign_member: [
      member('1', 10, { campaign_type: 'Webinar', first_responded_date: '2025-01-12' }),
      member('2', 40, { campaign_type: 'Email' }),
    ],
    lead_history: [change('00Q1', 30, 'Status', 'Open', 'Working'), change('00Q1', 70, 'Industry', 'Energy', 'Media')],
  };
  const { table } = await score(rows, { qualifiedStatuses: ['Working'] });
  const names = [
    'campaigns',
    'campaign_type',
    'campaign_responses',
    'age_days',
    'days_since_change',
    'days_since_qualification',
  ];
  assert.deepEqual(
    names.map((name) => valueIn(table, name)),
    [2, 'Email', 1, 100, 30, 70],
  );
  assert.equal(Math.round(Number(valueIn(table, 'days_since_response'))), 88);
  assert.equal(valueIn(table, 'completeness'), 2 / 12);
});

test('scores open leads in the order of their ids and gives the reason for each exclusion', async () => {
  const rows: SourceRows = {
    lead: [
      lead('00QC', { status: 'Working', score: '72', score_band: 'Medium', score_percentile: '81', scored_at: at(3) }),
      lead('00QB', { is_converted: 'true' }),
      lead('00QA', { status: 'Unqualified' }),
      lead('00QD', { status: 'Working', opted_out_profiling: 'true' }),
      lead('00QE', { status: 'Working', email_key: 'k' }),
    ],
    contact: [{ id: '0031', created_date: at(0), email_key: 'k', should_forget: 'true' }],
  };
  const { candidates, count } = await score(rows, { qualifiedStatuses: ['Working'] });
  const optedOut = 'The person does not want to be profiled';
  assert.equal(count, 4);
  assert.deepEqual(
    candidates.map(({ recordId, exclusion }) => [recordId, exclusion]),
    [
      ['00QA', 'Not qualified: status Unqualified'],
      ['00QC', undefined],
      ['00QD', optedOut],
      ['00QE', optedOut],
    ],
  );
  const noParts = { change: undefined, reason: undefined, bandSince: undefined };
  assert.deepEqual(candidates[1]?.current, { ...noParts, score: 72, band: 'Medium', percentile: 81, scoredAt: at(3) });
  assert.deepEqual(candidates[0]?.current, {
    ...noParts,
    score: undefined,
    band: undefined,
    percentile: undefined,
    scoredAt: undefined,
  });
});

test('does not score a duplicate of a lead that opted out, even of a converted one', async () => {
  const refuser = lead('00Q1', { email_key: 'k', is_converted: 'true', opted_out_profiling: 'true' });
  const nameless = lead('00Q3', { should_forget: 'true' });
  const { candidates } = await score({ lead: [refuser, lead('00Q2', { email_key: 'k' }), nameless, lead('00Q4')] });
  assert.deepEqual(
    candidates.map(({ recordId, exclusion }) => [recordId, exclusion !== undefined]),
    [
      ['00Q2', true],
      ['00Q3', true],
      ['00Q4', false],
    ],
  );
});

test('prepares only the requested record, also by its short id, and no converted one', async () => {
  const [first, second] = ['00Q000000000001AAA', '00Q000000000002AAA'];
  const rows: SourceRows = { lead: [lead(first), lead(second, { is_converted: 'true' })] };
  assert.equal((await score(rows, {}, first)).candidates[0]?.recordId, first);
  assert.equal((await score(rows, {}, first.slice(0, 15))).count, 1);
  assert.equal((await score(rows, {}, second)).count, 0);
});

test('pages through the prepared rows', async () => {
  const { plan } = madeUpPlan();
  const session = await engine.open(plan, { rows: { lead: ['1', '2', '3'].map((id) => lead(id)) } });
  await session.prepareScoring({ asOf, qualifiedStatuses: [] });
  const first = await session.scoringRows({ limit: 2 });
  const second = await session.scoringRows({ afterId: '2', limit: 2 });
  const last = await session.scoringRows({ afterId: '3', limit: 2 });
  await session.close();
  assert.deepEqual(
    [first, second, last].map(({ candidates }) => candidates.map(({ recordId }) => recordId)),
    [['1', '2'], ['3'], []],
  );
  assert.equal(last.table.rowCount, 0);
});

test('a text that looks like SQL stays a text', async () => {
  const text = `'); DROP TABLE lead; --"`;
  assert.equal(await featureOf({ lead: [lead('00Q1', { Need__c: text })] }, 'Need__c'), text);
});

test('sessions do not share tables', async () => {
  const { plan } = madeUpPlan();
  const [one, other] = await Promise.all([
    engine.open(plan, { rows: { lead: [lead('00Q1')] } }),
    engine.open(plan, { rows: { lead: [lead('00Q2'), lead('00Q3')] } }),
  ]);
  const counts = await Promise.all(
    [one, other].map((session) => session.prepareScoring({ asOf, qualifiedStatuses: [] })),
  );
  await Promise.all([one.close(), other.close()]);
  assert.deepEqual(counts, [1, 2]);
});

test('titles, countries and addresses are grouped by the same keywords for training and scoring', async () => {
  const rows = {
    lead: [
      lead('00Q1', { job_rank: 'SVP, Sales', job_department: 'SVP, Sales', country: 'USA', email_kind: 'Free mail' }),
    ],
  };
  assert.equal(await featureOf(rows, 'job_rank'), 'Vice president');
  assert.equal(await featureOf(rows, 'job_department'), 'Sales');
  assert.equal(await featureOf(rows, 'country'), 'United States');
  assert.equal(await featureOf(rows, 'email_kind'), 'Free mail');
});
