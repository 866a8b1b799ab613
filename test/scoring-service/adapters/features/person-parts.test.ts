import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, call, lead, valueIn } from './made-up-org.ts';
import {
  account,
  accountId,
  accountPlan,
  contact,
  contactPlan,
  opportunity,
  scoreAll,
  together,
} from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const rows: SourceRows = {
  account: [account(1, { industry: 'Energy' }), account(2)],
  contact: [
    contact('0031', { job_rank: 'Clerk', created_date: at(-450) }),
    contact('0032', { job_rank: 'Cook' }),
    contact('0033', { account_id: accountId(2) }),
    contact('0034', { opted_out_profiling: 'true' }),
  ],
  lead: [
    lead('00Q1', { email_key: 'key-of-0032', employees: '50' }),
    lead('00Q2', {
      ...{ email_key: 'key-of-0031', created_date: at(-5), is_converted: 'true' },
      ...{ converted_date: at(20).slice(0, 10), converted_contact_id: '0031', converted_account_id: accountId(1) },
    }),
  ],
  task: [
    ...[call('0031', 95), call('0031', 50), call('00Q1', 95), call('0034', 99)],
    call('', 40, { who_id: undefined, account_id: accountId(1) }),
  ],
  campaign_member: [
    { id: '00v1', contact_id: '0031', created_date: at(60), campaign_type: 'Webinar' },
    { id: '00v2', lead_id: '00Q1', created_date: at(80), campaign_type: 'Email', first_responded_date: '2025-03-25' },
  ],
};

test('attributes the calls, the last call, the campaigns, the leads and the values of an account to its people', async () => {
  const open = opportunity('0061', [[30, 'New']], { contacts: ['0032', '0033'] });
  const older = opportunity(
    '0062',
    [
      [10, 'New'],
      [20, 'Closed Lost'],
    ],
    { contacts: ['0031'] },
  );
  const { candidates, people = [] } = await scoreAll(engine, accountPlan(), together(rows, open, older));
  assert.deepEqual(
    candidates.map(({ recordId }) => recordId),
    [accountId(1), accountId(2)],
  );
  const partsOf = (feature: string) =>
    Object.fromEntries(
      (people[0] ?? []).flatMap(({ recordId, parts }) => (parts.has(feature) ? [[recordId, parts.get(feature)]] : [])),
    );
  assert.deepEqual(partsOf('calls_total'), { '0031': 2, '0032': 1, [accountId(1)]: 1 });
  assert.deepEqual(partsOf('days_since_call'), { '0031': 1, '0032': 1 });
  assert.deepEqual(partsOf('active_people_90_days'), { '0031': 1, '0032': 1 });
  assert.deepEqual(partsOf('campaigns'), { '0031': 1, '0032': 1 });
  assert.deepEqual(partsOf('campaign_type'), { '0032': 1 });
  assert.deepEqual(partsOf('campaign_responses'), { '0032': 1 });
  assert.deepEqual(partsOf('leads_of_people'), { '0031': 1, '0032': 1 });
  assert.deepEqual(partsOf('contacts'), { '0031': 1, '0032': 1 });
  assert.deepEqual(partsOf('open_leads'), { '0032': 1 });
  assert.deepEqual(partsOf('employees'), { '0032': 1 });
  assert.deepEqual(partsOf('industry'), { [accountId(1)]: 1 });
  assert.deepEqual(partsOf('job_rank'), { '0031': 1 });
  assert.deepEqual(partsOf('opportunities'), { '0031': 1, '0032': 1, [accountId(1)]: 1 });
  assert.deepEqual(partsOf('open_opportunities'), { '0032': 1, [accountId(1)]: 1 });
  assert.deepEqual(partsOf('days_since_opportunity'), { '0032': 1, [accountId(1)]: 1 });
  assert.deepEqual(
    people[1]?.map(({ recordId, object }) => [recordId, object]),
    [
      [accountId(2), 'Account'],
      ['0033', 'Contact'],
    ],
  );
});

test('one person is named once among the people of an account, with the parts of all its contacts and leads', async () => {
  const same: SourceRows = {
    account: [account(1)],
    contact: [contact('0031'), contact('0032', { email_key: 'key-of-0031' }), contact('0033')],
    lead: [
      lead('00Q1', { email_key: 'key-of-0031', employees: '50' }),
      lead('00Q2', { email_key: 'key-of-0031', status: 'Unqualified', created_date: at(-9) }),
    ],
    task: [call('0031', 95), call('0032', 94), call('00Q1', 95), call('0033', 20)],
  };
  const { people = [], table } = await scoreAll(engine, accountPlan({ qualifiedStatuses: ['Open'] }), same);
  const [named = []] = people;
  assert.deepEqual(
    named.map(({ recordId, object }) => [recordId, object]),
    [
      [accountId(1), 'Account'],
      ['0031', 'Contact'],
      ['0033', 'Contact'],
    ],
  );
  const partsOf = (feature: string) => named.map(({ parts }) => parts.get(feature) ?? 0);
  assert.deepEqual(partsOf('calls_total'), [0, 3, 1]);
  assert.deepEqual(partsOf('contacts'), [0, 2, 1]);
  assert.deepEqual(partsOf('active_people_90_days'), [0, 1, 1]);
  assert.deepEqual(partsOf('days_since_call'), [0, 1, 0]);
  assert.deepEqual(partsOf('employees'), [0, 1, 0]);
  // A lead that is not qualified is none of the people, but open.
  assert.deepEqual(partsOf('open_leads'), [1, 1, 0]);
  assert.deepEqual(partsOf('qualified_leads'), [0, 1, 0]);
  assert.deepEqual(
    ['open_leads', 'qualified_leads', 'active_people_90_days'].map((name) => valueIn(table, name)),
    [2, 1, 2],
  );
});

test('only accounts have parts of people', async () => {
  assert.equal((await scoreAll(engine, contactPlan(), rows)).people, undefined);
});
