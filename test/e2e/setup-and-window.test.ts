import { connectionSchema, goalFieldListSchema, readinessSchema, runListSchema } from '@plumbline/contract';
import type { GoalDraft, Run } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads');
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Background_Update__c: true });
});

after(() => stage.stop());

async function ask(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${stage.service.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${stage.token}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

test('an admin who connects the service sees that nothing is missing', async () => {
  const connection = connectionSchema.parse(await ask('/v1/connection'));
  assert.match(connection.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(
    connection.checks.filter(({ isDone, isUnknown }) => !isDone && isUnknown !== true),
    [],
  );
});

test('a goal can be defined from the options of the service, and its readiness checked before it is saved', async () => {
  const query = new URLSearchParams({ goalType: 'Lead converted', profileType: 'Person' });
  const { fields } = goalFieldListSchema.parse(await ask(`/v1/goal-fields?${query}`));
  const status = fields.find(({ field }) => field === 'Status');
  const draft: GoalDraft = {
    ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
    conditions: [{ field: 'Status', operator: 'equals', values: status?.values?.map(({ value }) => value) ?? [] }],
  };
  const readiness = readinessSchema.parse(await ask('/v1/readiness', draft));
  assert.equal(readiness.isReady, true, JSON.stringify(readiness.checks));
});

/** The first scheduled run that the service lists. */
function scheduledRun(): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const look = async (): Promise<void> => {
    const { runs } = runListSchema.parse(await ask('/v1/runs'));
    const run = runs.find(({ trigger }) => trigger === 'Schedule');
    if (run) resolve(run);
  };
  const watch = setInterval(() => void look().catch(reject), 50);
  return promise.finally(() => clearInterval(watch));
}

test('within a maintenance window the service scores every goal with a model', async () => {
  const days = 'Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday';
  const [midnight, noon] = ['00:00:00.000Z', '12:00:00.000Z'];
  await stage.org.admin.sobject('Maintenance_Window__c').create([
    { Name: 'Mornings', Time_Zone__c: 'UTC', Start_Time__c: midnight, End_Time__c: noon, Days__c: days },
    { Name: 'Afternoons', Time_Zone__c: 'UTC', Start_Time__c: noon, End_Time__c: midnight, Days__c: days },
  ]);
  // The service checks the windows for the first time when it starts.
  await stage.restartService('SIGTERM');
  const { key } = await scheduledRun();
  const run = await stage.client.waitForRun(key);
  assert.deepEqual([run.jobType, run.status], ['Scoring', 'Successful'], JSON.stringify(run.messages));
  const scored = await stage.org.admin.query('SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0');
  assert.equal(scored.totalSize, run.scored);
});
