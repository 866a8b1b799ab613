import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, change, lead, madeUpPlan, valueIn } from './made-up-org.ts';
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

let changes = 0;
/** A recorded change of an e-mail address, by its keys. */
const address = (who: SourceRow, days: number, from?: string, to?: string): SourceRow => ({
  ...{ id: `017-${++changes}`, field: 'Email', old_key: from, new_key: to, created_date: at(days) },
  ...who,
});
/** A recorded change of a contact's account, which history holds by ids and by names. */
const move = (contactId: string, days: number, from?: string, to?: string): SourceRow[] =>
  [
    [from, to],
    [from && `Name of ${from}`, to && `Name of ${to}`],
  ].map(([old_value, new_value]) => ({
    ...{
      id: `017-${++changes}`,
      contact_id: contactId,
      field: 'Account',
      old_value,
      new_value,
      created_date: at(days),
    },
  }));

const leadPlan = madeUpPlan({ qualifiedStatuses: [] }).plan;

/** The values of a record at each of its observation dates, the earliest first. */
async function seen(plan: SourcePlan, rows: SourceRows, names: readonly string[], recordId = '00Q1') {
  const { rows: learned, recordIds } = await learnAll(engine, plan, rows);
  return Array.from(learned.times, (time, row) => ({ time, row }))
    .filter(({ row }) => recordIds[row] === recordId)
    .toSorted((one, other) => one.time - other.time)
    .map(({ row }) => names.map((name) => valueIn(learned.table, name, row)));
}

/** The values of the same record when it is scored after everything. */
async function today(plan: SourcePlan, rows: SourceRows, names: readonly string[], recordId = '00Q1') {
  const { table, candidates } = await scoreAll(engine, plan, rows);
  const row = candidates.findIndex((candidate) => candidate.recordId === recordId);
  return names.map((name) => valueIn(table, name, row));
}

const linked = ['has_contact', 'has_account', 'job_rank', 'industry'];
const [none, known] = [
  [0, 0, undefined, undefined],
  [1, 1, 'Director', 'Energy'],
];
const company: SourceRows = { account: [account(1, { industry: 'Energy' }), account(2, { industry: 'Media' })] };
const person = (fields: SourceRow = {}): SourceRow =>
  contact('0031', { email_key: 'k', job_rank: 'Director', ...fields });

test('the leads of a person are those of its address and of its contact, as of the date', async () => {
  const into = { is_converted: 'true', converted_contact_id: '0031', status: 'Won' };
  const rows: SourceRows = {
    contact: [contact('0031', { email_key: 'k' })],
    lead: [
      lead('00Q1', { email_key: 'k' }),
      lead('00Q2', { email_key: 'home', created_date: at(3), ...into }),
      lead('00Q3', { email_key: 'k', created_date: at(4), ...into }),
      lead('00Q4', { email_key: 'k', created_date: at(25) }),
      lead('00Q5', { email_key: 'z', created_date: at(1) }),
    ],
    lead_history: [
      change('00Q2', 20, 'leadConverted'),
      change('00Q3', 20, 'leadConverted'),
      { ...change('00Q5', 6, 'Email'), old_key: 'k', new_key: 'z' },
      { ...change('00Q4', 45, 'Email'), old_key: 'm', new_key: 'k' },
    ],
  };
  const { rows: learned, recordIds } = await learnAll(engine, madeUpPlan().plan, rows);
  const ofFirst = recordIds.flatMap((id, row) => (id === '00Q1' ? [row] : []));
  const counts = (name: string) => ofFirst.map((row) => valueIn(learned.table, name, row));
  // At days 0, 7, 30 and 60: 00Q5 has left the address at 7, 00Q2 is converted at 30, 00Q4 has it at 60.
  assert.deepEqual(counts('leads_of_person'), [1, 2, 3, 4]);
  assert.deepEqual(counts('leads_of_person_14_days'), [1, 2, 0, 0]);
  const earlier = { ...madeUpPlan().plan, countsConvertedLeads: undefined };
  const { rows: asBefore } = await learnAll(engine, earlier, rows);
  assert.deepEqual(
    ofFirst.map((row) => valueIn(asBefore.table, 'leads_of_person', row)),
    [1, 2, 2, 3],
  );
});

test('a lead that got its address later has no contact before, nor what the contact and its account say', async () => {
  const rows: SourceRows = {
    ...{ ...company, lead: [lead('00Q1', { email_key: 'k' })], contact: [person()] },
    lead_history: [address({ lead_id: '00Q1' }, 20, undefined, 'k')],
  };
  assert.deepEqual(await seen(leadPlan, rows, linked), [none, none, known, known]);
  assert.deepEqual(await today(leadPlan, rows, linked), known);
});

test('a lead whose address changed had the contact of its earlier address', async () => {
  const rows: SourceRows = {
    ...{ ...company, lead: [lead('00Q1', { email_key: 'other' })], contact: [person()] },
    lead_history: [address({ lead_id: '00Q1' }, 40, 'k', 'other')],
  };
  assert.deepEqual(await seen(leadPlan, rows, linked), [known, known, known, none]);
});

