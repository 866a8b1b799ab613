import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from '../../src/storage/database.ts';

/** Runs `work` with a database; returns the steps done after its transactions, in order. */
function doneAfter(work: (database: Database, note: (name: string) => () => void) => void): string[] {
  const database = new Database(undefined);
  const done: string[] = [];
  work(database, (name) => () => done.push(name));
  database.close();
  return done;
}

test('a step that waits for a commit runs once the outermost transaction has committed', () => {
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

test('steps of a rolled-back savepoint never run, unless they wait only for the end', () => {
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

test('outside of a transaction a step runs at once, and may open a transaction', () => {
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
