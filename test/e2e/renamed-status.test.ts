import { connectionSchema, messageOf, needListSchema, readinessSchema, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

const isWorking = "Status = 'Working - Contacted'";
const qualified = ['Open - Not Contacted', 'Working - Contacted'];
const statuses = (renamed: string): string => {
  const value = (name: string, converted = false): string =>
    `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label>` +
    `${converted ? '<converted>true</converted>' : ''}</standardValue>`;
  const names = ['Open - Not Contacted', renamed, 'Closed - Not Converted'];
  const values = names.map((name) => value(name)).join('') + value('Closed - Converted', true);
  return `<?xml version="1.0" encoding="UTF-8"?><StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><sorted>false</sorted>${values}</StandardValueSet>`;
};

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads');
});
after(() => stage.stop());

type Scored = { Id: string; Predictive_Score__c: number; SystemModstamp: string };

async function readScores(): Promise<Scored[]> {
  const soql =
    'SELECT Id, Predictive_Score__c, SystemModstamp FROM Lead WHERE IsConverted = false AND Predictive_Score__c > 0 ORDER BY Id';
  return (await stage.org.admin.query<Scored>(soql, { autoFetch: true, maxFetch: 10_000 })).records;
}

const score = async (more: Record<string, unknown> = {}): Promise<Run> => {
  const body = { jobType: 'Scoring', ...more };
  const { key } = await stage.client.ask(runSchema, 'POST', `/v1/goals/${stage.goalId}/runs`, body);
  return stage.client.waitForRun(key);
};

/** Renames a status as an admin does who replaces the old value on all records. */
async function rename(to: string): Promise<void> {
  const deployed = stage.org.org.deploy(stage.org.org.userId('admin@local.org') ?? '', [
    { path: 'standardValueSets/LeadStatus.standardValueSet', content: Buffer.from(statuses(to)) },
  ]);
  assert.ok(deployed.success, JSON.stringify(deployed.messages));
  await move(isWorking, to);
}

async function move(where: string, to: string, most = 10_000): Promise<number> {
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = false AND ${where} ORDER BY Id LIMIT ${most}`,
    { autoFetch: true, maxFetch: 10_000 },
  );
  const changes = records.map(({ Id }) => ({ Id, Status: to }));
  const results = await stage.org.admin.sobject('Lead').update(changes, { allowRecursive: true });
  assert.ok(results.every(({ success }) => success));
  return records.length;
}

const sentence = messageOf({
  code: 945,
  detail: 'the lead status "Working - Contacted" (Lead.Status). Edit the qualified statuses of the score goal.',
}).text;

let scoresBefore: Scored[] = [];
/** Scored leads whose status was renamed. */
let renamed = 0;

test('leads that are closed in the org lose their score, however many they are', async () => {
  assert.equal((await score()).status, 'Successful');
  const scored = (await readScores()).length;
  const closed = await move(`${isWorking} AND Predictive_Score__c > 0`, 'Closed - Not Converted', 100);
  assert.ok(closed > scored * 0.2, `${closed} of ${scored}`);
  const run = await score();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal((await readScores()).length, scored - closed);
});

test('a renamed status: readiness, connection, check before creation and run say the same sentence', async () => {
  scoresBefore = await readScores();
  renamed = (await stage.org.admin.query(`SELECT Id FROM Lead WHERE ${isWorking} AND Predictive_Score__c > 0`))
    .totalSize;
  assert.ok(renamed >= 50);
  await rename('In Progress');
  const { isReady, checks } = await stage.client.readiness(stage.goalId);
  assert.equal(isReady, false);
  assert.equal(checks.find(({ code }) => code === 945)?.text, sentence);
  const connection = await stage.client.ask(connectionSchema, 'GET', '/v1/connection');
  const check = connection.checks.find(({ name }) => name.startsWith('Goal "'));
  assert.deepEqual([check?.isDone, check?.detail], [false, sentence]);
  const draft = {
    ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90, conditions: [] },
    qualifiedStatuses: qualified,
  };
  const { messages } = await stage.client.ask(needListSchema, 'POST', '/v1/needs', draft);
  assert.deepEqual(
    messages.map(({ text }) => text),
    [sentence],
  );
  const drafted = await stage.client.ask(readinessSchema, 'POST', '/v1/readiness', draft);
  assert.equal(drafted.checks.find(({ code }) => code === 945)?.text, sentence);
});

test('the run stops before it writes: it says why and how many, and the scores are as they were', async () => {
  const run = await score();
  assert.equal(run.status, 'Failed');
  const texts = run.messages.map(({ text }) => text);
  assert.ok(texts.includes(sentence), JSON.stringify(texts));
  const stop = texts.find((text) => text.startsWith('ERROR 946.'));
  assert.match(stop ?? '', new RegExp(`${renamed} of ${scoresBefore.length} scored records`));
  assert.deepEqual([run.read, run.scored, run.changed, run.skipped, run.failed], [0, 0, 0, 0, 0]);
  const untouched = (rows: Scored[]) => rows.map(({ Id, Predictive_Score__c }) => [Id, Predictive_Score__c]);
  assert.deepEqual(untouched(await readScores()), untouched(scoresBefore));
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  assert.equal(goal['Status__c'], 'Ready');
  assert.match(String(goal['Status_Message__c']), /ERROR 945/);
});

test('a second run stops as well, and a run that an admin accepts goes on with a warning in the same words', async () => {
  assert.equal((await score()).status, 'Failed');
  const run = await score({ acceptRemovals: true });
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  const texts = run.messages.map(({ text }) => text);
  assert.ok(texts.includes(`INFO 952. An admin accepted that the run takes scores. Records: ${renamed}.`));
  assert.ok(texts.includes(sentence.replace('ERROR 945.', 'WARNING 947.')));
  assert.equal((await readScores()).length, scoresBefore.length - renamed);
});

test('a run goes on when an admin changed the statuses since the last complete run', async () => {
  const change = (list: string[]) =>
    stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Qualified_Statuses__c: list.join('\n') });
  await change(['in progress ', 'Open - Not Contacted']);
  assert.equal((await score()).status, 'Successful');
  assert.ok((await readScores()).length >= 50);
  await change(['Open - Not Contacted']);
  const run = await score();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal((await readScores()).length, scoresBefore.length - renamed);
});
