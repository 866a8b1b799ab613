import type { GoalCondition } from '@plumbline/contract';
import { isDeepStrictEqual } from 'node:util';
import { definitionParts } from '../org/goal-record.ts';
import type { GoalValues } from '../org/goal-record.ts';
import type { GoalChange } from '../results.ts';
import { conditionWords } from './goal-words.ts';

type Differences = GoalChange['differences'];

/** A value as a person reads it; conditions and statuses as the flags take them. */
function shown(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '(empty)';
  if (Array.isArray(value)) {
    return value.map((one) => (isCondition(one) ? conditionWords(one) : String(one))).join('; ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isCondition = (value: unknown): value is GoalCondition =>
  typeof value === 'object' && value !== null && 'operator' in value;

/** The parts of a goal that are to become different, in the order in which a file has them. */
export function compareGoals(current: Partial<GoalValues>, wanted: GoalValues): Differences {
  const parts = new Set([...Object.keys(wanted), ...Object.keys(current)]) as Set<keyof GoalValues>;
  return [...parts].flatMap((part) =>
    isDeepStrictEqual(emptied(current[part]), emptied(wanted[part]))
      ? []
      : [{ part, from: shown(current[part]), to: shown(wanted[part]) }],
  );
}

/** What is left out and what is empty are the same. */
const emptied = (value: unknown): unknown =>
  value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;

/** Differences that the org does not take: a definition never changes (rule G6). */
export const definitionChanges = (differences: Differences): Differences =>
  differences.filter(({ part }) => (definitionParts as string[]).includes(part));

/** The values of the parts that differ; what the wanted goal leaves out is emptied. */
export const changedValues = (wanted: GoalValues, differences: Differences): Partial<GoalValues> =>
  Object.fromEntries(
    differences.map(({ part }) => [
      part,
      wanted[part as keyof GoalValues] ?? (part === 'description' ? '' : undefined),
    ]),
  );
