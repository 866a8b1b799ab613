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
import { issueToken, startServiceProcess } from '../stage/service-process.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const limit = { timeout: 120_000 };
/** No org answers here; these tests are of the database. */
const org = { url: 'http://127.0.0.1:9', credentials: { clientId: 'none', clientSecret: 'none' } };
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

/** A service on a database, and how it answers to who asks for a receipt that is not there: 404 by its database alone. */
async function startService(
  databaseUrl: string,
  issuedAt = databaseUrl,
): Promise<{ service: ServiceProcess; ask: () => Promise<number> }> {
  const dataFolder = join(folder, 'data');
  const optionsOf = (url: string) => ({
    ...{ org, dataFolder },
    environment: { DATABASE_URL: url, PLUMBLINE_REQUESTS_A_MINUTE: '1000000' },
  });
  const token = await issueToken(optionsOf(issuedAt), 'manage');
  const service = await startServiceProcess(optionsOf(databaseUrl));
  async function ask(): Promise<number> {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${service.url}/v1/receipts/1`, { headers, signal: AbortSignal.timeout(15_000) });
    await response.text();
    return response.status;
  }
  return { service, ask };
}

type Ask = () => Promise<number>;

/** Eight callers that ask until `stop`; returns every status that they got. */
function startCallers(ask: Ask): { stop(): Promise<Set<number>> } {
  const statuses = new Set<number>();
  let isOver = false;
  const callers = Array.from({ length: 8 }, async () => {
    while (!isOver) statuses.add(await ask());
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(callers);
      return statuses;
    },
  };
}

/** Asks until the service answers from its database. */
async function untilAnswered(ask: Ask): Promise<void> {
  while ((await ask()) !== 404);
}

test('connections that are cut under traffic give 503 and no end of the process', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const { service, ask } = await startService(databaseUrl);
  t.after(() => service.stop());
  const admin = new pg.Client(databaseUrl);
  await admin.connect();
  t.after(() => admin.end());
  const callers = startCallers(ask);
  const rounds = caseCount(3, 40);
  let cut = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    cut += rowCount ?? 0;
    await untilAnswered(ask);
  }
  const statuses = await callers.stop();
  t.diagnostic(`${cut} connections cut; statuses ${[...statuses].join(', ')}`);
  assert.ok(cut >= rounds, `${cut} connections were cut`);
  assert.deepEqual(
    [...statuses].filter((status) => status !== 404 && status !== 503),
    [],
  );
  assert.equal(service.process.exitCode, null);
});

test('a Postgres that is restarted under load is survived every time', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const { service, ask } = await startService(databaseUrl);
  t.after(() => service.stop());
  const callers = startCallers(ask);
  const restarts = caseCount(1, 20);
  for (let round = 0; round < restarts; round += 1) {
    await postgres.restart();
    await untilAnswered(ask);
  }
  const statuses = await callers.stop();
  t.diagnostic(`${restarts} restarts; statuses ${[...statuses].join(', ')}`);
  assert.deepEqual(
    [...statuses].filter((status) => status !== 404 && status !== 503),
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
    const { service, ask } = await startService(proxy.urlOf(databaseUrl), databaseUrl);
    t.after(() => service.stop('SIGKILL'));
    assert.equal(await ask(), 404);
    proxy.swallow();
    const askedMs = performance.now();
    // More than the pool has connections, so that some wait for one.
    const statuses = await Promise.all(Array.from({ length: 20 }, ask));
    const elapsedMs = performance.now() - askedMs;
    t.diagnostic(`answered after ${Math.round(elapsedMs)} ms`);
    assert.deepEqual(new Set(statuses), new Set([503]));
    assert.ok(elapsedMs < 10_000, `answered after ${elapsedMs} ms`);
    proxy.heal();
    await untilAnswered(ask);
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
