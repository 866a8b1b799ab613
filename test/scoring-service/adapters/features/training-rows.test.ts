import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, change, day, dayMs, lead, madeUpPlan, rowOf, valueIn } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

type Options = { changes?: Parameters<typeof madeUpPlan>[0]; asOf?: Date; seed?: number; maxRows?: number };

async function learn(rows: SourceRows, { changes = {}, asOf = day(300), seed = 1, maxRows = 1_000 }: Options = {}) {
  const session = await engine.open(madeUpPlan(changes).plan, { rows });
  try {
    return await session.trainingRows({ asOf, seed, maxRows });
  } finally {
    await session.close();
  }
}
/** Record, days since the first day, label. */
const outline = ({ rows, recordIds }: Awaited<ReturnType<typeof learn>>) =>
  recordIds.map((id, row) => [id, ((rows.times[row] ?? 0) - day(0).getTime()) / dayMs, rows.labels[row]]);

const converted = (id: string, fields = {}) =>
  lead(id, { is_converted: 'true', converted_date: at(50).slice(0, 10), status: 'Won', ...fields });

test('takes snapshots of a lead while it is open and labels them by the outcome within the timeframe', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1'), converted('00Q2')],
    lead_history: [change('00Q2', 40, 'leadConverted')],
  };
  assert.deepEqual(outline(await learn(rows)), [
    ['00Q1', 0, 0],
    ['00Q2', 0, 1],
    ['00Q1', 7, 0],
    ['00Q2', 7, 1],
    ['00Q1', 30, 0],
    ['00Q2', 30, 1],
    ['00Q1', 60, 0],
  ]);
  const late = await learn({ ...rows, lead_history: [change('00Q2', 95, 'leadConverted')] });
  assert.deepEqual(
    outline(late).filter(([id]) => id === '00Q2'),
    [
      ['00Q2', 0, 0],
      ['00Q2', 7, 1],
      ['00Q2', 30, 1],
      ['00Q2', 60, 1],
    ],
  );
});

test('without history a conversion counts from the end of its date', async () => {
  const rows = { lead: [converted('00Q2', { converted_date: at(7).slice(0, 10) })] };
  assert.deepEqual(outline(await learn(rows)), [
    ['00Q2', 0, 1],
    ['00Q2', 7, 1],
  ]);
});

test('leaves out rows whose timeframe has not ended, including positives', async () => {
  const rows = { lead: [lead('00Q1'), converted('00Q2', { converted_date: at(5).slice(0, 10) })] };
  assert.deepEqual(outline(await learn(rows, { asOf: day(89) })), []);
  assert.deepEqual(outline(await learn(rows, { asOf: day(90) })), [
    ['00Q1', 0, 0],
    ['00Q2', 0, 1],
  ]);
});

test('takes only snapshots at which the status was qualified according to history', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', { status: 'Unqualified' })],
    lead_history: [
      change('00Q1', 5, 'Status', 'New', 'Working'),
      change('00Q1', 40, 'Status', 'Working', 'Unqualified'),
    ],
  };
  const changes = { qualifiedStatuses: ['Working'] };
  const found = await learn(rows, { changes });
  assert.deepEqual(outline(found), [
    ['00Q1', 7, 0],
    ['00Q1', 30, 0],
  ]);
  assert.deepEqual(
    [0, 1].map((row) => valueIn(found.rows.table, 'days_since_qualification', row)),
    [2, 25],
  );
});

test('a goal can have conditions beyond the conversion', async () => {
  const rows: SourceRows = {
    lead: [
      converted('00Q1', { condition_OwnerId: '005000000000001AAA', condition_ConvertedOpportunityId: '0061' }),
      converted('00Q2', { condition_OwnerId: '005000000000002AAA', condition_ConvertedOpportunityId: '0062' }),
      converted('00Q3', { condition_OwnerId: '005000000000001AAA' }),
    ],
  };
  const conditions = [
    { field: 'OwnerId', operator: 'equals' as const, values: ['005000000000001', '005000000000009'] },
    { field: 'ConvertedOpportunityId', operator: 'is set' as const, values: [] },
  ];
  const found = outline(await learn(rows, { changes: { conditions } }));
  assert.deepEqual(
    found.filter(([, days]) => days === 0).map(([id, , label]) => [id, label]),
    [
      ['00Q1', 1],
      ['00Q2', 0],
      ['00Q3', 0],
    ],
  );
});

