import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assert } from '../clients/tally.ts';
import { createGoal, prepareOrg } from '../e2e/stage/prepared-org.ts';
import { openPlugin } from './stage/open-plugin.ts';

type Goal = Record<string, unknown>;
type Change = { name: string; outcome: string };

const source = await prepareOrg({ source: 'generated-org' });
const target = await prepareOrg({ source: 'generated-org' });
const from = await openPlugin({ url: source.url, token: source.adminToken });
const to = await openPlugin({ url: target.url, token: target.adminToken });
after(async () => {
  from.remove();
  to.remove();
  await source.stop();
  await target.stop();
});

const writtenByService = ['id', 'status', 'recordsScored'];
const definitionOf = (goal: Goal): Goal =>
  Object.fromEntries(Object.entries(goal).filter(([part]) => !writtenByService.includes(part)));
const goalsOf = async (sf: typeof from): Promise<Goal[]> =>
  (await sf.result<{ goals: Goal[] }>('goal list', [])).goals.map(definitionOf);

test('goals of one org become the same goals in another; a second import changes nothing', async () => {
  await createGoal(source.admin, {
    Settings__c: JSON.stringify({ extraFields: ['Website_Visits__c'], thresholds: { conversions: 20 } }),
    Background_Update__c: true,
    High_From__c: 75,
  });
  await createGoal(source.admin, {
    ...{ Name: 'Größer & "besser"', Unique_Name__c: 'Größer & "besser"', Active__c: false, Timeframe_Days__c: '30' },
    ...{ Score_Field__c: 'Lead.Predictive_Score_Other__c', Description__c: null },
    Condition_2__c: JSON.stringify({ field: 'LeadSource', operator: 'equals', values: ["Partner's", 'Web'] }),
  });
  await from.result('goal export', ['--output-dir', 'goals']);
  const folder = join(from.folder, 'goals');

  const tried = await to.result<{ goals: Change[] }>('goal import', ['--source-dir', folder, '--dry-run']);
  assert.deepEqual(
    tried.goals.map(({ outcome }) => outcome),
    ['created', 'created'],
  );
  assert.deepEqual(await goalsOf(to), []);
  assert.match(await to.screen('goal import', ['--source-dir', folder, '--no-prompt']), /Wrote 2 goals to the org/);
  assert.deepEqual(await goalsOf(to), await goalsOf(from));

  const second = await to.result<{ goals: Change[] }>('goal import', ['--source-dir', folder, '--no-prompt']);
  assert.ok(second.goals.every(({ outcome }) => outcome === 'unchanged'));
  assert.match(await to.screen('goal import', ['--source-dir', folder, '--no-prompt']), /Nothing to change/);

  const back = await to.result<{ files: { isChanged: boolean }[] }>('goal export', ['--output-dir', folder]);
  assert.ok(back.files.every(({ isChanged }) => !isChanged));
});

test('an import that would leave the org with too many active goals is rejected as a whole', async () => {
  await from.result('goal edit', ['--goal', 'Größer & "besser"', '--active']);
  await from.result('goal export', ['--output-dir', 'goals']);
  const flags = ['--source-dir', join(from.folder, 'goals'), '--no-prompt'];
  const before = await goalsOf(to);

  target.org.inspect('UPDATE "Organization" SET "IsSandbox" = 1');
  const sandbox = await to.failure('goal import', flags);
  assert.equal(sandbox.name, 'TooManyGoalsError');
  assert.match(
    sandbox.message ?? '',
    /A sandbox can have at most 1 active goal; with Größer & "besser" it would have 2/,
  );
  target.org.inspect('UPDATE "Organization" SET "IsSandbox" = 0');

  // The limit allows each of them, but not all.
  const file = join(from.folder, 'goals/lead-converts-in-90-days.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Goal;
  const further = [1, 2, 3, 4].flatMap((at) => {
    const path = join(from.folder, `further-${at}.goal.json`);
    writeFileSync(path, JSON.stringify({ ...goal, name: `Further ${at}`, scoreField: `Further_${at}__c` }));
    return ['--file', path];
  });
  const many = await to.failure('goal import', [
    ...further,
    '--file',
    join(from.folder, 'goals/grosser-besser.goal.json'),
  ]);
  assert.equal(many.name, 'TooManyGoalsError');
  assert.deepEqual(await goalsOf(to), before);

  const { goals } = await to.result<{ goals: Change[] }>('goal import', flags);
  assert.deepEqual(goals.map(({ outcome }) => outcome).toSorted(), ['changed', 'unchanged']);
});

test('two new goals of an import that share a score field are rejected before any of them is written', async () => {
  const file = join(from.folder, 'goals/lead-converts-in-90-days.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Goal;
  const flags = ['One', 'Other'].flatMap((name) => {
    const path = join(from.folder, `${name}.goal.json`);
    writeFileSync(path, JSON.stringify({ ...goal, name, scoreField: 'Shared__c' }));
    return ['--file', path];
  });
  const refused = await to.failure('goal import', [...flags, '--no-prompt']);
  assert.equal(refused.name, 'ScoreFieldTakenError');
  assert.match(refused.message ?? '', /The goal "One" writes to Lead\.Shared__c/);
});
