import type { Goal, GoalCondition } from '@plumbline/contract';

/** One condition of a goal in readable form. */
export const describeCondition = ({ field, operator, values }: GoalCondition): string =>
  [field, operator, values.join(operator === 'not equals' ? ' nor ' : ' or ')].filter((part) => part !== '').join(' ');

/** One sentence about what a goal predicts. */
export const describeGoal = ({
  object,
  goalType,
  conditions,
  timeframeDays,
}: Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays'>): string =>
  `${object}: ${goalType.toLowerCase()} within ${timeframeDays} days${
    conditions.length === 0 ? '' : `, and ${conditions.map(describeCondition).join(' and ')}`
  }`;
