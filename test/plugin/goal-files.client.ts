import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assert } from '../clients/tally.ts';
import { createGoal, prepareOrg } from '../e2e/stage/prepared-org.ts';
import { openPlugin } from './stage/open-plugin.ts';
import { goalName } from './stage/open-stage.ts';

type Change = { name: string; outcome: string };

const org = await prepareOrg({ source: 'generated-org' });
const sf = await openPlugin({ url: org.url, token: org.adminToken });
after(async () => {
  sf.remove();
  await org.stop();
});
await createGoal(org.admin);
await createGoal(org.admin, {
  ...{ Name: 'Second', Unique_Name__c: 'Second', Score_Field__c: 'Lead.Second_Score__c', High_From__c: 70 },
});

test('an export does not rewrite files of goals that have not changed', async () => {
  const first = await sf.result<{ files: { file: string; isChanged: boolean }[] }>('goal export', []);
  assert.deepEqual(
    first.files.map(({ file, isChanged }) => [file.replaceAll('\\', '/'), isChanged]),
    [
      ['goals/lead-converts-in-90-days.goal.json', true],
      ['goals/second.goal.json', true],
    ],
  );
  const file = join(sf.folder, 'goals/second.goal.json');
  const before = statSync(file).mtimeMs;
  assert.match(await sf.screen('goal export', ['--goal', 'Second']), /unchanged/);
  assert.equal(statSync(file).mtimeMs, before);
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  assert.deepEqual([goal['name'], goal['highFrom'], goal['id'], goal['status']], ['Second', 70, undefined, undefined]);
  assert.equal((await sf.failure('goal export', ['--goal', 'Nothing'])).name, 'GoalNotFoundError');
});

test('an import shows the differences, prompts, and changes nothing the second time', async () => {
  const file = join(sf.folder, 'goals/second.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...goal, highFrom: 65, settings: { extraFields: ['Website_Visits__c'] } }));
  assert.match(await sf.screen('goal import', ['--source-dir', 'goals', '--dry-run']), /~ highFrom: 70\s+→\s+65/);
  assert.equal((await sf.failure('goal import', ['--source-dir', 'goals'])).name, 'ConfirmationNeededError');
  const { goals } = await sf.result<{ goals: Change[] }>('goal import', ['--source-dir', 'goals', '--no-prompt']);
  assert.deepEqual(
    goals.map(({ name, outcome }) => [name, outcome]),
    [
      [goalName, 'unchanged'],
      ['Second', 'changed'],
    ],
  );
  assert.match(await sf.screen('goal import', ['--file', file, '--no-prompt']), /Nothing to change/);
});

test('a file with another definition of a goal, or an invalid one, is rejected before anything is written', async () => {
  const file = join(sf.folder, 'goals/second.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const write = (name: string, text: string): string => {
    mkdirSync(join(sf.folder, 'odd'), { recursive: true });
    writeFileSync(join(sf.folder, 'odd', name), text);
    return join('odd', name);
  };
  const differs = write('differs.goal.json', JSON.stringify({ ...goal, timeframeDays: 30 }));
  const refused = await sf.failure('goal import', ['--file', differs, '--no-prompt']);
  assert.equal(refused.name, 'DefinitionDiffersError');
  assert.match(refused.message ?? '', /timeframeDays is 90, not 30/);
  const noJson = await sf.failure('goal import', ['--file', write('no.goal.json', '{'), '--no-prompt']);
  assert.equal(noJson.name, 'InvalidGoalFileError');
  const typo = write('typo.goal.json', JSON.stringify({ ...goal, timeframe: 90 }));
  assert.match((await sf.failure('goal import', ['--file', typo, '--no-prompt'])).message ?? '', /timeframe/);
  const twice = ['--file', file, '--file', write('copy.goal.json', JSON.stringify(goal)), '--no-prompt'];
  assert.equal((await sf.failure('goal import', twice)).name, 'DuplicateGoalError');
  mkdirSync(join(sf.folder, 'empty'));
  assert.equal((await sf.failure('goal import', ['--source-dir', 'empty', '--no-prompt'])).name, 'NoGoalFilesError');
});
