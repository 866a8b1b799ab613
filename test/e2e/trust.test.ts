import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  forgottenRecordSchema,
  modelActivationSchema,
  modelCardSchema,
  modelListSchema,
  receiptSchema,
  receiptVerificationSchema,
  runListSchema,
  runSchema,
  scoreDetailsSchema,
  whatIfResultSchema,
} from '@plumbline/contract';
import type { ReceiptVerification, Run, ScoreDetails, WhatIfResult } from '@plumbline/contract';
import { createSalesforce } from '../../scoring-service/src/adapters/salesforce/salesforce.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
let ids: string[];
/** A receipt of the first model, as it was before any other test. */
let first: ReceiptVerification;

before(async () => {
  stage = await openTrainedStage('leads');
  await run('Scoring');
  // A call or a field does not change a score of 1, which many of the better records have.
  const scored = await stage.org.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE Predictive_Score__c < 60 ORDER BY Predictive_Score__c DESC, Id LIMIT 24',
  );
  ids = scored.records.map(({ Id }) => Id);
});
after(() => stage.stop());

async function run(jobType: 'Training' | 'Scoring'): Promise<Run> {
  const ended = await stage.client.waitForRun((await stage.client.startRun(stage.goalId, jobType)).key);
  assert.equal(ended.status, 'Successful', JSON.stringify(ended.messages));
  return ended;
}

const goalPath = (): string => `/v1/goals/${stage.goalId}`;
const details = (id: string): Promise<ScoreDetails> =>
  stage.client.ask(scoreDetailsSchema, 'GET', `${goalPath()}/records/${id}`);
const verify = (receiptId: string): Promise<ReceiptVerification> =>
  stage.client.ask(receiptVerificationSchema, 'POST', `/v1/receipts/${receiptId}/verifications`);
const whatIf = (id: string, changes: Record<string, string>): Promise<WhatIfResult> =>
  stage.client.ask(whatIfResultSchema, 'POST', `${goalPath()}/records/${id}/what-if`, { changes });

test('every receipt of a bulk run and of single evaluations reproduces its score to the last digit', async () => {
  for (const id of ids.slice(0, 12)) await stage.client.score(stage.goalId, id);
  const receipts = (await Promise.all(ids.map(details))).flatMap(({ history }) => history);
  assert.ok(receipts.length >= 36);
  for (const { receiptId, score } of receipts) {
    const verification = await verify(receiptId);
    assert.equal(verification.isEqual, true, JSON.stringify(verification));
    assert.equal(verification.recomputed.score, score);
    assert.equal(verification.recomputed.probability, verification.stored.probability);
  }
  first = await verify((await details(ids[0] ?? '')).receiptId ?? '');
});

test('a receipt names its inputs by label, and holds no name, address or number of a person', async () => {
  const receipt = await stage.client.ask(receiptSchema, 'GET', `/v1/receipts/${first.receiptId}`);
  assert.equal(receipt.isReproducible, true);
  assert.ok((receipt.features?.length ?? 0) > 20);
  const lead = await stage.org.admin.sobject('Lead').retrieve(receipt.recordId);
  const kept = JSON.stringify(receipt.features);
  for (const personal of ['LastName', 'Email', 'Phone', 'MobilePhone', 'Company']) {
    const value = lead[personal] as string | null;
    if (value) assert.ok(!kept.includes(value), `${personal} is kept`);
  }
});

