import {
  goalTypeSchema,
  mergePolicySchema,
  profileTypeSchema,
  scoreBasisSchema,
  scoredObjectSchema,
  timeframesDays,
} from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { GoalValues } from '../org/goal-record.ts';
import { parseCondition } from './parse-condition.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal-flags');
const summary = (name: string): { summary: string } => ({ summary: messages.getMessage(`flags.${name}.summary`) });

/** The definition of a goal, which never changes. */
export const definitionFlags = {
  'profile-type': Flags.option({ options: profileTypeSchema.options, ...summary('profile-type') })(),
  object: Flags.option({ options: scoredObjectSchema.options, ...summary('object') })(),
  'goal-type': Flags.option({ options: goalTypeSchema.options, ...summary('goal-type') })(),
  condition: Flags.string({
    char: 'c',
    multiple: true,
    ...summary('condition'),
    description: messages.getMessage('flags.condition.description'),
  }),
  timeframe: Flags.option({ options: timeframesDays.map(String), ...summary('timeframe') })(),
  'merge-policy': Flags.option({ options: mergePolicySchema.options, ...summary('merge-policy') })(),
  'score-field': Flags.string({ ...summary('score-field') }),
};

/** The settings of a goal, which can change at any time. */
export const settingFlags = {
  description: Flags.string({ char: 'd', ...summary('description') }),
  'qualified-status': Flags.string({ multiple: true, ...summary('qualified-status') }),
  segment: Flags.string({
    multiple: true,
    ...summary('segment'),
    description: messages.getMessage('flags.segment.description'),
  }),
  'score-basis': Flags.option({ options: scoreBasisSchema.options, ...summary('score-basis') })(),
  'high-from': Flags.integer({ min: 2, max: 100, ...summary('high-from') }),
  'medium-from': Flags.integer({ min: 2, max: 99, ...summary('medium-from') }),
  active: Flags.boolean({ allowNo: true, ...summary('active') }),
  'update-daily': Flags.boolean({ allowNo: true, ...summary('update-daily') }),
  settings: Flags.string({ ...summary('settings') }),
};

type GoalFlags = {
  'profile-type'?: string;
  object?: string;
  'goal-type'?: string;
  condition?: string[];
  timeframe?: string;
  'merge-policy'?: string;
  'score-field'?: string;
  description?: string;
  'qualified-status'?: string[];
  segment?: string[];
  'score-basis'?: string;
  'high-from'?: number;
  'medium-from'?: number;
  active?: boolean;
  'update-daily'?: boolean;
  settings?: string;
};

/** The properties of a goal that flags set; `parseGoal` validates them. */
export function partsOf(flags: GoalFlags): Partial<Record<keyof GoalValues, unknown>> {
  const parts: Partial<Record<keyof GoalValues, unknown>> = {
    profileType: flags['profile-type'],
    object: flags.object,
    goalType: flags['goal-type'],
    conditions: flags.condition?.map(parseCondition),
    timeframeDays: flags.timeframe === undefined ? undefined : Number(flags.timeframe),
    mergePolicy: flags['merge-policy'],
    scoreField: flags['score-field']?.split('.').at(-1),
    description: flags.description,
    qualifiedStatuses: flags['qualified-status']?.filter(isNotBlank),
    segment: flags.segment?.filter(isNotBlank).map(parseCondition),
    scoreBasis: flags['score-basis'],
    highFrom: flags['high-from'],
    mediumFrom: flags['medium-from'],
    isActive: flags.active,
    isUpdatedDaily: flags['update-daily'],
    settings: flags.settings === undefined ? undefined : readSettings(flags.settings),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

const isNotBlank = (text: string): boolean => text.trim() !== '';

function readSettings(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SfError(
      `The value of --settings isn't valid JSON: ${cause instanceof Error ? cause.message : ''}`,
      'InvalidSettingsError',
      ['Use a JSON object: --settings \'{"extraFields": ["Industry"]}\'.'],
    );
  }
}