test('an opportunity reaches the goal with the first save that meets every condition', async () => {
  const saved = (id: string, days: number, field: string, from?: string, to?: string) => ({
    ...change('', days, field, from, to),
    lead_id: undefined,
    opportunity_id: id,
  });
  const rows: SourceRows = {
    lead: [1, 2, 3].map((n) => converted(`00Q${n}`, { converted_opportunity_id: `006${n}` })),
    opportunity: [
      { id: '0061', condition_StageName: 'Lost', condition_Amount: '900' },
      { id: '0062', condition_StageName: 'Won', condition_Amount: '100' },
      { id: '0063', condition_StageName: 'Won', condition_Amount: '100' },
    ],
    opportunity_history: [
      saved('0061', 50, 'created'),
      saved('0061', 70, 'StageName', 'New', 'Won'),
      saved('0061', 99, 'StageName', 'Won', 'Lost'),
      saved('0062', 55, 'StageName', 'New', 'Won'),
      saved('0063', 55, 'StageName', 'New', 'Won'),
      saved('0063', 60, 'Amount', '800', '100'),
    ],
  };
  const labelsOf = async (conditions: Parameters<typeof madeUpPlan>[0] & object) =>
    outline(await learn(rows, { changes: { goalType: 'Opportunity updated', ...conditions } }))
      .filter(([, days]) => days === 0)
      .map(([, , label]) => label);
  const won = { field: 'StageName', operator: 'changes to' as const, values: ['Won'] };
  const large = { field: 'Amount', operator: 'greater than' as const, values: ['500'] };
  const fromNew = { field: 'StageName', operator: 'changes from' as const, values: ['Lost', 'new'] };
  assert.deepEqual(await labelsOf({ conditions: [won, fromNew] }), [1, 1, 1]);
  assert.deepEqual(await labelsOf({ conditions: [won, large] }), [1, 0, 1]);
  assert.deepEqual(await labelsOf({ conditions: [{ ...won, operator: 'equals' }], timeframeDays: 60 }), [0, 1, 1]);
  assert.deepEqual(await labelsOf({ conditions: [{ ...won, values: ['Lost'] }] }), [0, 0, 0]);
});

test('rebuilds values from history, including empty ones, and keeps current values without history', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', { industry: 'Media', Need__c: 'Cloud', Budget__c: '10', city: 'Rome' })],
    lead_history: [
      change('00Q1', 8, 'Industry', 'Energy', 'Retail'),
      change('00Q1', 35, 'Industry', 'Retail', 'Media'),
      change('00Q1', 20, 'Need__c', undefined, 'Cloud'),
      change('00Q1', 50, 'Budget__c', '5', '10'),
    ],
  };
  const { rows: found } = await learn(rows);
  const at = (name: string) => [0, 1, 2, 3].map((row) => valueIn(found.table, name, row));
  assert.deepEqual(at('industry'), ['Energy', 'Energy', 'Retail', 'Media']);
  assert.deepEqual(at('Need__c'), [undefined, undefined, 'Cloud', 'Cloud']);
  assert.deepEqual(at('Budget__c'), [5, 5, 5, 10]);
  assert.deepEqual(at('city'), ['Rome', 'Rome', 'Rome', 'Rome']);
  assert.deepEqual(at('days_since_change'), [0, 7, 10, 10]);
});

