import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg } from './opened-org.ts';

test('a case is numbered, is of its contact’s account, and is closed by its status', () => {
  const { insert, update, row, rows } = openedOrg();
  const AccountId = insert('Account', { Name: 'Acme' });
  const ContactId = insert('Contact', { LastName: 'Ost', Email: 'ost@example.com', AccountId });
  const id = insert('Case', { Subject: 'Broken', ContactId, Origin: 'Web' });
  const fields = 'CaseNumber, Status, Priority, IsClosed, AccountId, ContactEmail, Account.Name';
  const opened = row(`SELECT ${fields} FROM Case WHERE Id = '${id}'`);
  assert.partialDeepStrictEqual(opened, {
    ...{ CaseNumber: '00000001', Status: 'New', Priority: 'Medium', IsClosed: false, AccountId },
    ContactEmail: 'ost@example.com',
  });
  update('Case', { Id: id, Status: 'Closed' });
  const closed = row(`SELECT IsClosed, ClosedDate FROM Case WHERE Id = '${id}'`);
  assert.equal(closed['IsClosed'], true);
  assert.notEqual(closed['ClosedDate'], null);
  assert.equal(rows("SELECT Id FROM CaseStatus WHERE IsClosed = true AND ApiName = 'Closed'").length, 1);
  insert('Task', { Subject: 'Call', WhatId: id });
  const [account] = rows(`SELECT Id, (SELECT CaseNumber FROM Cases) FROM Account WHERE Id = '${AccountId}'`);
  assert.equal((account?.['Cases'] as { totalSize: number }).totalSize, 1);
});

test('a contact is related to its account directly and to others besides', () => {
  const { insert, update, refused, rows } = openedOrg();
  const [own, other] = ['Own', 'Other'].map((Name) => insert('Account', { Name }));
  const ContactId = insert('Contact', { LastName: 'Ost', AccountId: own ?? '' });
  insert('AccountContactRelation', { AccountId: other ?? '', ContactId, Roles: 'Influencer;Decision Maker' });
  const relations = () =>
    rows(
      `SELECT Account.Name, IsDirect FROM AccountContactRelation WHERE ContactId = '${ContactId}' ORDER BY Account.Name`,
    ).map(({ Account, IsDirect }) => [(Account as { Name: string }).Name, IsDirect]);
  assert.deepEqual(relations(), [
    ['Other', false],
    ['Own', true],
  ]);
  for (const AccountId of [own ?? '', other ?? '']) {
    const [twice] = refused('insert', 'AccountContactRelation', { AccountId, ContactId });
    assert.equal(twice?.statusCode, 'DUPLICATE_VALUE');
    assert.equal(twice.message, 'This contact already has a relationship with this account.');
  }
  update('Contact', { Id: ContactId, AccountId: other ?? '' });
  assert.deepEqual(relations(), [['Other', true]]);
  const [direct] = rows(`SELECT Id FROM AccountContactRelation WHERE ContactId = '${ContactId}'`);
  assert.equal(
    refused('delete', 'AccountContactRelation', { Id: String(direct?.['Id']) })[0]?.statusCode,
    'INVALID_OPERATION',
  );
  update('Contact', { Id: ContactId, AccountId: null });
  assert.deepEqual(relations(), []);
});
