import type { Goal, GoalCondition } from '@plumbline/contract';

/** One row of a goal as a person reads it. */
export const conditionWords = ({ field, operator, values }: GoalCondition): string =>
  [field, operator, values.join(operator === 'not equals' ? ' nor ' : ' or ')].filter((part) => part !== '').join(' ');

/** What a goal predicts, in a sentence. */
export const goalWords = ({
  object,
  goalType,
  conditions,
  timeframeDays,
}: Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays'>): string =>
  `${object}: ${goalType.toLowerCase()} within ${timeframeDays} days${
    conditions.length === 0 ? '' : `, and ${conditions.map(conditionWords).join(' and ')}`
  }`;