test('counts activities that moved to the contact, but not the earlier ones of the contact', async () => {
  const rows: SourceRows = {
    lead: [converted('00Q1', { converted_contact_id: '0031' })],
    contact: [{ id: '0031', created_date: at(-50) }],
    task: [call('0031', -20), call('0031', 3), call('0031', 60)],
  };
  const { rows: found } = await learn(rows);
  assert.deepEqual(
    [0, 1, 2].map((row) => valueIn(found.table, 'calls_total', row)),
    [0, 1, 1],
  );
});

test('keeps the leads of one account or person in one group', async () => {
  const { rows, recordIds } = await learn({
    lead: [
      converted('00Q1', { email_key: 'k', converted_account_id: '0011' }),
      ...[
        lead('00Q2', { email_key: 'k' }),
        lead('00Q3', { email_key: 'm' }),
        lead('00Q4', { email_key: 'm' }),
        lead('00Q5'),
      ],
    ],
    contact: [{ id: '0031', created_date: at(50), email_key: 'k', account_id: '0011' }],
  });
  const groups = new Map(recordIds.map((id, row) => [id, rows.groups[row]]));
  const together = [...Map.groupBy(groups.keys(), (id) => groups.get(id)).values()];
  assert.deepEqual(together, [['00Q1', '00Q2'], ['00Q3', '00Q4'], ['00Q5']]);
});

test('leaves people who opted out of training and reports their number', async () => {
  const found = await learn({ lead: [lead('00Q1'), lead('00Q2', { opted_out_processing: 'true' })] });
  assert.deepEqual([...new Set(found.recordIds)], ['00Q1']);
  assert.equal(found.notProfiled, 1);
});

test('leaves duplicates of a lead that opted out of training', async () => {
  const refuser = lead('00Q2', { email_key: 'k', opted_out_processing: 'true' });
  const found = await learn({ lead: [lead('00Q1'), refuser, lead('00Q3', { email_key: 'k' })] });
  assert.deepEqual([...new Set(found.recordIds)], ['00Q1']);
  assert.equal(found.notProfiled, 2);
});

test('reports which fields last changed after the goal was reached', async () => {
  const { changedAfterGoal } = await learn({
    lead: [converted('00Q1'), converted('00Q2'), lead('00Q3')],
    lead_history: [
      ...['00Q1', '00Q2'].map((id) => change(id, 40, 'leadConverted')),
      ...[change('00Q1', 60, 'Budget__c', '1', '2'), change('00Q3', 60, 'Budget__c', '1', '2')],
      ...[change('00Q1', 10, 'Industry', 'a', 'b'), change('00Q1', 40, 'Status', 'Open', 'Won')],
    ],
  });
  assert.deepEqual(changedAfterGoal, { Budget__c: 0.5, industry: 0 });
});

test('reads the inputs without history of leads as they were created, also of those whose timeframe is not over', async () => {
  const { created, fields } = await learn({
    lead: [
      converted('00Q1', { created_date: at(10), employees: '5' }),
      lead('00Q2', { created_date: at(290), industry: 'Energy' }),
      lead('00Q3', { created_date: at(280), opted_out_profiling: 'true' }),
    ],
    lead_history: [change('00Q1', 40, 'leadConverted'), change('00Q2', 295, 'Industry', 'Media', 'Energy')],
  });
  assert.ok(created);
  const days = (times: Float64Array) => Array.from(times, (time) => (time - day(0).getTime()) / dayMs);
  assert.deepEqual(days(created.createdAt), [10, 290]);
  assert.deepEqual(days(created.reachedAt), [40, Number.NaN]);
  assert.deepEqual(
    [0, 1].map((row) => valueIn(created.table, 'industry', row)),
    [undefined, 'Media'],
  );
  const unknown = fields.filter(({ isPointInTime }) => !isPointInTime).map(({ name }) => name);
  assert.deepEqual(
    created.table.columns.map(({ name }) => name),
    unknown,
  );
  const asTheyStand = await learn({ lead: [lead('00Q1')] }, { changes: { settings: { learnFrom: 'creation' } } });
  assert.equal(asTheyStand.created, undefined);
});

