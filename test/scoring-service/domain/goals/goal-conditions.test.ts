import type { GoalCondition } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionColumns, conditionHistory } from '../../../../scoring-service/src/domain/goals/goal-conditions.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { fact, orgFacts } from '../features/org-facts.ts';

const update = (...conditions: GoalCondition[]) => ({ goalType: 'Opportunity updated' as const, conditions });
const conversion = (...conditions: GoalCondition[]) => ({ goalType: 'Lead converted' as const, conditions });
const amount = (...values: string[]): GoalCondition => ({ field: 'Amount', operator: 'greater than', values });
const refused = (text: RegExp) => (error: unknown) =>
  error instanceof ScoringError && error.kind === 'goal.invalid' && text.test(error.message);

test('reads each field of the conditions once, by its name and type in the org', () => {
  const goal = update(
    amount('5'),
    { ...amount('9'), field: 'amount' },
    { field: 'StageName', operator: 'changes to', values: ['Won'] },
  );
  assert.deepEqual(conditionColumns(goal, orgFacts()), [
    { path: 'Amount', column: 'condition_Amount', protection: 'none', type: 'number', isMoney: true },
    { path: 'StageName', column: 'condition_StageName', protection: 'none', type: 'text' },
  ]);
});

test('history names a standard lookup by its relationship, a custom one by its field', () => {
  const facts = { Opportunity: [fact('OwnerId', 'reference'), fact('Partner__c', 'reference')] };
  const owner: GoalCondition = { field: 'OwnerId', operator: 'changes to', values: ['005'] };
  assert.deepEqual(conditionHistory(update(owner, { ...owner, field: 'Partner__c' }), facts), [
    'Owner',
    'Partner__c',
    'created',
  ]);
  assert.deepEqual(conditionHistory(conversion(owner), facts), []);
});

test('refuses conditions that nothing could fulfil', () => {
  const facts = orgFacts();
  assert.throws(() => conditionColumns(update(), facts), refused(/which update/));
  assert.throws(() => conditionColumns(update(amount()), facts), refused(/Amount has no value/));
  assert.throws(() => conditionColumns(update(amount('5', 'many')), facts), refused(/Amount is not a number/));
  const changed: GoalCondition = { field: 'Status', operator: 'changes from', values: ['Open'] };
  assert.throws(() => conditionColumns(conversion(changed), facts), refused(/Status asks for a change/));
  const email: GoalCondition = { field: 'Email', operator: 'contains', values: ['@'] };
  assert.throws(() => conditionColumns(conversion(email), facts), refused(/Lead\.Email cannot be part/));
  const date: GoalCondition = { field: 'ConvertedDate', operator: 'greater than', values: ['soon'] };
  assert.throws(() => conditionColumns(conversion(date), facts), refused(/ConvertedDate is not a date/));
});
