import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import type { GoalValues, OrgGoal } from '../org/goal-record.ts';
import { createGoal, listGoals, requireActiveGoalLimit, updateGoal } from '../org/goals.ts';
import type { GoalChange } from '../results.ts';
import { withMergePolicy } from './add-goal.ts';
import { requireStatuses } from './check-needs.ts';
import { changedValues, compareGoals, definitionChanges } from './compare-goals.ts';
import { toGoalValues } from './goal-file.ts';
import { requireNewGoal } from './require-new-goal.ts';

export type FileGoal = { file: string; values: GoalValues };

/** The changes that give the org the goals of the files. Writes nothing. */
export async function planImport(connection: Connection, files: FileGoal[], isDryRun: boolean): Promise<GoalChange[]> {
  requireUniqueNames(files);
  const goals = await listGoals(connection);
  const changes = files.map(({ file, values: ofFile }, at): GoalChange => {
    const goal = goals.find(({ name }) => name === ofFile.name);
    const values = goal ? withPartsOf(goal, ofFile) : withMergePolicy(ofFile);
    if (!goal) {
      requireStatuses(values);
      requireNewGoal(values, [...goals, ...files.slice(0, at).map((earlier) => earlier.values)]);
      return { name: values.name, outcome: 'created', isDryRun, differences: compareGoals({}, values), file };
    }
    const differences = compareGoals(toGoalValues(goal), values);
    if (differences.some(({ part }) => part === 'qualifiedStatuses')) requireStatuses(values);
    const refused = definitionChanges(differences);
    if (refused.length > 0) throw definitionDiffers(values.name, file, refused);
    const outcome = differences.length > 0 ? 'changed' : 'unchanged';
    return { name: goal.name, id: goal.id, outcome, isDryRun, differences, file };
  });
  await requireActiveGoalLimit(connection, switched(changes, 'true'), switched(changes, 'false'));
  return changes;
}

/**
 * A file that names no statuses leaves those of the org's goal, which its first training may have taken; one without a
 * merge policy leaves the goal's, whatever the default was when it was created.
 */
const withPartsOf = (goal: OrgGoal, values: GoalValues): GoalValues => ({
  ...values,
  qualifiedStatuses: values.qualifiedStatuses ?? goal.qualifiedStatuses,
  mergePolicy: values.mergePolicy ?? goal.mergePolicy,
});

const switched = (changes: GoalChange[], to: 'true' | 'false'): string[] =>
  changes
    .filter(({ differences }) =>
      differences.some((difference) => difference.part === 'isActive' && difference.to === to),
    )
    .map(({ name }) => name);

/** Applies the planned changes, one goal after the other. */
export async function applyImport(
  connection: Connection,
  files: FileGoal[],
  plan: GoalChange[],
): Promise<GoalChange[]> {
  const done: GoalChange[] = [];
  for (const change of plan) {
    const values = files.find(({ file }) => file === change.file)?.values;
    if (!values || change.outcome === 'unchanged') {
      done.push(change);
      continue;
    }
    const id =
      change.id === undefined
        ? await createGoal(connection, withMergePolicy(values))
        : await updateGoal(connection, change.id, changedValues(values, change.differences));
    done.push({ ...change, id });
  }
  return done;
}

function requireUniqueNames(files: FileGoal[]): void {
  const seen = new Map<string, string>();
  for (const { file, values } of files) {
    const other = seen.get(values.name);
    if (other !== undefined) {
      throw new SfError(`${other} and ${file} both define the goal "${values.name}".`, 'DuplicateGoalError', [
        'Remove one of the files, or rename one of the goals.',
      ]);
    }
    seen.set(values.name, file);
  }
}

const definitionDiffers = (name: string, file: string, differences: GoalChange['differences']): SfError =>
  new SfError(
    `The goal "${name}" in the org has another definition than ${file}: ${differences
      .map(({ part, from, to }) => `${part} is ${from}, not ${to}`)
      .join('; ')}. The definition of a goal can't change.`,
    'DefinitionDiffersError',
    [
      'To create it as a separate goal, rename the goal in the file.',
      `Or delete the goal in the org first: sf score goal delete --goal "${name}".`,
    ],
  );
