import { operatorSchema } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeCondition } from '../../../plugin/src/goals/describe-goal.ts';
import { parseCondition } from '../../../plugin/src/goals/parse-condition.ts';

const value = fc.string({ unit: fc.constantFrom(...'abc Z9-.'), minLength: 1 }).map((text) => text.trim());

test('every operator is parsed with its values', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operatorSchema.options),
      fc.array(
        value.filter((text) => text !== ''),
        { minLength: 1, maxLength: 4 },
      ),
      (operator, values) => {
        const isBare = operator === 'is set' || operator === 'is not set';
        const text = `Stage__c ${operator}${isBare ? '' : ` ${values.join(' | ')}`}`;
        assert.deepEqual(parseCondition(text), { field: 'Stage__c', operator, values: isBare ? [] : values });
      },
    ),
  );
});

test('an invalid condition is rejected with the list of operators', () => {
  for (const text of ['', 'Stage', 'Stage like x', 'Stage equals', 'Stage is set x', '1Stage equals x', 'equals x']) {
    assert.throws(() => parseCondition(text), { name: 'InvalidConditionError' }, text);
  }
});

test('a parsed condition is described as it was typed', () => {
  assert.equal(
    describeCondition(parseCondition('StageName changes to Closed Won | Signed')),
    'StageName changes to Closed Won or Signed',
  );
  assert.equal(describeCondition(parseCondition('Amount not equals 1 | 2')), 'Amount not equals 1 nor 2');
});