test('a what-if equals the score of the changed record', async () => {
  const [id = ''] = ids;
  const before = await stage.client.score(stage.goalId, id);
  const lead = await stage.org.admin.sobject('Lead').retrieve(id);
  // The org tracks history of the source, so a change sets the time of the last change to now.
  const LeadSource = lead['LeadSource'] === 'Partner Referral' ? 'Phone Inquiry' : 'Partner Referral';
  const changes = { LeadSource, NumberOfEmployees: '900', MobilePhone: '+49 89 000' };
  const tried = await whatIf(id, { ...changes, days_since_change: '0' });
  const passed = Math.abs((tried.now.probability ?? 0) - (before.probability ?? 1));
  assert.ok(passed < 1e-6, 'more than the age of the record between the two calls');
  const unchanged = await stage.org.admin.sobject('Lead').retrieve(id);
  assert.equal(unchanged['Predictive_Score__c'], before.score);

  await stage.org.admin.sobject('Lead').update({ Id: id, ...changes, NumberOfEmployees: 900 });
  const after = await stage.client.score(stage.goalId, id);
  const difference = Math.abs((after.probability ?? 0) - (tried.then.probability ?? 0));
  assert.ok(difference < 0.005, `${after.probability} instead of ${tried.then.probability}`);
  assert.ok(Math.abs((after.probability ?? 0) - (before.probability ?? 0)) > difference);
});

test('computed inputs can be changed in a what-if by their name', async () => {
  const { now, then, withoutEffect } = await whatIf(ids[1] ?? '', {
    calls_30_days: '6',
    calls_90_days: '6',
    calls_total: '6',
    days_since_call: '0',
    Signed_Budget__c: '12000',
  });
  assert.notEqual(then.probability, now.probability);
  assert.deepEqual(withoutEffect, ['Signed_Budget__c']);
});

test('a field or a value that a what-if cannot change is refused by name', async () => {
  await assert.rejects(whatIf(ids[1] ?? '', { Colour: 'red' }), /changes\.Colour: the model does not use this field/);
  await assert.rejects(whatIf(ids[1] ?? '', { NumberOfEmployees: 'many' }), /NumberOfEmployees: a number is expected/);
  await assert.rejects(whatIf(ids[1] ?? '', {}), /At least one field/);
});

test('the advice for an owner raises the score', async () => {
  const all = await Promise.all(ids.map(details));
  const advised = all.flatMap(({ changes = [], history }) => changes.map((change) => ({ change, history })));
  assert.ok(advised.length > 0, 'no record can be raised');
  for (const { change, history } of advised) {
    assert.ok((change.exact?.score ?? 0) >= (history[0]?.score ?? 100), change.text);
    assert.match(change.text, /would raise the score\.$/);
  }
  // Advice is chosen by log odds, of which the least step is less than a whole point at either end of the scale.
  const raised = advised.filter(({ change, history }) => (change.exact?.score ?? 0) > (history[0]?.score ?? 100));
  assert.ok(raised.length > advised.length / 2, `${raised.length} of ${advised.length} by whole points`);
  assert.ok(
    all.some(({ nextFields = [] }) => nextFields.length > 0),
    'no field is worth filling in',
  );
});

test('after the advised call, the score is the predicted one', async () => {
  const all = await Promise.all(ids.map(details));
  const toCall = all.flatMap(({ changes = [], recordId }) =>
    // Only the most effective actions: more calls would be a drift of the inputs.
    changes
      .slice(0, 2)
      .flatMap(({ field, exact }) => (field === 'days_since_call' && exact ? [{ recordId, score: exact.score }] : [])),
  );
  assert.ok(toCall.length > 0, 'nobody is worth a call');
  for (const { recordId, score } of toCall) {
    await stage.org.admin.sobject('Task').create({
      ...{ WhoId: recordId, TaskSubtype: 'Call', Status: 'Completed', Subject: 'Call' },
    });
    const called = await stage.client.score(stage.goalId, recordId);
    assert.ok(Math.abs(called.score - score) <= 1, `${recordId}: ${called.score} instead of ${score}`);
    const { difference } = await details(recordId);
    const moved = pointsOf(difference);
    assert.equal(moved, called.score - (difference?.exact?.from ?? Number.NaN));
    const cause = difference?.causes.find(({ field, direction }) => /call/.test(field) && direction === 'raises');
    assert.ok(cause?.sources.includes('Task'), JSON.stringify(difference));
    assert.equal(difference?.isNewModel, false);
  }
});

