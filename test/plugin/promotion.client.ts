import { after, test } from 'node:test';
import { join } from 'node:path';
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

const told = ['id', 'status', 'recordsScored'];
const definitionOf = (goal: Goal): Goal =>
  Object.fromEntries(Object.entries(goal).filter(([part]) => !told.includes(part)));
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
  assert.match(await to.screen('goal import', ['--source-dir', folder, '--no-prompt']), /2 goals were written/);
  assert.deepEqual(await goalsOf(to), await goalsOf(from));

  const second = await to.result<{ goals: Change[] }>('goal import', ['--source-dir', folder, '--no-prompt']);
  assert.ok(second.goals.every(({ outcome }) => outcome === 'unchanged'));
  assert.match(await to.screen('goal import', ['--source-dir', folder, '--no-prompt']), /nothing is to be changed/);

  const back = await to.result<{ files: { isChanged: boolean }[] }>('goal export', ['--output-dir', folder]);
  assert.ok(back.files.every(({ isChanged }) => !isChanged));
});

test('a sandbox takes one active goal; an import that would make a second is refused whole', async () => {
  await target.admin.sobject('Score_Goal__c').find({}, ['Id']);
  await from.result('goal edit', ['--goal', 'Größer & "besser"', '--active']);
  await from.result('goal export', ['--output-dir', 'goals']);
  const { isSandbox } = {
    isSandbox: (await target.admin.query<{ IsSandbox: boolean }>('SELECT IsSandbox FROM Organization')).records[0]
      ?.IsSandbox,
  };
  if (isSandbox === true) {
    const refused = await to.failure('goal import', ['--source-dir', join(from.folder, 'goals'), '--no-prompt']);
    assert.equal(refused.name, 'TooManyGoalsError');
  } else {
    const { goals } = await to.result<{ goals: Change[] }>('goal import', [
      '--source-dir',
      join(from.folder, 'goals'),
      '--no-prompt',
    ]);
    assert.deepEqual(goals.map(({ outcome }) => outcome).toSorted(), ['changed', 'unchanged']);
  }
});
