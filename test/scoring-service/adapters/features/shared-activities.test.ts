import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, lead, madeUpPlan, rowOf, valueIn } from './made-up-org.ts';
import { account, accountId, accountPlan, contact, contactPlan, scoreAll } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

let relations = 0;

/** A task or event as its relation to a person shows it. */
const related = (who: string, activity: SourceRow): SourceRow => ({
  ...activity,
  ...{ id: `0RT${++relations}`, who_id: who, activity_id: activity['id'] },
});

const email = (id: string, days: number, activity_id?: string): SourceRow => ({
  ...{ email_id: id, created_date: at(days), message_date: at(days) },
  ...(activity_id !== undefined && { activity_id }),
});
const sentTo = (who: string, message: SourceRow): SourceRow => ({ ...message, id: `1Iq${++relations}`, who_id: who });

const names = ['calls_total', 'emails_total', 'meetings_total'];

test('a lead has an e-mail once: as a task, as a message, as both, or through several relations', async () => {
  const { plan } = madeUpPlan({});
  const task = call('00Q1', 10, { task_subtype: 'Email' });
  const alone = email('02s2', 30);
  const rows: SourceRows = {
    lead: [lead('00Q1'), lead('00Q2')],
    task: [task, call('00Q1', 20, { task_subtype: 'Email' })],
    // One with its task, one without, in which the lead is recipient and copy; one that comes after the day.
    email_relation: [
      sentTo('00Q1', email('02s1', 10, task['id'])),
      ...[sentTo('00Q1', alone), sentTo('00Q1', alone), sentTo('00Q2', alone)],
      sentTo('00Q1', email('02s3', 120)),
    ],
  };
  const { table } = await scoreAll(engine, plan, rows);
  assert.deepEqual(
    ['00Q1', '00Q2'].map((_, row) => names.map((name) => rowOf(table, row)[name])),
    [
      [0, 3, 0],
      [0, 1, 0],
    ],
  );
  assert.equal(valueIn(table, 'days_since_email'), 70);
});

test('an activity counts for each of its people and once for their account, whoever stands first', async () => {
  const shared = call('0032', 50, { account_id: accountId(1), call_seconds: '60' });
  const meeting: SourceRow = {
    id: '00U1',
    who_id: '0031',
    account_id: accountId(1),
    created_date: at(1),
    end_date: at(60),
  };
  const rows: SourceRows = {
    account: [account(1)],
    contact: [contact('0031'), contact('0032')],
    task: [shared, call('0031', 70, { account_id: accountId(1) })],
    event: [meeting],
    task_relation: [related('0031', shared), related('0032', shared)],
    event_relation: [related('0031', meeting), related('0032', meeting)],
  };
  const ofContacts = await scoreAll(engine, contactPlan(), rows);
  assert.deepEqual(
    ofContacts.candidates.map(({ recordId }, row) => [
      recordId,
      ...names.map((name) => rowOf(ofContacts.table, row)[name]),
    ]),
    [
      ['0031', 2, 0, 1],
      ['0032', 1, 0, 1],
    ],
  );
  const ofAccount = await scoreAll(engine, accountPlan(), rows);
  const counted = [...names, 'call_minutes_90_days', 'active_people_90_days'];
  assert.deepEqual(
    counted.map((name) => valueIn(ofAccount.table, name)),
    [2, 0, 1, 1, 2],
  );
  // Of each person it is one part, though the first one has it as an activity and as a relation.
  const parts = (ofAccount.people?.[0] ?? []).flatMap(({ recordId, parts: own }) =>
    own.has('calls_total') ? [[recordId, own.get('calls_total')]] : [],
  );
  assert.deepEqual(parts.toSorted(), [
    ['0031', 2],
    ['0032', 1],
  ]);
});

test('an activity of a converted lead that stands second to another contact is learned from', async () => {
  const { plan } = madeUpPlan({});
  const converted = { is_converted: 'true', converted_date: at(60).slice(0, 10), converted_contact_id: '0031' };
  const shared = call('0032', 5);
  const session = await engine.open(plan, {
    rows: {
      lead: [lead('00Q1', converted)],
      task: [shared],
      task_relation: [related('0031', shared), related('0032', shared)],
    },
  });
  try {
    const { rows } = await session.trainingRows({ asOf: new Date(at(200)), seed: 1, maxRows: 100 });
    const calls = rows.table.columns.find(({ name }) => name === 'calls_total');
    assert.ok(rows.labels.length > 0 && calls !== undefined);
    assert.ok(
      Array.from({ length: rows.labels.length }, (_, row) => rowOf(rows.table, row)['calls_total']).includes(1),
    );
  } finally {
    await session.close();
  }
});
