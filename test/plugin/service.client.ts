import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assert } from '../clients/tally.ts';
import { issueToken } from '../e2e/stage/service-process.ts';
import { openPluginStage } from './stage/open-stage.ts';

type Service = { url: string; isReady: boolean; source: string; connection?: { rights: string; checks: unknown[] } };

const stage = await openPluginStage({ leads: 60, isConnected: false });
after(() => stage.stop());
const { sf, service, token, org } = stage;
const url = ['--url', service.url];
const inEnvironment = (more: Record<string, string>): { env: Record<string, string> } => ({ env: more });

test('without a service every command that needs it explains how to connect one', async () => {
  const { name, message, actions } = await sf.failure('service display', []);
  assert.equal(name, 'ServiceNotConnectedError');
  assert.match(message ?? '', /isn't connected to a scoring service/);
  assert.ok(!message?.includes(org.adminToken), 'the token of the org is not shown');
  assert.match(actions.join(), /sf score service connect/);
  const check = await sf.failure('check', ['--goal', 'Lead converts in 90 days']);
  assert.equal(check.name, 'ServiceNotConnectedError');
  assert.ok(!check.stdout.includes(org.adminToken));
  const none = await sf.result<{ isForgotten: boolean }>('service disconnect', ['--no-prompt']);
  assert.equal(none.isForgotten, false);
});

test('the connection to a service that does not respond is not saved', async () => {
  const refused = await sf.failure('service connect', ['--url', 'http://127.0.0.1:9', '--token', token]);
  assert.deepEqual([refused.name, refused.exitCode], ['ServiceUnreachableError', 1]);
  assert.equal((await sf.failure('service display', [])).name, 'ServiceNotConnectedError');
});

test('a wrong token and a wrong address give different errors', async () => {
  const unknown = await sf.failure('service connect', [...url, '--token', 'plb_000000000000_nobody']);
  assert.equal(unknown.name, 'CallerUnknownError');
  assert.match(unknown.actions.join(), /issue-token/);
  const elsewhere = await sf.failure('service connect', ['--url', `${org.url}/__org/nothing`, '--token', token]);
  assert.equal(elsewhere.name, 'UnexpectedAnswerError');
});

test('without a token and without a prompt the command explains how to set it', async () => {
  const { message, actions } = await sf.failure('service connect', url);
  assert.match(message ?? '', /You didn't specify a token/);
  assert.match(actions.join(), /SCORING_SERVICE_TOKEN/);
});

test('a connection is saved after its checks, with the token encrypted', async () => {
  const screen = await sf.screen('service connect', [...url, '--token', token]);
  assert.match(screen, /Service version \d+\.\d+\.\d+\. Integration user: integration@local\.org/);
  assert.match(screen, /Goals and runs\s+passed/);
  assert.match(screen, /The org is connected to/);
  const connected = await sf.result<Service>('service connect', url, inEnvironment({ SCORING_SERVICE_TOKEN: token }));
  assert.deepEqual([connected.url, connected.isReady, connected.source], [service.url, true, 'saved']);
  assert.ok((connected.connection?.checks.length ?? 0) > 5);
  const kept = readFileSync(join(sf.folder, '.sf/plumbline-services.json'), 'utf8');
  assert.ok(kept.includes(service.url) && !kept.includes(token));
});

test('a saved connection is displayed without its token', async () => {
  const screen = await sf.screen('service display', []);
  assert.match(screen, /The org is connected to the service at/);
  assert.ok(!screen.includes(token));
  assert.equal((await sf.result<Service>('service display', [])).isReady, true);
});

test('each environment variable overrides its part of the saved connection', async () => {
  const other = inEnvironment({ SCORING_SERVICE_URL: 'http://127.0.0.1:9' });
  assert.equal((await sf.failure('service display', [], other)).name, 'ServiceUnreachableError');
  const wrong = inEnvironment({ SCORING_SERVICE_TOKEN: 'plb_000000000000_nobody' });
  assert.equal((await sf.failure('service display', [], wrong)).name, 'CallerUnknownError');
  const both = inEnvironment({ SCORING_SERVICE_URL: service.url, SCORING_SERVICE_TOKEN: token });
  assert.equal((await sf.result<Service>('service display', [], both)).source, 'environment');
});

test('a user without access to the package sees which permission set is missing', async () => {
  const reader = inEnvironment({ SF_TARGET_ORG: org.tokenFor('reader@local.org') });
  for (const command of ['goal list', 'run list']) {
    const { name, actions } = await sf.failure(command, [], reader);
    assert.equal(name, 'PackageNotVisibleError');
    assert.match(actions.join(), /sf org assign permset --name ScoringAdmin/);
  }
});

test('an org that does not respond is reported with exit code 1', async () => {
  const away = inEnvironment({ SF_ORG_INSTANCE_URL: 'http://127.0.0.1:9' });
  const { name, exitCode, message } = await sf.failure('goal list', [], away);
  assert.deepEqual([name, exitCode], ['OrgUnreachableError', 1], message);
});

test('without a login the CLI reports it', async () => {
  for (const command of ['service display', 'goal list', 'run list', 'doctor']) {
    const words = ['score', ...command.split(' ')];
    const { name, exitCode } = await sf.json(words, inEnvironment({ SF_TARGET_ORG: '' }));
    assert.deepEqual([name, exitCode], ['NoDefaultEnvError', 1], command);
    const human = await sf.run(words, inEnvironment({ SF_TARGET_ORG: '' }));
    assert.equal(human.exitCode, 1);
    assert.match(human.stderr, /Error \(NoDefaultEnvError\): [^]*--target-org/);
  }
});

test('the shell completes the commands and their flags', async () => {
  const { exitCode, stderr } = await sf.run(
    ['autocomplete', 'bash', '--refresh-cache'],
    inEnvironment({ SHELL: '/bin/bash' }),
  );
  assert.equal(exitCode, 0, stderr);
  const script = readdirSync(sf.folder, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('sf.bash'));
  const lines = readFileSync(join(sf.folder, script ?? ''), 'utf8').split('\n');
  const bulk = lines.find((line) => line.startsWith('score:run:bulk ')) ?? '';
  for (const flag of ['--goal', '--where', '--file', '--all', '--wait', '--output-file', '--flags-dir']) {
    assert.ok(bulk.includes(flag), `${flag}: ${bulk}`);
  }
  assert.ok(!bulk.includes('--async'));
});

test('a connection is deleted only after confirmation', async () => {
  const asked = await sf.failure('service disconnect', []);
  assert.equal(asked.name, 'ConfirmationNeededError');
  assert.match(await sf.screen('service disconnect', ['--no-prompt']), /Deleted the connection/);
  assert.equal((await sf.failure('service display', [])).name, 'ServiceNotConnectedError');
  const far = await sf.json(['score', 'service', 'connect', '--url', 'http://scoring.example.com', '--no-check'], {
    env: { SCORING_SERVICE_TOKEN: token },
  });
  assert.match(JSON.stringify(far.warnings), /sent to the service unencrypted/);
  const unchecked = await sf.result<Service>('service connect', [...url, '--token', token, '--no-check']);
  assert.equal(unchecked.isReady, false);
});

test('a token that can only evaluate is shown, and rejected where more rights are needed', async () => {
  await stage.service.stop();
  const options = { org, dataFolder: stage.dataFolder };
  const scorer = await issueToken(options, 'score');
  await stage.restartService('SIGTERM');
  const connected = await sf.result<Service>('service connect', ['--url', stage.service.url, '--token', scorer]);
  assert.deepEqual([connected.isReady, connected.connection?.rights], [false, 'score']);
  const refused = await sf.failure('train', ['--goal', 'Lead converts in 90 days']);
  assert.equal(refused.name, 'CallerForbiddenError');
  assert.match(refused.actions.join(), /--rights manage/);
});
