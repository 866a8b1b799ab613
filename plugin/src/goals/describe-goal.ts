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
  segment = [],
}: Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays' | 'segment'>): string =>
  `${object}${segment.length === 0 ? '' : ` where ${segment.map(describeCondition).join(' and ')}`}: ${goalType.toLowerCase()} within ${timeframeDays} days${
    conditions.length === 0 ? '' : `, and ${conditions.map(describeCondition).join(' and ')}`
  }`;
