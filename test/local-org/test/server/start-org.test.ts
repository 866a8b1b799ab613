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

const folder = mkdtempSync(join(tmpdir(), 'plumbline-restart-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('records, metadata and grants survive a restart of an org with a folder', async () => {
  const first = await startOrg({ folder });
  deployTestPackage(first);
  const [id = ''] = insertLeads(first, 3);
  await connect(first).sobject('Lead').update({ Id: id, Test_Score__c: 77 });
  const { adminToken } = first;
  await first.stop();

  const second = await startOrg({ folder });
  try {
    const { records } = await connect(second).query(`SELECT Test_Score__c FROM Lead WHERE Id = '${id}'`);
    assert.equal(records[0]?.['Test_Score__c'], 77);
    assert.equal((await connect(second).query('SELECT COUNT() FROM Lead')).totalSize, 3);
    assert.deepEqual(second.credentials, first.credentials);
    assert.equal(second.org.id, first.org.id);
    // Sessions end with the process, as after any restart that clients must live through.
    assert.equal((await ask(second, `${root}/limits`, { token: adminToken })).status, 401);
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
