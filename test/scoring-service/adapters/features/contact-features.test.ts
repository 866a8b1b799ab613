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
  contactPlan,
  learnAll,
  opportunity,
  scoreAll,
  together,
} from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

type Changes = Parameters<typeof contactPlan>[0];

const valuesOf = async (rows: SourceRows, names: string[], changes: Changes = {}) => {
  const { table, candidates } = await scoreAll(engine, contactPlan(changes), rows);
  const row = candidates.findIndex(({ recordId }) => recordId === '0031');
  return names.map((name) => valueIn(table, name, row));
};

test('a contact has its own activities and those of its open leads', async () => {
  const rows: SourceRows = {
    account: [account(1)],
    contact: [contact('0031'), contact('0032')],
    lead: [lead('00Q1', { email_key: 'key-of-0031' }), lead('00Q2', { email_key: 'key-of-0032' })],
    task: [call('0031', 95), call('00Q1', 50), call('00Q2', 40), call('0032', 40)],
  };
  const names = ['calls_total', 'days_since_call', 'leads_of_person', 'leads_of_person_14_days', 'has_account'];
  assert.deepEqual(await valuesOf(rows, names), [2, 5, 1, 0, 1]);
});

test('a lead belongs only to the oldest contact with its address, a converted one to its contact', async () => {
  const rows: SourceRows = {
    contact: [contact('0031', { email_key: 'k' }), contact('0030', { email_key: 'k', created_date: at(-450) })],
    lead: [
      lead('00Q1', { email_key: 'k' }),
      lead('00Q2', { is_converted: 'true', converted_date: at(20).slice(0, 10), converted_contact_id: '0031' }),
    ],
    task: [call('00Q1', 50)],
  };
  assert.deepEqual(await valuesOf(rows, ['calls_total', 'leads_of_person']), [undefined, 1]);
});

test('a lead that became another contact is no longer one of the contact and the account that have its address', async () => {
  const rows: SourceRows = {
    account: [account(1), account(2)],
    contact: [contact('0031', { email_key: 'k' }), contact('0032', { account_id: accountId(2) })],
    lead: [
      lead('00Q1', {
        ...{ email_key: 'k', job_rank: 'Chief', is_converted: 'true', converted_date: at(50).slice(0, 10) },
        ...{ converted_contact_id: '0032', converted_account_id: accountId(2) },
      }),
    ],
    lead_history: [change('00Q1', 50, 'leadConverted')],
  };
  const ofContacts = async (days: number, name: string) => {
    const { table } = await scoreAll(engine, contactPlan(), rows, { asOf: day(days) });
    return [0, 1].map((row) => valueIn(table, name, row));
  };
  assert.deepEqual(await ofContacts(40, 'leads_of_person'), [1, 0]);
  assert.deepEqual(await ofContacts(60, 'leads_of_person'), [0, 1]);
  assert.deepEqual(await ofContacts(60, 'job_rank'), [undefined, 'Chief']);
  const { table } = await scoreAll(engine, accountPlan(), rows, { asOf: day(60) });
  assert.deepEqual(
    [0, 1].map((row) => valueIn(table, 'leads_of_people', row)),
    [0, 1],
  );
});

test('missing values of a contact come from its newest lead and its account in the order of the policy', async () => {
  const rows: SourceRows = {
    account: [account(1, { industry: 'Energy', employees: '50', country: 'Spain' })],
    contact: [contact('0031', { job_rank: 'Clerk', country: 'Italy' })],
    lead: [lead('00Q1', { email_key: 'key-of-0031', job_rank: 'Chief' })],
  };
  const names = ['job_rank', 'country', 'industry', 'employees'];
  assert.deepEqual(await valuesOf(rows, names), ['Chief', 'Italy', 'Energy', 50]);
  assert.deepEqual(await valuesOf(rows, names, { mergePolicy: 'Contact first' }), ['Assistant', 'Italy', 'Energy', 50]);
  assert.deepEqual(await valuesOf(rows, names, { mergePolicy: 'Account first' }), ['Chief', 'Spain', 'Energy', 50]);
});

test('counts the opportunities in which the contact has a role as of the snapshot', async () => {
  const rows = together(
    { contact: [contact('0031')] },
    opportunity('0061', [[10, 'New']], { contacts: ['0031'] }),
    opportunity(
      '0062',
      [
        [50, 'New'],
        [60, 'Closed Lost'],
      ],
      { contacts: ['0031', '0032'] },
    ),
    opportunity('0063', [[90, 'New']]),
    { opportunity_contact_role: [{ id: '00K9', opportunity_id: '0063', contact_id: '0031', created_date: at(150) }] },
  );
  const names = ['opportunities', 'open_opportunities', 'days_since_opportunity'];
  assert.deepEqual(await valuesOf(rows, names), [2, 1, 50]);
});

