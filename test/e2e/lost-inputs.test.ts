import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectionSchema, evaluationResultsSchema, messageOf } from '@plumbline/contract';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';
import { ProblemError } from './stage/service-client.ts';

const lost = ['Lead.Industry', 'Lead.Title'];
const names = 'Lead.Title, Lead.Industry';
const giveAccess = 'Give the integration user read access, for example by a permission set, or train the goal again.';
const sentence = messageOf({ code: 948, detail: `${names}. ${giveAccess}` }).text;

let stage: Stage;
let leadId = '';

before(async () => {
  stage = await openTrainedStage('leads');
  const { admin } = stage.org;
  const { key } = await stage.client.startRun(stage.goalId, 'Scoring');
  assert.equal((await stage.client.waitForRun(key)).status, 'Successful');
  leadId =
    (await admin.query<{ Id: string }>('SELECT Id FROM Lead WHERE Predictive_Score__c > 0 LIMIT 1')).records[0]?.Id ??
    '';
  const fields = lost.map((field) => `'${field}'`).join(', ');
  const permissions = await admin.query<{ Id: string }>(
    `SELECT Id FROM FieldPermissions WHERE Parent.Name = 'ScoringIntegration' AND Field IN (${fields})`,
  );
  assert.equal(permissions.totalSize, lost.length);
  await admin.sobject('FieldPermissions').destroy(permissions.records.map(({ Id }) => Id));
});
after(() => stage.stop());

const readScores = async (): Promise<unknown> => {
  const soql = 'SELECT Id, Predictive_Score__c, SystemModstamp FROM Lead WHERE Predictive_Score__c != NULL ORDER BY Id';
  return (await stage.org.admin.query(soql, { autoFetch: true, maxFetch: 10_000 })).records;
};

test('a run whose model reads fields that are lost stops before it writes, and run and goal name them all', async () => {
  const before = await readScores();
  const { key } = await stage.client.startRun(stage.goalId, 'Scoring');
  const run = await stage.client.waitForRun(key);
  assert.equal(run.status, 'Failed');
  assert.deepEqual(
    run.messages.map(({ text }) => text),
    [sentence],
  );
  assert.deepEqual([run.read, run.scored, run.changed, run.skipped, run.failed], [0, 0, 0, 0, 0]);
  assert.deepEqual(await readScores(), before);
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  assert.deepEqual([goal['Status__c'], goal['Status_Message__c']], ['Ready', sentence.slice(0, 255)]);
});

test('readiness and the connection check say the same sentence', async () => {
  const { checks } = await stage.client.readiness(stage.goalId);
  assert.equal(checks.find(({ code }) => code === 948)?.text, sentence);
  const connection = await stage.client.ask(connectionSchema, 'GET', '/v1/connection');
  const check = connection.checks.find(({ name }) => name.startsWith('Goal "'));
  assert.deepEqual([check?.isDone, check?.detail], [false, sentence]);
});

test('a single evaluation and a what-if name every lost field with the next step; nothing is written', async () => {
  const before = await readScores();
  const isProblem = (error: unknown): boolean => {
    assert.ok(error instanceof ProblemError);
    const { status, kind, detail, actions } = error.problem;
    const text = messageOf({ code: 948, detail: `${names}.` }).text;
    assert.deepEqual([status, kind, detail, actions], [409, 'model.inputs-lost', text, [giveAccess]]);
    return true;
  };
  await assert.rejects(stage.client.score(stage.goalId, leadId), isProblem);
  const whatIf = `/v1/goals/${stage.goalId}/records/${leadId}/what-if`;
  await assert.rejects(
    stage.client.ask(evaluationResultsSchema, 'POST', whatIf, { changes: { LeadSource: 'Web' } }),
    isProblem,
  );
  const others = await stage.org.admin.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 3');
  for (const recordIds of [[leadId], others.records.map(({ Id }) => Id)]) {
    const goalIds = [stage.goalId];
    const { results } = await stage.client.ask(evaluationResultsSchema, 'POST', '/v1/evaluations', {
      goalIds,
      recordIds,
    });
    assert.ok(
      results.every(({ problem }) => problem?.kind === 'model.inputs-lost'),
      JSON.stringify(results),
    );
  }
  assert.deepEqual(await readScores(), before);
});
