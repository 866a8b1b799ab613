import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalInputSchema } from '@plumbline/contract';
import type { GoalInput } from '@plumbline/contract';
import { listInputs } from '../../../../scoring-service/src/domain/features/input-inventory.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import {
  existenceQueries,
  filledQueries,
  trainedInputs,
  withLiveFigures,
} from '../../../../scoring-service/src/domain/quality/input-figures.ts';
import { accountGoal, contactGoal, leadGoal } from '../features/lead-goal.ts';
import { fact, orgFacts } from '../features/org-facts.ts';
import { makeRows } from './quality-fixture.ts';

const goal = leadGoal({ qualifiedStatuses: ['Open'] });
const facts = orgFacts();
const plan = planSource(goal, facts);
const inputOf = (inputs: readonly GoalInput[], field: string): GoalInput =>
  inputs.find((input) => input.field === field) ?? assert.fail(field);

test('every input of every plan is in the list once, and the list is what the contract says', () => {
  for (const each of [leadGoal(), contactGoal(), accountGoal()]) {
    const planned = planSource(each, facts);
    const inputs = listInputs(planned);
    inputs.forEach((input) => goalInputSchema.parse(input));
    const used = inputs.filter(({ state }) => state === 'used').map(({ field }) => field);
    assert.deepEqual(used.toSorted(), planned.fields.map(({ name }) => name).toSorted());
  }
});

test('an input whose fields cannot be read names them', () => {
  const lead = (facts['Lead'] ?? []).filter(({ name }) => name !== 'Industry');
  const account = (facts['Account'] ?? []).filter(({ name }) => name !== 'Industry');
  const others = Object.fromEntries(Object.entries(facts).filter(([object]) => object !== 'Task'));
  const inputs = listInputs(planSource(goal, { ...others, Lead: lead, Account: account }));
  assert.match(inputOf(inputs, 'industry').nextStep ?? '', /read access to Lead\.Industry, Account\.Industry/);
  assert.match(inputOf(inputs, 'calls_total').nextStep ?? '', /read access to Task\.WhoId/);
});

test('a number that an admin added says that a counter is a total in training, where the goal learns from history', () => {
  const custom = [fact('Visits__c', 'double'), fact('Budget__c', 'currency'), fact('Wants_Demo__c', 'boolean')];
  const withCounter = { ...facts, Lead: [...(facts['Lead'] ?? []), ...custom] };
  const inputs = listInputs(planSource(goal, withCounter));
  assert.match(inputOf(inputs, 'Visits__c').nextStep ?? '', /history tracking/);
  for (const other of ['Budget__c', 'Wants_Demo__c']) assert.equal(inputOf(inputs, other).nextStep, undefined);
  const asTheyStand = leadGoal({ qualifiedStatuses: ['Open'], settings: { learnFrom: 'creation' } });
  assert.equal(inputOf(listInputs(planSource(asTheyStand, withCounter)), 'Visits__c').nextStep, undefined);
});

test('a setting whose field is refused is left out with the reason, not called unset', () => {
  const rated = { ...facts, Account: [...(facts['Account'] ?? []), fact('Rating', 'picklist')] };
  const settings = { accountCategoryField: 'Rating' };
  const { state, reason } = inputOf(listInputs(planSource(leadGoal({ settings }), rated)), 'account_category');
  assert.equal(state, 'left out');
  assert.match(reason ?? '', /history tracking/);
});

test('one query counts the fields of an object, without those that SOQL cannot count', () => {
  const queries = filledQueries(goal, listInputs(plan), facts);
  assert.deepEqual(queries.map(({ object, where }) => [object, where]).toSorted(), [
    ['Account', undefined],
    ['Contact', undefined],
    ['Lead', 'IsConverted = false'],
  ]);
  const [ofLead] = queries.filter(({ object }) => object === 'Lead');
  assert.ok(ofLead?.fields.includes('Industry') && ofLead.fields.includes('Email'));
  const checkbox = planSource(leadGoal({ settings: { extraFields: ['DoNotCall'] } }), facts);
  assert.ok(filledQueries(goal, listInputs(checkbox), facts).every(({ fields }) => !fields.includes('DoNotCall')));
});

test('live figures tell empty inputs from used ones, and unknown figures change nothing', () => {
  const inputs = listInputs(plan);
  const queries = existenceQueries(plan, facts);
  const filled = {
    Lead: { records: 10, filled: { Industry: 4, City: 0 } },
    Contact: { records: 0, filled: {} },
    Account: { records: 5, filled: { Industry: 5, BillingCity: 0 } },
  };
  const measured = withLiveFigures(inputs, queries, {
    filled,
    exists: queries.map(({ soql }) => !/FROM Task/.test(soql)),
  });
  assert.deepEqual(inputOf(measured, 'industry').from, [
    { source: 'Lead.Industry', missing: 0.6 },
    { source: 'Account.Industry', missing: 0 },
  ]);
  assert.equal(inputOf(measured, 'industry').state, 'used');
  // No contact says anything about the city of contacts.
  assert.equal(inputOf(measured, 'city').state, 'used');
  assert.equal(inputOf(measured, 'calls_total').state, 'empty');
  assert.equal(inputOf(measured, 'meetings_total').state, 'used');
  const unknown = withLiveFigures(inputs, queries, { filled: {}, exists: queries.map(() => undefined) });
  assert.deepEqual(
    unknown.map(({ field, state }) => [field, state]),
    inputs.map(({ field, state }) => [field, state]),
  );
});

test('a trained model says how many rows have no value and what each input is worth', () => {
  const rows = {
    ...makeRows(Uint8Array.from([0, 1, 0, 1])),
    table: {
      rowCount: 4,
      columns: [
        { kind: 'category' as const, name: 'industry', values: ['Energy', undefined, 'Media', 'Media'] },
        { kind: 'number' as const, name: 'calls_total', values: Float64Array.from([0, 1, Number.NaN, 2]) },
        { kind: 'number' as const, name: 'has_mobile_phone', values: Float64Array.from([0, 0, 0, 0]) },
        { kind: 'number' as const, name: 'has_contact', values: Float64Array.from([0, 0, 0, 0]) },
      ],
    },
  };
  const leaks = [{ field: 'email_kind', label: 'Kind', reason: 'It tells the outcome.' }];
  const importance = [{ field: 'industry', share: 0.4, meanAbsoluteContribution: 0.4 }];
  const inputs = trainedInputs(plan, { rows, importance, leaks });
  const figures = (field: string) => {
    const { state, missing, weight } = inputOf(inputs, field);
    return [state, missing, weight];
  };
  assert.deepEqual(figures('industry'), ['used', 0.25, 0.4]);
  assert.deepEqual(figures('calls_total'), ['used', 0.25, 0]);
  assert.deepEqual(figures('has_mobile_phone'), ['empty', 1, 0]);
  // 0 is a value of what is computed.
  assert.deepEqual(figures('has_contact'), ['used', 0, 0]);
  assert.deepEqual(
    [inputOf(inputs, 'email_kind').state, inputOf(inputs, 'email_kind').reason],
    ['left out', 'It tells the outcome.'],
  );
});
