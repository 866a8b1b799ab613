import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelCardSchema } from '@plumbline/contract';
import { chooseParameters, countPositives, evaluateModel } from '@plumbline/learning';
import { buildModelCard, previewLimits } from '../../../../scoring-service/src/domain/model-card/model-card.ts';
import type { CardInput } from '../../../../scoring-service/src/domain/model-card/model-card.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';
import { makeField, makeGoal, makeRows } from '../quality/quality-fixture.ts';

const { table, labels } = drawLeads(300, 5);

function inputOf(testLabels = labels, change: Partial<CardInput> = {}): CardInput {
  const test = evaluateModel(makeModel(), { ...makeRows(testLabels), table });
  return {
    goal: makeGoal(),
    baseRate: 0.3,
    version: 'v1',
    trainedAt: new Date('2026-03-16T12:00:00Z'),
    asOf: new Date('2026-03-16T11:00:00Z'),
    seed: 7,
    evaluation: {
      splitBy: 'time',
      train: { rows: 400, positives: 120 },
      test: { rows: 300, positives: countPositives(testLabels), ...test },
      leftOut: 12,
      choice: {
        ...{ winner: 'blend', contenders: [{ name: 'trees', logLoss: 0.5 }], reason: 'It was best.' },
        weights: { trees: 0.6, additive: 0.4, bayes: 0 },
        penalties: [{ lambda: 1, penaltyType: 'smooth', share: 1 }],
        ...{ smoothing: 5, plattScaling: { slope: 1, intercept: 0 } },
        parameters: chooseParameters(labels, 7),
        calibration: { low: 1, high: 1, shift: 0 },
      },
    },
    plan: {
      fields: [makeField('Calls', { label: 'Phone calls' }), makeField('Tags__c', { label: 'Tags' })],
      leftOut: [{ field: 'Secret__c', label: 'Secret', reason: 'It is marked as sensitive.' }],
    },
    leaks: [{ field: 'Tags__c', reason: 'It knows the outcome.' }],
    messages: [{ code: 102, severity: 'INFO', text: 'INFO 102. Some.' }],
    isActive: true,
    ...change,
  };
}

test('a card of a measured model fits the contract and carries its figures', () => {
  const input = inputOf();
  const card = modelCardSchema.parse(buildModelCard(input));
  const { auc } = input.evaluation.test;
  assert.deepEqual([card.auc, card.aucLow, card.aucHigh], [auc.auc, auc.low, auc.high]);
  assert.equal(card.learner, 'Blend of 60 % boosted trees and 40 % additive logistic model');
  assert.equal(card.trainedAt, '2026-03-16T12:00:00.000Z');
  assert.equal(
    card.bands.reduce((sum, { rows }) => sum + rows, 0),
    300,
  );
  assert.equal(card.strongestFields.find(({ field }) => field === 'Calls')?.label, 'Phone calls');
});

test('fields left out by the settings and by the leak scan are listed with the reason', () => {
  const { leftOutFields } = buildModelCard(inputOf());
  assert.deepEqual(leftOutFields, [
    { field: 'Secret__c', label: 'Secret', reason: 'It is marked as sensitive.' },
    { field: 'Tags__c', label: 'Tags', reason: 'It knows the outcome.' },
  ]);
});

test('a card of a test with one outcome only still fits the contract and claims nothing', () => {
  const card = modelCardSchema.parse(buildModelCard(inputOf(new Uint8Array(300))));
  assert.deepEqual([card.auc, card.aucLow, card.aucHigh], [0, 0, 1]);
  assert.deepEqual(card.roc, []);
  assert.doesNotMatch(JSON.stringify(card), /null/);
});

test('a band without records has no conversion, and the bands are those of the goal’s score basis', () => {
  const input = inputOf();
  input.evaluation.test.probabilities.fill(0.6);
  const card = buildModelCard({ ...input, goal: makeGoal({ scoreBasis: 'percentile' }) });
  assert.deepEqual(card.bands[0], { band: 'High', rows: 0, positives: 0, share: 0, successShare: 0 });
  assert.deepEqual([card.bands[1]?.rows, card.bands[1]?.successShare, card.scores[4]?.rows], [300, 1, 300]);
});

test('a card previews every basis with the goal’s limits, and from it follow the bands of other limits', () => {
  const card = modelCardSchema.parse(buildModelCard(inputOf()));
  assert.deepEqual(
    card.bases?.map(({ basis }) => basis),
    ['relative', 'probability', 'percentile'],
  );
  assert.deepEqual(card.bases?.find(({ basis }) => basis === 'probability')?.bands, card.bands);
  const limits = { highFrom: 60, mediumFrom: 20 };
  const other = buildModelCard(inputOf(undefined, { goal: makeGoal({ ...limits }) }));
  assert.notDeepEqual(other.bands, card.bands);
  assert.deepEqual(
    previewLimits(card, limits),
    other.bases?.map(({ basis, bands }) => ({ basis, bands })),
  );
});

test('a card warns of rates that differ, and says nothing of rates that do not', () => {
  const rates = { predicted: 0.13, happened: 0.31 };
  assert.deepEqual(modelCardSchema.parse(buildModelCard(inputOf(labels, { rates }))).rateWarning, rates);
  assert.ok(!('rateWarning' in buildModelCard(inputOf())));
});

test('what won, what was tried and whether groups are treated alike stand on the card', () => {
  const input = inputOf();
  const groups = ['women', 'men'].map((group) => ({
    ...{
      group,
      rows: 100,
      selectedShare: 0.2,
      ratio: 1,
      meanProbability: 0.3,
      conversion: 0.3,
      isDisadvantaged: false,
    },
  }));
  const proxies = [{ field: 'Calls', group: 'men', auc: 0.85 }];
  const { parameters } = input.evaluation.choice;
  const card = modelCardSchema.parse(
    buildModelCard({
      ...input,
      evaluation: { ...input.evaluation, trials: [{ parameters, logLoss: 0.4, validationRows: 90 }] },
      fairness: [{ field: 'fairness_Gender__c', label: 'Gender', groups, proxies }],
    }),
  );
  assert.equal(card.learner, 'Blend of 60 % boosted trees and 40 % additive logistic model');
  assert.deepEqual(card.contenders, [{ name: 'boosted trees', logLoss: 0.5 }]);
  assert.equal(card.learnerReason, 'It was best.');
  assert.equal(card.trials?.[0]?.maxDepth, parameters.maxDepth);
  assert.deepEqual(card.fairness?.[0]?.proxies, [{ field: 'Calls', label: 'Phone calls', group: 'men', auc: 0.85 }]);
});
