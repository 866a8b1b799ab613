import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { GoalCondition } from '@plumbline/contract';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { at, call, change, day, dayMs, lead, madeUpPlan } from './made-up-org.ts';
import { account, accountId, accountPlan, opportunity, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

async function ask<T>(rows: SourceRows, question: (session: FeatureSession) => Promise<T>): Promise<T> {
  const session = await engine.open(madeUpPlan().plan, { rows });
  try {
    return await question(session);
  } finally {
    await session.close();
  }
}

const converted = (id: string) =>
  lead(id, { is_converted: 'true', converted_date: at(50).slice(0, 10), status: 'Won' });

test('reports when records reached the goal, and only those that did', async () => {
  const rows = { lead: [converted('00Q1'), lead('00Q2')], lead_history: [change('00Q1', 40, 'leadConverted')] };
  const { recordIds, reachedAt } = await ask(rows, (session) => session.reachedGoal());
  assert.deepEqual([recordIds, [...reachedAt]], [['00Q1'], [day(40).getTime()]]);
});

test('reports each time that an account reached the goal', async () => {
  const won = (id: string, days: number) =>
    opportunity(id, [
      [days - 20, 'New'],
      [days, 'Closed Won'],
    ]);
  const rows = together({ account: [account(1), account(2)] }, won('0061', 60), won('0062', 30));
  const session = await engine.open(accountPlan(), { rows });
  const { recordIds, reachedAt } = await session.reachedGoal();
  await session.close();
  assert.deepEqual(recordIds, [accountId(1), accountId(1)]);
  assert.deepEqual([...reachedAt], [day(30).getTime(), day(60).getTime()]);
});

/** The days on which the first account reaches a goal. */
async function goalDays(rows: SourceRows, conditions: GoalCondition[]): Promise<number[]> {
  const session = await engine.open(accountPlan({ conditions }), { rows });
  const { recordIds, reachedAt } = await session.reachedGoal();
  await session.close();
  assert.ok(recordIds.every((id) => id === accountId(1)));
  return [...reachedAt].map((time) => (time - day(0).getTime()) / dayMs);
}
const stageIs = (operator: GoalCondition['operator'], ...values: string[]): GoalCondition => ({
  ...{ field: 'StageName', operator, values },
});
const wonOrSigned = ['Closed Won', 'Signed'];

for (const isTracked of [true, false]) {
  const where = isTracked ? 'in field history' : 'in stage history alone';
  const saves = (...stages: [day: number, stage: string][]): SourceRows =>
    together({ account: [account(1)] }, opportunity('0061', stages, { isTracked }));

  test(`an opportunity that is reopened and won again reaches the goal twice, ${where}`, async () => {
    const again = saves([10, 'New'], [30, 'Closed Won'], [40, 'New'], [70, 'Closed Won']);
    assert.deepEqual(await goalDays(again, [stageIs('changes to', 'Closed Won')]), [30, 70]);
    assert.deepEqual(await goalDays(again, [stageIs('equals', 'Closed Won')]), [30, 70]);
    assert.deepEqual(await goalDays(again, [stageIs('changes from', 'New')]), [30, 70]);
  });

  test(`an opportunity that is created as won reaches the goal then, ${where}`, async () => {
    const created = saves([10, 'Closed Won'], [40, 'New'], [70, 'Closed Won']);
    assert.deepEqual(await goalDays(created, [stageIs('changes to', 'Closed Won')]), [10, 70]);
    assert.deepEqual(await goalDays(created, [stageIs('equals', 'Closed Won')]), [10, 70]);
    assert.deepEqual(await goalDays(created, [stageIs('changes from', 'Closed Won')]), [40]);
  });

  test(`a save does not reach a goal that its opportunity meets already, ${where}`, async () => {
    const signed = saves([10, 'New'], [20, 'Signed'], [30, 'Closed Won'], [40, 'Closed Lost']);
    assert.deepEqual(await goalDays(signed, [stageIs('changes to', ...wonOrSigned)]), [20]);
    assert.deepEqual(await goalDays(signed, [stageIs('equals', ...wonOrSigned)]), [20]);
    assert.deepEqual(await goalDays(signed, [stageIs('not equals', 'New')]), [20]);
  });
}

test('a change that meets one condition reaches the goal when another one was not met before', async () => {
  const { opportunity: opportunities = [], ...rows } = opportunity('0061', [
    [10, 'Signed'],
    [30, 'Closed Won'],
  ]);
  const amount = { ...change('', 30, 'Amount', '100', '900'), lead_id: undefined, opportunity_id: '0061' };
  const org = together(rows, {
    account: [account(1)],
    opportunity: opportunities.map((one) => ({ ...one, condition_Amount: '900' })),
    opportunity_history: [amount],
  });
  const large: GoalCondition = { field: 'Amount', operator: 'greater than', values: ['500'] };
  assert.deepEqual(await goalDays(org, [stageIs('changes to', ...wonOrSigned), large]), [30]);
  assert.deepEqual(await goalDays(org, [large]), [30]);
});

test('one save in both histories is one save, although their times differ', async () => {
  const { opportunity: opportunities = [], ...rows } = opportunity(
    '0061',
    [
      [10, 'New'],
      [30, 'Closed Won'],
    ],
    {
      isTracked: false,
    },
  );
  const amount = { ...change('', 30, 'Amount', '100', '900'), lead_id: undefined, opportunity_id: '0061' };
  const later = new Date(day(30).getTime() + 1_000).toISOString();
  const org = together(rows, {
    account: [account(1)],
    opportunity: opportunities.map((one) => ({ ...one, condition_Amount: '900' })),
    opportunity_history: [{ ...amount, created_date: later }],
  });
  const large: GoalCondition = { field: 'Amount', operator: 'greater than', values: ['500'] };
  const [reached] = await goalDays(org, [stageIs('changes to', 'Closed Won'), large]);
  assert.equal(Math.round(reached ?? 0), 30);
});

test('a creation that only the stages tell of is no change of other fields, whose values may be younger', async () => {
  const { opportunity: opportunities = [], ...rows } = opportunity('0061', [[10, 'New']], { isTracked: false });
  const org = together(rows, {
    account: [account(1)],
    opportunity: opportunities.map((one) => ({ ...one, condition_Amount: '900' })),
  });
  const isLarge: GoalCondition = { field: 'Amount', operator: 'changes to', values: ['900'] };
  assert.deepEqual(await goalDays(org, [isLarge]), []);
  const recorded = { ...change('', 10, 'created'), lead_id: undefined, opportunity_id: '0061' };
  assert.deepEqual(await goalDays(together(org, { opportunity_history: [recorded] }), [isLarge]), [10]);
});

test('the owner of an opportunity is compared by id, although history also has the names', async () => {
  const [old, recent] = ['005000000000001AAA', '005000000000002AAA'];
  const { opportunity: opportunities = [], ...rows } = opportunity('0061', [[10, 'New']]);
  const owner = (id: string, from: string, to: string) => ({
    ...{ ...change('', 30, 'Owner', from, to), lead_id: undefined, opportunity_id: '0061', id },
  });
  const org = together(rows, {
    account: [account(1)],
    opportunity: opportunities.map((one) => ({ ...one, condition_OwnerId: recent })),
    opportunity_history: [owner('0171', 'Ann', 'Zoe'), owner('0172', old, recent)],
  });
  const ownerIs = (...values: string[]): GoalCondition[] => [{ field: 'OwnerId', operator: 'equals', values }];
  assert.deepEqual(await goalDays(org, ownerIs(old)), [10]);
  assert.deepEqual(await goalDays(org, ownerIs(recent)), [30]);
});

test('a value of a condition is compared as the platform does, without case and the spaces around', async () => {
  const rows = together(
    { account: [account(1)] },
    opportunity('0061', [
      [10, 'New'],
      [30, 'Closed Won'],
    ]),
  );
  const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: [' closed WON '] }];
  const session = await engine.open(accountPlan({ conditions }), { rows });
  const { recordIds } = await session.reachedGoal();
  await session.close();
  assert.deepEqual(recordIds, [accountId(1)]);
});

