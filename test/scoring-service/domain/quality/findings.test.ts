import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeTexts, thresholdListSchema, thresholdsSchema } from '@plumbline/contract';
import type { Code } from '@plumbline/contract';
import { listThresholds } from '../../../../scoring-service/src/domain/quality/findings.ts';

const thresholds = listThresholds();

test('every limit that a goal may set is listed with the default that it has when left out', () => {
  const listed = Object.fromEntries(thresholds.map(({ name, defaultValue }) => [name, defaultValue]));
  assert.deepEqual(listed, thresholdsSchema.parse({}));
  assert.deepEqual(thresholdListSchema.parse({ thresholds }), { thresholds });
});

test('a limit comes with the text of its code, in the order of the codes', () => {
  for (const { code, text } of thresholds) assert.equal(text, codeTexts[code as Code]);
  const codes = thresholds.map(({ code }) => code);
  assert.deepEqual(
    codes,
    codes.toSorted((one, other) => one - other),
  );
  assert.equal(new Set(codes).size, codes.length - 1, 'no two limits decide about one code but 906');
});

test('a share cannot be more than all, a count and an index can', () => {
  const unitOf = (name: string): string | undefined => thresholds.find((one) => one.name === name)?.unit;
  assert.equal(unitOf('conversions'), 'count');
  assert.equal(unitOf('missingActivityStop'), 'share');
  assert.equal(unitOf('inputDrift'), 'index');
  for (const { name, unit } of thresholds)
    assert.equal(thresholdsSchema.safeParse({ [name]: 2 }).success, unit !== 'share', name);
});
