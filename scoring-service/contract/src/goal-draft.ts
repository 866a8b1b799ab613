import { z } from 'zod';
import {
  goalConditionSchema,
  goalSettingsSchema,
  goalTypeSchema,
  profileTypeSchema,
  scoredObjectSchema,
  timeframeDaysSchema,
} from './goal.ts';

/** A goal that is not saved yet, as far as its readiness depends on it. */
export const goalDraftSchema = z
  .strictObject({
    profileType: profileTypeSchema,
    object: scoredObjectSchema,
    goalType: goalTypeSchema,
    /** A goal holds five rows. */
    conditions: z.array(goalConditionSchema).max(5),
    timeframeDays: timeframeDaysSchema,
    qualifiedStatuses: z.array(z.string()).optional(),
    settings: goalSettingsSchema.optional(),
  })
  .meta({ id: 'GoalDraft' });
export type GoalDraft = z.infer<typeof goalDraftSchema>;
