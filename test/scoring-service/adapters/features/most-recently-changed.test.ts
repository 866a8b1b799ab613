import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { caseCount } from '../../../depth.ts';
import { at, change, day, lead, madeUpPlan, valueIn } from './made-up-org.ts';
import { account, accountId, accountPlan, contact, contactPlan, learnAll, scoreAll } from './made-up-people.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const policy = { mergePolicy: 'Most recently changed' } as const;

/** The lead is the newer record, until its contact gets another title on day 10. */
const before: SourceRows = {
  lead: [lead('00Q1', { email_key: 'k', job_rank: 'Chief', job_department: 'Chief' })],
  contact: [
    {
      ...{ id: '0031', created_date: at(-9), email_key: 'k', account_id: '0011' },
      ...{ job_rank: 'Manager', job_department: 'Manager' },
    },
  ],
  account: [{ id: '0011', created_date: at(-30) }],
  contact_history: [titleOfContact(10, 'Clerk', 'Manager')],
};

function titleOfContact(days: number, old_value: string, new_value: string): SourceRow {
  return { id: `c${days}`, contact_id: '0031', field: 'Title', old_value, new_value, created_date: at(days) };
}

/** The title in the lead's row by the day of the snapshot. */
async function titlesByDay(rows: SourceRows): Promise<Record<number, string>> {
  const { plan } = madeUpPlan(policy);
  const { rows: learned } = await learnAll(engine, plan, rows, { asOf: day(500) });
  const titles = learned.table.columns.find(({ name }) => name === 'job_rank')?.values ?? [];
  const dayOf = (ms: number): number => Math.round((ms - day(0).getTime()) / DAY_MS);
  return Object.fromEntries(Array.from(learned.times, (asOf, row) => [dayOf(asOf), String(titles[row])]));
}

const truth = { 0: 'Chief', 7: 'Chief', 30: 'Manager', 60: 'Manager' };

test('the record that was changed last as of the snapshot gives the value', async () => {
  assert.deepEqual(await titlesByDay(before), truth);
  const leadAgain = { ...before, lead_history: [change('00Q1', 20, 'Industry', 'Media', 'Energy')] };
  assert.deepEqual(await titlesByDay(leadAgain), { ...truth, 30: 'Chief', 60: 'Chief' });
});

test('neither a later change nor the writing of a score decides which record gives the value', async () => {
  const days = fc.uniqueArray(fc.integer({ min: 61, max: 400 }), { maxLength: 4 });
  const writeDays = fc.tuple(fc.integer({ min: -9, max: 499 }), fc.integer({ min: -9, max: 499 }));
  await fc.assert(
    fc.asyncProperty(days, days, writeDays, async (ofLead, ofContact, [leadWritten, contactWritten]) => {
      const touch = (rows: SourceRow[] = [], onDay: number): SourceRow[] =>
        rows.map((row) => ({ ...row, last_modified_date: at(onDay) }));
      const rows: SourceRows = {
        ...before,
        lead: touch(before.lead, leadWritten),
        contact: touch(before.contact, contactWritten),
        lead_history: ofLead.map((onDay) => change('00Q1', onDay, 'Industry', undefined, 'Energy')),
        contact_history: [
          ...(before.contact_history ?? []),
          ...ofContact.map((onDay) => titleOfContact(onDay, 'Manager', 'Manager')),
        ],
      };
      assert.deepEqual(await titlesByDay(rows), truth);
    }),
    { numRuns: caseCount(3, 20), seed: 20_250_101 },
  );
});

test('the same holds for the people of an account and of a contact', async () => {
  const rows: SourceRows = {
    account: [account(1, { industry: 'Energy', last_modified_date: at(99) })],
    contact: [contact('0031', { job_rank: 'Clerk', job_department: 'Clerk' })],
    lead: [lead('00Q1', { email_key: 'key-of-0031', industry: 'Media', job_rank: 'Chief', job_department: 'Chief' })],
  };
  const industryChanged = {
    id: 'h1',
    ...{ account_id: accountId(1), field: 'Industry', old_value: 'Media', new_value: 'Energy', created_date: at(50) },
  };
  for (const plan of [accountPlan(policy), contactPlan(policy)]) {
    const industryOf = async (now: number, more: SourceRows = {}) =>
      valueIn((await scoreAll(engine, plan, { ...rows, ...more }, { asOf: day(now) })).table, 'industry');
    assert.equal(await industryOf(60), 'Media');
    assert.equal(await industryOf(60, { account_history: [industryChanged] }), 'Energy');
    assert.equal(await industryOf(40, { account_history: [industryChanged] }), 'Media');
  }
});
