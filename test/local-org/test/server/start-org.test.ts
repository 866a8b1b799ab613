import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';
import { deployTestPackage } from './test-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-org-restart-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('records, metadata and grants survive a restart of an org with a folder', async () => {
  const first = await startOrg({ folder });
  deployTestPackage(first);
  const [id = ''] = insertLeads(first, 3);
  await connect(first).sobject('Lead').update({ Id: id, Test_Percent__c: 77 });
  const { adminToken } = first;
  await first.stop();

  const second = await startOrg({ folder });
  try {
    const { records } = await connect(second).query(`SELECT Test_Percent__c FROM Lead WHERE Id = '${id}'`);
    assert.equal(records[0]?.['Test_Percent__c'], 77);
    assert.equal((await connect(second).query('SELECT COUNT() FROM Lead')).totalSize, 3);
    assert.deepEqual(second.credentials, first.credentials);
    assert.equal(second.org.id, first.org.id);
    // Sessions end with the process, so clients must log in again.
    assert.equal((await ask(second, `${root}/limits`, { token: adminToken })).status, 401);
  } finally {
    await second.stop();
  }
});

test('the results of a query job survive a restart, and an interrupted one runs again', async () => {
  const jobs = mkdtempSync(join(tmpdir(), 'local-org-jobs-'));
  after(() => rmSync(jobs, { recursive: true, force: true }));
  const first = await startOrg({ folder: jobs });
  insertLeads(first, 30);
  const body = { operation: 'query', query: 'SELECT Id, LastName FROM Lead ORDER BY LastName' };
  const { json } = await ask(first, `${root}/jobs/query`, { method: 'POST', body });
  const { id } = json as { id: string };
  const before = await ask(first, `${root}/jobs/query/${id}/results?maxRecords=20`);
  const cutOff = { id: `${id.slice(0, 11)}ZZZZAAA`, operation: 'query', soql: body.query, object: 'Lead', columns: [] };
  const format = { columnDelimiter: 'COMMA', lineEnding: 'LF' };
  const userId = first.org.userId('admin@local.org');
  const createdMs = first.org.clock.now().getTime();
  first.org.kept.put('QueryJob', cutOff.id, {
    ...cutOff,
    ...{ format, userId, apiVersion: '65.0', state: 'InProgress', createdMs, processingMs: 0 },
  });
  await first.stop();

  const second = await startOrg({ folder: jobs });
  try {
    const again = await ask(second, `${root}/jobs/query/${id}/results?maxRecords=20`);
    assert.equal(again.text, before.text);
    const locator = again.headers.get('sforce-locator') ?? '';
    const rest = await ask(second, `${root}/jobs/query/${id}/results?locator=${locator}`);
    assert.equal(rest.text.trim().split('\n').length, 11);
    const whole = await ask(second, `${root}/jobs/query/${cutOff.id}/results`);
    assert.equal(whole.text.trim().split('\n').length, 31);
    // Both are deleted after seven days.
    second.org.clock.advance(8 * 86_400_000);
    assert.equal((await ask(second, `${root}/jobs/query/${id}`)).status, 404);
  } finally {
    await second.stop();
  }
});

test('stopping closes connections that clients keep alive, and the port is free again', async () => {
  const org = await startOrg();
  const port = Number(new URL(org.url).port);
  await ask(org, `${root}/limits`);
  await org.stop();
  await assert.rejects(fetch(`${org.url}/services/data`));
  const again = await startOrg({ port });
  assert.equal(again.url, org.url);
  await again.stop();
});

test('a taken port is refused', async () => {
  const org = await startOrg();
  await assert.rejects(startOrg({ port: Number(new URL(org.url).port) }), { code: 'EADDRINUSE' });
  await org.stop();
});

test('npm run org prints how to log in, answers, and stops on a signal', async () => {
  const main = join(import.meta.dirname, '../../src/main.ts');
  const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise: ready, resolve } = Promise.withResolvers<undefined>();
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    if (printed.includes('Ctrl-C stops it.')) resolve(undefined);
  });
  await Promise.race([ready, once(child, 'exit')]);
  const url = /answers at (\S+)/.exec(printed)?.[1] ?? '';
  const token = /access token\s+(\S+)/.exec(printed)?.[1] ?? '';
  const response = await fetch(`${url}${root}/limits`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200);
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0);
});
