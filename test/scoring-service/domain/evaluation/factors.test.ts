import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { factorSchema, storedFactorsSchema } from '@plumbline/contract';
import { importanceOf } from '@plumbline/learning';
import type { FieldContribution } from '@plumbline/learning';
import { storeFactors, topFactors } from '../../../../scoring-service/src/domain/evaluation/factors.ts';

const fields = [
  { name: 'calls_30_days', label: 'Phone calls in the last 30 days', unit: 'count' as const },
  { name: 'lead_source', label: 'Lead source', source: 'LeadSource' },
  { name: 'industry', label: 'Industry' },
];

const of = (field: string, value: number | string | undefined, contribution: number): FieldContribution => ({
  ...{ field, value, contribution, uncalibrated: contribution, importance: importanceOf(contribution) },
});

const stored = { basis: 'probability' as const, probability: 0.81234567, model: 'v3' };

test('the weightiest reasons come first, in words', () => {
  const factors = topFactors(
    [of('lead_source', 'Web', -0.3), of('calls_30_days', 3, 0.81236), of('industry', undefined, 0.004)],
    fields,
  );
  assert.deepEqual(factors, [
    {
      ...{ field: 'calls_30_days', label: 'Phone calls in the last 30 days', value: '3', importance: 'high' },
      ...{ direction: 'raises', text: '3 phone calls in the last 30 days raise the score.', contribution: 0.8124 },
    },
    {
      ...{ field: 'lead_source', label: 'Lead source', value: 'Web', importance: 'medium', direction: 'lowers' },
      ...{ source: 'LeadSource', text: 'Lead source: Web lowers the score.', contribution: -0.3 },
    },
  ]);
});

test('a field that the plan no longer knows is called by its name', () => {
  const [factor] = topFactors([of('gone', 'x', 1)], fields);
  assert.equal(factor?.text, 'gone: x raises the score.');
});

test('what is stored holds no value of any field', () => {
  const secret = 'Zx9 confidential';
  const factors = topFactors([of('lead_source', secret, 1), of('calls_30_days', 987, -1)], fields);
  const json = storeFactors({ ...stored, factors }, fields);
  assert.doesNotMatch(json, /Zx9|987/);
  const parsed = storedFactorsSchema.parse(JSON.parse(json));
  assert.equal(parsed.probability, 0.8123);
  assert.deepEqual(
    parsed.factors.map(({ text }) => text),
    ['Lead source raises the score.', 'The number of phone calls in the last 30 days lowers the score.'],
  );
  assert.deepEqual(
    parsed.factors.map(({ source }) => source),
    ['LeadSource', undefined],
  );
});

test('what is stored always fits the field, with the weightiest reasons', () => {
  const contribution = fc.record({
    field: fc.constantFrom('calls_30_days', 'long', 'other'),
    value: fc.option(fc.oneof(fc.double({ noNaN: true }), fc.string()), { nil: undefined }),
    contribution: fc.double({ min: -9, max: 9, noNaN: true }),
  });
  const labels = [...fields, { name: 'long', label: '"é\\'.repeat(6000) }, { name: 'other', label: 'o'.repeat(255) }];
  fc.assert(
    fc.property(fc.array(contribution, { maxLength: 12 }), (drawn) => {
      const factors = topFactors(
        drawn.map((one) => of(one.field, one.value, one.contribution)),
        labels,
      );
      assert.ok(factors.length <= 5);
      for (const factor of factors) factorSchema.parse(factor);
      const json = storeFactors({ ...stored, factors }, labels);
      assert.ok(json.length <= 32_768);
      const kept = storedFactorsSchema.parse(JSON.parse(json)).factors;
      assert.deepEqual(
        kept.map(({ field }) => field),
        factors.slice(0, kept.length).map(({ field }) => field),
      );
    }),
  );
});
