import { goalConditionSchema, operatorSchema } from '@plumbline/contract';
import type { GoalCondition } from '@plumbline/contract';
import { SfError } from '@salesforce/core';

/** Operators, longest first, so that none matches as the prefix of another. */
const operators = operatorSchema.options.toSorted((one, other) => other.length - one.length);
const fieldPattern = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** Parses a condition as typed in a flag: `StageName changes to Closed Won | Signed`, `Amount greater than 1000`. */
export function parseCondition(text: string): GoalCondition {
  const [, field = '', rest = ''] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(text) ?? [];
  const operator = operators.find((one) => rest === one || rest.startsWith(`${one} `));
  if (!fieldPattern.test(field) || operator === undefined) throw notACondition(text);
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
  new SfError(`"${text}" isn't a valid condition.`, 'InvalidConditionError', [
    'Specify a field, an operator, and values separated by |: "StageName changes to Closed Won | Signed".',
    `Operators: ${operatorSchema.options.join(', ')}.`,
  ]);
