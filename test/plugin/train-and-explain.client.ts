import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ModelCard, ModelList, Readiness, Run, ScoreResult, WhatIfResult } from '@plumbline/contract';
import { assert } from '../clients/tally.ts';
import { goalName, openPluginStage } from './stage/open-stage.ts';

type Outcome = { jobId: string; run: Run };

const stage = await openPluginStage();
after(() => stage.stop());
const { sf, org } = stage;
const ofGoal = ['--goal', goalName];

test('readiness is shown as a table, and the exit code reflects it', async () => {
  const screen = await sf.screen('check', ofGoal);
  assert.match(screen, /404\s+Records that reached the goal\s+passed/);
  assert.match(screen, /The goal is ready for training/);
  assert.equal((await sf.result<Readiness>('check', ofGoal)).isReady, true);
  await sf.result('goal export', []);
  const draft = ['--file', 'goals/lead-converts-in-90-days.goal.json'];
  assert.equal((await sf.result<Readiness>('check', draft)).goalId, undefined);

  await sf.result('goal edit', [...ofGoal, '--settings', '{"thresholds": {"conversions": 100000}}']);
  const human = await sf.run(['score', 'check', ...ofGoal]);
  assert.equal(human.exitCode, 3, human.stderr);
  assert.match(human.stdout, /404\s+Records that reached the goal\s+failed/);
  assert.match(human.stdout, /ERROR 404\. Leads AI pipeline stopped: not enough conversions.*\n\s+Train again when/);
  const { exitCode, result } = await sf.outcome<Readiness>('check', ofGoal);
  assert.deepEqual([exitCode, result.isReady], [3, false]);
});

test('a training that a check stops fails with the exact message, and can be resumed after the cause is fixed', async () => {
  const { name, message, exitCode, ...failed } = await sf.json(['score', 'train', ...ofGoal, '--wait', '5']);
  assert.deepEqual([name, exitCode], ['RunFailedError', 1]);
  assert.match(message ?? '', /ERROR 404\. Leads AI pipeline stopped/);
  const { jobId } = failed['data'] as Outcome;
  assert.match((failed['actions'] as string[])[0] ?? '', /^Measured: \d+, limit: 100000\. Train again when/);
  assert.match(await sf.screen('goal list', []), /Failed: ERROR\s/);
  const { runs } = await sf.result<{ runs: Run[] }>('run list', ['--failed-only']);
  assert.deepEqual(
    runs.map(({ key }) => key),
    [jobId],
  );
  await sf.result('goal edit', [...ofGoal, '--settings', '{}']);
  const resumed = await sf.result<Outcome>('train resume', ['--job-id', jobId, '--wait', '5']);
  assert.deepEqual([resumed.jobId, resumed.run.status], [jobId, 'Successful']);
  assert.ok((resumed.run.testAuc ?? 0) > 0.6);
});

test('a training shows its stages and the test AUC of the model', async () => {
  // The open records are scored after the first training, without a command.
  const first = await stage.client.waitForRun((await stage.client.firstScoring(stage.goalId)).key);
  assert.deepEqual([first.trigger, first.status], ['Goal created', 'Successful']);
  const screen = await sf.screen('train', [...ofGoal, '--wait', '5']);
  for (const stageName of [
    'Reading the org',
    'Rebuilding past snapshots',
    'Training the model',
    'Publishing the model',
  ]) {
    assert.ok(screen.includes(`✔ ${stageName}`), screen);
  }
  assert.match(screen, /Test AUC: 0\.\d{4}/);
  assert.match(screen, /High\s+\d[\d,]*\s+\d+\.\d %\s+(\d+\.\d %)?\s+\d+\.\d %/);
  assert.match(await sf.screen('train resume', ['--use-most-recent']), /Status: Successful/);
});

