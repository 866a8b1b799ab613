import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Run, RunResult } from '@plumbline/contract';
import { parse } from 'csv-parse/sync';
import { assert } from '../clients/tally.ts';
import { goalName, openPluginStage } from './stage/open-stage.ts';

type Outcome = { jobId: string; run: Run; idsSent?: number; outputFile?: string };
type Row = { RecordId: string; Score: string; Band: string; Factors: string; Reason: string; Error: string };

const stage = await openPluginStage({ isTrained: true });
after(() => stage.stop());
const { sf, org } = stage;
const ofGoal = ['--goal', goalName];
const open = 'IsConverted = false';

const file = (name: string, lines: string[]): string => {
  writeFileSync(join(sf.folder, name), lines.join('\n'));
  return name;
};
const rowsOf = (name: string): Row[] => parse(readFileSync(join(sf.folder, name)), { columns: true });
const jobIdIn = (text: string): string => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? '';

test('all open records are scored, the stages are shown, and each record has a result', async () => {
  const flags = [...ofGoal, '--all', '--wait', '5', '--output-file', 'all.csv'];
  const screen = await sf.screen('run bulk', flags);
  for (const stageName of ['Reading the org', 'Computing features', 'Scoring the records']) {
    assert.ok(screen.includes(`✔ ${stageName}`), screen);
  }
  assert.match(screen, /Status: Successful/);
  assert.match(screen, /Read [\d,]+ records, scored [\d,]+, changed [\d,]+ scores\.\n {2}[\d,]+ × Not qualified/);
  assert.ok(!screen.includes('Failed records'), screen);
  const rows = rowsOf('all.csv');
  const ids = await stage.leadIds(open, 2000);
  assert.deepEqual(rows.map(({ RecordId }) => RecordId).toSorted(), ids);
  const scored = rows.filter(({ Score }) => Number(Score) > 0);
  assert.ok(scored.length > 100 && scored.every(({ Factors, Error }) => Factors !== '' && Error === ''));
  assert.ok(rows.some(({ Score, Reason }) => Score === '0' && /^Not qualified/.test(Reason)));
  const { records } = await org.admin.query<{ Id: string; Predictive_Score__c: number }>(
    'SELECT Id, Predictive_Score__c FROM Lead WHERE Predictive_Score__c > 0 LIMIT 2000',
  );
  assert.deepEqual(
    records.map(({ Id, Predictive_Score__c: score }) => [Id, score]).toSorted(),
    scored.map(({ RecordId, Score }) => [RecordId, Number(Score)]).toSorted(),
  );
});

test('a run continues without --wait, and can be resumed and reported by its job ID or as the most recent', async () => {
  const started = await sf.screen('run bulk', [...ofGoal, '--all']);
  const key = jobIdIn(started);
  assert.match(started, new RegExp(`To watch it, run "sf score run resume --job-id ${key}"`));
  const resumed = await sf.result<Outcome>('run resume', ['--use-most-recent', '--wait', '5']);
  assert.deepEqual([resumed.jobId, resumed.run.status], [key, 'Successful']);
  assert.match(await sf.screen('run resume', ['--job-id', key]), /Status: Successful/);

  const report = await sf.result<Run>('run report', ['--job-id', key]);
  assert.deepEqual([report.key, report.trigger, report.status], [key, 'Command line', 'Successful']);
  assert.match(await sf.screen('run report', ['--use-most-recent']), /Records read: [\d,]+/);

  const results = await sf.result<{ records: number; outputFile: string }>('run results', ['--use-most-recent']);
  assert.deepEqual([results.records, results.outputFile], [report.read, `${key}-results.csv`]);
  const screen = await sf.screen('run results', ['-i', key, '--result-format', 'json', '--output-file', 'r.json']);
  assert.match(screen, /Wrote [\d,]+ results to r\.json; 0 failed/);
  const json = JSON.parse(readFileSync(join(sf.folder, 'r.json'), 'utf8')) as RunResult[];
  assert.equal(json.length, report.read);
  assert.ok(json.some(({ factors }) => factors.length > 0 && factors.every((factor) => !('value' in factor))));
});

