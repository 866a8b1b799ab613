import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SourceTable } from '../../../scoring-service/src/domain/features/source-plan.ts';
import { allOf, buildSoql, quoteSoql } from '../../../scoring-service/src/domain/soql.ts';

const table: SourceTable = {
  name: 'lead',
  object: 'Lead',
  columns: [
    { path: 'Id', column: 'id', protection: 'none' },
    { path: 'Email', column: 'email_key', protection: 'key' },
    { path: 'email', column: 'has_email', protection: 'presence' },
    { path: 'Owner.Name', column: 'owner', protection: 'key' },
  ],
};

test('selects each path once, whatever its case', () => {
  assert.equal(buildSoql(table).match(/email/gi)?.length, 1);
});

test('conditions are joined so that neither changes the other', () => {
  const soql = buildSoql({ ...table, where: "A = '1' OR B = '2'" }, 'IsDeleted = false');
  assert.ok(soql.endsWith(" FROM Lead WHERE (A = '1' OR B = '2') AND (IsDeleted = false)"), soql);
});

test('one condition stands alone, none at all leaves the word out', () => {
  assert.equal(allOf(undefined, 'A = 1', ''), 'A = 1');
  assert.ok(!buildSoql(table).includes('WHERE'));
});

test('a child relationship takes the place of the object', () => {
  assert.ok(buildSoql(table, undefined, 'Leads').endsWith('FROM Leads'));
});

test('what is no field name is refused, with the next step', () => {
  const columns = [{ path: 'Id FROM User', column: 'x', protection: 'none' as const }];
  assert.throws(() => buildSoql({ ...table, columns }), { kind: 'goal.invalid', name: 'ScoringError' });
});

test('quotes and backslashes of a text stay text', () => {
  assert.equal(quoteSoql("O'Neil\\n"), "'O\\'Neil\\\\n'");
  assert.equal(quoteSoql('a\nb'), "'a\\nb'");
});

test('no text can end its own quotes', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const inside = quoteSoql(text).slice(1, -1);
      assert.ok(!/'/.test(inside.replace(/\\[\s\S]/g, '')));
      assert.ok(!/\\$/.test(inside.replace(/\\[\s\S]/g, '')));
    }),
  );
});