/** The sum of all points of a difference. */
const pointsOf = (difference: ScoreDetails['difference']): number => {
  const { points = [], other = Number.NaN, remainder = Number.NaN } = difference?.exact ?? {};
  return points.reduce((sum, one) => sum + one, other + remainder);
};

test('the details say what each reason is worth, and how training rows like the record did', async () => {
  for (const { worth, similar = [], history } of await Promise.all(ids.map(details))) {
    assert.ok(worth && worth.points.length > 0);
    assert.ok(worth.points.some(({ points }) => points !== 0));
    assert.ok(similar.length > 0 && similar.every(({ rows }) => rows >= 50), JSON.stringify(similar));
    assert.ok(history.length > 0);
  }
});

test('after a new training the earlier model can be activated again, and that can be undone', async () => {
  await run('Training');
  const list = () => stage.client.ask(modelListSchema, 'GET', `${goalPath()}/models`);
  const { models } = await list();
  assert.deepEqual(
    models.map(({ version, isActive }) => [version, isActive]),
    [
      ['v2', true],
      ['v1', false],
    ],
  );
  const activate = (version: string) =>
    stage.client.ask(modelActivationSchema, 'POST', `${goalPath()}/models/${version}/activations`);
  assert.deepEqual(await activate('v1'), {
    goalId: stage.goalId,
    version: 'v1',
    previousVersion: 'v2',
    isChanged: true,
  });
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  assert.equal(goal['Model_Version__c'], 'v1');
  assert.equal((await stage.client.score(stage.goalId, ids[2] ?? '')).modelVersion, 'v1');
  assert.equal((await activate('v2')).previousVersion, 'v1');
  const again = await stage.client.score(stage.goalId, ids[2] ?? '');
  assert.equal(again.modelVersion, 'v2');
  const { difference } = await details(ids[2] ?? '');
  assert.equal(difference?.isNewModel, true, 'the oldest score is of v1');
  assert.equal(pointsOf(difference), again.score - (difference.exact?.from ?? Number.NaN));
  await assert.rejects(activate('v9'), /The goal has no model v9/);
});

test('a receipt of the first model reproduces after the training, after a restart, and without the service', async () => {
  assert.deepEqual(await verify(first.receiptId), first);
  await stage.restartService('SIGTERM');
  assert.deepEqual(await verify(first.receiptId), first);
  await stage.service.stop();
  const { code, output } = await stage.command('verify-receipt', first.receiptId, '--json');
  assert.equal(code, 0, output);
  assert.deepEqual(receiptVerificationSchema.parse(JSON.parse(output)), first);
  assert.match((await stage.command('verify-receipt', first.receiptId)).output, /Equal to the last digit\./);
  const none = await stage.command('verify-receipt', '987654321');
  assert.equal(none.code, 1);
  assert.match(none.errors, /There is no receipt 987654321/);
  await stage.restartService('SIGTERM');
});

