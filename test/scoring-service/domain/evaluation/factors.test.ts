import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { factorSchema, storedFactorsSchema } from '@plumbline/contract';
import { importanceOf } from '@plumbline/learning';
import type { FieldContribution } from '@plumbline/learning';
import { storeFactors, topFactors } from '../../../../scoring-service/src/domain/evaluation/factors.ts';
import type { FactorField } from '../../../../scoring-service/src/domain/evaluation/factors.ts';

const fields: FactorField[] = [
  { name: 'calls_30_days', label: 'Phone calls in the last 30 days', unit: 'count', sources: ['Task'] },
  { name: 'lead_source', label: 'Lead source', source: 'LeadSource', sources: ['Lead.LeadSource'] },
  { name: 'industry', label: 'Industry', sources: ['Account.Industry'] },
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
      ...{ unit: 'count', sources: ['Task'] },
    },
    {
      ...{ field: 'lead_source', label: 'Lead source', value: 'Web', importance: 'medium', direction: 'lowers' },
      ...{ source: 'LeadSource', text: 'Lead source: Web lowers the score.', contribution: -0.3 },
      sources: ['Lead.LeadSource'],
    },
  ]);
});

test('a field that the plan no longer knows is called by its name', () => {
  const [factor] = topFactors([of('gone', 'x', 1)], fields);
  assert.equal(factor?.text, 'gone: x raises the score.');
});

test('up to five that raise the score and five that lower it are given, the weightiest first', () => {
  const contributions = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(contributions, (drawn) => {
      const factors = topFactors(
        drawn.map((contribution, index) => of(`input_${index}`, index, contribution)),
        fields,
      );
      for (const [direction, sign] of [
        ['raises', 1],
        ['lowers', -1],
      ] as const) {
        const given = factors
          .filter((factor) => factor.direction === direction)
          .map(({ contribution }) => contribution);
        const expected = drawn
          .filter((contribution) => sign * contribution >= 0.01)
          .toSorted((one, other) => sign * (other - one))
          .slice(0, 5);
        assert.deepEqual(
          given,
          expected.map((contribution) => Math.round(contribution * 1e4) / 1e4),
        );
      }
      const sizes = factors.map(({ contribution }) => Math.abs(contribution));
      assert.deepEqual(
        sizes,
        sizes.toSorted((one, other) => other - one),
      );
    }),
  );
});

test('what is stored are facts: values of what is computed, none of a field, and no sentence', () => {
  const secret = 'Zx9 confidential';
  const contributions = [of('lead_source', secret, 1), of('calls_30_days', 987, -1), of('gone', 'Qq7', 0.5)];
  const json = storeFactors({ ...stored, contributions }, fields);
  assert.doesNotMatch(json, /Zx9|Qq7|the score/);
  const parsed = storedFactorsSchema.parse(JSON.parse(json));
  assert.equal(parsed.probability, 0.8123);
  assert.deepEqual(
    parsed.factors.map(({ field, source, sources, value }) => [field, source, sources, value]),
    [
      ['lead_source', 'LeadSource', ['Lead.LeadSource'], undefined],
      ['calls_30_days', undefined, ['Task'], 987],
      ['gone', undefined, ['gone'], undefined],
    ],
  );
});

test('more is stored than shown, so that the number of what is shown does not say how much was left out', () => {
  const contributions = Array.from({ length: 30 }, (_, index) => of(`input_${index}`, 1, index < 15 ? 1 : -1));
  const { factors } = storedFactorsSchema.parse(JSON.parse(storeFactors({ ...stored, contributions }, fields)));
  const count = (direction: string): number => factors.filter((factor) => factor.direction === direction).length;
  assert.deepEqual([count('raises'), count('lowers')], [10, 10]);
});

test('what is stored always fits the field, with the weightiest reasons', () => {
  const contribution = fc.record({
    field: fc.constantFrom('calls_30_days', 'long', 'other'),
    value: fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()), { nil: undefined }),
    contribution: fc.double({ min: -9, max: 9, noNaN: true }),
  });
  const labels = [
    ...fields,
    { name: 'long', label: '"é\\'.repeat(6000), sources: ['Lead.Long__c'] },
    { name: 'other', label: 'o'.repeat(255), sources: ['Lead.Other__c'] },
  ];
  fc.assert(
    fc.property(fc.array(contribution, { maxLength: 12 }), (drawn) => {
      const contributions = drawn.map((one) => of(one.field, one.value, one.contribution));
      for (const factor of topFactors(contributions, labels)) factorSchema.parse(factor);
      const json = storeFactors({ ...stored, contributions }, labels);
      assert.ok(json.length <= 32_768);
      const kept = storedFactorsSchema.parse(JSON.parse(json)).factors;
      assert.deepEqual(
        kept.map(({ field }) => field),
        topFactors(contributions, labels, { count: 10 })
          .slice(0, kept.length)
          .map(({ field }) => field),
      );
    }),
  );
});
