import { modelCardSchema } from '@plumbline/contract';
import type { ModelCard } from '@plumbline/contract';
import { chooseParameters, countPositives, createExplainer, evaluateModel, scoreTable } from '@plumbline/learning';
import { describeDistribution } from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { effectsOf, segmentsOf } from '../../../../scoring-service/src/domain/model-card/effects.ts';
import { buildModelCard } from '../../../../scoring-service/src/domain/model-card/model-card.ts';
import { makeField, makeGoal, makeRows } from '../../domain/quality/quality-fixture.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';

const fields = [
  makeField('Calls', { label: 'Phone calls', unit: 'count' }),
  makeField('Source', { label: 'Lead source', kind: 'category' }),
  makeField('City', { label: 'City', kind: 'category' }),
];

/** A card with every section, of a model and rows made by hand. */
export function makeFullCard(change: Partial<ModelCard> = {}): ModelCard {
  const { table, labels } = drawLeads(400, 5);
  const model = makeModel();
  const test = evaluateModel(model, { ...makeRows(labels), table });
  const explain = createExplainer(model);
  const contributions = Array.from(labels.keys(), (row) => explain(table, row));
  const shown = { table, contributions, labels, probabilities: scoreTable(model, table).probabilities };
  const distribution = describeDistribution(table, [0]);
  const card = buildModelCard({
    ...{ goal: makeGoal(), version: 'v3', seed: 7, baseRate: 0.2, isActive: true },
    trainedAt: new Date('2026-03-16T12:00:00Z'),
    asOf: new Date('2026-03-16T11:00:00Z'),
    evaluation: {
      splitBy: 'time',
      train: { rows: 1200, positives: 260 },
      test: { rows: 400, positives: countPositives(labels), ...test },
      leftOut: 120,
      choice: {
        ...{ winner: 'blend', contenders: [], reason: 'A blend was best.' },
        weights: { trees: 0.6, additive: 0.4, bayes: 0 },
        penalties: [{ lambda: 1, penaltyType: 'smooth', share: 1 }],
        ...{ smoothing: 5, plattScaling: { slope: 1, intercept: 0 } },
        parameters: chooseParameters(labels, 7),
        calibration: { low: 1, high: 1, shift: 0 },
      },
    },
    plan: { fields, leftOut: [{ field: 'Secret__c', label: 'Secret', reason: 'It is marked as sensitive.' }] },
    leaks: [{ field: 'Tags__c', reason: 'On 40 % of the records it was last changed after the goal.' }],
    messages: [
      { code: 102, severity: 'INFO', text: 'INFO 102. Some.' },
      { code: 901, severity: 'WARNING', text: 'WARNING 901. Fields are left out: Tags.' },
    ],
    challenge: { activeVersion: 'v2', activeAuc: 0.71, auc: 0.74, isReplacing: true, reason: 'It is as good.' },
  });
  const likely = { meanProbability: 0.21, conversion: 0.22 };
  return modelCardSchema.parse({
    ...card,
    strongestFields: card.strongestFields.map((strong) => {
      const field = fields.find(({ name }) => name === strong.field);
      return field ? { ...strong, effects: effectsOf(field, distribution, shown) } : strong;
    }),
    segments: segmentsOf(card.strongestFields, fields, shown, shown),
    goalWords: 'Lead converts within 90 days.',
    timeframeDays: 90,
    data: {
      ...{ accounts: 140, contacts: 420, opportunities: 90, activities: 5200, conversions: 310, historyDays: 730 },
      ...{ trainedFrom: '2024-03-01T00:00:00Z', trainedTo: '2025-06-01T00:00:00Z' },
      ...{ testedFrom: '2025-09-01T00:00:00Z', testedTo: '2025-12-15T00:00:00Z' },
    },
    learnerReason: 'A blend of 60 % trees and 40 % additive model is published: it was best.',
    contenders: [
      { name: 'blend', logLoss: 0.4012 },
      { name: 'trees', logLoss: 0.4071 },
    ],
    limits: ['It tells what goes together with reaching the goal, not what causes it.'],
    trials: [
      { trees: 120, maxDepth: 4, learningRate: 0.05, logLoss: 0.4012, validationRows: 600 },
      { trees: 300, maxDepth: 2, learningRate: 0.02, logLoss: 0.4071, validationRows: 600 },
    ],
    fairness: [
      {
        ...{ field: 'Region__c', label: 'Region' },
        groups: [
          { group: 'North', rows: 200, selectedShare: 0.3, ratio: 1, isDisadvantaged: false, ...likely },
          { group: 'South', rows: 150, selectedShare: 0.2, ratio: 0.67, isDisadvantaged: true, ...likely },
        ],
        proxies: [{ field: 'City', label: 'City', group: 'South', auc: 0.91 }],
      },
    ],
    realised: {
      measuredAt: '2026-07-01T00:00:00Z',
      bands: [
        { band: 'High', records: 40, conversions: 33, expected: 34.2, conversion: 0.825 },
        { band: 'Medium', records: 60, conversions: 38, expected: 37.1, conversion: 0.633 },
        { band: 'Low', records: 0, conversions: 0, expected: 0 },
      ],
    },
    ...change,
  });
}
