import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, day, dayMs, lead, valueIn } from './made-up-org.ts';
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

const conversionDay = 200;
/** A lead of day 1 that was converted into a contact on day 200. */
const converted = (fields: SourceRow = {}): SourceRows => ({
  lead: [
    lead('00Q1', {
      ...{ created_date: at(1), email_key: 'key-of-00Q1', status: 'Working', is_converted: 'true' },
      ...{ converted_date: at(conversionDay).slice(0, 10), converted_contact_id: '0031' },
      ...{ converted_account_id: accountId(1), ...fields },
    }),
  ],
  lead_history: [{ id: '017A', lead_id: '00Q1', field: 'leadConverted', created_date: at(conversionDay) }],
});

const member = (id: string, days: number, fields: SourceRow): SourceRow => ({ id, created_date: at(days), ...fields });
/** Memberships of the lead, which name the contact since the conversion, and one that the contact always had. */
const memberships: SourceRows = {
  campaign_member: [
    member('00v1', 5, { lead_id: '00Q1', contact_id: '0031' }),
    member('00v2', 6, { lead_id: '00Q1', contact_id: '0031' }),
    member('00v3', 7, { contact_id: '0031' }),
  ],
};

/** The number of campaigns of a record by the day of the observation, from the latest. */
async function campaignsOf(plan: SourcePlan, rows: SourceRows, recordId: string): Promise<[number, unknown][]> {
  const org = together(rows, memberships, opportunity('0061', [[0, 'Open']]));
  const { rows: learned, recordIds } = await learnAll(engine, plan, org, { asOf: day(400) });
  return recordIds.flatMap((id, row): [number, unknown][] =>
    id === recordId
      ? [[Math.round(((learned.times[row] ?? 0) - day(0).getTime()) / dayMs), valueIn(learned.table, 'campaigns', row)]]
      : [],
  );
}
const byDay = (one: [number, unknown], other: [number, unknown]): number => one[0] - other[0];

test('the campaigns of a lead are its contact’s from its conversion on', async () => {
  const rows = together({ account: [account(1)], contact: [contact('0031')] }, converted());
  assert.deepEqual((await campaignsOf(contactPlan(), rows, '0031')).toSorted(byDay), [
    [40, 1],
    [130, 1],
    [220, 3],
    [310, 3],
  ]);
  const { table } = await scoreAll(engine, contactPlan(), together(rows, memberships), { asOf: day(400) });
  assert.equal(valueIn(table, 'campaigns'), 3);
});

test('an account has no campaigns that its lead’s later contact had as a person of another account', async () => {
  // The lead belongs to the first account by its address, which is that of another contact there.
  const rows = together(
    {
      account: [account(1), account(2)],
      contact: [contact('0031', { account_id: accountId(2) }), contact('0032', { email_key: 'key-of-00Q1' })],
    },
    converted({ converted_account_id: accountId(2) }),
  );
  assert.deepEqual((await campaignsOf(accountPlan(), rows, accountId(1))).toSorted(byDay), [
    [40, 2],
    [130, 2],
    [220, 0],
    [310, 0],
  ]);
});
