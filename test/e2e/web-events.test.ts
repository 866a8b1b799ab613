import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
before(async () => {
  stage = await openTrainedStage('leads');
});
after(() => stage.stop());

/** The commands of the guide, as a reader copies them. */
const commands = [...readFileSync('docs/engagement.md', 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(
  ([, text = '']) => text,
);
const run = promisify(execFile);

const runCommand = async (command: string, lead: string): Promise<string> => {
  const variables = { ORG_URL: stage.org.url, TOKEN: stage.org.adminToken, LEAD: lead };
  const { stdout } = await run('bash', ['-ec', command], { env: { ...process.env, ...variables } });
  return stdout;
};

const countOf = async (lead: string): Promise<number> =>
  (await stage.org.admin.query(`SELECT Id FROM Engagement_Event__c WHERE Lead__c = '${lead}'`)).totalSize;

/** Open leads about average, the oldest first, whose last event is long ago. */
async function quietLeads(): Promise<string[]> {
  const soql =
    'SELECT Id FROM Lead WHERE Predictive_Score__c >= 20 AND Predictive_Score__c <= 75 ORDER BY CreatedDate LIMIT 2';
  return (await stage.org.integration.query<{ Id: string }>(soql)).records.map(({ Id }) => Id);
}

test('a web form sent by REST moves the score of its lead within one evaluation, and the reason names it', async () => {
  const [lead = '', other = ''] = await quietLeads();
  const [before, beforeOther] = [
    await stage.client.score(stage.goalId, lead),
    await stage.client.score(stage.goalId, other),
  ];
  const [form = ''] = commands;
  assert.match(form, /"Kind__c": "Form"/);
  assert.match(await runCommand(form, lead), /"success": ?true/);
  const after = await stage.client.score(stage.goalId, lead);
  const afterOther = await stage.client.score(stage.goalId, other);
  assert.notEqual(after.score, before.score);
  const valueOf = ({ factors }: typeof after, field: string) => factors.find((factor) => factor.field === field)?.value;
  const named = after.factors.filter(
    ({ field, value, text, sources }) =>
      /website event/i.test(text) && sources.includes('Engagement_Event__c') && value !== valueOf(before, field),
  );
  assert.ok(named.length > 0, JSON.stringify(after.factors.map(({ text }) => text)));
  assert.equal(afterOther.score, beforeOther.score, 'nothing but the event has changed');
});

test('the other commands of the guide work, and sending an event twice stores it once', async () => {
  const [, lead = ''] = await quietLeads();
  const before = await countOf(lead);
  const [, upsert = '', collection = ''] = commands;
  await runCommand(upsert, lead);
  assert.equal(await countOf(lead), before + 1);
  await runCommand(upsert, lead);
  assert.equal(await countOf(lead), before + 1);
  const answers = await runCommand(collection, lead);
  assert.equal([...answers.matchAll(/"success": ?true/g)].length, 2, answers);
  assert.equal(await countOf(lead), before + 2);
  assert.equal(commands.length, 3, 'every command of the guide is run here');
});
