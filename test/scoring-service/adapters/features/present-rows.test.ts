import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidatesSql } from '../../../../scoring-service/src/adapters/features/candidates.ts';
import { presentIn } from '../../../../scoring-service/src/adapters/features/present-rows.ts';
import { canHaveSharedAddress } from '../../../../scoring-service/src/adapters/features/shared-addresses.ts';
import { madeUpPlan } from './made-up-org.ts';

test('tables with rows, changed fields, opt-outs, converted leads and events of an address alone are present', () => {
  assert.deepEqual([...presentIn({ lead: [] }), ...presentIn({})], []);
  const present = presentIn({
    lead: [{ id: '00Q1', opted_out_profiling: 'true' }, { converted_contact_id: '0031' }],
    lead_history: [{ field: ' Email ' }, { field: undefined }],
    engagement_event: [{ id: '1', lead_id: ' ', email_key: 'k' }],
  });
  const expected = [
    'lead',
    'lead_history',
    'lead_history.Email',
    'engagement_event',
    'opt-out',
    'converted lead',
    'event of an address',
  ];
  assert.deepEqual([...present], expected);
});

test('a person who did not opt out and an event of a lead with its address ask for nothing more', () => {
  const present = presentIn({
    contact: [{ id: '0031', opted_out_profiling: 'False', opted_out_processing: '', should_forget: undefined }],
    engagement_event_third: [{ id: '1', lead_id: '00Q1', email_key: 'k' }],
  });
  assert.deepEqual([...present], ['contact', 'engagement_event_third']);
});

test('the query of a lead without related rows reads nothing but the lead', () => {
  const { plan } = madeUpPlan();
  const tablesOf = (present?: ReadonlySet<string>): string[] => {
    const sql = candidatesSql({ ...plan, accountWays: [], ...(present && { present }) }, { qualifiedStatuses: [] });
    const names = plan.tables.map(({ name }) => name);
    return names.filter((name) => new RegExp(String.raw`(FROM|JOIN) ${name}\b`).test(sql));
  };
  assert.ok(tablesOf().length > 8, tablesOf().join());
  assert.deepEqual(tablesOf(presentIn({ lead: [{ id: '00Q1' }] })), ['lead']);
});

test('an address of as many rows as names may share it is not looked at', () => {
  const { plan } = madeUpPlan();
  const rows = { lead: [{ email_key: 'k' }, { email_key: 'k ' }, {}, {}], contact: [{ email_key: 'k' }, {}] };
  assert.equal(canHaveSharedAddress({ ...plan, namesPerAddress: 3 }, rows), false);
  assert.equal(canHaveSharedAddress({ ...plan, namesPerAddress: 2 }, rows), true);
  assert.equal(canHaveSharedAddress({ ...plan, namesPerAddress: 2 }, {}), false);
});
