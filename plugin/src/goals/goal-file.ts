import { goalSchema, goalSettingsSchema } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { GoalValues, OrgGoal } from '../org/goal-record.ts';

const packagedField = 'Predictive_Score__c';

/**
 * A goal as a file under version control: the settings of its author, without the status that the service writes. A
 * missing property has the default of the org.
 */
export const goalFileSchema = goalSchema
  .omit({ id: true, status: true, modelVersion: true, settings: true })
  .extend({
    $schema: z.string().optional(),
    mergePolicy: goalSchema.shape.mergePolicy.optional(),
    scoreField: goalSchema.shape.scoreField.default(packagedField),
    conditions: goalSchema.shape.conditions.min(1).max(5),
    qualifiedStatuses: z.array(z.string()).optional(),
    scoreBasis: goalSchema.shape.scoreBasis.default('relative'),
    highFrom: z.int().min(2).max(100).default(80),
    mediumFrom: z.int().min(2).max(99).default(50),
    isActive: z.boolean().default(true),
    isUpdatedDaily: z.boolean().default(false),
    settings: z
      .record(z.string(), z.unknown())
      .superRefine((settings, context) => {
        for (const issue of goalSettingsSchema.safeParse(settings).error?.issues ?? []) {
          context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
        }
      })
      .optional(),
  })
  .meta({ id: 'GoalFile' });

/** Validates a goal from a file or from flags. Throws `InvalidGoalFileError`, which names each invalid field. */
export function parseGoal(value: unknown, from: string): GoalValues {
  const parsed = goalFileSchema.safeParse(value);
  if (parsed.success) {
    const goal = parsed.data;
    // Only an editor uses the reference to the schema.
    delete goal.$schema;
    return goal;
  }
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the goal'}: ${message}`);
  throw new SfError(`${from} isn't a valid score goal: ${problems.join('; ')}.`, 'InvalidGoalFileError', [
    'Correct the listed fields.',
    'See a complete goal: sf score goal export, or sf score goal create --help.',
  ]);
}

/** Reads one goal from a file. */
export async function readGoalFile(path: string): Promise<GoalValues> {
  const text = await readFile(path, 'utf8');
  try {
    return parseGoal(JSON.parse(text.replace(/^\uFEFF/, '')), path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SfError(
      `The file ${path} isn't valid JSON: ${error.message}`,
      'InvalidGoalFileError',
      ['Correct the file.'],
      error,
    );
  }
}

/** The part of an org's goal that a goal file contains. */
export function toGoalValues(goal: OrgGoal): GoalValues {
  const { name, description, profileType, object, goalType, conditions, timeframeDays, mergePolicy } = goal;
  const { scoreField, qualifiedStatuses, segment, scoreBasis, highFrom, mediumFrom, isActive, isUpdatedDaily } = goal;
  return {
    name,
    ...(description !== undefined && { description }),
    ...{ profileType, object, goalType, conditions, timeframeDays, mergePolicy, scoreField },
    ...(qualifiedStatuses.length > 0 && { qualifiedStatuses }),
    ...(segment !== undefined && { segment }),
    ...{ scoreBasis, highFrom, mediumFrom, isActive, isUpdatedDaily },
    ...(goal.savedSettings && { settings: goal.savedSettings }),
  };
}

export const toGoalText = (values: GoalValues): string => `${JSON.stringify(values, undefined, 2)}\n`;

/** A file name that is valid on every system; the same name always gives the same file name. */
export const goalFileName = (name: string): string =>
  `${
    name
      .normalize('NFKD')
      .replace(/\p{Mark}+/gu, '')
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'goal'
  }.goal.json`;
