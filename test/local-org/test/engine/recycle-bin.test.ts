import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg } from './opened-org.ts';

const { admin, insert, org, refused, rows, row } = openedOrg();
const exists = (object: string, id: string): boolean =>
  rows(`SELECT Id FROM ${object} WHERE Id = '${id}'`).length === 1;
const perform = (operation: 'delete' | 'undelete' | 'hardDelete', object: string, id: string): void => {
  const result = org.write(admin, operation, object, { Id: id });
  assert.ok(result.success, JSON.stringify(result.errors));
};

test('a deleted record is gone from query, there for queryAll, and is restored with its cascade', () => {
  const account = insert('Account', { Name: 'Acme' });
  const child = insert('Account', { Name: 'Child', ParentId: account });
  const contact = insert('Contact', { LastName: 'Al', AccountId: account });
  const task = insert('Task', { WhoId: contact });
  perform('delete', 'Account', account);
  assert.deepEqual(
    [exists('Account', account), exists('Contact', contact), exists('Task', task)],
    [false, false, false],
  );
  assert.equal(row(`SELECT ParentId FROM Account WHERE Id = '${child}'`).ParentId, null);
  const [kept] = rows(`SELECT IsDeleted FROM Account WHERE Id = '${account}'`, admin, { includeDeleted: true });
  assert.equal(kept?.IsDeleted, true);
  perform('undelete', 'Account', account);
  assert.deepEqual([exists('Account', account), exists('Contact', contact), exists('Task', task)], [true, true, true]);
  assert.equal(row(`SELECT ParentId FROM Account WHERE Id = '${child}'`).ParentId, account);
});

test('a record that was deleted earlier stays deleted when the parent is restored', () => {
  const account = insert('Account', { Name: 'Acme' });
  const contact = insert('Contact', { LastName: 'Al', AccountId: account });
  perform('delete', 'Contact', contact);
  perform('delete', 'Account', account);
  perform('undelete', 'Account', account);
  assert.equal(exists('Contact', contact), false);
});

test('a record is deleted once, and only a deleted record can be restored', () => {
  const id = insert('Lead', { LastName: 'L', Company: 'X' });
  assert.equal(refused('undelete', 'Lead', { Id: id })[0]?.statusCode, 'UNDELETE_FAILED');
  perform('delete', 'Lead', id);
  assert.deepEqual(refused('delete', 'Lead', { Id: id })[0], {
    statusCode: 'ENTITY_IS_DELETED',
    message: 'entity is deleted',
    fields: [],
  });
  assert.equal(refused('delete', 'Lead', { Id: '00Q000000000000EAA' })[0]?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
});

test('a hard delete leaves nothing, not even in the recycle bin', () => {
  const id = insert('Lead', { LastName: 'L', Company: 'X' });
  const task = insert('Task', { WhoId: id });
  perform('hardDelete', 'Lead', id);
  assert.deepEqual(rows(`SELECT Id FROM Lead WHERE Id = '${id}'`, admin, { includeDeleted: true }), []);
  assert.deepEqual(rows(`SELECT Id FROM Task WHERE Id = '${task}'`, admin, { includeDeleted: true }), []);
  assert.equal(refused('undelete', 'Lead', { Id: id })[0]?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
});
