import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changeInputs,
  changeRows,
  sortChanges,
} from '../../../../scoring-service/src/domain/evaluation/change-values.ts';
import type { SourceRow } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { madeUpPlan } from '../../adapters/features/made-up-org.ts';

const { plan } = madeUpPlan();
const read = plan.fields.map(({ name }) => name);
const id = '00Q000000000001AAA';

function changed(changes: Record<string, string>, row: SourceRow = {}): SourceRow {
  const rows = {
    lead: [
      { id, ...row },
      { id: '00Q000000000002AAA', industry: 'Zoo' },
    ],
    task: [],
  };
  const result = changeRows(plan, rows, id, sortChanges(plan, read, changes));
  assert.deepEqual(result.lead?.[1], rows.lead[1]);
  assert.equal(result.task, rows.task);
  return result.lead?.[0] ?? {};
}

test('a value takes the place of the record’s own, whatever the case of its name and the length of the id', () => {
  assert.equal(changed({ industry: 'Energy' })['industry'], 'Energy');
  assert.equal(changed({ NumberOfEmployees: '12' })['employees'], '12');
  assert.equal(
    changeRows(plan, { lead: [{ id }] }, id.slice(0, 15), sortChanges(plan, read, { Title: 'CEO' })).lead?.[0]?.[
      'job_rank'
    ],
    'CEO',
  );
});

test('an empty text empties a field', () => {
  assert.equal(changed({ Industry: '' }, { industry: 'Zoo' })['industry'], undefined);
});

test('a protected value becomes a presence indicator, and an address keeps its key or matches no record', () => {
  const given = changed({ Email: 'a@b.test', Phone: '+1' });
  const protectedValues = ['has_email', 'email_kind', 'has_business_phone'].map((name) => given[name]);
  assert.deepEqual(protectedValues, ['1', 'Company', '1']);
  assert.doesNotMatch(JSON.stringify(given), /a@b\.test|\+1/);
  assert.equal(changed({ Email: 'a@b.test' }, { email_key: 'k' })['email_key'], 'k');
  assert.equal(changed({ Email: '' }, { email_key: 'k' })['email_key'], undefined);
});

for (const [name, value, said] of [
  ['NumberOfEmployees', 'many', /NumberOfEmployees: a number is expected/],
  ['Wants_Demo__c', 'perhaps', /Wants_Demo__c: true or false is expected/],
  ['Trial_Ends__c', '31.5.2026', /Trial_Ends__c: a date such as 2026-05-31 is expected/],
  ['calls_total', 'some', /calls_total: a number is expected/],
  ['has_contact', 'perhaps', /has_contact: yes or no is expected/],
  ['Colour__c', 'red', /Colour__c: the model does not use this field/],
] as const) {
  test(`${name} cannot be "${value}"`, () => {
    assert.throws(() => sortChanges(plan, read, { [name]: value }), { kind: 'request.invalid', message: said });
  });
}

test('a field that the plan leaves out, or that the model does not read, has no effect', () => {
  assert.deepEqual(sortChanges(plan, read, { Rating: 'Hot' }).withoutEffect, ['Rating']);
  const without = read.filter((name) => name !== 'Budget__c');
  assert.deepEqual(sortChanges(plan, without, { Budget__c: '9' }), {
    ...{ columns: [], inputs: [], withoutEffect: ['Budget__c'] },
  });
});

test('inputs that are computed change in the table alone', () => {
  const { inputs } = sortChanges(plan, read, { calls_total: '3', has_contact: 'yes', campaign_type: '' });
  const table = {
    rowCount: 1,
    columns: [
      { kind: 'number' as const, name: 'calls_total', values: Float64Array.of(1) },
      { kind: 'number' as const, name: 'has_contact', values: Float64Array.of(0) },
      { kind: 'category' as const, name: 'campaign_type', values: ['Webinar'] },
      { kind: 'number' as const, name: 'emails_total', values: Float64Array.of(7) },
    ],
  };
  const values = changeInputs(table, inputs).columns.map((column) => column.values[0]);
  assert.deepEqual(values, [3, 1, undefined, 7]);
  assert.equal(table.columns[0]?.values[0], 1);
});
