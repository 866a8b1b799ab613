import { goalConditionSchema, operatorSchema } from '@plumbline/contract';
import type { GoalCondition } from '@plumbline/contract';
import { SfError } from '@salesforce/core';

/** Operators, the longer first, because `is set` begins as `is` might. */
const operators = operatorSchema.options.toSorted((one, other) => other.length - one.length);
const fieldForm = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** A row of a goal as it is typed: `StageName changes to Closed Won | Signed`, `Amount greater than 1000`. */
export function parseCondition(text: string): GoalCondition {
  const [, field = '', rest = ''] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(text) ?? [];
  const operator = operators.find((one) => rest === one || rest.startsWith(`${one} `));
  if (!fieldForm.test(field) || operator === undefined) throw notACondition(text);
  const values = rest
    .slice(operator.length)
    .split('|')
    .map((value) => value.trim())
    .filter((value) => value !== '');
  const needsNone = operator === 'is set' || operator === 'is not set';
  if (needsNone !== (values.length === 0)) throw notACondition(text);
  return goalConditionSchema.parse({ field, operator, values });
}

const notACondition = (text: string): SfError =>
  new SfError(`"${text}" is not a condition.`, 'InvalidConditionError', [
    'Write field, operator and values with | between them: "StageName changes to Closed Won | Signed".',
    `Operators: ${operatorSchema.options.join(', ')}.`,
  ]);
