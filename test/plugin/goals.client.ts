import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assert } from '../clients/tally.ts';
import { copyProject } from '../clients/project-copy.ts';
import { goalName, openPluginStage } from './stage/open-stage.ts';
import { deployScoreFields } from './stage/score-fields.ts';

type Change = {
  id?: string;
  name: string;
  outcome: string;
  isDryRun: boolean;
  differences: { part: string; to: string }[];
};

const stage = await openPluginStage({ leads: 60 });
after(() => stage.stop());
const { sf, org, goalId } = stage;
deployScoreFields(org, ['Third', 'Clone', 'Sixth', 'Third_Score']);
const condition = ['--condition', 'Status equals Closed - Converted'];
const second = ['--score-field', 'Second_Score__c'];

test('the list of goals shows what they predict', async () => {
  const screen = await sf.screen('goal list', []);
  assert.match(screen, /Lead converts in 90 days\s+Lead: lead converted within 90 days/);
  const { goals } = await sf.result<{ goals: { id: string; settings: object }[] }>('goal list', []);
  assert.deepEqual(
    goals.map(({ id }) => id),
    [goalId],
  );
});

test('a goal can be displayed by name or id', async () => {
  const byName = await sf.result<{ id: string; qualifiedStatuses: string[] }>('goal display', ['--goal', goalName]);
  assert.equal(byName.id, goalId);
  assert.deepEqual(byName.qualifiedStatuses, []);
  assert.equal((await sf.result<{ name: string }>('goal display', ['-g', goalId])).name, goalName);
  const screen = await sf.screen('goal display', ['-g', goalName]);
  assert.match(screen, /Conditions: Status equals Closed - Converted/);
  assert.match(screen, /Score field: Lead\.Predictive_Score__c/);
  assert.match(screen, /Qualified statuses: taken from the org at the first training/);
});

test('the error for an unknown goal lists the existing goals', async () => {
  const { name, message } = await sf.failure('goal display', ['--goal', 'Nothing']);
  assert.equal(name, 'GoalNotFoundError');
  assert.match(message ?? '', /"Lead converts in 90 days"/);
});

test('a goal whose name or score field is taken is rejected before any request to the org', async () => {
  const taken = await sf.failure('goal create', ['--name', goalName, ...condition]);
  assert.equal(taken.name, 'DuplicateGoalError');
  const shared = await sf.failure('goal create', ['--name', 'Another', ...condition]);
  assert.equal(shared.name, 'ScoreFieldTakenError');
  assert.match(shared.actions.join(), /sf score goal generate fields/);
});

test('an incomplete goal is rejected with the missing field', async () => {
  const bare = await sf.failure('goal create', ['--name', 'Bare', ...second]);
  assert.equal(bare.name, 'InvalidGoalFileError');
  assert.match(bare.message ?? '', /conditions/);
  const odd = await sf.failure('goal create', ['--name', 'Odd', '--condition', 'Status is like Closed']);
  assert.equal(odd.name, 'InvalidConditionError');
  assert.match(odd.actions.join(), /changes to/);
});

test('a dry run creates nothing', async () => {
  const flags = ['--name', 'Tried', ...condition, '--score-field', 'Third__c', '--dry-run'];
  assert.match(
    await sf.screen('goal create', flags),
    /"Tried" would be created[^]*\+ conditions: Status equals Closed - Converted\n/,
  );
  const tried = await sf.result<Change>('goal create', flags);
  assert.deepEqual([tried.outcome, tried.isDryRun, tried.id], ['created', true, undefined]);
  const { goals } = await sf.result<{ goals: unknown[] }>('goal list', []);
  assert.equal(goals.length, 1);
});

test('a field set for a second goal is generated in the project, deployed, and used', async () => {
  const project = copyProject(join(sf.folder, 'project'), { isEmpty: true });
  const flags = ['--object', 'Lead', '--name', 'Second_Score', '--label', 'Second & last score'];
  const generated = await sf.result<{ scoreField: string; files: string[] }>('goal generate fields', flags, {
    cwd: project.folder,
  });
  assert.equal(generated.scoreField, 'Lead.Second_Score__c');
  assert.equal(generated.files.length, 14);
  const again = await sf.failure('goal generate fields', flags, { cwd: project.folder });
  assert.equal(again.name, 'FileExistsError');
  const screen = await sf.screen('goal generate fields', [...flags, '--overwrite'], { cwd: project.folder });
  assert.match(screen, /Next, deploy the metadata/);
  const misnamed = await sf.failure('goal generate fields', ['--object', 'Lead', '--name', '2nd score'], {
    cwd: project.folder,
  });
  assert.equal(misnamed.name, 'InvalidNameError');
  const outside = await sf.run(['score', 'goal', 'generate', 'fields', ...flags]);
  assert.equal(outside.exitCode, 1);
  assert.match(outside.stderr, /RequiresProjectError/);

  const deployed = await sf.json(['project', 'deploy', 'start', '--source-dir', 'force-app'], { cwd: project.folder });
  assert.equal(deployed.exitCode, 0, deployed.message);
  for (const [username, set] of [
    ['admin@local.org', 'Second_Score_Reading'],
    ['integration@local.org', 'Second_Score_Writing'],
  ] as const) {
    org.org.assignPermissionSet(org.org.userId(username) ?? '', set);
  }
  const created = await sf.result<Change>('goal create', ['--name', 'Second', ...condition, ...second]);
  assert.match(created.id ?? '', /^a0/);
  assert.ok(created.differences.some(({ part, to }) => part === 'scoreField' && to === 'Second_Score__c'));
});

