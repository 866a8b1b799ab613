import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EvaluationResults, Run, ScoreDetails, ScoreResult } from '@plumbline/contract';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
let ids: string[];

before(async () => {
  stage = await openTrainedStage('leads');
  const found = await stage.org.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE IsConverted = FALSE ORDER BY Id LIMIT 200',
  );
  ids = found.records.map(({ Id }) => Id);
});
after(() => stage.stop());

async function call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; answer: T }> {
  const response = await fetch(`${stage.service.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${stage.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as T };
}

const evaluate = async (recordIds: string[], goalIds = [stage.goalId]): Promise<EvaluationResults['results']> => {
  const { status, answer } = await call<EvaluationResults>('POST', '/v1/evaluations', { goalIds, recordIds });
  assert.equal(status, 200, JSON.stringify(answer));
  return answer.results;
};

const gist = (result: ScoreResult | undefined) =>
  result && [result.recordId, result.score, result.band, result.percentile, result.reason, result.factors];

test('200 records in one request get the same scores and reasons as each alone', async () => {
  const many = await evaluate(ids);
  assert.deepEqual(
    many.map(({ goalId, recordId }) => [goalId, recordId]),
    ids.map((id) => [stage.goalId, id]),
  );
  assert.ok(many.some(({ result }) => (result?.score ?? 0) > 0) && many.some(({ result }) => result?.score === 0));
  for (const id of ids.slice(0, 25)) {
    const [alone] = await evaluate([id]);
    assert.deepEqual(gist(alone?.result), gist(many.find(({ recordId }) => recordId === id)?.result));
  }
});

test('the fields of the records equal the answer', async () => {
  const results = await evaluate(ids.slice(0, 50));
  const quoted = ids.slice(0, 50).map((id) => `'${id}'`);
  const { records } = await stage.org.admin.query<{ Id: string; Predictive_Score__c: number }>(
    `SELECT Id, Predictive_Score__c FROM Lead WHERE Id IN (${quoted.join(', ')}) ORDER BY Id`,
  );
  assert.deepEqual(
    records.map(({ Id, Predictive_Score__c: score }) => [Id, score]),
    results.map(({ recordId, result }) => [recordId, result?.score]),
  );
});

test('an error of one record or goal is reported for it, and the others are evaluated', async () => {
  const { records } = await stage.org.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE IsConverted = TRUE LIMIT 1',
  );
  const [good = '', converted = ''] = [ids[0], records[0]?.Id];
  const recordIds = [good, converted, '00Q000000000099EAA', '003000000000001AAA'];
  const unknownGoal = 'a00000000000099AAA';
  const results = await evaluate(recordIds, [stage.goalId, unknownGoal]);
  assert.deepEqual(
    results.map(({ goalId, problem }) => [goalId, problem?.kind]),
    [
      [stage.goalId, undefined],
      [stage.goalId, 'record.not-scorable'],
      [stage.goalId, 'record.not-found'],
      [stage.goalId, 'record.not-scorable'],
      ...recordIds.map(() => [unknownGoal, 'goal.not-found']),
    ],
  );
  assert.ok(results.every(({ result, problem }) => result !== undefined || (problem?.actions.length ?? 0) > 0));
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Active__c: false });
  const [off] = await evaluate(ids.slice(0, 2));
  assert.equal(off?.problem?.kind, 'goal.inactive');
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Active__c: true });
});

const setGoal = (values: Record<string, unknown>) =>
  stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, ...values });

test('a record that the goal leaves out by a mistake in it keeps its score, and the mistake is said', async () => {
  const scored = (await evaluate(ids)).filter(({ result }) => (result?.score ?? 0) > 0);
  const { Qualified_Statuses__c: statuses } = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  const scoresOf = async (recordIds: string[]) =>
    (
      await stage.org.admin.query<{ Id: string; Predictive_Score__c: number }>(
        `SELECT Id, Predictive_Score__c FROM Lead WHERE Id IN (${recordIds.map((id) => `'${id}'`).join(', ')}) ORDER BY Id`,
      )
    ).records;
  const recordIds = scored.slice(0, 3).map(({ recordId }) => recordId);
  const before = await scoresOf(recordIds);
  const mistakes: [Record<string, unknown>, RegExp][] = [
    [{ Qualified_Statuses__c: 'Wrking' }, /^ERROR 945\. .*"Wrking".* The org has: .*Working/],
    [{ Qualified_Statuses__c: '' }, /^ERROR 958\. /],
  ];
  for (const [mistake, text] of mistakes) {
    await setGoal(mistake);
    for (const asked of [recordIds, recordIds.slice(0, 1)]) {
      const results = await evaluate(asked);
      assert.ok(
        results.every(({ problem }) => problem?.kind === 'goal.invalid'),
        JSON.stringify(results),
      );
      assert.match(results[0]?.problem?.detail ?? '', text);
    }
    const alone = await call<{ status: number }>('POST', '/v1/scores', {
      goalId: stage.goalId,
      recordId: recordIds[0],
    });
    assert.ok(alone.status >= 400 && alone.status < 500, String(alone.status));
    assert.deepEqual(await scoresOf(recordIds), before);
  }
  await setGoal({ Qualified_Statuses__c: statuses });
  const restored = await evaluate(recordIds);
  assert.ok(restored.every(({ result }) => (result?.score ?? 0) > 0));
  // Without a mistake a record that the goal leaves out loses its score.
  await setGoal({ Qualified_Statuses__c: 'Closed - Not Converted' });
  const [out] = await evaluate(recordIds.slice(0, 1));
  assert.equal(out?.result?.score, 0);
  await setGoal({ Qualified_Statuses__c: statuses });
  await evaluate(recordIds);
});

test('details contain the goal as text, the model, the distribution of scores and every past score', async () => {
  const [id = ''] = ids;
  await evaluate([id]);
  const { status, answer } = await call<ScoreDetails>('GET', `/v1/goals/${stage.goalId}/records/${id}`);
  assert.equal(status, 200);
  assert.match(answer.goalWords, /^Lead converts within 90 days/);
  assert.equal(answer.modelVersion, 'v1');
  assert.ok((answer.auc ?? 0) > 0.5 && answer.distribution.reduce((sum, { rows }) => sum + rows, 0) > 0);
  assert.ok(answer.history.length >= 2);
  assert.equal(answer.receiptId, answer.history[0]?.receiptId);
  assert.deepEqual(
    answer.history.map(({ scoredAt }) => scoredAt),
    answer.history
      .map(({ scoredAt }) => scoredAt)
      .toSorted()
      .reverse(),
  );
  assert.equal(new Set(answer.history.map(({ receiptId }) => receiptId)).size, answer.history.length);
  const short = await call<ScoreDetails>('GET', `/v1/goals/${stage.goalId}/records/${id.slice(0, 15)}`);
  assert.deepEqual(short.answer, answer);
});

test('past scores say their basis, and the distribution is of the present one', async () => {
  const [id = ''] = ids;
  const path = `/v1/goals/${stage.goalId}/records/${id}`;
  const { answer: before } = await call<ScoreDetails>('GET', path);
  await setGoal({ Score_Basis__c: 'probability' });
  await evaluate([id]);
  const { answer } = await call<ScoreDetails>('GET', path);
  assert.deepEqual(
    answer.history.slice(0, 2).map(({ basis }) => basis),
    ['probability', 'relative'],
  );
  const rows = (details: ScoreDetails) => details.distribution.map((bin) => bin.rows);
  const total = (details: ScoreDetails) => rows(details).reduce((sum, each) => sum + each, 0);
  assert.equal(total(answer), total(before));
  assert.notDeepEqual(rows(answer), rows(before));
  await setGoal({ Score_Basis__c: 'relative' });
});

test('a field that is marked as sensitive is used no more from then on, whatever the model was trained with', async () => {
  const ofTitle = ['job_rank', 'job_department'];
  const { Settings__c: settings } = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  const named = (results: EvaluationResults['results']) =>
    results.flatMap(({ result }) => result?.factors ?? []).filter(({ field }) => ofTitle.includes(field));
  const before = await evaluate(ids);
  assert.ok(named(before).length > 0);
  const marked = { ...(JSON.parse(String(settings ?? '{}')) as object), sensitiveFields: ['title', 'Contact.Title'] };
  await setGoal({ Settings__c: JSON.stringify(marked) });
  const after = await evaluate(ids);
  const values = named(after).filter(({ value }) => value !== undefined);
  assert.deepEqual(values, []);
  assert.notDeepEqual(
    after.map(({ result }) => result?.probability),
    before.map(({ result }) => result?.probability),
  );
  const { answer: run } = await call<Run>('POST', `/v1/goals/${stage.goalId}/runs`, { jobType: 'Scoring' });
  const ended = await stage.client.waitForRun(run.key);
  assert.equal(ended.status, 'Successful', JSON.stringify(ended.messages));
  const warning = ended.messages.find(({ code }) => code === 965);
  assert.match(warning?.text ?? '', /Rank of the job title/);
  assert.match(warning?.nextStep ?? '', /Train the goal again/);
  await setGoal({ Settings__c: settings });
});

test('an invalid request is refused with the name of the field', async () => {
  const tooMany = await call<{ status: number }>('POST', '/v1/evaluations', {
    goalIds: [stage.goalId],
    recordIds: Array.from({ length: 201 }, () => ids[0]),
  });
  assert.equal(tooMany.status, 400);
  assert.match(JSON.stringify(tooMany.answer), /recordIds/);
});
