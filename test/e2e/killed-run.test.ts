import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openStage({ leads: 4000, seed: 5, endsAt: new Date(), environment: { PLUMBLINE_BATCH: '100' } });
});

after(() => stage.stop());

test('a scoring run whose process is killed goes on by itself after the restart, every lead written once', async () => {
  const { org, goalId } = stage;
  const training = await stage.client.startRun(goalId, 'Training');
  assert.equal((await stage.client.waitForRun(training.key)).status, 'Successful');

  const { key } = await stage.client.startRun(goalId, 'Scoring');
  const scoredSoFar = async (): Promise<number> =>
    (await org.admin.query('SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0')).totalSize;
  const { promise: isUnderWay, resolve } = Promise.withResolvers<void>();
  const watch = setInterval(() => {
    void scoredSoFar().then((count) => {
      if (count >= 300) resolve();
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
  for (const [id, moment] of modifiedBefore) assert.equal(modifiedAfter.get(id), moment);
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
