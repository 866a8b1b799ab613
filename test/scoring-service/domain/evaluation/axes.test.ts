import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createExplainer, scoreTable } from '@plumbline/learning';
import { axisOf, sumAxes } from '../../../../scoring-service/src/domain/evaluation/axes.ts';
import { computedFeatures } from '../../../../scoring-service/src/domain/features/computed-features.ts';
import { valueFeatures } from '../../../../scoring-service/src/domain/features/feature-catalogue.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';

test('profile fields are fit; activities, campaigns and time are engagement', () => {
  const namesOf = (axis: string): string[] =>
    [...valueFeatures, ...computedFeatures].filter((field) => axisOf(field) === axis).map(({ name }) => name);
  const [fit, engagement] = [new Set(namesOf('fit')), new Set(namesOf('engagement'))];
  for (const name of ['job_rank', 'industry', 'employees', 'has_email', 'has_contact', 'completeness']) {
    assert.ok(fit.has(name), name);
  }
  for (const name of ['lead_source', 'campaigns', 'calls_30_days', 'days_since_email', 'age_days']) {
    assert.ok(engagement.has(name), name);
  }
  for (const name of ['leads_of_person', 'days_since_qualification', 'open_leads'])
    assert.ok(engagement.has(name), name);
  assert.deepEqual(
    [...fit].filter((name) => engagement.has(name)),
    [],
  );
});

test('both axes add up to all contributions', () => {
  const fields = [
    { name: 'industry', family: 'account' as const },
    { name: 'calls_total', family: 'activity' as const },
  ];
  const contributions = [
    { field: 'industry', uncalibrated: 0.4 },
    { field: 'calls_total', uncalibrated: -0.3 },
    { field: 'unknown', uncalibrated: 0.2 },
  ];
  const { fit, engagement } = sumAxes(contributions, fields);
  assert.equal(fit, 0.4);
  assert.ok(Math.abs(fit + engagement - 0.3) < 1e-12);
});

test('fit, engagement and their sum are the way of the margin from the base value, for every row of a model', () => {
  const model = makeModel();
  const explain = createExplainer(model);
  const { table } = drawLeads(200, 11);
  const { uncalibrated } = scoreTable(model, table);
  const fields = [
    { name: 'Calls', family: 'activity' as const },
    { name: 'Source', family: 'engagement' as const },
    { name: 'City', family: 'account' as const },
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 199 }), (row) => {
      const contributions = explain(table, row);
      const { fit, engagement } = sumAxes(contributions, fields);
      const of = (name: string): number =>
        contributions.find(({ field }) => field === name)?.uncalibrated ?? Number.NaN;
      assert.ok(Math.abs(fit - of('City')) < 1e-12);
      assert.ok(Math.abs(engagement - of('Calls') - of('Source')) < 1e-12);
      assert.ok(Math.abs(explain.baseMargin + fit + engagement - (uncalibrated[row] ?? Number.NaN)) < 1e-9);
    }),
  );
});
