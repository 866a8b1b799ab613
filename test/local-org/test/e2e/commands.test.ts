import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { orgCommand, readLine, run } from './command.ts';
import { count, fixtureFolder } from './connected-org.ts';
import { madeUpLeads } from './made-up-leads.ts';

const loadCommand = fileURLToPath(new URL('../../src/loader/main.ts', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'org-commands-'));
after(() => rm(folder, { recursive: true }));
const csv = join(folder, 'leads.csv');
await writeFile(csv, madeUpLeads(21));

test('the org command with a permission set assigned takes a CSV from the load command, and stops on Ctrl-C', async () => {
  const metadata = join(fixtureFolder('xeducation'), 'main/default');
  const org = run(orgCommand, ['--port', '0', '--metadata', metadata, '--assign', 'admin@local.org=XEducation_Fields']);
  const greeting = await org.said('Ctrl-C stops it.');
  const instanceUrl = readLine(greeting, /answers at (\S+)/);
  const token = readLine(greeting, /access token +(\S+)/);

  const mapping = join(fixtureFolder('xeducation'), 'mapping.json');
  const load = ['--instance-url', instanceUrl, '--token', token, '--mapping', mapping, '--csv', csv];
  const loaded = await run(loadCommand, load).ended;
  assert.deepEqual([loaded.code, loaded.output], [0, '21 rows: 21 inserted, 7 converted, 0 failed.\n'], loaded.errors);
  const admin = new Connection({ instanceUrl, accessToken: token });
  assert.equal(await count(admin, 'Lead WHERE IsConverted = true'), 7);

  org.interrupt();
  assert.equal((await org.ended).code, 0);
});

test('the load command called without a mapping ends with 2 and prints its usage', async () => {
  const refused = await run(loadCommand, ['--csv', csv]).ended;
  assert.equal(refused.code, 2);
  assert.match(refused.errors, /^Usage: .*--mapping/);
});

test('the org command names the missing user of --assign', async () => {
  const { code, errors } = await run(orgCommand, ['--port', '0', '--assign', 'nobody@local.org=X']).ended;
  assert.equal(code, 1);
  assert.match(errors, /--assign: there is no user nobody@local\.org/);
});
