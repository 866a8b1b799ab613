import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { caseCount } from '../../../depth.ts';
import { at, call, change, day, lead, rowOf } from './made-up-org.ts';
import {
  account,
  accountId,
  accountPlan,
  contact,
  contactPlan,
  learnAll,
  opportunity,
  opportunityMove,
  together,
} from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

/** The newest snapshot: with a timeframe of 90 days and rows as of day 400, snapshots are taken back to day 40. */
const lookedAtDays = 40;
const history = (id: string, fields: SourceRow): SourceRow => ({ id, ...fields });

/** Records that can be created on a day. */
const factKinds: ((days: number, text: string) => SourceRows)[] = [
  (days) => ({ task: [call('0031', days, { call_seconds: '60' })] }),
  (days) => ({ task: [call('00Q1', 1, { completed_date: at(days) })] }),
  (days) => ({ task: [call('', days, { who_id: undefined, account_id: accountId(1), task_subtype: 'Email' })] }),
  (days) => ({ event: [{ id: `00U${days}`, who_id: '0031', created_date: at(1), end_date: at(days) }] }),
  (days, text) => ({
    campaign_member: [{ id: `00v${days}`, contact_id: '0031', created_date: at(days), campaign_type: text }],
  }),
  (days, text) => ({
    lead: [lead(`00Q-${days}`, { created_date: at(days), email_key: 'key-of-0031', industry: text })],
    task: [call(`00Q-${days}`, days)],
  }),
  (days) => ({
    contact: [contact(`003-${days}`, { created_date: at(days) })],
    task: [call(`003-${days}`, days)],
  }),
  (days) =>
    opportunity(
      `006-${days}`,
      [
        [days, 'New'],
        [days + 20, 'Closed Won'],
      ],
      { contacts: ['0031'] },
    ),
];

const before: SourceRows = together(
  {
    account: [account(1, { industry: 'Energy' })],
    contact: [
      contact('0031', { job_rank: 'Clerk', job_department: 'Clerk' }),
      contact('0032', { account_id: accountId(2) }),
    ],
    lead: [lead('00Q1', { email_key: 'key-of-0031', employees: '50' })],
    task: [call('0031', 3), call('00Q1', 20, { task_subtype: 'Email' }), call('0032', 5)],
    campaign_member: [{ id: '00v1', contact_id: '0031', created_date: at(2), campaign_type: 'Webinar' }],
    lead_history: [change('00Q1', 4, 'Status', 'Open', 'Working')],
  },
  opportunity('0061', [[-300, 'New']], { contacts: ['0031'] }),
  opportunity('0069', [[-200, 'New']], { number: 2 }),
);

/** Changes of existing records, each on a day. */
const changeKinds: ((rows: SourceRows, days: number, text: string) => SourceRows)[] = [
  (rows, days, text) => ({
    ...rows,
    account: [account(1, { industry: text })],
    account_history: [
      history('1', {
        account_id: accountId(1),
        field: 'Industry',
        old_value: 'Energy',
        new_value: text,
        created_date: at(days),
      }),
    ],
  }),
  (rows, days, text) => ({
    ...rows,
    contact: (rows.contact ?? []).map((row) =>
      row['id'] === '0031' ? { ...row, job_rank: text, job_department: text } : row,
    ),
    contact_history: [
      ...(rows.contact_history ?? []),
      history('1', { contact_id: '0031', field: 'Title', old_value: 'Clerk', new_value: text, created_date: at(days) }),
    ],
  }),
  // A contact moves over from another account with all its activities.
  (rows, days) => ({
    ...rows,
    contact: (rows.contact ?? []).map((row) => (row['id'] === '0032' ? { ...row, account_id: accountId(1) } : row)),
    contact_history: [
      ...(rows.contact_history ?? []),
      history('2', {
        contact_id: '0032',
        field: 'Account',
        old_value: accountId(2),
        new_value: accountId(1),
        created_date: at(days),
      }),
      history('3', {
        contact_id: '0032',
        field: 'Account',
        old_value: 'Two Ltd',
        new_value: '001 Ltd',
        created_date: at(days),
      }),
    ],
  }),
  // The lead is converted into the contact that it matches, or into a new one, to which its activities move.
  (rows, days) => convert(rows, days, '0031'),
  (rows, days) => together({ contact: [contact('0039', { created_date: at(days) })] }, convert(rows, days, '0039')),
  // The open opportunity is lost, and won after all.
  (rows, days) => {
    const {
      opportunity_stage,
      opportunity_history,
      opportunity: stands,
    } = opportunity('0061', [
      [-300, 'New'],
      [days, 'Closed Lost'],
      [days + 1, 'Closed Won'],
    ]);
    const others = (rows.opportunity ?? []).filter(({ id }) => id !== '0061');
    const apart = (all: SourceRow[] = []): SourceRow[] => all.filter((row) => row['opportunity_id'] !== '0061');
    return {
      ...rows,
      opportunity: [...others, ...(stands ?? [])],
      opportunity_stage: [...apart(rows.opportunity_stage), ...(opportunity_stage ?? [])],
      opportunity_history: [...apart(rows.opportunity_history), ...(opportunity_history ?? [])],
    };
  },
  // An opportunity moves over from another account.
  (rows, days) => ({
    ...rows,
    opportunity: (rows.opportunity ?? []).map((row) =>
      row['id'] === '0069' ? { ...row, account_id: accountId(1) } : row,
    ),
    opportunity_history: [...(rows.opportunity_history ?? []), ...opportunityMove('0069', days, 2, 1)],
  }),
];

