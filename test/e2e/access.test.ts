import assert from 'node:assert/strict';
import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectionSchema } from '@plumbline/contract';
import { connectService } from './stage/connect-service.ts';
import { reopenOrg } from './stage/prepared-org.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads');
});
after(() => stage.stop());

/** Runs a command that must succeed, and returns what it prints. */
async function command(...args: string[]): Promise<string> {
  const { code, output, errors } = await stage.command(...args);
  assert.equal(code, 0, errors);
  return output.trim();
}

type Answer = { status: number; kind?: string; detail?: string };

async function ask(token: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${stage.service.url}/v1/thresholds`, {
    headers: { Authorization: `Bearer ${token}`, ...headers },
  });
  const { kind, detail } = (await response.json()) as Answer;
  return { status: response.status, kind, detail };
}

type Listed = { id: string; name: string; state: string; rights: string; orgId?: string; lastUsedAt?: string };
const list = async (): Promise<Listed[]> => JSON.parse(await command('list-tokens', '--json')) as Listed[];
const idOf = (token: string): string => token.split('_')[1] ?? '';

test('tokens are issued, listed and revoked while the service runs on PGlite, which one process may open', async () => {
  const [token, trial] = [
    await command('issue-token', '--name', 'new caller', '--rights', 'score'),
    await command('issue-token', '--name', 'trial', '--expires-days', '0.00000001'),
  ];
  assert.equal((await ask(token)).status, 200, 'it works at once');
  assert.deepEqual(await ask(trial), { status: 401, kind: 'caller.token-ended', detail: 'The token has expired.' });
  const listed = await list();
  const found = listed.find(({ id }) => id === idOf(token));
  assert.deepEqual([found?.name, found?.rights, found?.state], ['new caller', 'score', 'active']);
  assert.ok(found?.lastUsedAt);
  assert.equal(listed.find(({ id }) => id === idOf(trial))?.state, 'expired');
  const table = await command('list-tokens');
  assert.match(table, /^ID +NAME +RIGHTS +STATE +ORG +ISSUED +EXPIRES +LAST USED\n/);
  assert.match(table, new RegExp(`^${idOf(token)} +new caller +score +active`, 'm'));
  for (const secret of [token, trial]) assert.ok(!table.includes(secret.split('_')[2] ?? ''));

  assert.equal(await command('revoke-token', idOf(token)), `Token ${idOf(token)} is revoked.`);
  assert.equal((await ask(token)).detail, 'The token was revoked.');
  assert.equal((await list()).find(({ id }) => id === idOf(token))?.state, 'revoked');
  for (const [args, named] of [
    [['revoke-token', '000000000000'], /There is no token with this id\./],
    [['revoke-token', 'x'], /12 digits and letters/],
    [['issue-token', '--name', 'x', '--org', '00Q000000000001EAA'], /orgId: The id of an org begins with 00D/],
    [['issue-token'], /name/],
  ] as const) {
    const { code, errors } = await stage.command(...args);
    assert.equal(code, 1);
    assert.match(errors, named);
  }
});

test('only the user of the service may open the socket of its commands', async () => {
  const { mode } = await stat(join(stage.dataFolder, 'state/control.sock'));
  assert.equal(mode & 0o777, 0o600);
});

test('the commands work on the state of a service that is stopped or was killed', async () => {
  const before = await list();
  await stage.service.stop('SIGKILL');
  const token = await command('issue-token', '--name', 'while it was away');
  assert.equal((await list()).length, before.length + 1);
  await stage.restartService('SIGTERM');
  assert.equal((await ask(token)).status, 200);
  assert.equal((await list()).length, before.length + 1);
});

test('a copied org, with the address and the token of the org, is refused and changes nothing', async (t) => {
  const folder = `${stage.orgFolder}-copy`;
  await cp(stage.orgFolder, folder, { recursive: true });
  const copy = await reopenOrg(folder, 'generated-org', { organizationNumber: 2 });
  t.after(async () => {
    await copy.stop();
    await rm(folder, { recursive: true });
  });
  assert.notEqual(copy.org.id, stage.org.org.id);
  const service = { url: stage.service.url, tokens: { manage: stage.token } };
  const qualify = async (org: typeof copy, id: string): Promise<unknown[]> => {
    await connectService(org, service);
    await org.admin.sobject('Lead').update({ Id: id, Status: 'Closed - Not Converted' });
    await org.admin.sobject('Lead').update({ Id: id, Status: 'Working - Contacted' });
    await org.settled();
    return org.org.apex.callouts.map(({ status }) => status);
  };
  const scoreOf = async (id: string) =>
    (await stage.org.admin.sobject('Lead').retrieve(id))['Predictive_Score_Scored_At__c'];
  const [lead] = (await copy.admin.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = FALSE LIMIT 1'))
    .records;
  const id = lead?.Id ?? '';
  const scoredAt = await scoreOf(id);
  assert.deepEqual(await qualify(copy, id), [403]);
  assert.equal(await scoreOf(id), scoredAt);
  assert.deepEqual(await ask(stage.token, { 'Plumbline-Org-Id': copy.org.id }), {
    status: 403,
    kind: 'caller.other-org',
    detail: 'This org is a copy; connect it to its own service.',
  });
  assert.deepEqual(await qualify(stage.org, id), [200]);
  assert.equal((await list()).find((token) => token.id === idOf(stage.token))?.orgId, stage.org.org.id);
});

test('a package of another version is a check of the connection, for Setup and for the doctor', async () => {
  const connect = async (version: string) => {
    const headers = { 'Plumbline-Client': 'package', 'Plumbline-Contract-Version': version };
    const response = await fetch(`${stage.service.url}/v1/connection`, {
      headers: { Authorization: `Bearer ${stage.token}`, ...headers },
    });
    const { checks } = connectionSchema.parse(await response.json());
    return checks.find(({ name }) => name === 'Version of the package');
  };
  assert.equal((await connect('2'))?.isDone, false);
  assert.equal((await connect('1'))?.isDone, true);
});