test('a training is canceled after confirmation, and the previous model stays', async () => {
  const started = await sf.result<Outcome>('train', ofGoal);
  const cancelled = await sf.result<Outcome>('train cancel', ['--job-id', started.jobId, '--no-prompt']);
  assert.equal(cancelled.jobId, started.jobId);
  const run = await stage.client.waitForRun(started.jobId);
  assert.deepEqual([run.status, run.messages.at(-1)?.code], ['Failed', 911], JSON.stringify(run));
  const goal = await sf.result<{ status: string; modelVersion: string }>('goal display', ofGoal);
  assert.deepEqual([goal.status, goal.modelVersion], ['Ready', 'v2']);
  assert.equal((await sf.failure('train cancel', ['--use-most-recent'])).name, 'ConfirmationNeededError');
  const wrong = await sf.failure('run cancel', ['--job-id', started.jobId, '--no-prompt']);
  assert.equal(wrong.name, 'WrongJobTypeError');
  const again = await sf.failure('train cancel', ['--job-id', started.jobId, '--no-prompt']);
  assert.equal(again.name, 'RunEndedError');
  assert.equal((await sf.failure('train resume', ['--job-id', 'v2'])).name, 'InvalidJobIdError');
  const second = await sf.result<Outcome>('train', ofGoal);
  const stopped = await sf.screen('train cancel', ['--use-most-recent', '--no-prompt']);
  assert.ok(stopped.includes(second.jobId), stopped);
  assert.equal((await stage.client.waitForRun(second.jobId)).status, 'Failed');
});

test('models can be listed, displayed, written as a page, and activated again', async () => {
  const { models } = await sf.result<ModelList>('model list', ofGoal);
  assert.ok(models.length >= 2 && models.filter(({ isActive }) => isActive).length === 1);
  assert.match(await sf.screen('model list', ofGoal), /v1\s/);
  const screen = await sf.screen('model display', ofGoal);
  assert.match(screen, /Test AUC 0\.\d{4}, 95 % from/);
  assert.match(screen, /█/);
  for (const basis of ['relative', 'probability', 'percentile'])
    assert.match(screen, new RegExp(`score basis ${basis}`));
  const { card } = await sf.result<{ card: ModelCard }>('model display', [...ofGoal, '--model-version', 'v1']);
  assert.equal(card.version, 'v1');
  const page = await sf.result<{ htmlFile: string }>('model display', [...ofGoal, '--html', 'model.html']);
  assert.match(readFileSync(join(sf.folder, page.htmlFile), 'utf8'), /^<!doctype html>/i);

  const other = models.find(({ isActive }) => !isActive)?.version ?? '';
  const version = ['--model-version', other];
  assert.equal((await sf.failure('model activate', [...ofGoal, ...version])).name, 'ConfirmationNeededError');
  const activated = await sf.result<{ isChanged: boolean }>('model activate', [...ofGoal, ...version, '--no-prompt']);
  assert.equal(activated.isChanged, true);
  assert.match(await sf.screen('model activate', [...ofGoal, ...version, '--no-prompt']), /is already active/);
  const unknown = await sf.failure('model display', [...ofGoal, '--model-version', 'v99']);
  assert.equal(unknown.name, 'ModelNotFoundError');
  assert.equal((await sf.failure('model list', ['--goal', 'Nothing'])).name, 'GoalNotFoundError');
});

test('a record is evaluated, explained, and compared with other values', async () => {
  const [id = ''] = await stage.leadIds("IsConverted = false AND Status = 'Working - Contacted'", 1);
  const ofRecord = [...ofGoal, '--record-id', id];
  const screen = await sf.screen('record', [...ofRecord, '--what-if', 'Industry=Banking', '--what-if', 'Phone=']);
  assert.match(screen, /Score \d+ \((High|Medium|Low)\)\n/);
  assert.match(
    screen,
    /Probability \d+\.\d %, \d+\.\d+ times the average\nBetter than \d+ % of scored leads\nGrade [A-D][1-4]/,
  );
  assert.match(screen, /[█]+│|│[█]+/);
  assert.match(screen, /What if: \d+ \(\w+\) → \d+ \(\w+\), [+-]?\d+ points?\. Nothing was written/);
  const what = ['--what-if', 'Industry=Banking'];
  const { result, whatIf } = await sf.result<{ result: ScoreResult; whatIf?: WhatIfResult }>('record', [
    ...ofRecord,
    ...what,
  ]);
  assert.equal(result.recordId, id);
  assert.equal(whatIf?.now.score, result.score);
  const lead = await org.admin.sobject('Lead').retrieve(id);
  assert.equal(lead['Predictive_Score__c'], result.score);
});

