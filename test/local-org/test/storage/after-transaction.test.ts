import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from '../../src/storage/database.ts';

/** Runs `work` with a database and answers what was done after its transactions, in order. */
function doneAfter(work: (database: Database, note: (name: string) => () => void) => void): string[] {
  const database = new Database(undefined);
  const done: string[] = [];
  work(database, (name) => () => done.push(name));
  database.close();
  return done;
}

test('what waits for a commit is done once the outermost transaction has committed', () => {
  const done = doneAfter((database, note) => {
    database.transaction(() => {
      database.transaction(() => {
        database.afterCommit(note('inner'));
      });
      database.afterCommit(note('outer'));
      note('work')();
    });
  });
  assert.deepEqual(done, ['work', 'inner', 'outer']);
});

test('what a savepoint that is rolled back asked for is never done, unless it waits for the end only', () => {
  const done = doneAfter((database, note) => {
    database.transaction(() => {
      database.afterCommit(note('before'));
      assert.throws(() =>
        database.transaction(() => {
          database.afterCommit(note('taken back'));
          database.afterEnd(note('either way'));
          throw new Error('refused');
        }),
      );
    });
  });
  assert.deepEqual(done, ['before', 'either way']);
});

test('outside of a transaction it is done at once, and a step may open a transaction', () => {
  const done = doneAfter((database, note) => {
    database.afterCommit(() => {
      database.transaction(() => {
        database.afterCommit(note('nested'));
      });
      note('at once')();
    });
  });
  assert.deepEqual(done, ['nested', 'at once']);
});
