import { receiptSchema, scoreDetailsSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { adminUsername } from '../local-org/src/index.ts';
import { connectService } from './stage/connect-service.ts';
import { createGoal } from './stage/prepared-org.ts';
import { ProblemError } from './stage/service-client.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads');
  await connectService(stage.org, { url: stage.service.url, tokens: { manage: stage.token } });
});
after(() => stage.stop());

const scored = async (): Promise<string[]> => {
  const soql = 'SELECT Id FROM Lead WHERE Predictive_Score__c != NULL ORDER BY Id';
  const found = await stage.org.admin.query<{ Id: string }>(soql, { autoFetch: true, maxFetch: 10_000 });
  return found.records.map(({ Id }) => Id);
};

/** Waits until the service has started a removal, then until it has ended. */
async function waitForRemoval(goalName: string): Promise<Run> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const { records } = await stage.org.admin.query<{ Run_Key__c: string }>(
      `SELECT Run_Key__c FROM Score_Run__c WHERE Job_Type__c = 'Deletion' AND Goal_Name__c = '${goalName}'`,
    );
    const [run] = records;
    if (run) return stage.client.waitForRun(run.Run_Key__c);
    await delay(250);
  }
  throw new Error('The service has not started a removal within a minute.');
}

/** Deletes a goal as the page does; returns the call of the service that followed. */
async function deleteGoal(goalId: string) {
  await stage.org.admin.sobject('Score_Goal__c').delete(goalId);
  await stage.org.settled();
  return stage.org.org.apex.callouts.at(-1);
}

test('a goal that is deleted while the service is down, amid a run, loses its scores once the service is back', async () => {
  const { client, goalId, org } = stage;
  const first = await client.waitForRun((await client.startRun(goalId, 'Scoring')).key);
  assert.equal(first.status, 'Successful');
  const before = await scored();
  assert.ok(before.length > 100);
  const [converted = ''] = before;
  const details = `/v1/goals/${goalId}/records/${converted}`;
  const { receiptId = '' } = await client.ask(scoreDetailsSchema, 'GET', details);
  const receipt = `/v1/receipts/${receiptId}`;
  await client.ask(receiptSchema, 'GET', receipt);

  const running = await client.startRun(goalId, 'Scoring');
  await stage.service.stop('SIGKILL');
  const status = { leadId: converted, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  assert.ok(org.org.convertLead(org.org.userId(adminUsername) ?? '', status).success);
  const call = await deleteGoal(goalId);
  assert.ok(call !== undefined && call.status === undefined, 'the service is down');
  assert.deepEqual(await scored(), before);

  await stage.restartService('SIGKILL');
  const removal = await waitForRemoval('Lead converts in 90 days');
  assert.equal(removal.status, 'Successful', JSON.stringify(removal));
  assert.deepEqual([removal.read, removal.changed, removal.skipped], [before.length, before.length - 1, 1]);
  assert.deepEqual(removal.skippedReasons, [{ reason: 'Not written: CANNOT_UPDATE_CONVERTED_LEAD', count: 1 }]);
  const [message] = removal.messages;
  assert.equal(message?.code, 951);
  assert.ok(message.text.includes(converted), message.text);
  assert.deepEqual(await scored(), [converted], 'a converted lead is read-only and keeps its last score');
  const interrupted = await stage.client.readRun(running.key);
  assert.deepEqual([interrupted.status, interrupted.goalId], ['Failed', '']);
  await assert.rejects(stage.client.ask(receiptSchema, 'GET', receipt), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.problem.status, 404);
    return true;
  });
  await assert.rejects(stage.client.model(goalId), ProblemError);
});

test('score fields that the org does not have mean that there is nothing to clear', async () => {
  const name = 'Lead with other fields';
  const goalId = await createGoal(stage.org.admin, {
    ...{ Name: name, Unique_Name__c: name, Score_Field__c: 'Lead.Missing_Score__c' },
  });
  assert.equal((await deleteGoal(goalId))?.status, 202);
  const removal = await waitForRemoval(name);
  assert.deepEqual([removal.status, removal.read, removal.skipped], ['Successful', 0, 0]);
  assert.match(removal.messages[0]?.text ?? '', /^WARNING 951\..*Lead\.Missing_Score__c does not exist/);
});
