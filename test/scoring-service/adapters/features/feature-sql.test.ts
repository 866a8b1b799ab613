import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureSql } from '../../../../scoring-service/src/adapters/features/feature-sql.ts';
import { createTableSql } from '../../../../scoring-service/src/adapters/features/load-tables.ts';
import { conditionSql } from '../../../../scoring-service/src/adapters/features/condition-sql.ts';
import { mergeSql } from '../../../../scoring-service/src/adapters/features/profile-sql.ts';
import { quoteName, quoteText } from '../../../../scoring-service/src/adapters/features/sql-text.ts';
import { sampleSql } from '../../../../scoring-service/src/adapters/features/snapshot-sql.ts';
import { madeUpPlan } from './made-up-org.ts';

test('names and texts cannot end their own quotes', () => {
  assert.equal(quoteName('a"b'), '"a""b"');
  assert.equal(quoteText(`O'Hara\0 "x"`), `'O''Hara "x"'`);
});

const values = [
  { source: 'account' as const, value: 'a.x', changedAt: 'a.m' },
  { source: 'lead' as const, value: 'l.x', changedAt: 'l.m' },
];

test('merges in the order of the policy', () => {
  assert.equal(mergeSql('Lead first', values), 'coalesce(l.x, a.x)');
  assert.equal(mergeSql('Contact first', values), 'coalesce(l.x, a.x)');
  assert.equal(mergeSql('Account first', values), 'coalesce(a.x, l.x)');
  assert.equal(mergeSql('Lead first', values.slice(0, 1)), 'a.x');
  assert.match(mergeSql('Most recently changed', values), /^CASE WHEN coalesce\(a\.m, 0\) >= coalesce\(l\.m, 0\) THEN/);
});

test('conditions compare by type, and values are alternatives', () => {
  const text = { text: 'v', type: 'text' as const };
  const read = `nullif(trim(v), '')`;
  const condition = (operator: Parameters<typeof conditionSql>[0]['operator'], ...given: string[]) =>
    conditionSql({ field: 'X__c', operator, values: given }, text);
  assert.equal(condition('is set'), `${read} IS NOT NULL`);
  assert.equal(
    condition('equals', 'A', "b'"),
    `coalesce(lower(${read}) = lower('A') OR lower(${read}) = lower('b'''), false)`,
  );
  assert.equal(condition('not equals', 'A'), `NOT coalesce(lower(${read}) = lower('A'), false)`);
  assert.equal(condition('starts with', 'A'), `coalesce(starts_with(lower(${read}), lower('A')), false)`);
  const amount = { field: 'Amount', operator: 'less or equal' as const, values: ['5'] };
  assert.equal(
    conditionSql(amount, { text: 'v', type: 'number' }),
    `coalesce(try_cast(v AS DOUBLE) <= '5'::DOUBLE, false)`,
  );
});

test('a table without rows has the columns of the plan', () => {
  const { plan } = madeUpPlan();
  const sql = createTableSql(plan, 'opportunity_history', undefined);
  assert.match(sql, /^CREATE TABLE "opportunity_history" AS SELECT NULL::VARCHAR AS "id", .* WHERE false$/);
});

test('the text of the feature query depends on the plan alone', () => {
  assert.equal(
    featureSql(madeUpPlan().plan, { lead: [{ path: 'Industry', protection: 'none' }] }),
    featureSql(madeUpPlan().plan, { lead: [{ path: 'Industry', protection: 'none' }] }),
  );
  const { plan } = madeUpPlan();
  const age = { ...plan, fields: plan.fields.filter(({ name }) => name === 'age_days') };
  assert.doesNotMatch(featureSql(age, {}), /activity|campaign|last_change|qualification/);
});

test('the sample is drawn by a portable hash', () => {
  assert.match(sampleSql(7, 10), /md5\(concat_ws\(':', record_id, as_of, '7'\)\).* LIMIT 10$/s);
});
