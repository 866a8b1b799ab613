import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';
import { createGoal, listGoals, requireRoomForGoals, updateGoal } from '../org/goals.ts';
import type { GoalChange } from '../results.ts';
import { changedValues, compareGoals, definitionChanges } from './compare-goals.ts';
import { toGoalValues } from './goal-file.ts';
import { requireNewGoal } from './require-new-goal.ts';

export type FileGoal = { file: string; values: GoalValues };

/** What is to be done so that the org has the goals of the files; nothing is written. */
export async function planImport(connection: Connection, files: FileGoal[], isDryRun: boolean): Promise<GoalChange[]> {
  requireOnce(files);
  const goals = await listGoals(connection);
  const changes = files.map(({ file, values }, at): GoalChange => {
    const goal = goals.find(({ name }) => name === values.name);
    if (!goal) {
      requireNewGoal(values, [...goals, ...files.slice(0, at).map((earlier) => earlier.values)]);
      return { name: values.name, outcome: 'created', isDryRun, differences: compareGoals({}, values), file };
    }
    const differences = compareGoals(toGoalValues(goal), values);
    const refused = definitionChanges(differences);
    if (refused.length > 0) throw definitionDiffers(values.name, file, refused);
    const outcome = differences.length > 0 ? 'changed' : 'unchanged';
    return { name: goal.name, id: goal.id, outcome, isDryRun, differences, file };
  });
  await requireRoomForGoals(connection, switched(changes, 'true'), switched(changes, 'false'));
  return changes;
}

const switched = (changes: GoalChange[], to: 'true' | 'false'): string[] =>
  changes
    .filter(({ differences }) =>
      differences.some((difference) => difference.part === 'isActive' && difference.to === to),
    )
    .map(({ name }) => name);

/** Does what was planned, one goal after the other. */
export async function doImport(connection: Connection, files: FileGoal[], plan: GoalChange[]): Promise<GoalChange[]> {
  const done: GoalChange[] = [];
  for (const change of plan) {
    const values = files.find(({ file }) => file === change.file)?.values;
    if (!values || change.outcome === 'unchanged') {
      done.push(change);
      continue;
    }
    const id =
      change.id === undefined
        ? await createGoal(connection, values)
        : await updateGoal(connection, change.id, changedValues(values, change.differences));
    done.push({ ...change, id });
  }
  return done;
}

function requireOnce(files: FileGoal[]): void {
  const seen = new Map<string, string>();
  for (const { file, values } of files) {
    const other = seen.get(values.name);
    if (other !== undefined) {
      throw new SfError(`${other} and ${file} are both of the goal "${values.name}".`, 'DuplicateGoalError', [
        'Remove one of the files, or give one goal another name.',
      ]);
    }
    seen.set(values.name, file);
  }
}

const definitionDiffers = (name: string, file: string, differences: GoalChange['differences']): SfError =>
  new SfError(
    `The goal "${name}" of the org is defined differently from ${file}: ${differences
      .map(({ part, from, to }) => `${part} is ${from}, not ${to}`)
      .join('; ')}. A definition never changes.`,
    'DefinitionDiffersError',
    [
      'Give the goal of the file another name, so that it becomes a goal of its own.',
      `Or delete the one in the org first: sf score goal delete --goal "${name}".`,
    ],
  );
