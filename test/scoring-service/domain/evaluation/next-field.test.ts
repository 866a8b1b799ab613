import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextFieldSchema } from '@plumbline/contract';
import type { AdditiveField, ScoringModel } from '@plumbline/learning';
import { nextFields } from '../../../../scoring-service/src/domain/evaluation/owner-advice.ts';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import type { TrainingDistribution } from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import { modelOf, plan, rowOf, slope } from '../../learning/additive/additive-fixture.ts';

const rule = { basis: 'probability', highFrom: 80, mediumFrom: 50 } as const;

/** Three of four records are in banking, the fourth in energy; half have less than 100 employees. */
const distribution: TrainingDistribution = {
  ages: [0],
  fields: [
    { kind: 'category', field: 'industry', levels: ['Banking', 'Energy'], counts: [[75, 25, 0, 40]] },
    { kind: 'number', field: 'employees', cuts: [100], counts: [[50, 50, 10]] },
    { kind: 'number', field: 'calls_total', cuts: [1], counts: [[50, 50, 10]] },
  ],
};

const levels = (field: string, effects: Record<string, number>): AdditiveField => ({
  ...{
    kind: 'category',
    field,
    categories: Object.keys(effects),
    effects: Object.values(effects),
    other: 0,
    missing: 0,
  },
});

const next = (model: ScoringModel, values: Record<string, number | string> = {}, known?: TrainingDistribution) =>
  nextFields({ model }, plan, {
    ...{ row: rowOf(model, values), rule, fields: sourcedFields(plan), distribution: known ?? distribution },
  })[0];

test('the empty field is named whose value, as others have it, moves the score farthest', () => {
  const model = modelOf([levels('industry', { Banking: 0, Energy: 3 }), levels('city', { Rome: 9 })], 0);
  const found = nextFieldSchema.parse(next(model));
  // From 50 to 95 for a quarter of the records.
  const { exact, sources, ...advice } = found;
  assert.deepEqual(advice, {
    ...{ field: 'industry', label: 'Industry', source: 'Industry', edits: ['Lead.Industry'], direction: 'raises' },
    text: 'Industry is empty. Filling it in would raise the score.',
  });
  assert.deepEqual(sources, ['Account.Industry', 'Lead.Industry']);
  assert.equal(exact?.expectedMove, 11.3);
});

test('a field that is filled, or of which nothing is known, is not named', () => {
  const model = modelOf([levels('industry', { Banking: 2, Energy: 3 })], 0);
  assert.equal(next(model, { industry: 'Banking' }), undefined);
  assert.equal(next(model, {}, { ages: [0], fields: [] }), undefined);
});

test('a flag that says "not given" counts as empty, and what is computed cannot be filled in', () => {
  const mobile = next(modelOf([slope('has_mobile_phone', 1)]), { has_mobile_phone: 0 });
  assert.equal(mobile?.source, 'MobilePhone');
  assert.equal(mobile.text, 'Mobile phone is empty. Filling it in would raise the score.');
  assert.equal(mobile.exact?.expectedMove, 23.1);
  assert.equal(next(modelOf([slope('has_mobile_phone', 1)]), { has_mobile_phone: 1 }), undefined);
  assert.equal(next(modelOf([slope('calls_total', 1)])), undefined);
  assert.equal(next(modelOf([slope('has_contact', 1)]), { has_contact: 0 }), undefined);
});

test('an address or a number that the admin picked counts as empty too; a checkbox never is', () => {
  const asked = modelOf([slope('Private_Mail__c', 1), slope('Wants_Demo__c', 2)]);
  const found = next(asked, { Private_Mail__c: 0, Wants_Demo__c: 0 });
  assert.equal(found?.source, 'Private_Mail__c');
  assert.equal(found.text, 'Private Mail is empty. Filling it in would raise the score.');
});

test('a field that moves the score by less than a point is not worth asking for', () => {
  assert.equal(next(modelOf([levels('industry', { Banking: 0.03, Energy: 0.03 })], 0)), undefined);
  assert.notEqual(next(modelOf([levels('industry', { Banking: 0.05, Energy: 0.05 })], 0)), undefined);
});

test('numbers stand for their part of the records', () => {
  const model = modelOf([{ kind: 'number', field: 'employees', knots: [50, 100], effects: [0, 2], missing: 0 }], 0);
  assert.equal(next(model)?.exact?.expectedMove, 19);
});

test('where the value decides about the direction, the advice says so; what can only lower the score is not advised', () => {
  const either = next(modelOf([levels('industry', { Banking: -1, Energy: 3 })], 0));
  assert.equal(either?.direction, 'either');
  assert.equal(either.text, 'Industry is empty. Filling it in could raise or lower it.');
  assert.equal(next(modelOf([levels('industry', { Banking: -1, Energy: -3 })], 0)), undefined);
});
