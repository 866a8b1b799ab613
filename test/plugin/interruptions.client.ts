import { after, test } from 'node:test';
import type { Run } from '@plumbline/contract';
import { assert } from '../clients/tally.ts';
import type { Running } from '../clients/sf.ts';
import { emptyScores } from '../e2e/stage/empty-scores.ts';
import { goalName, openPluginStage } from './stage/open-stage.ts';

type Outcome = { jobId: string; run: Run };

// Small batches, so that a run can be interrupted between two of them.
const stage = await openPluginStage({ leads: 3000, isTrained: true, environment: { PLUMBLINE_BATCH: '25' } });
after(() => stage.stop());
const { sf, org } = stage;
const bulk = ['score', 'run', 'bulk', '--goal', goalName, '--all', '--wait', '10'];
const writes = '/services/data/v65.0/composite/sobjects';
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
const jobIdIn = (text: string): string => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? '';

const plant = (fault: object): Promise<Response> =>
  fetch(`${org.url}/__org/faults`, { method: 'POST', body: JSON.stringify(fault) });

const scoredSince = async (since: string): Promise<number> =>
  (await org.admin.query(`SELECT COUNT() FROM Lead WHERE Predictive_Score_Scored_At__c >= ${since}`)).totalSize;

/** Resolves when the run of a command has written `least` records. */
async function untilUnderWay(command: Running, least: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const since = new Date(Date.now() - 3_600_000).toISOString();
  void command.ended.then((ran) => reject(new Error(`The command ended before: ${ran.stdout}${ran.stderr}`)));
  const watch = setInterval(() => {
    void scoredSince(since).then((count) => {
      if (count >= least) resolve(undefined);
    }, reject);
  }, 50);
  await promise.finally(() => clearInterval(watch));
}

/** The time of the last save of each scored lead. */
async function saves(): Promise<Map<string, string>> {
  const { records } = await org.admin.query<{ Id: string; SystemModstamp: string }>(
    'SELECT Id, SystemModstamp FROM Lead WHERE Predictive_Score__c > 0',
    { autoFetch: true, maxFetch: 10_000 },
  );
  return new Map(records.map(({ Id, SystemModstamp }) => [Id, SystemModstamp]));
}

test('after Ctrl-C the run continues and the command shows how to watch it', async () => {
  await emptyScores(org);
  const command = sf.start(bulk);
  await untilUnderWay(command, 50);
  command.child.kill('SIGINT');
  const { exitCode, stdout } = await command.ended;
  assert.equal(exitCode, 130);
  const key = jobIdIn(stdout);
  assert.match(
    stdout,
    new RegExp(
      `The command was interrupted; the run continues\\. To watch it, run "sf score run resume --job-id ${key}"`,
    ),
  );
  const resumed = await sf.result<Outcome>('run resume', ['--use-most-recent', '--wait', '10']);
  assert.deepEqual([resumed.jobId, resumed.run.status], [key, 'Successful']);
  assert.equal((await saves()).size, resumed.run.scored);
});

test('Ctrl-C of a command with --json prints JSON', async () => {
  await emptyScores(org);
  const command = sf.start([...bulk, '--json']);
  await untilUnderWay(command, 50);
  command.child.kill('SIGINT');
  const { exitCode, stdout } = await command.ended;
  const json = JSON.parse(stdout) as { status: number; name: string; data: { jobId: string } };
  assert.deepEqual([exitCode, json.status, json.name], [130, 130, 'InterruptedError']);
  assert.equal((await stage.client.waitForRun(json.data.jobId)).status, 'Successful');
});

test('the command waits for a service that is killed during a run; each record is written once', async () => {
  await emptyScores(org);
  const command = sf.start(bulk);
  await untilUnderWay(command, 100);
  await stage.service.stop('SIGKILL');
  const before = await saves();
  assert.ok(before.size > 0);
  const meanwhile = await sf.failure('run resume', ['--use-most-recent']);
  assert.equal(meanwhile.name, 'ServiceUnreachableError');
  await stage.restartService('SIGKILL');
  // The command has waited and watches the run to its end.
  const { exitCode, stdout, stderr } = await command.ended;
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /Service: not responding; retrying/);
  const resumed = await sf.result<Outcome>('run resume', ['--use-most-recent', '--wait', '10']);
  assert.equal(resumed.run.status, 'Successful', JSON.stringify(resumed.run.messages));
  const afterwards = await saves();
  assert.equal(afterwards.size, resumed.run.scored);
  for (const [id, savedAt] of before) assert.equal(afterwards.get(id), savedAt);
  const { records } = await sf.result<{ records: number }>('run results', [
    '--use-most-recent',
    '--output-file',
    'k.csv',
  ]);
  assert.equal(records, resumed.run.read);
});

