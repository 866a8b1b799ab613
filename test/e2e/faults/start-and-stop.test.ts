import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { integrationUsername, startOrg } from '../../local-org/src/index.ts';
import type { RunningOrg } from '../../local-org/src/index.ts';
import { startPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import type { TestPostgres } from '../../scoring-service/adapters/storage/start-postgres.ts';
import { runServiceCommand, startServiceProcess } from '../stage/service-process.ts';

const limit = { timeout: 60_000 };
const noOrg = { url: 'http://127.0.0.1:9', credentials: { clientId: 'none', clientSecret: 'none' } };

let folder: string;
let postgres: TestPostgres;
let databaseUrl: string;
let org: RunningOrg;
const taken = createServer();
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-starts-'));
  await writeFile(join(folder, 'file'), '');
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  org = await startOrg({ metadata: ['force-app/main/default'] });
  org.org.assignPermissionSet(org.org.userId(integrationUsername) ?? '', 'ScoringIntegration');
  await once(taken.listen(0, '127.0.0.1'), 'listening');
});
after(async () => {
  taken.close();
  await org.stop();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

const takenPort = (): string => {
  const address = taken.address();
  assert.ok(address !== null && typeof address === 'object');
  return String(address.port);
};

type Failure = {
  what: string;
  environment: () => Record<string, string>;
  variable: string;
  reason: RegExp;
  action?: RegExp;
};

const failures: Failure[] = [
  {
    what: 'a port that is taken',
    environment: () => ({ PLUMBLINE_PORT: takenPort() }),
    variable: 'PLUMBLINE_PORT',
    reason: /EADDRINUSE/,
  },
  {
    what: 'a port of the second listener that is taken',
    environment: () => ({ PLUMBLINE_HEALTH_PORT: takenPort() }),
    variable: 'PLUMBLINE_HEALTH_PORT',
    reason: /EADDRINUSE/,
  },
  {
    what: 'an address of another machine',
    environment: () => ({ PLUMBLINE_HOST: '203.0.113.7' }),
    variable: 'PLUMBLINE_HOST',
    reason: /EADDRNOTAVAIL/,
  },
  {
    what: 'a host that is no name',
    environment: () => ({ PLUMBLINE_HOST: 'not a host' }),
    variable: 'PLUMBLINE_HOST',
    reason: /ENOTFOUND|EAI_/,
  },
  {
    what: 'a poll interval of 0',
    environment: () => ({ PLUMBLINE_POLL_SECONDS: '0' }),
    variable: 'PLUMBLINE_POLL_SECONDS',
    reason: /from 1 to 60/,
  },
  {
    what: 'a memory of lots',
    environment: () => ({ PLUMBLINE_FEATURE_MEMORY: 'lots' }),
    variable: 'PLUMBLINE_FEATURE_MEMORY',
    reason: /such as 1GB/,
  },
  {
    what: 'a data folder that is a file',
    environment: () => ({ PLUMBLINE_DATA: join(folder, 'file') }),
    variable: 'PLUMBLINE_DATA',
    reason: /ENOTDIR|EEXIST/,
  },
  {
    what: 'a data folder on a file system that cannot be written',
    environment: () => ({ PLUMBLINE_DATA: '/proc/plumbline' }),
    variable: 'PLUMBLINE_DATA',
    reason: /ENOENT|EACCES|EROFS|EPERM/,
  },
  {
    what: 'a database that does not answer',
    environment: () => ({ DATABASE_URL: 'postgres://plumbline@127.0.0.1:1/none' }),
    variable: 'DATABASE_URL',
    reason: /ECONNREFUSED/,
  },
  {
    what: 'a database that does not exist',
    environment: () => ({ DATABASE_URL: databaseUrl.replace(/\w+$/, 'nowhere') }),
    variable: 'DATABASE_URL',
    reason: /3D000/,
    action: /CREATE DATABASE/,
  },
  {
    what: 'a password of the database that is wrong',
    environment: () => ({ DATABASE_URL: databaseUrl.replace(/\/\/[^@]*@/, '//nobody:wrong@') }),
    variable: 'DATABASE_URL',
    reason: /28/,
    action: /user and password/,
  },
];

for (const { what, environment, variable, reason, action = /./ } of failures) {
  test(`${what} ends the start with one line that names ${variable}`, limit, async () => {
    const options = { org: noOrg, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: databaseUrl } };
    const { code, errors } = await runServiceCommand(
      { ...options, environment: { ...options.environment, ...environment() } },
      [],
    );
    // One that does not end by itself is killed, and has no code.
    assert.equal(code, 1, errors);
    const [line = ''] = errors.split('\n');
    assert.ok(line.includes(`${variable}: `), errors);
    assert.match(line, reason);
    assert.match(/^→ .*/m.exec(errors)?.[0] ?? '', action);
    assert.doesNotMatch(errors, /\n\s+at /);
  });
}

test('--check passes with the org and the database of a start, and names what fails', limit, async () => {
  const check = async (options: { org: typeof noOrg; environment?: Record<string, string> }) => {
    const { code, output, errors } = await runServiceCommand({ ...options, dataFolder: join(folder, 'data') }, [
      '--check',
    ]);
    return { code, output: output + errors };
  };
  const passed = await check({ org, environment: { DATABASE_URL: await postgres.createDatabase() } });
  assert.equal(passed.code, 0, passed.output);
  assert.deepEqual(passed.output.match(/^passed {2}\w+/gm), [
    'passed  Settings',
    'passed  Folders',
    'passed  Database',
    'passed  Listener',
    'passed  Org',
  ]);
  assert.match(passed.output, new RegExp(`the org ${org.org.id}`));

  const failed = await check({ org: noOrg, environment: { DATABASE_URL: 'postgres://plumbline@127.0.0.1:1/none' } });
  assert.equal(failed.code, 1);
  assert.match(failed.output, /^failed {2}Database: DATABASE_URL: .*ECONNREFUSED/m);
  assert.match(failed.output, /^failed {2}Org: /m);

  const foreignUrl = await postgres.createDatabase();
  const client = new pg.Client(foreignUrl);
  await client.connect();
  await client.query('create role guest login');
  await client.end();
  const foreign = await check({ org, environment: { DATABASE_URL: foreignUrl.replace('//plumbline', '//guest') } });
  assert.equal(foreign.code, 1, foreign.output);
  assert.match(foreign.output, /^failed {2}Database: DATABASE_URL: .*42501.*\n +→ .*OWNER TO/m);

  // What would end a start: the state of another org, an address of another machine, a certificate that is not there.
  const boundUrl = await postgres.createDatabase();
  await runServiceCommand({ org, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: boundUrl } }, [
    ...['issue-token', '--name', 'first'],
  ]);
  const bound = new pg.Client(boundUrl);
  await bound.connect();
  await bound.query("insert into bound_org (org_id) values ('00D000000000099EAA')");
  await bound.end();
  const other = await check({ org, environment: { DATABASE_URL: boundUrl } });
  assert.equal(other.code, 1, other.output);
  assert.match(other.output, /^failed {2}Org: The state of this service belongs to the org 00D000000000099EAA/m);
  const elsewhere = await check({ org, environment: { PLUMBLINE_HOST: '192.0.2.1' } });
  assert.match(elsewhere.output, /^failed {2}Listener: PLUMBLINE_HOST: .*EADDRNOTAVAIL/m);
  const files = { PLUMBLINE_TLS_CERTIFICATE: '/nowhere/cert.pem', PLUMBLINE_TLS_KEY: '/nowhere/key.pem' };
  const unread = await check({ org, environment: files });
  assert.match(unread.output, /^failed {2}Listener: PLUMBLINE_TLS_CERTIFICATE, .*ENOENT/m);
  assert.deepEqual([elsewhere.code, unread.code], [1, 1]);

  const unfit = await check({ org, environment: { PLUMBLINE_BATCH: '0' } });
  assert.equal(unfit.code, 1);
  assert.match(unfit.output, /PLUMBLINE_BATCH: A whole number from 1 to 10000/);
});