test('an address that a conversion fills in does not match the contact before it', async () => {
  const converted = {
    ...{ is_converted: 'true', converted_date: at(80).slice(0, 10), status: 'Won' },
    ...{ converted_contact_id: '0031', converted_account_id: accountId(1) },
  };
  const rows: SourceRows = {
    ...{ ...company, lead: [lead('00Q1', { email_key: 'k', ...converted })], contact: [person()] },
    lead_history: [{ id: '1', lead_id: '00Q1', field: 'leadConverted', created_date: at(80) }],
    contact_history: [address({ contact_id: '0031' }, 80, undefined, 'k')],
  };
  assert.deepEqual(await seen(leadPlan, rows, linked), [none, none, none, none]);
});

test('the account of a lead is the one that its contact belonged to then', async () => {
  const rows: SourceRows = { ...company, lead: [lead('00Q1', { email_key: 'k' })], contact: [person()] };
  const moved = { ...rows, contact_history: move('0031', 20, accountId(2), accountId(1)) };
  const ofMedia = [1, 1, 'Director', 'Media'];
  assert.deepEqual(await seen(leadPlan, moved, linked), [ofMedia, ofMedia, known, known]);
  const gotLater = { ...rows, contact_history: move('0031', 40, undefined, accountId(1)) };
  const alone = [1, 0, 'Director', undefined];
  assert.deepEqual(await seen(leadPlan, gotLater, linked), [alone, alone, alone, known]);
});

test('the contact of an address is the oldest one that had it then', async () => {
  const others = contact('0032', { email_key: 'k', job_rank: 'Clerk', created_date: at(-300) });
  const rows: SourceRows = {
    ...{ ...company, lead: [lead('00Q1', { email_key: 'k' })], contact: [person(), others] },
    contact_history: [address({ contact_id: '0031' }, 20, 'before', 'k')],
  };
  assert.deepEqual(await seen(leadPlan, rows, ['job_rank']), [
    ['Assistant'],
    ['Assistant'],
    ['Director'],
    ['Director'],
  ]);
  // Where the older one gave the address up, and then the younger one, nobody is left.
  const given: SourceRows = {
    ...{
      ...rows,
      contact: [
        { ...person(), email_key: 'x' },
        { ...others, email_key: undefined },
      ],
    },
    contact_history: [
      address({ contact_id: '0031' }, 5, 'k', 'x'),
      address({ contact_id: '0032' }, 40, 'k', undefined),
    ],
  };
  assert.deepEqual(await seen(leadPlan, given, ['job_rank']), [
    ['Director'],
    ['Assistant'],
    ['Assistant'],
    [undefined],
  ]);
});

test('without a recorded change, and for a goal that learns from records as they stand, today’s links hold', async () => {
  const rows: SourceRows = { ...company, lead: [lead('00Q1', { email_key: 'k' })], contact: [person()] };
  assert.deepEqual(await seen(leadPlan, rows, linked), [known, known, known, known]);
  const filled = { ...rows, lead_history: [address({ lead_id: '00Q1' }, 20, undefined, 'k')] };
  const asTheyStand = madeUpPlan({ qualifiedStatuses: [], settings: { learnFrom: 'creation' } }).plan;
  assert.deepEqual(await seen(asTheyStand, filled, linked), [known]);
});

test('an address that too many people share matches nobody at any date', async () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
    lead(`00Q-${name}`, { email_key: 'none@none', name_key: name, created_date: at(index) }),
  );
  const rows: SourceRows = {
    ...{
      ...company,
      lead: [lead('00Q1', { email_key: 'own' }), ...many],
      contact: [person({ email_key: 'none@none' })],
    },
    lead_history: [address({ lead_id: '00Q1' }, 20, 'none@none', 'own')],
  };
  assert.deepEqual(await seen(leadPlan, rows, ['has_contact']), [[0], [0], [0], [0]]);
});

/** A record of a contact or account goal with an opportunity, so that it has observation dates. */
const bought = opportunity('0061', [[-300, 'New']], { contacts: ['0031'] });

test('a lead that got the address later is none of a contact’s or an account’s people before', async () => {
  const rows: SourceRows = together(company, bought, {
    contact: [person()],
    lead: [lead('00Q1', { email_key: 'k', created_date: at(-200) })],
    lead_history: [address({ lead_id: '00Q1' }, 100, undefined, 'k')],
  });
  const counts = async (plan: SourcePlan, id: string, name: string) =>
    (await seen(plan, rows, [name], id)).map(([value]) => value);
  assert.deepEqual(await counts(contactPlan(), '0031', 'leads_of_person'), [0, 0, 0, 0, 1, 1, 1]);
  assert.deepEqual(await counts(accountPlan(), accountId(1), 'leads_of_people'), [0, 0, 0, 0, 1, 1, 1]);
  assert.deepEqual(await counts(accountPlan(), accountId(1), 'open_leads'), [0, 0, 0, 0, 1, 1, 1]);
});
