import type { GoalCondition } from '@plumbline/contract';
import { isDeepStrictEqual } from 'node:util';
import { definitionParts } from '../org/goal-record.ts';
import type { GoalValues } from '../org/goal-record.ts';
import type { GoalChange } from '../results.ts';
import { describeCondition } from './describe-goal.ts';

type Differences = GoalChange['differences'];

/** A value in readable form; conditions and statuses in the format of the flags. */
function toText(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '(empty)';
  if (Array.isArray(value)) {
    return value.map((one) => (isCondition(one) ? describeCondition(one) : String(one))).join('; ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isCondition = (value: unknown): value is GoalCondition =>
  typeof value === 'object' && value !== null && 'operator' in value;

/** The properties of a goal that differ, in the order of a goal file. */
export function compareGoals(current: Partial<GoalValues>, wanted: GoalValues): Differences {
  const parts = new Set([...Object.keys(wanted), ...Object.keys(current)]) as Set<keyof GoalValues>;
  return [...parts].flatMap((part) =>
    isDeepStrictEqual(withoutEmpty(current[part]), withoutEmpty(wanted[part]))
      ? []
      : [{ part, from: toText(current[part]), to: toText(wanted[part]) }],
  );
}

/** Treats an empty value as a missing one. */
const withoutEmpty = (value: unknown): unknown =>
  value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;

/** Differences in the definition, which the org rejects: a definition never changes (rule G6). */
export const definitionChanges = (differences: Differences): Differences =>
  differences.filter(({ part }) => (definitionParts as string[]).includes(part));

/** The new values of the properties that differ; a property that the wanted goal lacks is cleared. */
export const changedValues = (wanted: GoalValues, differences: Differences): Partial<GoalValues> =>
  Object.fromEntries(
    differences.map(({ part }) => [
      part,
      wanted[part as keyof GoalValues] ?? (part === 'description' ? '' : undefined),
    ]),
  );