test('a canceled run continues where it stopped and reports each record once', async () => {
  await emptyScores(org);
  await plant({ times: 10_000, path: writes, latencyMs: 500 });
  const command = sf.start(bulk);
  await untilUnderWay(command, 100);
  const key = jobIdIn(command.output());
  assert.equal((await sf.failure('run cancel', ['--job-id', key])).name, 'ConfirmationNeededError');
  const stopped = await sf.screen('run cancel', ['--job-id', key, '--no-prompt']);
  assert.match(stopped, /stops after its current batch|Canceled the run/);
  const { exitCode, stderr } = await command.ended;
  assert.equal(exitCode, 1);
  assert.match(stderr, /Error \(RunCancelledError\)/);
  await plant({ reset: true });
  const run = await stage.client.waitForRun(key);
  const before = await saves();
  assert.ok(run.read > 0 && before.size >= run.scored, `${before.size} ${run.scored}`);
  const busy = sf.start(['score', 'run', 'resume', '--job-id', key, '--wait', '10', '--json']);
  const ended = await busy.ended;
  assert.equal(ended.exitCode, 0, ended.stdout);
  const { result } = JSON.parse(ended.stdout) as { result: Outcome };
  assert.deepEqual([result.jobId, result.run.status], [key, 'Successful']);
  assert.equal((await saves()).size, result.run.scored);
  const results = await sf.result<{ records: number }>('run results', ['--job-id', key, '--output-file', 'c.csv']);
  assert.equal(results.records, result.run.read);
  assert.equal((await sf.failure('run cancel', ['--job-id', key, '--no-prompt'])).name, 'RunEndedError');
});

test('a command exits when its wait time is over, and the run continues until it is canceled', async () => {
  await emptyScores(org);
  await plant({ times: 10_000, path: writes, latencyMs: 3000 });
  const { exitCode, result } = await sf.outcome<Outcome>('run bulk', ['--goal', goalName, '--all', '--wait', '0']);
  assert.deepEqual([exitCode, result.run.status], [0, 'Queued']);
  assert.equal((await sf.failure('train', ['--goal', goalName])).name, 'RunInProgressError');
  const watched = await sf.outcome<Outcome>('run resume', ['--job-id', result.jobId, '--wait', '0']);
  assert.deepEqual([watched.exitCode, watched.result.run.endedAt], [0, undefined]);
  const stopped = await sf.result<Outcome>('run cancel', ['--use-most-recent', '--no-prompt']);
  assert.equal(stopped.jobId, result.jobId);
  await plant({ reset: true });
  const { status, messages } = await stage.client.waitForRun(result.jobId);
  assert.deepEqual([status, messages.at(-1)?.code], ['Failed', 911]);
});

test('an org that has reached its API limit is reported', async () => {
  await plant({ times: 1000, path: '/services/data', code: 'REQUEST_LIMIT_EXCEEDED' });
  const refused = await sf.failure('goal list', []);
  assert.equal(refused.name, 'OrgLimitError');
  assert.match(refused.actions.join(), /sf org list limits/);
  assert.equal((await sf.failure('run bulk', ['--goal', goalName, '--all'])).name, 'OrgLimitError');
  const started = await sf.json(['score', 'doctor']);
  assert.equal(started.exitCode, 3);
  await plant({ reset: true });
});

test('an API limit reached during a run pauses it, and it resumes without scoring a record twice', async () => {
  await emptyScores(org);
  await plant({ times: 10_000, path: writes, code: 'REQUEST_LIMIT_EXCEEDED' });
  const { exitCode, stdout, stderr } = await sf.run(bulk);
  assert.equal(exitCode, 69, stderr);
  assert.match(oneLine(stderr), /The run is paused: .*\. To watch it, run "sf score run resume --job-id/);
  const key = jobIdIn(stdout);
  await plant({ reset: true });
  const resumed = await sf.result<Outcome>('run resume', ['--job-id', key, '--wait', '10']);
  assert.equal(resumed.run.status, 'Successful', JSON.stringify(resumed.run));
  assert.equal((await saves()).size, resumed.run.scored);
});

test('an org that the service cannot reach is reported with the next step', async () => {
  await plant({ times: 1000, path: '/services/data/v65.0', drop: 'before' });
  const refused = await sf.failure('check', ['--goal', goalName]);
  assert.ok(['SalesforceUnreachableError'].includes(refused.name ?? ''), refused.name);
  await plant({ reset: true });
});
