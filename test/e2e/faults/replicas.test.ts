import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import type { TestPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import { emptyScores } from '../stage/empty-scores.ts';
import { keepFilled, orgFolder, readPrepared } from '../stage/prepare-stage.ts';
import { createGoal, reopenOrg } from '../stage/prepared-org.ts';
import type { PreparedOrg } from '../stage/prepared-org.ts';
import { createServiceClient } from '../stage/service-client.ts';
import type { ServiceClient } from '../stage/service-client.ts';
import { issueToken, startServiceProcess } from '../stage/service-process.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import { fewRows } from '../stage/stage.ts';

const limit = { timeout: 600_000 };

let folder: string;
let postgres: TestPostgres;
let databaseUrl: string;
let database: pg.Pool;
let org: PreparedOrg;
let goalId: string;
let token: string;

/** Starts a replica with a data folder of its own on the shared database. */
const startReplica = (name: string, onLog?: (line: string) => void): Promise<ServiceProcess> =>
  startServiceProcess({
    ...{ org, dataFolder: join(folder, name), onLog },
    environment: { ...fewRows, DATABASE_URL: databaseUrl, PLUMBLINE_BATCH: '20' },
  });

const clientOf = ({ url }: ServiceProcess): ServiceClient => createServiceClient(url, token);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-replicas-'));
  await cp(await keepFilled({ leads: 450, seed: 7 }), folder, { recursive: true });
  org = await reopenOrg(orgFolder(folder), readPrepared(folder).source);
  goalId = await createGoal(org.admin, {});
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  database.on('error', () => undefined);
  const options = { org, dataFolder: join(folder, 'first'), environment: { DATABASE_URL: databaseUrl } };
  token = await issueToken(options, 'manage');
  const service = await startReplica('first');
  const { training, scoring } = await clientOf(service).train(goalId);
  for (const run of [training, scoring]) assert.equal(run?.status, 'Successful', JSON.stringify(run?.messages));
  await service.stop();
}, limit);

after(async () => {
  await database.end();
  await postgres.stop();
  await org.stop();
  await rm(folder, { recursive: true });
});

/** Receipts of a run, and how many records have more than one. */
async function receiptsOf(key: string): Promise<{ receipts: number; records: number }> {
  const { rows } = await database.query<{ receipts: number; records: number }>(
    'select count(*)::int as receipts, count(distinct record_id)::int as records from receipts where run_key = $1',
    [key],
  );
  return rows[0] ?? assert.fail();
}

/** Waits until a run has written some of its records. */
async function untilUnderWay(key: string): Promise<void> {
  while ((await receiptsOf(key)).receipts < 40) await delay(20);
}

/** How far a run is by the store, and when it ended. */
async function storedRun(key: string): Promise<unknown> {
  const { rows } = await database.query(
    `select checkpoint -> 'afterId' as after, checkpoint -> 'read' as read, checkpoint -> 'scored' as scored, ended_at
     from runs where key = $1`,
    [key],
  );
  return rows[0] ?? assert.fail();
}

test(
  'a replica that is stopped in a run, taken over and woken commits nothing more, and the counts are right',
  limit,
  async (t) => {
    const lines: string[] = [];
    const stopped = await startReplica('stopped', (line) => lines.push(line));
    t.after(() => stopped.stop('SIGKILL'));
    await emptyScores(org);
    // The answer to its third batch of scores comes while it is stopped, and waits for it: it wakes where it would commit.
    org.faults.plant({ kind: 'call', method: 'PATCH', path: '/composite/sobjects', latencyMs: 2000, after: 2 });
    const { key } = await clientOf(stopped).startRun(goalId, 'Scoring');
    while (org.faults.planted.length > 0) await delay(5);
    stopped.process.kill('SIGSTOP');
    assert.ok((await receiptsOf(key)).receipts > 0);
    const other = await startReplica('other');
    t.after(() => other.stop());
    const run = await clientOf(other).waitForRun(key);
    assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
    const [receipts, stored] = [await receiptsOf(key), await storedRun(key)];
    stopped.process.kill('SIGCONT');
    while (!lines.some((line) => line.includes('"run.taken-over"') || line.includes('"queue.run-interrupted"'))) {
      await delay(50);
    }
    assert.deepEqual(await storedRun(key), stored);
    assert.deepEqual(await receiptsOf(key), receipts);
    assert.deepEqual(await clientOf(other).readRun(key), run);
    const scored = (await org.admin.query('SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0')).totalSize;
    assert.deepEqual([receipts.receipts, receipts.records], [run.scored, run.scored]);
    assert.deepEqual([scored, run.changed], [run.scored, run.scored]);
    assert.equal(stopped.process.exitCode, null);
  },
);

test('a run goes on through restarts of Postgres, and writes every record once', limit, async (t) => {
  const service = await startReplica('restarted');
  t.after(() => service.stop());
  await emptyScores(org);
  const { key } = await clientOf(service).startRun(goalId, 'Scoring');
  await untilUnderWay(key);
  await postgres.restart();
  await delay(3000);
  await postgres.restart();
  const client = clientOf(service);
  let status = '';
  while (status !== 'Successful' && status !== 'Failed') {
    status = await client.readRun(key).then(
      (run) => run.status,
      () => '',
    );
    await delay(250);
  }
  const run = await client.readRun(key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.deepEqual(await receiptsOf(key), { receipts: run.scored, records: run.scored });
});

test('a training that ends its process three times is put aside as failed with the reason', limit, async (t) => {
  let service = await startReplica('killed');
  t.after(() => service.stop());
  const { key } = await clientOf(service).startRun(goalId, 'Training');
  const attempts = async (): Promise<number> =>
    (await database.query<{ attempts: number }>('select attempts from runs where key = $1', [key])).rows[0]?.attempts ??
    0;
  for (let kill = 1; kill <= 3; kill += 1) {
    while ((await attempts()) < kill) await delay(20);
    await service.stop('SIGKILL');
    service = await startReplica('killed');
  }
  const run = await clientOf(service).waitForRun(key);
  assert.equal(run.status, 'Failed');
  assert.match(JSON.stringify(run.messages), /the process of the service ended 3 times at the same place/);
});
