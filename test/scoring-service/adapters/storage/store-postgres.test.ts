import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import { describeStore } from './describe-store.ts';
import { startPostgres } from './start-postgres.ts';
import type { TestPostgres } from './start-postgres.ts';
import { makeCheckpoint, makeReceipts, makeRun } from './state-fixture.ts';

let postgres: TestPostgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres.stop());

describeStore('Postgres', async () => openDatabase({ databaseUrl: await postgres.createDatabase() }));

test('replicas that start at the same time on an empty Postgres migrate it once', async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const replicas = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl })));
  const stores = replicas.map((replica) => createStore(replica));
  t.after(() => Promise.all(stores.map((store) => store.close())));
  await Promise.all(stores.map((store, index) => store.createRun(makeRun(`run ${index}`))));
  assert.deepEqual(await Promise.all(stores.map(async (store) => (await store.openRuns()).length)), [3, 3, 3]);
});

test('state outlives the store that wrote it', async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const first = createStore(await openDatabase({ databaseUrl }));
  await first.createRun(makeRun('run'));
  await first.commitBatch('run', makeReceipts('run', 0, 7), makeCheckpoint(7));
  await first.close();
  const second = createStore(await openDatabase({ databaseUrl }));
  t.after(() => second.close());
  assert.equal(await second.countReceipts('run'), 7);
});

test('a connection that breaks while idle is logged and replaced', async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const lost = Promise.withResolvers<string>();
  const log = { info: () => undefined, error: (event: string) => lost.resolve(event) };
  const store = createStore(await openDatabase({ databaseUrl, log }));
  t.after(() => store.close());
  await store.ping();
  await using another = (await openDatabase({ databaseUrl })).kysely;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(another);
  assert.equal(await lost.promise, 'store.connection-lost');
  await assert.doesNotReject(store.ping());
});

test('a closed store throws store.failed', async () => {
  const store = createStore(await openDatabase({ databaseUrl: await postgres.createDatabase() }));
  await store.close();
  await assert.rejects(store.ping(), { name: 'ScoringError', kind: 'store.failed' });
});

test('an unreachable Postgres is reported with the next step', async () => {
  await assert.rejects(openDatabase({ databaseUrl: 'postgres://plumbline@127.0.0.1:1/none' }), {
    name: 'ScoringError',
    kind: 'store.failed',
    message: 'The database of the scoring service failed (ECONNREFUSED).',
    actions: [
      'Check that the database of DATABASE_URL is running and reachable, or that the data folder is intact and its disk not full.',
      'Try again.',
    ],
  });
});
