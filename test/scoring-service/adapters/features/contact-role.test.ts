import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, day, dayMs, lead, madeUpPlan, valueIn } from './made-up-org.ts';
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

const role = (days: number, name: string | undefined, contactId = '0031', opportunityId = '0061'): SourceRow => ({
  ...{ id: `00K${days}${contactId}`, contact_id: contactId, opportunity_id: opportunityId },
  ...{ role: name, created_date: at(days) },
});

/** A lead whose contact got its roles on days -5, 20 and 40, the last one without a name. */
const rows: SourceRows = {
  lead: [lead('00Q1', { email_key: 'k' })],
  contact: [{ id: '0031', created_date: at(-9), email_key: 'k', account_id: accountId(1) }],
  account: [account(1)],
  opportunity_contact_role: [role(-5, 'Evaluator'), role(20, 'Decision Maker'), role(40, undefined)],
};

test('a lead has the newest role of its contact as of the observation date', async () => {
  const { plan } = madeUpPlan();
  const { rows: learned } = await learnAll(engine, plan, rows, { asOf: day(500) });
  const days = Array.from(learned.times, (ms) => Math.round((ms - day(0).getTime()) / dayMs));
  assert.deepEqual(
    days.map((of, row) => [of, valueIn(learned.table, 'contact_role', row)]),
    [0, 7, 30, 60].map((of) => [of, of < 20 ? 'Evaluator' : 'Decision Maker']),
  );
});

test('a person without a role has none, whatever others have', async () => {
  const { plan } = madeUpPlan();
  const others = { ...rows, opportunity_contact_role: [role(1, 'Evaluator', '0039')] };
  assert.equal(valueIn((await scoreAll(engine, plan, others)).table, 'contact_role'), undefined);
  assert.equal(valueIn((await scoreAll(engine, contactPlan(), others)).table, 'contact_role'), undefined);
});

test('a contact has its own newest role, an account that of any contact in its opportunities', async () => {
  const org = together(
    { account: [account(1), account(2)], contact: [contact('0031'), contact('0032')] },
    opportunity('0061', [[1, 'Open']], { number: 1 }),
    opportunity('0062', [[1, 'Open']], { number: 2 }),
    {
      opportunity_contact_role: [role(2, 'Evaluator'), role(3, 'Influencer', '0032'), role(9, 'Other', '0031', '0062')],
    },
  );
  const ofContacts = await scoreAll(engine, contactPlan(), org);
  assert.deepEqual(
    ofContacts.candidates.map(({ recordId }, row) => [recordId, valueIn(ofContacts.table, 'contact_role', row)]),
    [
      ['0031', 'Other'],
      ['0032', 'Influencer'],
    ],
  );
  const ofAccounts = await scoreAll(engine, accountPlan(), org);
  assert.deepEqual(
    ofAccounts.candidates.map(({ recordId }, row) => [recordId, valueIn(ofAccounts.table, 'contact_role', row)]),
    [
      [accountId(1), 'Influencer'],
      [accountId(2), 'Other'],
    ],
  );
});

test('the role of a contact who opted out on any record is not that of the account', async () => {
  const optedOut = { opted_out_profiling: 'true' };
  const roleOf = async (changes: SourceRows): Promise<unknown> => {
    const org = together(
      { account: [account(1), account(2)], contact: [contact('0031')] },
      opportunity('0061', [[1, 'Open']]),
      { opportunity_contact_role: [role(2, 'Evaluator'), role(3, 'Decision Maker', '0032')] },
      changes,
    );
    return valueIn((await scoreAll(engine, accountPlan(), org)).table, 'contact_role');
  };
  const elsewhere = { account_id: accountId(2) };
  assert.equal(await roleOf({ contact: [contact('0032', elsewhere)] }), 'Decision Maker');
  assert.equal(await roleOf({ contact: [contact('0032', { ...elsewhere, ...optedOut })] }), 'Evaluator');
  const sameAddress = lead('00Q1', { email_key: 'key-of-0032', ...optedOut });
  assert.equal(await roleOf({ contact: [contact('0032', elsewhere)], lead: [sameAddress] }), 'Evaluator');
  const before = lead('00Q1', { is_converted: 'true', converted_contact_id: '0032', ...optedOut });
  assert.equal(await roleOf({ contact: [contact('0032', elsewhere)], lead: [before] }), 'Evaluator');
});
