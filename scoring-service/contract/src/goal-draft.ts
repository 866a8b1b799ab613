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
    /** Left out, they are suggested by the org's history; a goal on leads is refused with an empty list. */
    qualifiedStatuses: z.array(z.string()).optional(),
    /** The score field that the goal would write to, checked where it is named. */
    scoreField: z.string().optional(),
    segment: z.array(goalConditionSchema).max(5).optional(),
    settings: goalSettingsSchema.optional(),
  })
  .meta({ id: 'GoalDraft' });
export type GoalDraft = z.infer<typeof goalDraftSchema>;

/** Why an empty list of qualified statuses is refused, in the text of code 958. */
export const emptyStatuses =
  "the list is empty. Leave it out to take the statuses that the org's history suggests, or name at least one.";