test('each record that cannot be evaluated has its own error', async () => {
  const [converted = ''] = await stage.leadIds('IsConverted = true', 1);
  const [id = ''] = await stage.leadIds('IsConverted = false', 1);
  const refusals: [string[], string][] = [
    [['--record-id', converted], 'RecordNotScorableError'],
    [['--record-id', '00Q000000000099EAA'], 'RecordNotFoundError'],
    [['--record-id', '003000000000001AAA'], 'RecordNotScorableError'],
    [['--record-id', id, '--what-if', 'Industry'], 'InvalidWhatIfError'],
    [['--record-id', id, '--what-if', 'Nonsense__c=1'], 'RequestInvalidError'],
  ];
  for (const [flags, name] of refusals) assert.equal((await sf.failure('record', [...ofGoal, ...flags])).name, name);
  assert.equal((await sf.run(['score', 'record', ...ofGoal, '--record-id', 'x'])).exitCode, 2);
});

test('a receipt reproduces its score; an unknown receipt is reported', async () => {
  const [id = ''] = await stage.leadIds("IsConverted = false AND Status = 'Working - Contacted'", 1);
  const { details } = await sf.result<{ details: { receiptId: string } }>('record', [...ofGoal, '--record-id', id]);
  const receipt = ['--receipt-id', details.receiptId];
  assert.match(await sf.screen('receipt verify', receipt), /The recomputed score is identical to the last digit/);
  assert.equal((await sf.result<{ isEqual: boolean }>('receipt verify', receipt)).isEqual, true);
  assert.equal((await sf.failure('receipt verify', ['--receipt-id', '999999999'])).name, 'ReceiptNotFoundError');
});

test('the doctor passes on a healthy org, and shows the command that fixes each problem', async () => {
  assert.match(
    await sf.screen('doctor', []),
    /No check failed\. Not every check could be made:[^]*Records that the integration user sees: Not known/,
  );
  type Doctor = { isHealthy: boolean; checks: { name: string; outcome: string; command?: string }[] };
  assert.equal((await sf.result<Doctor>('doctor', [])).isHealthy, true);

  await sf.result('goal edit', [...ofGoal, '--no-active']);
  const off = await sf.outcome<Doctor>('doctor', []);
  assert.equal(off.exitCode, 3);
  assert.ok(off.result.checks.some(({ name, outcome }) => name === 'Score goals' && outcome === 'failed'));
  await sf.result('goal edit', [...ofGoal, '--active']);
  const set = await org.admin.sobject('PermissionSetAssignment').find({ 'PermissionSet.Name': 'ScoringIntegration' });
  await org.admin.sobject('PermissionSetAssignment').destroy(set.map(({ Id }) => Id ?? ''));
  const bare = await sf.run(['score', 'doctor']);
  assert.equal(bare.exitCode, 3);
  assert.match(bare.stdout, /→ sf org assign permset --name ScoringIntegration/);
  org.org.assignPermissionSet(org.org.userId('integration@local.org') ?? '', 'ScoringIntegration');

  await stage.service.stop();
  const down = await sf.outcome<Doctor>('doctor', []);
  assert.ok(down.result.checks.some(({ name, outcome }) => name === 'Connection' && outcome === 'unknown'));
  assert.ok(down.result.checks.some(({ name, outcome }) => name === 'Package' && outcome === 'passed'));
  await stage.restartService('SIGTERM');
});