test('samples by the seed alone and returns rows in the order of time', async () => {
  const leads = Array.from({ length: 40 }, (_, index) => lead(`00Q${index}`, { created_date: at(index / 10) }));
  const sample = (seed: number, order: typeof leads) => learn({ lead: order }, { seed, maxRows: 25 });
  const first = await sample(7, leads);
  assert.deepEqual(await sample(7, leads.toReversed()), first);
  assert.notDeepEqual((await sample(8, leads)).recordIds, first.recordIds);
  assert.equal(first.eligible, 160);
  assert.equal(first.recordIds.length, 25);
  assert.deepEqual(first.rows.times, first.rows.times.toSorted());
});

test('learnFrom creation: each lead once with its current values, with times only if they span more than a day', async () => {
  const changes = { settings: { learnFrom: 'creation' as const } };
  const leads = [converted('00Q1', { industry: 'Media', email_key: 'k' }), lead('00Q2', { created_date: at(0.5) })];
  const rows: SourceRows = {
    lead: leads,
    lead_history: [change('00Q1', 8, 'Industry', 'Energy', 'Media')],
    contact: [{ id: '0031', created_date: at(50), email_key: 'k' }],
  };
  const together = await learn(rows, { changes, asOf: day(60) });
  assert.deepEqual(
    [together.recordIds, [...together.rows.labels]],
    [
      ['00Q1', '00Q2'],
      [1, 0],
    ],
  );
  assert.ok(together.rows.times.every((time) => Number.isNaN(time)));
  assert.equal(valueIn(together.rows.table, 'industry'), 'Media');
  assert.equal(valueIn(together.rows.table, 'has_contact'), 0);
  const apart = await learn({ lead: [...leads, lead('00Q3', { created_date: at(3) })] }, { changes, asOf: day(60) });
  assert.deepEqual(
    [...apart.rows.times],
    [day(0), day(0.5), day(3)].map((time) => time.getTime()),
  );
});

test('measures the figures of the quality checks', async () => {
  const session = await engine.open(madeUpPlan().plan, {
    rows: {
      lead: [converted('00Q1', { converted_contact_id: '0031' }), lead('00Q2')],
      contact: [
        { id: '0031', created_date: at(1), account_id: '0011' },
        { id: '0032', created_date: at(1), account_id: '0012' },
      ],
      account: ['0011', '0012', '0013'].map((id) => ({ id, created_date: at(1) })),
      opportunity: [{ id: '0061' }],
      task: [
        call('0031', 5),
        call('00Q2', 5, { task_subtype: 'Email' }),
        call('', 5, { who_id: undefined, account_id: '0013' }),
      ],
      event: [{ id: '00U1', who_id: '00Q2', created_date: at(4) }],
    },
  });
  const measures = await session.measure(day(100));
  await session.close();
  assert.deepEqual(measures, {
    ...{ accounts: 3, contacts: 2, opportunities: 1, activities: 4, conversions: 1, historyDays: 100 },
    ...{ accountsWithActivity: 2, contactsWithActivity: 1 },
    activityTypesToScore: { Email: 1, Meeting: 1 },
    activityTypesLearned: { Call: 1, Email: 1, Meeting: 1 },
    accountMatches: { byWay: {}, conflicts: 0 },
  });
});

test('a training row equals the row that scoring would have computed at that time', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', { email_key: 'k', industry: 'Media', Need__c: 'Cloud' })],
    task: [call('00Q1', 2), call('00Q1', 20)],
    campaign_member: [{ id: '1', lead_id: '00Q1', created_date: at(4), campaign_type: 'Email' }],
  };
  const { plan } = madeUpPlan();
  const learned = await learn(rows);
  const session = await engine.open({ ...plan, recordedSince: learned.recordedSince }, { rows });
  await session.prepareScoring({ asOf: day(30), qualifiedStatuses: [] });
  const scored = rowOf((await session.scoringRows({ limit: 1 })).table, 0);
  await session.close();
  assert.deepEqual(rowOf(learned.rows.table, 2), scored);
});