function convert(rows: SourceRows, days: number, contactId: string): SourceRows {
  const became = {
    ...{ is_converted: 'true', converted_date: at(days).slice(0, 10), status: 'Won' },
    ...{ converted_contact_id: contactId, converted_account_id: accountId(1) },
  };
  return {
    ...rows,
    lead: (rows.lead ?? []).map((row) => (row['id'] === '00Q1' ? { ...row, ...became } : row)),
    task: (rows.task ?? []).map((row) => (row['who_id'] === '00Q1' ? { ...row, who_id: contactId } : row)),
    lead_history: [...(rows.lead_history ?? []), change('00Q1', days, 'leadConverted')],
  };
}

const plans: Record<string, { plan: SourcePlan; id: string }> = {
  account: { plan: accountPlan(), id: accountId(1) },
  contact: { plan: contactPlan(), id: '0031' },
};

async function rowsUpTo({ plan, id: recordId }: { plan: SourcePlan; id: string }, rows: SourceRows) {
  const { rows: learned, recordIds } = await learnAll(engine, plan, rows);
  const last = day(lookedAtDays).getTime();
  return recordIds.flatMap((id, row) =>
    id === recordId && (learned.times[row] ?? 0) <= last ? [rowOf(learned.table, row)] : [],
  );
}

const later = fc.integer({ min: lookedAtDays + 1, max: 250 });
const laterFacts = fc.array(fc.record({ kind: fc.nat(factKinds.length - 1), days: later, text: fc.string() }), {
  maxLength: 5,
});
const laterChanges = fc.uniqueArray(
  fc.record({ kind: fc.nat(changeKinds.length - 1), days: later, text: fc.string({ minLength: 1 }) }),
  // A lead is converted once, into one of the two.
  { maxLength: 4, selector: ({ kind }) => (kind === 4 ? 3 : kind) },
);

for (const [object, about] of Object.entries(plans)) {
  test(`nothing recorded after a snapshot changes the row of its ${object}`, async () => {
    const expected = await rowsUpTo(about, before);
    assert.equal(expected.length, 4);
    await fc.assert(
      fc.asyncProperty(laterFacts, laterChanges, async (facts, changes) => {
        const changed = changes.reduce(
          (rows, { kind, days, text }) => changeKinds[kind]?.(rows, days, text) ?? rows,
          before,
        );
        const added = facts.flatMap(({ kind, days, text }) => factKinds[kind]?.(days, text) ?? []);
        assert.deepEqual(await rowsUpTo(about, together(changed, ...added)), expected);
      }),
      { numRuns: caseCount(3, 25), seed: 20_250_101 },
    );
  });
}

test('records from before a snapshot do change its row', async () => {
  for (const about of Object.values(plans)) {
    const expected = await rowsUpTo(about, before);
    for (const kind of factKinds) {
      const other = await rowsUpTo(about, together(before, kind(5, 'Seen')));
      // Another contact of the account and a mail to it do not count for this contact.
      const isOwn = about.id !== '0031' || (kind !== factKinds[2] && kind !== factKinds[6]);
      assert.equal(isDeepStrictEqual(other, expected), !isOwn, String(kind));
    }
  }
});
