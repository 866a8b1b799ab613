import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { withoutFairness } from '../../../../scoring-service/src/domain/features/fairness-fields.ts';
import { day, lead, madeUpPlan, valueIn } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const settings = { sensitiveFields: ['Need__c'], fairnessFields: ['Need__c', 'Wants_Demo__c'] };
const { plan } = madeUpPlan({ settings });
const rows = {
  lead: [lead('00Q1', { fairness_Need__c: 'Platform', fairness_Wants_Demo__c: 'true' }), lead('00Q2')],
};

test('fields for the fairness check come beside the features, row by row, and are no features', async () => {
  const session = await engine.open(plan, { rows });
  const made = await session.trainingRows({ asOf: day(300), seed: 1, maxRows: 100 });
  await session.close();
  assert.equal(made.fairness.rowCount, made.rows.labels.length);
  made.recordIds.forEach((id, row) => {
    assert.equal(valueIn(made.fairness, 'fairness_Need__c', row), id === '00Q1' ? 'Platform' : undefined);
    assert.equal(valueIn(made.fairness, 'fairness_Wants_Demo__c', row), id === '00Q1' ? 1 : undefined);
  });
  const names = made.rows.table.columns.map(({ name }) => name);
  assert.ok(!names.some((name) => name.includes('Need')) && names.includes('Wants_Demo__c'));
});

test('the stored plan scores without them', async () => {
  const session = await engine.open(withoutFairness(plan), { rows: { lead: [lead('00Q1')] } });
  assert.equal(await session.prepareScoring({ asOf: day(1), qualifiedStatuses: [] }), 1);
  await session.close();
});
