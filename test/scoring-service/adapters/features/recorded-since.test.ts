import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, day, lead, madeUpPlan, valueIn } from './made-up-org.ts';
import { account, accountPlan, contact, learnAll, opportunity, scoreAll, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const { plan } = madeUpPlan();
/** The org records calls from day 20 on, responses from the end of day 40 on, and neither e-mails nor meetings. */
const rows: SourceRows = {
  lead: [lead('00Q1'), lead('00Q2')],
  task: [call('00Q2', 20), call('00Q2', 45)],
  campaign_member: [
    { id: '00v1', lead_id: '00Q2', created_date: at(10), first_responded_date: at(40).slice(0, 10) },
    { id: '00v2', lead_id: '00Q2', created_date: at(11) },
  ],
};
const names = ['calls_30_days', 'calls_total', 'days_since_call', 'emails_total', 'campaigns', 'campaign_responses'];

test('a lead without activity has counts of 0 from when the org records that kind, and no days since', async () => {
  const { rows: learned, recordIds, recordedSince } = await learnAll(engine, plan, rows);
  assert.deepEqual(recordedSince, {
    ...{ call: day(20).getTime(), campaign: day(10).getTime() },
    response: Date.parse(`${at(41).slice(0, 10)}T00:00:00.000Z`) - 1,
  });
  const silent = recordIds.flatMap((id, row) => (id === '00Q1' ? [row] : []));
  assert.deepEqual(
    silent.map((row) => names.map((name) => valueIn(learned.table, name, row))),
    [
      [undefined, undefined, undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined, undefined, undefined],
      [0, 0, undefined, undefined, 0, undefined],
      [0, 0, undefined, undefined, 0, 0],
    ],
  );
});

test('scoring counts as the training of its model did, also where it reads one silent record alone', async () => {
  const { recordedSince } = await learnAll(engine, plan, rows);
  const trained = { ...plan, recordedSince };
  const valuesOf = async (read: SourceRows, recordIds?: string[]) => {
    const { table } = await scoreAll(engine, trained, read, recordIds ? { recordIds } : {});
    return names.map((name) => valueIn(table, name, 0));
  };
  const expected = [0, 0, undefined, undefined, 0, 0];
  assert.deepEqual(await valuesOf(rows), expected);
  assert.deepEqual(await valuesOf({ lead: [lead('00Q1')] }, ['00Q1']), expected);
});

test('a record counts what it has of a kind that the org began to record after the training', async () => {
  const trained = { ...plan, recordedSince: { call: day(20).getTime() } };
  const mailed = { lead: [lead('00Q1')], task: [call('00Q1', 90, { task_subtype: 'Email' })] };
  const { table } = await scoreAll(engine, trained, mailed);
  assert.deepEqual(
    ['calls_total', 'emails_30_days', 'days_since_email', 'meetings_total'].map((name) => valueIn(table, name)),
    [0, 1, 10, undefined],
  );
});

test('an account without activity has counts of 0 too, of its people and of its calls', async () => {
  const org = together(
    { account: [account(1), account(2)], contact: [contact('0031')], task: [call('0031', 20)] },
    opportunity('0061', [[0, 'New']], { number: 2 }),
  );
  const { rows: learned, recordIds } = await learnAll(engine, accountPlan(), org);
  const silent = recordIds.findLastIndex((id) => id === account(2)['id']);
  assert.deepEqual(
    ['active_people_90_days', 'calls_total', 'call_minutes_90_days', 'emails_total'].map((name) =>
      valueIn(learned.table, name, silent),
    ),
    [0, 0, 0, undefined],
  );
});

test('a model trained before has missing counts for a record without any activity, as it learned them', async () => {
  const { table } = await scoreAll(engine, plan, rows);
  assert.deepEqual(
    names.map((name) => valueIn(table, name)),
    names.map(() => undefined),
  );
});
