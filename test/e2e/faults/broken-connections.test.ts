import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openPostgres } from '../../../scoring-service/src/adapters/storage/postgres.ts';
import { caseCount } from '../../depth.ts';
import { startPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import type { TestPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import { startServiceProcess } from '../stage/service-process.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const limit = { timeout: 120_000 };
/** No org answers here; these tests are of the database. */
const org = { url: 'http://127.0.0.1:9', credentials: { clientId: 'none', clientSecret: 'none' } };
/** A token that nobody issued: to refuse it, the service asks its database. */
const unknownToken = `plb_${'0'.repeat(12)}_${'0'.repeat(64)}`;

let postgres: TestPostgres;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-connections-'));
  postgres = await startPostgres();
});
after(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true });
});

const startService = (databaseUrl: string): Promise<ServiceProcess> =>
  startServiceProcess({ org, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: databaseUrl } });

async function ask(url: string): Promise<number> {
  const headers = { Authorization: `Bearer ${unknownToken}` };
  const response = await fetch(`${url}/v1/runs`, { headers, signal: AbortSignal.timeout(15_000) });
  await response.text();
  return response.status;
}

/** Eight callers that ask until `stop`; returns every status that they got. */
function startCallers(url: string): { stop(): Promise<Set<number>> } {
  const statuses = new Set<number>();
  let isOver = false;
  const callers = Array.from({ length: 8 }, async () => {
    while (!isOver) statuses.add(await ask(url));
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(callers);
      return statuses;
    },
  };
}

/** Asks until the service refuses the token, which it can only do with its database. */
async function untilRefused(url: string): Promise<void> {
  while ((await ask(url)) !== 401);
}

test('connections that are cut under traffic give 503 and no end of the process', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const service = await startService(databaseUrl);
  t.after(() => service.stop());
  const admin = new pg.Client(databaseUrl);
  await admin.connect();
  t.after(() => admin.end());
  const callers = startCallers(service.url);
  const rounds = caseCount(10, 40);
  let cut = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    cut += rowCount ?? 0;
    await untilRefused(service.url);
  }
  const statuses = await callers.stop();
  t.diagnostic(`${cut} connections cut; statuses ${[...statuses].join(', ')}`);
  assert.ok(cut >= rounds, `${cut} connections were cut`);
  assert.deepEqual(
    [...statuses].filter((status) => status !== 401 && status !== 503),
    [],
  );
  assert.equal(service.process.exitCode, null);
});

test('a Postgres that is restarted under load is survived every time', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const service = await startService(databaseUrl);
  t.after(() => service.stop());
  const callers = startCallers(service.url);
  const restarts = caseCount(2, 20);
  for (let round = 0; round < restarts; round += 1) {
    await postgres.restart();
    await untilRefused(service.url);
  }
  const statuses = await callers.stop();
  t.diagnostic(`${restarts} restarts; statuses ${[...statuses].join(', ')}`);
  assert.deepEqual(
    [...statuses].filter((status) => status !== 401 && status !== 503),
    [],
  );
  assert.equal(service.process.exitCode, null);
});

test(
  'a database that swallows every byte is reported within 10 s, and used again when it answers',
  limit,
  async (t) => {
    const databaseUrl = await postgres.createDatabase();
    const proxy = await startTcpProxy(databaseUrl);
    t.after(() => proxy.stop());
    const service = await startService(proxy.urlOf(databaseUrl));
    t.after(() => service.stop('SIGKILL'));
    assert.equal(await ask(service.url), 401);
    proxy.swallow();
    const askedMs = performance.now();
    // More than the pool has connections, so that some wait for one.
    const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(service.url)));
    const elapsedMs = performance.now() - askedMs;
    t.diagnostic(`answered after ${Math.round(elapsedMs)} ms`);
    assert.deepEqual(new Set(statuses), new Set([503]));
    assert.ok(elapsedMs < 10_000, `answered after ${elapsedMs} ms`);
    proxy.heal();
    await untilRefused(service.url);
  },
);

test('a statement that takes long is left alone while the server works on it', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const pool = openPostgres({ databaseUrl, name: 'patient', size: 1, checkMs: 20 });
  t.after(() => pool.end());
  const { rows } = await pool.executeSql('select pg_sleep(0.5), 1 as done');
  assert.deepEqual(rows, [{ pg_sleep: '', done: 1 }]);
});

test('a statement whose server forgot it fails, and its connection is replaced', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const proxy = await startTcpProxy(databaseUrl);
  t.after(() => proxy.stop());
  const pool = openPostgres({ databaseUrl: proxy.urlOf(databaseUrl), name: 'patient', size: 1, checkMs: 20 });
  t.after(() => pool.end());
  await pool.executeSql('select 1');
  // Only the first connection is swallowed: the next ones reach the server, which has an idle connection without a statement.
  proxy.swallow({ onlyOpen: true });
  await assert.rejects(pool.executeSql('select 2'), { code: 'ETIMEDOUT' });
  assert.deepEqual((await pool.executeSql('select 3 as answer')).rows, [{ answer: 3 }]);
});
