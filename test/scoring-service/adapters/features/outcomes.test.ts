import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { at, call, change, day, lead, madeUpPlan } from './made-up-org.ts';
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
