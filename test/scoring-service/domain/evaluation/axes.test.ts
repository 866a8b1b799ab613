import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, sumAxes } from '../../../../scoring-service/src/domain/evaluation/axes.ts';
import { computedFeatures } from '../../../../scoring-service/src/domain/features/computed-features.ts';
import { valueFeatures } from '../../../../scoring-service/src/domain/features/feature-catalogue.ts';

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