test('reaches the goal through contact roles, more than once', async () => {
  const rows = together(
    { contact: [contact('0031'), contact('0032', { account_id: accountId(2) })] },
    opportunity(
      '0061',
      [
        [30, 'New'],
        [150, 'Closed Won'],
      ],
      { contacts: ['0031'] },
    ),
    opportunity(
      '0062',
      [
        [200, 'New'],
        [330, 'Closed Won'],
      ],
      { contacts: ['0031'] },
    ),
    opportunity(
      '0063',
      [
        [200, 'New'],
        [330, 'Closed Lost'],
      ],
      { contacts: ['0032'] },
    ),
  );
  const { rows: learned, recordIds } = await learnAll(engine, contactPlan(), rows);
  const outline = recordIds.map((id, row) => [
    id,
    ((learned.times[row] ?? 0) - day(0).getTime()) / dayMs,
    learned.labels[row],
  ]);
  assert.deepEqual(
    outline.filter(([id]) => id === '0031'),
    [
      ['0031', 40, 0],
      ['0031', 130, 1],
      ['0031', 220, 0],
      ['0031', 310, 1],
    ],
  );
  assert.ok(outline.filter(([id]) => id === '0032').every(([, , label]) => label === 0));
  assert.notEqual(learned.groups[0], learned.groups[1]);
});

test('an opportunity reaches the goal for the contacts who had a role in it by then', async () => {
  const rows = together(
    { contact: [contact('0031'), contact('0032')] },
    opportunity('0061', [[50, 'Closed Won']], { contacts: ['0031'] }),
    { opportunity_contact_role: [{ id: '00K9', opportunity_id: '0061', contact_id: '0032', created_date: at(60) }] },
  );
  const session = await engine.open(contactPlan(), { rows });
  const { recordIds } = await session.reachedGoal();
  await session.close();
  assert.deepEqual(recordIds, ['0031']);
});

test('rebuilds the values of the contact, its lead and its account from their histories', async () => {
  const rows = together(
    {
      account: [account(1, { industry: 'Media' })],
      contact: [contact('0031', { department: 'Sales' })],
      lead: [lead('00Q1', { email_key: 'key-of-0031', lead_source: 'Web' })],
      contact_history: [
        {
          id: '1',
          contact_id: '0031',
          field: 'Department',
          old_value: 'Support',
          new_value: 'Sales',
          created_date: at(60),
        },
      ],
      account_history: [
        {
          id: '1',
          account_id: accountId(1),
          field: 'Industry',
          old_value: 'Energy',
          new_value: 'Media',
          created_date: at(150),
        },
      ],
      lead_history: [change('00Q1', 250, 'LeadSource', 'Other', 'Web')],
    },
    opportunity('0061', [[0, 'New']]),
  );
  const { rows: learned } = await learnAll(engine, contactPlan(), rows);
  const at4 = (name: string) => [0, 1, 2, 3].map((row) => valueIn(learned.table, name, row));
  assert.deepEqual(at4('department'), ['Support', 'Sales', 'Sales', 'Sales']);
  assert.deepEqual(at4('industry'), ['Energy', 'Energy', 'Media', 'Media']);
  assert.deepEqual(at4('lead_source'), ['Other', 'Other', 'Other', 'Web']);
});

test('neither scores nor trains on people who opted out on any of their records', async () => {
  const rows = together(
    {
      contact: [
        contact('0031', { opted_out_profiling: 'true' }),
        contact('0032', { email_key: 'key-of-0031' }),
        contact('0033'),
        contact('0034'),
        contact('0035'),
      ],
      lead: [
        lead('00Q1', { email_key: 'key-of-0033', opted_out_processing: 'true' }),
        lead('00Q2', { converted_contact_id: '0034', is_converted: 'true', should_forget: 'true' }),
      ],
    },
    opportunity('0061', [[0, 'New']]),
  );
  const { candidates } = await scoreAll(engine, contactPlan(), rows);
  assert.deepEqual(
    candidates.flatMap(({ recordId, exclusion }) => (exclusion === undefined ? [recordId] : [])),
    ['0035'],
  );
  const learned = await learnAll(engine, contactPlan(), rows);
  assert.deepEqual([...new Set(learned.recordIds)], ['0035']);
  assert.equal(learned.notProfiled, 4);
});
