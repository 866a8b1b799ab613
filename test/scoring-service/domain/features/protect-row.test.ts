import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mailKindOf, protectRow, protectValue } from '../../../../scoring-service/src/domain/features/protect-row.ts';

const keyOf = (value: string): string => `key of ${value}`;

test('a value without protection leaves as it is', () => {
  assert.equal(protectValue('none', keyOf, ' Vienna '), ' Vienna ');
});

test('a key ignores case and surrounding blanks', () => {
  assert.equal(protectValue('key', keyOf, ' Ada@Example.com'), protectValue('key', keyOf, 'ada@example.com '));
});

test('presence says 1, whatever the value', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      assert.equal(protectValue('presence', keyOf, value), value.trim() === '' ? undefined : '1');
    }),
  );
});

test('what the org does not say stays missing under every protection', () => {
  for (const protection of ['none', 'key', 'presence', 'mail kind'] as const) {
    assert.equal(protectValue(protection, keyOf, undefined), undefined);
    assert.equal(protectValue(protection, keyOf, ''), undefined);
  }
});

test('a row has the columns of the plan, one path under several protections', () => {
  const record: Record<string, string> = { Id: '00Q1', Email: 'ada@example.com' };
  const row = protectRow(
    [
      { path: 'Id', column: 'id', protection: 'none' },
      { path: 'Email', column: 'email_key', protection: 'key' },
      { path: 'Email', column: 'has_email', protection: 'presence' },
      { path: 'Phone', column: 'has_phone', protection: 'presence' },
    ],
    keyOf,
    (path) => record[path],
  );
  assert.deepEqual(row, { id: '00Q1', email_key: 'key of ada@example.com', has_email: '1', has_phone: undefined });
});

test('a change has the values of the fields that are read, each in its own form, and of other fields none', () => {
  const columns = (['OldValue', 'NewValue'] as const).flatMap((path) => [
    { path, column: `${path} as it is`, protection: 'none' as const, ofFields: ['Status'] },
    { path, column: `${path} by its key`, protection: 'key' as const, ofFields: ['Email'] },
    { path, column: `${path} as presence`, protection: 'presence' as const, ofFields: ['Email', 'Phone'] },
  ]);
  const read = (Field: string, OldValue?: string, NewValue?: string) => {
    const change: Record<string, string | undefined> = { Field, OldValue, NewValue };
    const row = protectRow(columns, keyOf, (path) => change[path]);
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  };
  assert.deepEqual(read('Status', 'Open', 'Working'), { 'OldValue as it is': 'Open', 'NewValue as it is': 'Working' });
  assert.deepEqual(read('Email', undefined, 'ada@example.com'), {
    'NewValue by its key': 'key of ada@example.com',
    'NewValue as presence': '1',
  });
  assert.deepEqual(read('Phone', '+43 1 234', undefined), { 'OldValue as presence': '1' });
  assert.deepEqual(read('LastName', 'Lovelace', 'King'), {});
});

test('free mail is a listed domain or a provider under another suffix; placeholder domains are not', () => {
  const kinds = [
    ...['mailbox.org', 'bluewin.ch', 'seznam.cz', 'hotmail.ch', 'yahoo.co.uk', 'tutanota.de', 'fastmail.com'].map(
      (domain) => [domain, 'Free mail'],
    ),
    ...['example.com', 'test.com', 'siemens.com', 'mailbox.example'].map((domain) => [domain, 'Company']),
  ];
  for (const [domain, kind] of kinds) assert.equal(mailKindOf(`ada@${domain}`), kind, domain);
});