test('the hidden flag --async changes nothing and warns that it is deprecated', async () => {
  const { exitCode, result, warnings } = await sf.json(['score', 'run', 'bulk', ...ofGoal, '--all', '--async']);
  assert.equal(exitCode, 0);
  assert.match(JSON.stringify(warnings), /deprecated/);
  await stage.client.waitForRun((result as Outcome).jobId);
  const help = await sf.run(['score', 'run', 'bulk', '--help']);
  assert.ok(help.stdout.includes('--wait') && !help.stdout.includes('--async'));
  assert.ok(help.stdout.includes('SCORING_SERVICE_URL'));
});

test('a condition selects the records, and the org validates it', async () => {
  const where = "LeadSource = 'Web' AND (Country = 'Germany' OR Country != null)";
  const { run } = await sf.result<Outcome>('run bulk', [...ofGoal, '--where', where, '--wait', '5']);
  assert.equal(run.read, (await stage.leadIds(`${open} AND (${where})`)).length);
  const bad: [string, string][] = [
    ['Nonsense__c = 1', 'BadWhereClauseError'],
    ['LeadSource =', 'BadWhereClauseError'],
    ["LeadSource = 'Web') OR (Id != null", 'BadWhereClauseError'],
    ["LeadSource = 'Nobody has this'", 'NoRecordsError'],
  ];
  for (const [condition, name] of bad) {
    const refused = await sf.failure('run bulk', [...ofGoal, '--where', condition]);
    assert.equal(refused.name, name, condition);
  }
});