test(
  'a command on PGlite names its state, because a forgotten DATABASE_URL would show another one',
  limit,
  async () => {
    const options = { org: noOrg, dataFolder: join(folder, 'forgotten') };
    const issued = await runServiceCommand(options, ['issue-token', '--name', 'caller']);
    assert.match(issued.output, /^plb_\w+\n$/);
    assert.equal(issued.errors, `The state is that in ${options.dataFolder}: DATABASE_URL is not set.\n`);
    const shared = { ...options, environment: { DATABASE_URL: await postgres.createDatabase() } };
    assert.equal((await runServiceCommand(shared, ['list-tokens'])).errors, '');
  },
);

test('--version prints the release and needs no settings', limit, async () => {
  const { code, output } = await runServiceCommand({ org: noOrg, dataFolder: join(folder, 'data') }, ['--version']);
  assert.deepEqual([code, /^\d+\.\d+\.\d+\n$/.test(output)], [0, true]);
});

test('a state that a newer release has written is refused by name, and left as it is', limit, async () => {
  const newerUrl = await postgres.createDatabase();
  const options = { org: noOrg, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: newerUrl } };
  await runServiceCommand(options, ['issue-token', '--name', 'first']);
  const client = new pg.Client(newerUrl);
  await client.connect();
  await client.query(`insert into kysely_migration values ('9999-of-tomorrow', '2030-01-01')`);
  const { code, errors } = await runServiceCommand(options, []);
  const { rows } = await client.query('select count(*)::int as tokens from tokens');
  await client.end();
  assert.equal(code, 1);
  assert.match(
    errors,
    /^DATABASE_URL: The state was written by a newer release .*9999-of-tomorrow\.\n→ Start the newer/,
  );
  assert.deepEqual(rows, [{ tokens: 1 }]);
});

