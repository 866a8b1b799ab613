import { z } from 'zod';
import {
  goalConditionSchema,
  goalSettingsSchema,
  goalTypeSchema,
  profileTypeSchema,
  scoredObjectSchema,
  timeframeDaysSchema,
} from './goal.ts';

/** The parts of a goal that is not saved yet, as far as readiness depends on them. */
export const goalDraftSchema = z
  .strictObject({
    profileType: profileTypeSchema,
    object: scoredObjectSchema,
    goalType: goalTypeSchema,
    /** A goal has up to five conditions. */
    conditions: z.array(goalConditionSchema).max(5),
    timeframeDays: timeframeDaysSchema,
    qualifiedStatuses: z.array(z.string()).optional(),
    segment: z.array(goalConditionSchema).max(5).optional(),
    settings: goalSettingsSchema.optional(),
  })
  .meta({ id: 'GoalDraft' });
export type GoalDraft = z.infer<typeof goalDraftSchema>;
