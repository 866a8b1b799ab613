import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runListSchema } from '@plumbline/contract';
import { emptyScores } from './stage/empty-scores.ts';
import { ProblemError } from './stage/service-client.ts';
import { fewRows, openStage, openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads', { environment: { PLUMBLINE_BATCH: '50' } });
  await emptyScores(stage.org);
});

after(() => stage.stop());

test('a scoring run whose process is killed continues after the restart and writes every lead once', async () => {
  const { org, goalId } = stage;
  const { key } = await stage.client.startRun(goalId, 'Scoring');
  const scoredSoFar = async (): Promise<number> =>
    (await org.admin.query('SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0')).totalSize;
  const { promise: isUnderWay, resolve } = Promise.withResolvers<undefined>();
  const watch = setInterval(() => {
    void scoredSoFar().then((count) => {
      if (count >= 150) resolve(undefined);
    });
  }, 20);
  await isUnderWay;
  clearInterval(watch);
  await stage.service.stop('SIGKILL');
  const before = await scoredSoFar();
  const modifiedBefore = await modifications(stage);

  await stage.restartService('SIGKILL');
  const run = await stage.client.waitForRun(key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.ok(before < run.scored, `all ${run.scored} were scored before the kill`);
  assert.equal(await scoredSoFar(), run.scored);
  assert.equal(run.changed, run.scored);
  // Nothing that was written before the kill is written again.
  const modifiedAfter = await modifications(stage);
  for (const [id, modifiedAt] of modifiedBefore) assert.equal(modifiedAfter.get(id), modifiedAt);
});

/** When each scored lead was last changed. */
async function modifications({ org }: Stage): Promise<Map<string, string>> {
  const soql = 'SELECT Id, SystemModstamp FROM Lead WHERE Predictive_Score__c > 0';
  const { records } = await org.admin.query<{ Id: string; SystemModstamp: string }>(soql, {
    autoFetch: true,
    maxFetch: 100_000,
  });
  return new Map(records.map(({ Id, SystemModstamp }) => [Id, SystemModstamp]));
}

test('nothing is lost while the org does not answer, and the run continues afterwards', async () => {
  const { org, goalId, service, client } = stage;
  const lead = await org.admin
    .sobject('Lead')
    .findOne({ Predictive_Score__c: { $gt: 0 } }, ['Id', 'Predictive_Score__c']);
  const id = lead?.Id ?? '';
  const plant = (fault: object): Promise<Response> =>
    fetch(`${org.url}/__org/faults`, { method: 'POST', body: JSON.stringify(fault) });

  await plant({ times: 1000, path: '/services/data', drop: 'before' });
  await assert.rejects(client.score(goalId, id), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.deepEqual([error.problem.status, error.problem.kind], [502, 'salesforce.unreachable']);
    return true;
  });
  // The org is the same for every replica: its outage is reported and takes none of them out of rotation.
  const ready = await fetch(`${service.url}/readyz`);
  assert.equal(ready.status, 200);
  assert.match(await ready.text(), /"name":"org","isReady":false,"kind":"salesforce.unreachable"/);
  await plant({ reset: true });

  const kept = await org.admin.sobject('Lead').findOne({ Id: id }, ['Predictive_Score__c']);
  assert.equal(kept?.['Predictive_Score__c'], lead?.['Predictive_Score__c']);
  assert.equal((await client.score(goalId, id)).recordId, id);
  assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
});

test('a service that is killed after a first training scores the open records when it starts again, once', async (t) => {
  const untrained = await openStage({ leads: 450, seed: 7, environment: fewRows });
  t.after(() => untrained.stop());
  const { goalId } = untrained;
  const training = await untrained.client.waitForRun((await untrained.client.startRun(goalId, 'Training')).key);
  assert.equal(training.status, 'Successful', JSON.stringify(training.messages));
  await untrained.restartService('SIGKILL');
  const scoring = await untrained.client.waitForRun((await untrained.client.firstScoring(goalId)).key);
  assert.equal(scoring.status, 'Successful', JSON.stringify(scoring.messages));
  await untrained.restartService('SIGTERM');
  const { runs } = await untrained.client.ask(runListSchema, 'GET', `/v1/runs?goalId=${goalId}`);
  assert.deepEqual(
    runs.map(({ jobType }) => jobType),
    ['Scoring', 'Training'],
  );
  const goal = await untrained.org.admin.sobject('Score_Goal__c').retrieve(goalId);
  assert.deepEqual([goal['Status__c'], goal['Records_Scored__c']], ['Ready', scoring.scored]);
});
