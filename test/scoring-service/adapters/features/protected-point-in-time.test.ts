import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { protectRow } from '../../../../scoring-service/src/domain/features/protect-row.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, lead, madeUpPlan, valueIn } from './made-up-org.ts';
import { account, accountId, contact, learnAll } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const { plan } = madeUpPlan({ qualifiedStatuses: [] });

let changes = 0;
/** A change as the extraction protects it: by the columns of the plan's history. */
function recorded(
  source: 'lead' | 'contact' | 'account',
  id: string,
  [days, field, from, to]: [days: number, field: string, from?: string, to?: string],
): SourceRow {
  const change: Record<string, string | undefined> = {
    ...{ Id: `017-${++changes}`, Field: field, OldValue: from, NewValue: to, CreatedDate: at(days) },
    ...{ LeadId: id, ContactId: id, AccountId: id },
  };
  const columns = plan.tables.find(({ name }) => name === `${source}_history`)?.columns ?? [];
  return protectRow(
    columns,
    (value) => `key of ${value}`,
    (path) => change[path],
  );
}

async function seen(rows: SourceRows, names: readonly string[], of: SourcePlan = plan) {
  const { rows: learned, recordIds } = await learnAll(engine, of, rows);
  return Array.from(learned.times, (time, row) => ({ time, row }))
    .filter(({ row }) => recordIds[row] === '00Q1')
    .toSorted((one, other) => one.time - other.time)
    .map(({ row }) => names.map((name) => valueIn(learned.table, name, row)));
}

const names = ['has_email', 'email_kind', 'has_mobile_phone', 'has_business_phone', 'has_website', 'Private_Mail__c'];
const filled = { has_email: '1', email_kind: 'Company', has_mobile_phone: '1', has_business_phone: '1' };
const everything = { ...filled, has_website: '1', Private_Mail__c: '1' };

test('protected inputs and the share of filled fields are those of the observation date', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', everything)],
    lead_history: [
      recorded('lead', '00Q1', [5, 'Email', 'ada@gmail.com', undefined]),
      recorded('lead', '00Q1', [20, 'Email', undefined, 'ada@acme.com']),
      recorded('lead', '00Q1', [20, 'MobilePhone', undefined, '+43 1']),
      recorded('lead', '00Q1', [40, 'Phone', undefined, '+43 2']),
      recorded('lead', '00Q1', [40, 'Website', undefined, 'acme.com']),
      recorded('lead', '00Q1', [40, 'Private_Mail__c', undefined, 'ada@home.net']),
    ],
  };
  assert.deepEqual(await seen(rows, names), [
    [1, 'Free mail', 0, 0, 0, 0],
    [0, undefined, 0, 0, 0, 0],
    [1, 'Company', 1, 0, 0, 0],
    [1, 'Company', 1, 1, 1, 1],
  ]);
  const shares = (await seen(rows, ['completeness'])).map(([share]) => Number(share));
  const [first = 0, second = 0, third = 0, last = 0] = shares;
  assert.ok(second < first && first < third && third < last, shares.join(' '));
});

test('a phone of the matched contact and a web site of its account are those of the date as well', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', { email_key: 'k' })],
    contact: [contact('0031', { email_key: 'k', has_mobile_phone: '1' })],
    account: [account(1, { has_website: '1' })],
    contact_history: [recorded('contact', '0031', [20, 'MobilePhone', undefined, '+43 1'])],
    account_history: [recorded('account', accountId(1), [40, 'Website', undefined, 'acme.com'])],
  };
  assert.deepEqual(await seen(rows, ['has_mobile_phone', 'has_website']), [
    [0, 0],
    [0, 0],
    [1, 0],
    [1, 1],
  ]);
});

test('a stored plan without protected histories takes today’s values, as before', async () => {
  const tables = plan.tables.map((table) => ({
    ...table,
    columns: table.columns
      .filter(({ column }) => !/^(old|new)_(?!value)/.test(column))
      .map(({ ofFields, ...column }) => (ofFields === undefined ? column : column)),
  }));
  const rows: SourceRows = {
    lead: [lead('00Q1', everything)],
    lead_history: [{ id: '1', lead_id: '00Q1', field: 'Phone', created_date: at(40), old_presence: undefined }],
  };
  assert.deepEqual(await seen(rows, ['has_business_phone'], { ...plan, tables }), [[1], [1], [1], [1]]);
});
