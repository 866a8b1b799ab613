import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelCard } from '@plumbline/contract';
import { fit, seededRandom } from '@plumbline/learning';
import type { LabelledRows } from '@plumbline/learning';
import { trainTrees } from '../../scoring-service/src/adapters/trainer/train-trees.ts';
import { fewRows, openStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

/* What would make a model look better than it is, planted on purpose: each is found or without effect. */

let stage: Stage;
let honest: ModelCard;

async function trainedCard(version: string): Promise<ModelCard> {
  const { training: run } = await stage.client.train(stage.goalId);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal(run.modelVersion, version);
  // Whether or not it took over: what it was measured by is what counts here.
  const path = `${stage.service.url}/v1/goals/${stage.goalId}/models/${version}`;
  const response = await fetch(path, { headers: { Authorization: `Bearer ${stage.token}` } });
  return (await response.json()) as ModelCard;
}

before(async () => {
  stage = await openStage({ leads: 450, seed: 7, environment: fewRows });
  honest = await trainedCard('v1');
});
after(() => stage.stop());

test('a planted leak is found: fields filled when a lead converts are left out, with the reason', () => {
  for (const field of ['Signed_Budget__c', 'Contract_Type__c']) {
    const reason = honest.leftOutFields.find((leftOut) => leftOut.field === field)?.reason;
    assert.match(reason ?? '', /goal was reached|reached the goal|tells the outcome/, field);
    assert.ok(!honest.strongestFields.some((strong) => strong.field === field));
  }
  assert.match(honest.messages.find(({ code }) => code === 901)?.text ?? '', /Signed Budget/);
  assert.ok(honest.auc < 0.9, `AUC ${honest.auc}`);
});

test('a planted future activity is without effect: calls after the outcome change no figure of the model', async () => {
  const { records } = await stage.org.admin.query<{ ConvertedContactId: string | null }>(
    'SELECT ConvertedContactId FROM Lead WHERE IsConverted = TRUE',
    { autoFetch: true },
  );
  const calls = records.flatMap(({ ConvertedContactId: contact }) =>
    contact === null
      ? []
      : Array.from({ length: 5 }, () => ({
          WhoId: contact,
          Subject: 'Call',
          TaskSubtype: 'Call',
          Status: 'Completed',
        })),
  );
  assert.ok(calls.length > 200);
  await stage.org.admin.sobject('Task').create(calls, { allowRecursive: true });
  const { auc, logLoss, trainingRows, strongestFields, data } = await trainedCard('v2');
  // It has read them, and none of its rows has.
  assert.equal(data?.activities, (honest.data?.activities ?? 0) + calls.length);
  assert.deepEqual([trainingRows, auc, logLoss], [honest.trainingRows, honest.auc, honest.logLoss]);
  assert.deepEqual(strongestFields, honest.strongestFields);
});

/** 500 people with an early and a late row each; their features identify them but say nothing about the outcome. */
function duplicatedPeople(groupOf: (person: number, row: number) => string): LabelledRows {
  const random = seededRandom(5);
  const people = 500;
  const rowCount = 2 * people;
  const outcomes = Uint8Array.from({ length: people }, () => Number(random() < 0.4));
  const columns = Array.from({ length: 8 }, (_, index) => {
    const prints = Float64Array.from({ length: people }, () => Math.floor(1000 * random()));
    return { kind: 'number' as const, name: `print_${index}`, values: Float64Array.from([...prints, ...prints]) };
  });
  return {
    table: { rowCount, columns },
    labels: Uint8Array.from({ length: rowCount }, (_, row) => outcomes[row % people] as number),
    groups: Array.from({ length: rowCount }, (_, row) => groupOf(row % people, row)),
    times: Float64Array.from({ length: rowCount }, (_, row) => row),
  };
}

test('a planted duplicate across the split is without effect: a person stands on one side only', async () => {
  const parameters = { trees: 150, maxDepth: 6, learningRate: 0.3, minChildWeight: 0 };
  const measure = async (groupOf: (person: number, row: number) => string) =>
    (await fit(duplicatedPeople(groupOf), trainTrees, { seed: 1, refit: 'none', parameters })).evaluation;
  const asRows = await measure((_, row) => `row ${row}`);
  assert.ok(asRows.test.auc.low > 0.6, `the duplicates give nothing away: AUC ${asRows.test.auc.auc}`);
  const asPeople = await measure((person) => `person ${person}`);
  assert.ok(asPeople.test.auc.low <= 0.5 && asPeople.test.auc.auc < 0.6, `AUC ${asPeople.test.auc.auc}`);
  assert.equal(asPeople.leftOut, 200);
});