test('a file selects the records, duplicates count once, and each record that cannot be scored has an error', async () => {
  const ids = await stage.leadIds(open, 20);
  const [converted = ''] = await stage.leadIds('IsConverted = true', 1);
  const gone = '00Q000000000099EAA';
  const lines = [...ids, ids[0], ids[1]?.slice(0, 15), converted, gone].map((id, at) => `"${at}","${id}"`);
  const path = file('ids.csv', ['Number,Id', ...lines]);
  const flags = [...ofGoal, '--file', path, '--wait', '5', '--output-file', 'some.csv'];
  const { name, message, exitCode, ...failed } = await sf.json(['score', 'run', 'bulk', ...flags]);
  assert.deepEqual([name, exitCode], ['FailedRecordDetailsError', 1], message);
  const { run, idsSent, outputFile } = failed['data'] as Outcome;
  assert.deepEqual([idsSent, run.read, run.failed, outputFile], [24, 22, 2, 'some.csv']);
  assert.match(JSON.stringify(failed.warnings), /2 IDs in the file are duplicates/);
  const rows = rowsOf('some.csv');
  assert.deepEqual(
    rows.map(({ RecordId }) => RecordId.slice(0, 15)).toSorted(),
    [...ids, converted, gone].map((id) => id.slice(0, 15)).toSorted(),
  );
  assert.match(rows.find(({ RecordId }) => RecordId === converted)?.Error ?? '', /closed/);
  assert.match(rows.find(({ RecordId }) => RecordId === gone)?.Error ?? '', /no record with this id/);
  const human = await sf.run(['score', 'run', 'bulk', ...flags]);
  assert.equal(human.exitCode, 1);
  assert.match(human.stderr, /Error \(FailedRecordDetailsError\): The run ended, but 2 records weren't scored/);
  assert.match(human.stderr, /2 IDs in the file are duplicates/);
});

test('a file with a single column needs no header', async () => {
  const ids = await stage.leadIds(open, 3);
  const { run } = await sf.result<Outcome>('run bulk', [...ofGoal, '-f', file('bare.csv', ids), '--wait', '5']);
  assert.equal(run.read, 3);
});

test('an invalid file is rejected with the line number, and nothing is scored', async () => {
  const [id = ''] = await stage.leadIds(open, 1);
  const before = (await sf.result<{ runs: Run[] }>('run list', [])).runs.length;
  const refusals: [string[], string, RegExp][] = [
    [[], 'EmptyFileError', /has no IDs/],
    [['Id'], 'EmptyFileError', /has no IDs/],
    [['Name', 'Smith'], 'InvalidFileError', /has no Id column/],
    [['Id', id, 'nothing'], 'InvalidIdError', /line 3/],
    [['Id', id, '003000000000001EAA'], 'WrongObjectError', /line 3: 003000000000001EAA is the ID of a contact/],
  ];
  for (const [lines, name, message] of refusals) {
    const refused = await sf.failure('run bulk', [...ofGoal, '--file', file('bad.csv', lines)]);
    assert.equal(refused.name, name);
    assert.match(refused.message ?? '', message);
  }
  const missing = await sf.run(['score', 'run', 'bulk', ...ofGoal, '--file', 'missing.csv']);
  assert.notEqual(missing.exitCode, 0);
  assert.match(missing.stderr, /No file found|missing\.csv/);
  assert.equal((await sf.result<{ runs: Run[] }>('run list', [])).runs.length, before);
});

test('conflicting flags are rejected, and flags can be read from files', async () => {
  for (const flags of [
    ofGoal,
    [...ofGoal, '--all', '--where', 'Id != null'],
    [...ofGoal, '--all', '--output-file', 'x'],
  ]) {
    const { exitCode, stderr } = await sf.run(['score', 'run', 'bulk', ...flags]);
    assert.equal(exitCode, 2, stderr);
  }
  const nowhere = [...ofGoal, '--all', '--wait', '1', '--output-file', join('nowhere', 'x.csv')];
  assert.equal((await sf.failure('run bulk', nowhere)).name, 'FolderNotWritableError');
  const folder = join(sf.folder, 'flags');
  mkdirSync(folder);
  writeFileSync(join(folder, 'goal'), goalName);
  writeFileSync(join(folder, 'wait'), '5');
  writeFileSync(join(folder, 'where'), "LeadSource = 'Web'");
  const { run } = await sf.result<Outcome>('run bulk', ['--flags-dir', folder]);
  assert.equal(run.status, 'Successful');
});

test('runs can be listed for all goals or one goal, and only failed ones', async () => {
  const screen = await sf.screen('run list', []);
  assert.match(screen, /Scoring\s+Lead converts in 90 days\s+Command line/);
  const { runs } = await sf.result<{ runs: Run[] }>('run list', [...ofGoal, '--days', '1']);
  assert.ok(runs.length > 3 && runs.some(({ jobType }) => jobType === 'Training'));
  assert.match(await sf.screen('run list', ['--failed-only']), /No runs in the last 90 days/);
  assert.equal((await sf.failure('run list', ['--goal', 'Nothing'])).name, 'GoalNotFoundError');
});

test('an unknown or malformed job ID is reported', async () => {
  const nowhere = '3f0c8a52-7d3e-4a54-9f4b-3a1d8a7c0001';
  for (const command of ['run report', 'run results', 'run resume']) {
    assert.equal((await sf.failure(command, ['--job-id', nowhere])).name, 'RunNotFoundError', command);
    assert.equal((await sf.failure(command, ['--job-id', '750000'])).name, 'InvalidJobIdError', command);
  }
  const elsewhere = { env: { HOME: join(sf.folder, 'flags'), USERPROFILE: join(sf.folder, 'flags') } };
  const linked = await sf.run(
    ['plugins', 'link', join(import.meta.dirname, '../../plugin'), '--no-install'],
    elsewhere,
  );
  assert.equal(linked.exitCode, 0);
  assert.equal((await sf.failure('run report', ['--use-most-recent'], elsewhere)).name, 'NoRecentRunError');
});

test('a scoring without a model is rejected with the command that trains one', async () => {
  const created = await org.admin.sobject('Score_Goal__c').create({
    ...{ Name: 'Untrained', Unique_Name__c: 'Untrained', Profile_Type__c: 'Person', Object__c: 'Lead' },
    ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
    ...{ Condition_1__c: '{"field":"Status","operator":"is set","values":[]}', Score_Field__c: 'Lead.Other__c' },
  });
  const refused = await sf.failure('run bulk', ['--goal', 'Untrained', '--all']);
  assert.equal(refused.name, 'ModelMissingError');
  assert.match(refused.actions.join(), /sf score train/);
  await org.admin.sobject('Score_Goal__c').update({ Id: created.id ?? '', Active__c: false });
  const off = await sf.failure('run bulk', ['--goal', 'Untrained', '--all']);
  assert.equal(off.name, 'GoalInactiveError');
});