test('the card names the training data, the chosen model and why, and its page is self-contained', async () => {
  const card = await stage.client.ask(modelCardSchema, 'GET', `${goalPath()}/models/v2`);
  assert.ok(card.learnerReason && card.data && card.limits?.length && card.contenders?.length);
  assert.equal(card.challenge?.activeVersion, 'v1');
  assert.ok(card.strongestFields.some(({ effects }) => (effects?.length ?? 0) > 1));
  const response = await fetch(`${stage.service.url}${goalPath()}/models/v2/page`, {
    headers: { Authorization: `Bearer ${stage.token}` },
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
  const page = await response.text();
  assert.ok(page.includes(card.auc.toFixed(3)));
  assert.doesNotMatch(page, /<script|\bsrc=|\bhref="(?!#)|@import|url\(/);
});

test('a scoring of the same org finds no drift', async () => {
  const { messages } = await run('Scoring');
  assert.deepEqual(
    messages.filter(({ code }) => code === 904 || code === 930),
    [],
  );
});

test('904 names the input that has drifted on a scoring run, from its limit on', async () => {
  const { strongestFields } = await stage.client.model(stage.goalId);
  const strongest = strongestFields.find(({ field }) => field === 'lead_source' || field === 'industry');
  assert.ok(strongest && strongest.share >= 0.02, 'neither source nor industry matters');
  const field = strongest.field === 'industry' ? 'Industry' : 'LeadSource';
  const { records } = await stage.org.admin.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = FALSE', {
    autoFetch: true,
  });
  const changed = records.map(({ Id }) => ({ Id, [field]: 'Carrier Pigeon' }));
  await stage.org.admin.sobject('Lead').update(changed, { allowRecursive: true });

  const driftOf = ({ messages }: Run): string =>
    messages.find(({ code }) => code === 904)?.text ?? 'WARNING 904 was not raised';
  const withLimit = async (inputDrift: number): Promise<string> => {
    const Settings__c = JSON.stringify({ thresholds: { inputDrift } });
    await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Settings__c });
    return driftOf(await run('Scoring'));
  };
  const text = driftOf(await run('Scoring'));
  assert.match(text, /^WARNING 904\. The inputs have drifted from the training data: .+\.$/);
  const found = new RegExp(`${strongest.label} \\(stability index (\\d+\\.\\d\\d)\\)`).exec(text);
  const index = Number(found?.[1]);
  assert.ok(index > 1, text);
  assert.ok((await withLimit(index - 0.01)).includes(strongest.label));
  assert.ok(!(await withLimit(index + 0.01)).includes(strongest.label));
});

test('deleting a person purges its data: at the next run, or at once on request', async () => {
  const [atRun = '', atOnce = '', other = ''] = ids.slice(10);
  const historyOf = async (id: string): Promise<number> => (await details(id)).history.length;
  assert.ok((await historyOf(atRun)) > 0 && (await historyOf(atOnce)) > 0);
  const { receipts } = await stage.client.ask(forgottenRecordSchema, 'DELETE', `/v1/records/${atOnce}`);
  assert.ok(receipts > 0);
  assert.equal(await historyOf(atOnce), 0);
  await stage.org.admin.sobject('Lead').destroy(atRun);
  await run('Scoring');
  assert.equal(await historyOf(atRun), 0);
  assert.ok((await historyOf(other)) > 0);
});

test('a goal whose records were never all scored is not ready after some of them were, and its next training scores them', async () => {
  const asIntegrationUser = createSalesforce({ loginUrl: stage.org.url, ...stage.org.credentials });
  const read = () => stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  // As the failure of its first scoring leaves it.
  const unscored = { lastScoredAt: 'none', recordsScored: 0, status: 'Failed', statusMessage: 'ERROR 940.' } as const;
  await asIntegrationUser.updateGoal(stage.goalId, unscored);
  const some = { jobType: 'Scoring', where: `Id = '${ids[1] ?? ''}'` };
  const { key } = await stage.client.ask(runSchema, 'POST', `${goalPath()}/runs`, some);
  assert.equal((await stage.client.waitForRun(key)).status, 'Successful');
  assert.deepEqual([(await read())['Status__c'], (await read())['Status_Message__c']], ['Failed', 'ERROR 940.']);

  const training = await run('Training');
  assert.equal((await read())['Last_Scored_At__c'], null);
  const { runs } = await stage.client.ask(runListSchema, 'GET', `/v1/runs?goalId=${stage.goalId}`);
  const next = runs.find(({ trigger, startedAt }) => trigger === 'Goal created' && startedAt >= training.startedAt);
  assert.ok(next, 'a scoring follows by itself');
  assert.equal((await stage.client.waitForRun(next.key)).status, 'Successful');
  const goal = await read();
  assert.equal(goal['Status__c'], 'Ready');
  assert.ok(goal['Last_Scored_At__c'] !== null && Number(goal['Records_Scored__c']) > 100);
});
