import type { Goal, GoalCondition } from '@plumbline/contract';

type Definition = Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays'>;

/** What a goal predicts, in a sentence: "Lead converts within 90 days." Its conditions follow where it has any. */
export function describeGoal({ object, goalType, conditions, timeframeDays }: Definition): string {
  const within = `within ${timeframeDays} days`;
  const rows = conditions.map(describeCondition).join(' and ');
  if (goalType === 'Lead converted') {
    return rows === '' ? `${object} converts ${within}.` : `${object} converts ${within}, and ${rows}.`;
  }
  const updated = `An opportunity of the ${object.toLowerCase()} is updated ${within}`;
  return rows === '' ? `${updated}.` : `${updated}: ${rows}.`;
}

/** One row of a goal: `StageName changes to Closed Won or Signed`. Of a negation none of the values may hold. */
function describeCondition({ field, operator, values }: GoalCondition): string {
  if (operator === 'is set' || operator === 'is not set') return `${field} ${operator}`;
  return `${field} ${operator} ${values.join(operator === 'not equals' ? ' nor ' : ' or ')}`;
}
