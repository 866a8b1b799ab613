import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Readiness, Run } from '@plumbline/contract';
import { readFileSync, writeFileSync } from 'node:fs';
import { assert } from '../clients/tally.ts';
import { isWorking, renameStatus, sentence } from '../e2e/stage/renamed-status.ts';
import { openTrainedStage } from '../e2e/stage/stage.ts';
import { openPlugin } from './stage/open-plugin.ts';
import { goalName } from './stage/open-stage.ts';

const stage = await openTrainedStage('leads');
const { admin } = stage.org;
const sf = await openPlugin({ url: stage.org.url, token: stage.org.adminToken });
after(async () => {
  sf.remove();
  await stage.stop();
});
const ofGoal = ['--goal', goalName];

const count = async (where: string): Promise<number> =>
  (await admin.query(`SELECT Id FROM Lead WHERE ${where}`)).totalSize;

await sf.result('service connect', ['--url', stage.service.url, '--token', stage.token]);
await sf.result('run bulk', [...ofGoal, '--all', '--wait', '5']);
const scored = await count('Predictive_Score__c > 0');
const renamed = await count(`${isWorking} AND Predictive_Score__c > 0`);
await sf.result('goal export', ['--output-dir', 'goals']);
await renameStatus(stage.org, 'In Progress');

test('check, import, doctor and run say the same sentence of a renamed status', async () => {
  const checked = await sf.outcome<Readiness>('check', ofGoal);
  assert.equal(checked.exitCode, 3);
  assert.equal(checked.result.checks.find(({ code }) => code === 945)?.text, sentence);

  const file = join(sf.folder, 'goals/lead-converts-in-90-days.goal.json');
  const ofFile = await sf.outcome<Readiness>('check', ['--file', file]);
  assert.equal(ofFile.result.checks.find(({ code }) => code === 945)?.text, sentence);
  const changed = join(sf.folder, 'changed.goal.json');
  writeFileSync(changed, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), description: 'Changed.' }));
  const imported = await sf.failure('goal import', ['--file', changed, '--no-prompt']);
  assert.deepEqual([imported.name, imported.message], ['GoalNeedsError', `${goalName}: ${sentence}`]);

  const doctor = await sf.run(['score', 'doctor', '--json']);
  assert.ok(doctor.stdout.includes(JSON.stringify(sentence).slice(1, -1)), doctor.stdout);

  const run = await sf.json(['score', 'run', 'bulk', ...ofGoal, '--all', '--wait', '5']);
  assert.deepEqual([run.exitCode, run.name], [1, 'RunFailedError']);
  assert.ok(run.message?.includes(sentence), run.message);
  assert.ok(run.message?.includes(`${renamed} of ${scored} scored records`), run.message);
  assert.equal(await count('Predictive_Score__c > 0'), scored);
});

test('a stopped run starts again with its removals accepted, as its message says', async () => {
  const [command = ''] =
    /sf score run resume --job-id \S+ --accept-removals/.exec(
      (await sf.failure('run resume', ['--use-most-recent', '--wait', '5'])).message ?? '',
    ) ?? [];
  const flags = command.split(' ').slice('sf score run resume'.split(' ').length);
  assert.equal(flags.length, 3, command);
  const { jobId, run } = await sf.result<{ jobId: string; run: Run }>('run resume', [...flags, '--wait', '5']);
  assert.ok(!flags.includes(jobId), 'it is a run of its own');
  assert.deepEqual([run.status, run.trigger], ['Successful', 'Command line']);
  assert.ok(run.messages.some(({ code }) => code === 952));
  assert.equal(await count('Predictive_Score__c > 0'), scored - renamed);
});
