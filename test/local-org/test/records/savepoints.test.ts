import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg } from '../engine/opened-org.ts';
import { forObject, lead } from './taking-part.ts';

test('a savepoint returns records, rights and committed changes to what they were, more than once', async () => {
  const { org, admin, insert, row, rows } = openedOrg();
  const reported: unknown[] = [];
  org.onCommitted(['Lead'], (changes) => reported.push(...changes.map((change) => change.row?.['LastName'])));
  const title = row(`SELECT UserType, Title FROM User WHERE Id = '${admin}'`).Title;
  const ids: string[] = [];
  org.transaction(() => {
    insert('Lead', lead('Before'));
    const savepoint = org.savepoint();
    for (const name of ['First', 'Second']) {
      ids.push(insert('Lead', lead(name)));
      assert.ok(org.write(admin, 'update', 'User', { Id: admin, Title: name }).success);
      savepoint.rollback();
    }
    ids.push(insert('Lead', lead('After')));
    savepoint.release();
  });
  await Promise.resolve();
  const names = rows('SELECT Name FROM Lead ORDER BY Name').map(({ Name }) => Name);
  assert.deepEqual(
    [names, reported],
    [
      ['After', 'Before'],
      ['Before', 'After'],
    ],
  );
  assert.equal(new Set(ids).size, 3, 'ids are not used again');
  assert.equal(row(`SELECT Title FROM User WHERE Id = '${admin}'`).Title, title);
});

test('rights that were granted after a savepoint are gone after its rollback, and those from before after the end', () => {
  const { org, admin, rep, insert } = openedOrg();
  const group = insert('Group', { Name: 'G', DeveloperName: 'G', Type: 'Regular' });
  const profile = org.inspect(`SELECT "ProfileId" FROM "User" WHERE "Id" = ?`, admin)[0]?.['ProfileId'];
  assert.equal(typeof profile, 'string');
  const mayViewSetup = (): boolean => org.recordCount(rep, 'Lead') !== undefined;
  const makeAdministrator = (): void => {
    org.inspect(`UPDATE "User" SET "ProfileId" = ? WHERE "Id" = ?`, String(profile), rep);
    // Any write of an object that gives rights makes them be read again.
    insert('GroupMember', { GroupId: group, UserOrGroupId: rep });
  };
  const undo = new Error('undo');
  assert.throws(
    () =>
      org.transaction(() => {
        makeAdministrator();
        const savepoint = org.savepoint();
        insert('GroupMember', { GroupId: group, UserOrGroupId: admin });
        savepoint.rollback();
        assert.ok(mayViewSetup());
        throw undo;
      }),
    undo,
  );
  assert.equal(mayViewSetup(), false);
});

test('a savepoint is of no use outside of the transaction that set it', () => {
  const { org, insert } = openedOrg();
  assert.throws(() => org.savepoint(), /needs a transaction/);
  org.transaction(() => {
    const savepoint = org.savepoint();
    assert.throws(() => {
      org.transaction(() => {
        savepoint.rollback();
      });
    }, /only valid in the transaction that set it/);
    insert('Lead', lead('One'));
    savepoint.rollback();
  });
  const ended = org.transaction(() => org.savepoint());
  org.transaction(() => {
    assert.throws(() => {
      ended.rollback();
    }, /no such savepoint/);
  });
});

test('a trigger may return to its own savepoint, and the record that started it is saved', () => {
  const { org, admin, insert, rows } = openedOrg();
  org.onSave(
    'afterTrigger',
    forObject('Lead', () => {
      const savepoint = org.savepoint();
      org.write(admin, 'insert', 'Account', { Name: 'Undone' });
      savepoint.rollback();
    }),
  );
  insert('Lead', lead('One'));
  assert.deepEqual([rows('SELECT Id FROM Lead').length, rows('SELECT Id FROM Account').length], [1, 0]);
});

test('an open transaction is committed or rolled back by its owner, and is a part of one around it', async () => {
  const { org, insert, rows } = openedOrg();
  const reported: unknown[] = [];
  org.onCommitted(['Lead'], (changes) => reported.push(...changes.map(({ row }) => row?.['LastName'])));
  const first = org.begin();
  insert('Lead', lead('Kept'));
  first.commit();
  const second = org.begin();
  insert('Lead', lead('Gone'));
  second.rollback();
  org.transaction(() => {
    const inner = org.begin();
    insert('Lead', lead('Gone too'));
    inner.rollback();
    insert('Lead', lead('Outer'));
  });
  await Promise.resolve();
  assert.deepEqual(
    rows('SELECT Name FROM Lead ORDER BY Name').map(({ Name }) => Name),
    ['Kept', 'Outer'],
  );
  assert.deepEqual(reported, ['Kept', 'Outer']);
  assert.throws(() => {
    first.commit();
  }, /not the innermost/);
});
