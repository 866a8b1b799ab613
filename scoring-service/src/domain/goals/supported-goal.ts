import type { Goal } from '@plumbline/contract';

/** Whether this version can learn a goal: it scores leads. */
export const isSupported = ({ object }: Pick<Goal, 'object'>): boolean => object === 'Lead';
