import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { SourceTable } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { callsOf, connectTo, insert, startScoringOrg, tell } from './connected-org.ts';
import { leadPlan } from './lead-plan.ts';

const running = await startScoringOrg({ leads: 400 });
const root = await mkdtemp(join(tmpdir(), 'plumbline-extract-'));
after(async () => {
  await running.stop();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => tell(running, 'faults', { reset: true }));

let folders = 0;
const newFolder = (): string => join(root, String((folders += 1)));

const tablesOf = (...names: string[]): SourceTable[] => leadPlan.tables.filter(({ name }) => names.includes(name));
const [leadTable] = tablesOf('lead');
const allIds = running.org.inspect('SELECT "Id" FROM "Lead" WHERE "IsDeleted" = 0').map(({ Id }) => String(Id));

type Row = Record<string, string>;
async function readRows(folder: string, table: string): Promise<Row[]> {
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${table}-`) && file.endsWith('.csv')).sort();
  const pages = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return pages.flatMap((page) => parse(page, { columns: true }) as Row[]);
}

const isPage = (call: string): boolean => call.endsWith('/results');

test('reads every row once over several pages, each with the columns of the plan', async () => {
  const folder = newFolder();
  const reported: number[] = [];
  const salesforce = connectTo(running, { maxRecordsPerPage: 150 });
  const { calls } = await callsOf(running, () =>
    salesforce.extract(tablesOf('lead'), { folder, onProgress: ({ rows }) => reported.push(rows) }),
  );
  const rows = await readRows(folder, 'lead');
  assert.deepEqual(rows.map((row) => row['id']).sort(), [...allIds].sort());
  assert.deepEqual(
    Object.keys(rows[0] ?? {}),
    leadTable?.columns.map(({ column }) => column),
  );
  const pages = Math.ceil(allIds.length / 150);
  assert.equal(calls.filter(isPage).length, pages);
  assert.ok(pages > 2);
  assert.equal(reported.at(-1), allIds.length);
  assert.ok((await readdir(folder)).includes('lead-000001.csv'));
  assert.ok(
    calls.some((call) => call.startsWith('DELETE /jobs/query/')),
    'the job is deleted',
  );
  assert.deepEqual(
    (await readdir(folder)).filter((file) => file.endsWith('.part')),
    [],
  );
});

test('e-mail addresses and phone numbers are not in the folder, but equal ones keep equal keys', async () => {
  const folder = newFolder();
  await connectTo(running).extract(leadPlan.tables, { folder });
  const people = running.org.inspect(
    `SELECT "Email" AS email, "Phone" AS phone FROM "Lead" UNION ALL SELECT "Email", "Phone" FROM "Contact"`,
  );
  const secrets = people.flatMap(({ email, phone }) => [email, phone]).filter((value) => typeof value === 'string');
  assert.ok(secrets.length > 500);
  const files = await readdir(folder);
  const written = (await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1'))))
    .join('\n')
    .toLowerCase();
  assert.deepEqual(
    secrets.filter((secret) => written.includes(secret.toLowerCase())),
    [],
  );
  const keysOf = (rows: Row[]): string[] => rows.map((row) => row['email_key'] ?? '').filter((key) => key !== '');
  const keys = keysOf(await readRows(folder, 'lead'));
  assert.ok(keys.every((key) => /^[0-9a-f]{64}$/.test(key)));
  const distinct = running.org.inspect(
    `SELECT count(DISTINCT lower(trim("Email"))) AS figure FROM "Lead" WHERE "Email" IS NOT NULL`,
  )[0]?.['figure'];
  assert.equal(new Set(keys).size, distinct);
  assert.ok(keys.length > new Set(keys).size, 'some leads share an address');
  assert.equal((await stat(join(folder, 'key'))).mode & 0o777, 0o600);
});

test('continues after the last complete page with the same keys', async () => {
  const folder = newFolder();
  const stop = new AbortController();
  const first = connectTo(running, { maxRecordsPerPage: 50 });
  const cutOff = await callsOf(running, () =>
    assert.rejects(
      first.extract(tablesOf('lead'), {
        folder,
        signal: stop.signal,
        onProgress: ({ rows }) => rows >= 150 && stop.abort(new Error('stopped')),
      }),
      /stopped/,
    ),
  );
  assert.equal(cutOff.calls.filter(isPage).length, 3);
  const second = connectTo(running, { maxRecordsPerPage: 50 });
  const { calls } = await callsOf(running, () => second.extract(tablesOf('lead'), { folder }));
  assert.equal(calls.filter(isPage).length, Math.ceil(allIds.length / 50) - 3);
  const rows = await readRows(folder, 'lead');
  assert.deepEqual(rows.map((row) => row['id']).sort(), [...allIds].sort());
  const byEmail = new Map<unknown, Set<unknown>>();
  for (const { id, email_key: key } of rows) {
    const [stored] = running.org.inspect('SELECT lower(trim("Email")) AS email FROM "Lead" WHERE "Id" = ?', id ?? '');
    if (stored?.['email']) byEmail.set(stored['email'], (byEmail.get(stored['email']) ?? new Set()).add(key));
  }
  assert.ok([...byEmail.values()].every((keys) => keys.size === 1));
});

test('complete pages are not requested again', async () => {
  const folder = newFolder();
  const salesforce = connectTo(running);
  await salesforce.extract(tablesOf('lead', 'account'), { folder });
  const { calls } = await callsOf(running, () => salesforce.extract(tablesOf('lead', 'account'), { folder }));
  assert.ok(
    calls.every((call) => call.endsWith('/describe')),
    calls.join(),
  );
});

test('an expired job is started over, without rows of the old one', async () => {
  const folder = newFolder();
  const stop = new AbortController();
  await assert.rejects(
    connectTo(running, { maxRecordsPerPage: 50 }).extract(tablesOf('lead'), {
      folder,
      signal: stop.signal,
      onProgress: ({ rows }) => rows >= 100 && stop.abort(),
    }),
  );
  const state = JSON.parse(await readFile(join(folder, 'lead.state.json'), 'utf8')) as { jobId: string };
  const token = running.tokenFor('integration@local.org');
  await fetch(`${running.url}/services/data/v65.0/jobs/query/${state.jobId}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${token}` },
  });
  await connectTo(running, { maxRecordsPerPage: 200 }).extract(tablesOf('lead'), { folder });
  const rows = await readRows(folder, 'lead');
  assert.deepEqual(rows.map((row) => row['id']).sort(), [...allIds].sort());
});

test('another query of the same table starts over', async () => {
  const folder = newFolder();
  const salesforce = connectTo(running);
  await salesforce.extract(tablesOf('lead'), { folder });
  const converted = tablesOf('lead').map((table) => ({ ...table, where: 'IsConverted = true' }));
  await salesforce.extract(converted, { folder });
  const rows = await readRows(folder, 'lead');
  assert.ok(rows.length > 0 && rows.length < allIds.length);
  assert.ok(rows.every((row) => row['is_converted'] === 'true'));
});

test('a page that breaks in the middle is read again as a whole', async () => {
  const folder = newFolder();
  const salesforce = connectTo(running, { maxRecordsPerPage: 100 });
  await tell(running, 'faults', { path: '/results', after: 1, drop: 'half' });
  await salesforce.extract(tablesOf('lead'), { folder });
  const rows = await readRows(folder, 'lead');
  assert.deepEqual(rows.map((row) => row['id']).sort(), [...allIds].sort());
});

test('a session that ends between two pages is renewed', async () => {
  const folder = newFolder();
  const salesforce = connectTo(running, { maxRecordsPerPage: 100 });
  await tell(running, 'faults', { path: '/results', after: 2, code: 'INVALID_SESSION_ID' });
  await salesforce.extract(tablesOf('lead'), { folder });
  assert.equal((await readRows(folder, 'lead')).length, allIds.length);
});

test('deleted records are left out; a table without rows is an empty page with its columns', async () => {
  const id = insert(running, 'Lead', { LastName: 'Gone', Company: 'Gone' });
  running.org.write(running.org.userId('admin@local.org') ?? '', 'delete', 'Lead', { Id: id });
  const folder = newFolder();
  const nothing = tablesOf('account').map((table) => ({ ...table, where: "Name = 'nobody at all'" }));
  await connectTo(running).extract([...tablesOf('lead'), ...nothing], { folder });
  assert.ok(!(await readRows(folder, 'lead')).some((row) => row['id'] === id));
  assert.equal(await readFile(join(folder, 'account-000001.csv'), 'utf8'), 'id,industry\n');
});

test('an unreadable field stops the extraction with an error that names it', async () => {
  const secret = tablesOf('lead').map((table) => ({
    ...table,
    columns: [...table.columns, { path: 'Fax', column: 'fax', protection: 'presence' as const }],
  }));
  const all = [...tablesOf('account', 'contact', 'task'), ...secret];
  await assert.rejects(connectTo(running).extract(all, { folder: newFolder() }), {
    kind: 'salesforce.no-access',
    message: /Fax/,
  });
});

test('stops before background work exceeds its share of API calls', async () => {
  const salesforce = connectTo(running, { apiUsageStop: 0.8 });
  await tell(running, 'limits', { used: 80_000 });
  await salesforce.ping();
  await assert.rejects(salesforce.extract(tablesOf('lead'), { folder: newFolder() }), {
    kind: 'salesforce.limit-reached',
  });
  await tell(running, 'limits', { used: 0 });
});

test('a job that never ends fails after a timeout', async () => {
  const salesforce = connectTo(running, { bulkPollMs: 100, bulkTimeoutMs: 1000 });
  await tell(running, 'faults', {
    method: 'GET',
    path: '/jobs/query/',
    times: 100,
    status: 200,
    body: { id: '750000000000001', state: 'InProgress' },
  });
  await assert.rejects(salesforce.extract(tablesOf('account'), { folder: newFolder() }), { kind: 'salesforce.failed' });
});

test('a job that fails every time is reported, and the next call creates a new one', async () => {
  const folder = newFolder();
  const salesforce = connectTo(running);
  await tell(running, 'faults', {
    method: 'GET',
    path: '/jobs/query/',
    status: 200,
    times: 4,
    body: { id: '750000000000001', state: 'Failed', errorMessage: 'QUERY_TIMEOUT: Your query request was too long.' },
  });
  await assert.rejects(salesforce.extract(tablesOf('account'), { folder }), {
    kind: 'salesforce.failed',
    message: /QUERY_TIMEOUT/,
  });
  await salesforce.extract(tablesOf('account'), { folder });
  assert.ok((await readRows(folder, 'account')).length > 0);
});
