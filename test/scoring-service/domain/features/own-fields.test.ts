import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completenessColumns, completenessStep } from '../../../../scoring-service/src/domain/features/own-fields.ts';
import { plan } from '../../learning/additive/additive-fixture.ts';

test('a field behind several features counts once for completeness, as in the feature SQL', () => {
  const paths = completenessColumns(plan).map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path, index) => paths.indexOf(path) !== index),
    [],
  );
  for (const path of ['Title', 'Email', 'MobilePhone']) assert.ok(paths.includes(path), path);
});

test('filling a field in adds its share to completeness, whichever of its features is asked for', () => {
  const step = 1 / completenessColumns(plan).length;
  for (const feature of ['has_email', 'email_kind', 'job_rank', 'job_department', 'has_website']) {
    assert.equal(completenessStep(plan, feature), step, feature);
  }
  for (const feature of ['calls_total', 'has_contact', 'completeness', 'Private_Mail__c']) {
    assert.equal(completenessStep(plan, feature), 0, feature);
  }
});