test('a migration that fails leaves the tables as they were, and the next start applies it', limit, async () => {
  const brokenUrl = await postgres.createDatabase();
  const client = new pg.Client(brokenUrl);
  await client.connect();
  // A table of this name is made by the third migration, after the first two have made theirs.
  await client.query('create table id_lists (note text)');
  const options = { org: noOrg, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: brokenUrl } };
  const tables = async (): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const failed = await runServiceCommand(options, ['issue-token', '--name', 'first']);
  assert.equal(failed.code, 1);
  assert.deepEqual(await tables(), ['id_lists']);
  await client.query('drop table id_lists');
  assert.equal((await runServiceCommand(options, ['issue-token', '--name', 'first'])).code, 0);
  assert.ok((await tables()).includes('id_lists'));
  await client.end();
});

test('a state refuses another org than the one it was bound to, and nothing is read from it', limit, async (t) => {
  const boundUrl = await postgres.createDatabase();
  const options = { org, dataFolder: join(folder, 'data'), environment: { DATABASE_URL: boundUrl } };
  await (await startServiceProcess(options)).stop();
  const client = new pg.Client(boundUrl);
  await client.connect();
  t.after(() => client.end());
  assert.deepEqual((await client.query('select org_id from bound_org')).rows, [{ org_id: org.org.id }]);
  // Every local org has the same id, so the state is made that of another one.
  await client.query(`update bound_org set org_id = '00D000000000001EAA'`);
  const { code, errors } = await runServiceCommand(options, []);
  assert.equal(code, 1, errors);
  const [line = ''] = errors.split('\n');
  assert.ok(line.includes('belongs to the org 00D000000000001EAA') && line.includes('SALESFORCE_LOGIN_URL'), errors);
});

test('SIGTERM turns readiness to 503 while the port still answers, then ends the process', limit, async (t) => {
  const lines: string[] = [];
  const service = await startServiceProcess({
    ...{ org: noOrg, dataFolder: join(folder, 'data') },
    environment: { DATABASE_URL: databaseUrl, PLUMBLINE_HEALTH_PORT: '0', PLUMBLINE_DRAIN_SECONDS: '1' },
    onLog: (line) => lines.push(line),
  });
  t.after(() => service.stop('SIGKILL'));
  const healthUrl = /"healthUrl":"([^"]+)"/.exec(lines.join('\n'))?.[1] ?? assert.fail(lines.join('\n'));
  const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
  assert.equal(await statusOf(`${healthUrl}/readyz`), 200);
  assert.equal(await statusOf(`${service.url}/readyz`), 404);
  const ended = service.stop();
  while ((await statusOf(`${healthUrl}/readyz`)) !== 503);
  // Callers that the load balancer still sends are served.
  const served = await fetch(`${service.url}/v1/goals`);
  assert.equal(served.status, 401);
  // A proxy that kept the connection would send requests on it until it is cut.
  assert.equal(served.headers.get('connection'), 'close');
  assert.equal(await statusOf(`${healthUrl}/healthz`), 200);
  await ended;
  assert.deepEqual([service.process.exitCode, service.process.signalCode], [0, null]);
  assert.ok(lines.some((line) => line.includes('"service.stopped"')));
});
