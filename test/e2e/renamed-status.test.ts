import { connectionSchema, needListSchema, readinessSchema, runSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deleteStatus, isWorking, moveLeads, renameStatus, sentence } from './stage/renamed-status.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

const qualified = ['Open - Not Contacted', 'Working - Contacted'];

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

let scoresBefore: Scored[] = [];
/** Scored leads whose status was renamed. */
let renamed = 0;

test('leads that are closed in the org lose their score, however many they are', async () => {
  assert.equal((await score()).status, 'Successful');
  const scored = (await readScores()).length;
  const closed = await moveLeads(stage.org, `${isWorking} AND Predictive_Score__c > 0`, 'Closed - Not Converted', 100);
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
  await renameStatus(stage.org, 'In Progress');
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

test('a second run stops as well; accepted, it starts again with the same records and a warning in the same words', async () => {
  const open = 'Id != null';
  const stopped = await score({ where: open });
  assert.equal(stopped.status, 'Failed');
  const path = `/v1/runs/${stopped.key}/resumptions`;
  const stop = stopped.messages.find(({ code }) => code === 946);
  assert.ok(stop?.text.includes(`sf score run resume --job-id ${stopped.key} --accept-removals`), stop?.text);
  // Resumed without acceptance it stops again.
  const again = await stage.client.waitForRun((await stage.client.ask(runSchema, 'POST', path)).key);
  assert.deepEqual([again.key, again.status], [stopped.key, 'Failed']);

  const accepted = await stage.client.ask(runSchema, 'POST', path, { acceptRemovals: true });
  assert.notEqual(accepted.key, stopped.key);
  const run = await stage.client.waitForRun(accepted.key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal((await stage.client.readRun(stopped.key)).status, 'Failed');
  const texts = run.messages.map(({ text }) => text);
  assert.ok(texts.includes(`INFO 952. An admin accepted that the run takes scores. Records: ${renamed}.`));
  assert.ok(texts.includes(sentence.replace('ERROR 945.', 'WARNING 947.')));
  assert.equal((await readScores()).length, scoresBefore.length - renamed);
});

const change = (list: string[]) =>
  stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Qualified_Statuses__c: list.join('\n') });

test('a run goes on when an admin changed the statuses since the last complete run', async () => {
  await change(['in progress ', 'Open - Not Contacted']);
  assert.equal((await score()).status, 'Successful');
  assert.ok((await readScores()).length >= 50);
  await change(['Open - Not Contacted']);
  const run = await score();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal((await readScores()).length, scoresBefore.length - renamed);
});

test('a list that an admin mistyped, or emptied, stops the run before it writes, with the list of the org', async () => {
  const before = await readScores();
  for (const [statuses, codes, text] of [
    [['Open - Not Contactd'], [945, 946], /The org has: .*Open - Not Contacted/],
    [[], [958], /the list is empty/],
  ] as const) {
    await change([...statuses]);
    const run = await score();
    assert.equal(run.status, 'Failed', JSON.stringify(run.messages));
    const errors = run.messages.filter(({ severity }) => severity === 'ERROR');
    assert.deepEqual(errors.map(({ code }) => code).sort(), codes);
    assert.match(errors.map((error) => error.text).join(' '), text);
    assert.deepEqual(await readScores(), before);
    const { isReady } = await stage.client.readiness(stage.goalId);
    assert.equal(isReady, false);
  }
});

test('a status that was deleted and replaced by one that the goal leaves out stops the run as well', async () => {
  await change(['In Progress', 'Open - Not Contacted']);
  assert.equal((await score()).status, 'Successful');
  const before = (await readScores()).length;
  await deleteStatus(stage.org, 'In Progress', 'Closed - Not Converted');
  const run = await score();
  assert.equal(run.status, 'Failed', JSON.stringify(run.messages));
  assert.ok(run.messages.some(({ code }) => code === 946));
  assert.equal((await readScores()).length, before);
});

test('a segment whose value was mistyped, and statuses of converted leads alone, stop the run as well, and say so once', async () => {
  const goalOf = (values: Record<string, unknown>) =>
    stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, ...values });
  const segmentOf = (...values: string[]) => JSON.stringify([{ field: 'Country', operator: 'equals', values }]);
  const { records } = await stage.org.admin.query<{ Country: string }>(
    'SELECT Country, COUNT(Id) leads FROM Lead WHERE Country != null GROUP BY Country ORDER BY COUNT(Id) DESC LIMIT 2',
  );
  const [first = '', second = ''] = records.map(({ Country }) => Country);
  await moveLeads(stage.org, `IsConverted = false AND Country = '${second}'`, 'Open - Not Contacted', 100);
  await goalOf({ Segment__c: segmentOf(first, second), Qualified_Statuses__c: 'Open - Not Contacted' });
  const train = await stage.client.ask(runSchema, 'POST', `/v1/goals/${stage.goalId}/runs`, { jobType: 'Training' });
  assert.equal((await stage.client.waitForRun(train.key)).status, 'Successful');
  const run = await score({ acceptRemovals: true });
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  const before = await readScores();
  assert.ok(before.length > 50, String(before.length));
  for (const [mistake, codes] of [
    [{ Segment__c: segmentOf(first, `${second}x`) }, [945, 946]],
    [{ Segment__c: segmentOf(`${second}x`) }, [945, 946]],
    [{ Segment__c: segmentOf(first, second), Qualified_Statuses__c: 'Closed - Converted' }, [958]],
  ] as const) {
    await goalOf(mistake);
    const stopped = await score();
    const errors = stopped.messages.filter(({ severity }) => severity === 'ERROR');
    assert.deepEqual(errors.map(({ code }) => code).sort(), [...codes], JSON.stringify(stopped.messages));
    assert.equal(stopped.status, 'Failed');
    assert.deepEqual(await readScores(), before);
  }
});