test('an edit changes the settings, and repeating it changes nothing', async () => {
  const flags = [
    '--goal',
    'Second',
    '--description',
    'Two',
    '--high-from',
    '70',
    '--medium-from',
    '40',
    '--update-daily',
  ];
  const tried = await sf.result<Change>('goal edit', [...flags, '--dry-run']);
  assert.deepEqual([tried.outcome, tried.isDryRun], ['changed', true]);
  assert.match(await sf.screen('goal edit', flags), /~ highFrom: 80\s+→\s+70/);
  assert.equal((await sf.result<Change>('goal edit', flags)).outcome, 'unchanged');
  const goal = await sf.result<{ description: string; highFrom: number; isUpdatedDaily: boolean }>('goal display', [
    ...['--goal', 'Second'],
  ]);
  assert.deepEqual([goal.description, goal.highFrom, goal.isUpdatedDaily], ['Two', 70, true]);
});

test('an empty edit, invalid settings, and crossing bands are rejected', async () => {
  assert.match((await sf.failure('goal edit', ['--goal', 'Second'])).message ?? '', /nothing to change/);
  const noJson = await sf.failure('goal edit', ['--goal', 'Second', '--settings', '{']);
  assert.equal(noJson.name, 'InvalidSettingsError');
  const unknown = await sf.failure('goal edit', ['--goal', 'Second', '--settings', '{"extraFeilds": []}']);
  assert.match(unknown.message ?? '', /extraFeilds/);
  const crossed = await sf.failure('goal edit', ['--goal', 'Second', '--medium-from', '75']);
  assert.equal(crossed.name, 'RefusedByOrgError');
  assert.match(crossed.message ?? '', /High From must be greater than Medium From/);
});

test('a clone copies profile and description and needs its own conditions', async () => {
  const flags = ['--goal', goalName, '--name', 'Clone'];
  assert.match((await sf.failure('goal clone', flags)).message ?? '', /conditions/);
  const tried = await sf.result<Change>('goal clone', [
    ...flags,
    ...condition,
    '--score-field',
    'Third__c',
    '--dry-run',
  ]);
  const parts = Object.fromEntries(tried.differences.map(({ part, to }) => [part, to]));
  assert.equal(parts['description'], 'Which open leads will become customers within the next 90 days.');
  assert.equal(parts['timeframeDays'], '90');
  assert.match(
    await sf.screen('goal clone', [...flags, ...condition, '--score-field', 'Third__c', '--no-active', '--dry-run']),
    /would be created/,
  );
  const cloned = await sf.result<Change>('goal clone', [
    ...flags,
    ...condition,
    '--score-field',
    'Clone__c',
    '--no-active',
  ]);
  const clone = await sf.result<{ id: string; isActive: boolean }>('goal display', ['--goal', 'Clone']);
  assert.deepEqual([clone.id, clone.isActive], [cloned.id, false]);
});

test('the org rejects an edit by a user with read-only access', async () => {
  const rep = { env: { SF_TARGET_ORG: org.tokenFor('rep@local.org') } };
  const refused = await sf.failure('goal edit', ['--goal', 'Second', '--description', 'Mine'], rep);
  assert.equal(refused.name, 'NoAccessError');
});

test('a goal beyond the limit of active goals is rejected', async () => {
  for (const name of ['Third', 'Fourth', 'Fifth']) {
    await org.admin.sobject('Score_Goal__c').create({
      ...{
        Name: name,
        Unique_Name__c: name,
        Profile_Type__c: 'Person',
        Object__c: 'Lead',
        Goal_Type__c: 'Lead converted',
      },
      ...{ Condition_1__c: '{"field":"Status","operator":"is set","values":[]}', Timeframe_Days__c: '90' },
      ...{ Merge_Policy__c: 'Lead first', Score_Field__c: `Lead.${name}__c` },
    });
  }
  const refused = await sf.failure('goal create', ['--name', 'Sixth', ...condition, '--score-field', 'Sixth__c']);
  assert.equal(refused.name, 'TooManyGoalsError');
  const off = ['--name', 'Sixth', ...condition, '--score-field', 'Sixth__c', '--no-active', '--dry-run'];
  assert.equal((await sf.result<Change>('goal create', off)).outcome, 'created');
});