test('purges records that were deleted or whose person opted out of profiling', async () => {
  const rows = {
    lead: [lead('00Q1'), converted('00Q2'), lead('00Q3', { should_forget: 'true' }), lead('00Q4', { email_key: 'k' })],
    contact: [{ id: '0031', created_date: at(1), email_key: 'k', opted_out_profiling: 'true' }],
  };
  const asked = ['00Q1', '00Q2', '00Q3', '00Q4', "00Q'5"];
  assert.deepEqual(await ask(rows, (session) => session.toForget(asked, { isAbsentDeleted: true })), [
    "00Q'5",
    '00Q3',
    '00Q4',
  ]);
  assert.deepEqual(await ask(rows, (session) => session.toForget([], { isAbsentDeleted: true })), []);
});

test('where sharing hides records, only those are purged whose person opted out', async () => {
  const rows = { lead: [lead('00Q1'), lead('00Q2', { should_forget: 'true' })] };
  const asked = ['00Q1', '00Q2', '00Q3'];
  assert.deepEqual(await ask(rows, (session) => session.toForget(asked, { isAbsentDeleted: false })), ['00Q2']);
  assert.deepEqual(await ask(rows, (session) => session.toForget(asked, { isAbsentDeleted: true })), ['00Q2', '00Q3']);
});

test('purges a duplicate of a lead that opted out, but not a lead without an address', async () => {
  const rows = {
    lead: [
      lead('00Q1', { email_key: 'k', opted_out_profiling: 'true' }),
      lead('00Q2', { email_key: 'k' }),
      lead('00Q3', { should_forget: 'true' }),
      lead('00Q4'),
    ],
  };
  const asked = ['00Q1', '00Q2', '00Q3', '00Q4'];
  assert.deepEqual(await ask(rows, (session) => session.toForget(asked, { isAbsentDeleted: true })), [
    '00Q1',
    '00Q2',
    '00Q3',
  ]);
});

test('an activity type that first occurred within the last timeframe is unknown to training', async () => {
  const rows = {
    lead: [lead('00Q1')],
    task: [call('00Q1', 9), call('00Q1', 11, { task_subtype: 'Email' })],
  };
  const measures = await ask(rows, (session) => session.measure(day(100)));
  assert.deepEqual(measures.activityTypesLearned, { Call: 1 });
  assert.deepEqual(measures.activityTypesToScore, { Call: 1, Email: 1 });
});