test('a goal is deleted after confirmation, and the service removes its scores', async () => {
  assert.equal((await sf.failure('goal delete', ['--goal', 'Second'])).name, 'ConfirmationNeededError');
  const deleted = await sf.result<{ name: string; deletionRun?: string }>('goal delete', [
    '--goal',
    'Second',
    '--no-prompt',
  ]);
  assert.equal(deleted.name, 'Second');
  const run = await stage.client.waitForRun(deleted.deletionRun ?? '');
  assert.deepEqual([run.jobType, run.status], ['Deletion', 'Successful']);
  assert.match(await sf.screen('goal delete', ['--goal', 'Third', '--no-prompt']), /Deleted the goal "Third"/);
  const { name } = await sf.failure('goal delete', ['--goal', 'Second', '--no-prompt']);
  assert.equal(name, 'GoalNotFoundError');
});

test('a goal that names a status which the org lacks is refused by create and import, in the words of check and doctor', async () => {
  const sentence =
    'ERROR 945. The score goal names what the org does not have or the integration user cannot read: ' +
    'the lead status "Renamed" (Lead.Status). Edit the qualified statuses of the score goal. ' +
    'The org has: Open - Not Contacted, Working - Contacted, Closed - Converted, Closed - Not Converted.';
  const created = await sf.failure('goal create', [
    ...['--name', 'Named', ...condition, '--score-field', 'Third_Score__c', '--qualified-status', 'Renamed'],
  ]);
  assert.equal(created.name, 'GoalNeedsError');
  assert.equal(created.message, `Named: ${sentence}`);

  await sf.result('goal export', ['--goal', goalName]);
  const file = join(sf.folder, 'goals/lead-converts-in-90-days.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...goal, qualifiedStatuses: ['Renamed'] }));
  const imported = await sf.failure('goal import', ['--file', file, '--no-prompt']);
  assert.equal(imported.name, 'GoalNeedsError');
  assert.equal(imported.message, `${goalName}: ${sentence}`);

  await org.admin.sobject('Score_Goal__c').update({ Id: goalId, Qualified_Statuses__c: 'Renamed' });
  const checked = await sf.outcome<{ checks: { code: number; text: string }[] }>('check', ['--goal', goalName]);
  assert.equal(checked.result.checks.find(({ code }) => code === 945)?.text, sentence);
  const { result } = await sf.outcome<{ checks: { name: string; detail: string }[] }>('doctor', []);
  assert.equal(result.checks.find(({ name }) => name === `Goal "${goalName}"`)?.detail, sentence);
});

test('an empty list of statuses is refused, whether a flag or a file gives it, and so is a score field that the org lacks', async () => {
  await org.admin.sobject('Score_Goal__c').update({ Id: goalId, Qualified_Statuses__c: 'Working - Contacted' });
  const empty = /ERROR 958\. .*the list is empty\. Leave it out to take the statuses/;
  const flags = [...condition, '--score-field', 'Third_Score__c', '--no-active'];
  const created = await sf.failure('goal create', ['--name', 'Empty', ...flags, '--qualified-status', '']);
  assert.deepEqual([created.name, empty.test(created.message ?? '')], ['GoalNeedsError', true]);
  const edited = await sf.failure('goal edit', ['--goal', goalName, '--qualified-status', '']);
  assert.match(edited.message ?? '', empty);
  await sf.result('goal export', ['--goal', goalName]);
  const file = join(sf.folder, 'goals/lead-converts-in-90-days.goal.json');
  const goal = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...goal, qualifiedStatuses: [] }));
  assert.match((await sf.failure('goal import', ['--file', file, '--no-prompt'])).message ?? '', empty);
  // A file that names none leaves those of the org.
  writeFileSync(file, JSON.stringify({ ...goal, qualifiedStatuses: undefined }));
  const { goals } = await sf.result<{ goals: Change[] }>('goal import', ['--file', file, '--no-prompt']);
  assert.deepEqual(
    goals.map(({ outcome }) => outcome),
    ['unchanged'],
  );
  const lacking = ['--goal', goalName, '--name', 'Lacking', ...condition, '--score-field', 'Nowhere__c', '--no-active'];
  assert.match((await sf.failure('goal clone', lacking)).message ?? '', /Lead\.Nowhere__c, Lead\.Nowhere_Band__c/);
});

test('a segment is set by flags, checked as conditions are, shown, and removed', async () => {
  const edit = (value: string) => ['--goal', goalName, '--segment', value];
  const unknown = await sf.failure('goal edit', edit('Nowhere__c is set'));
  assert.match(unknown.message ?? '', /Lead\.Nowhere__c\. Correct the segment of the score goal/);
  await sf.result('goal edit', edit('Country equals Austria | Germany'));
  assert.match(await sf.screen('goal display', ['--goal', goalName]), /Segment: Country equals Austria or Germany/);
  const list = (await sf.screen('goal list', [])).replace(/\s+/g, ' ');
  assert.match(list, /Lead where Country equals Austria/);
  await sf.result('goal edit', edit(''));
  assert.doesNotMatch(await sf.screen('goal display', ['--goal', goalName]), /Segment/);
});
