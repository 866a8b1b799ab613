import { z } from 'zod';
import { goalTypeSchema, operatorSchema, profileTypeSchema } from './goal.ts';

/** The goal to list fields for. */
export const goalFieldsQuerySchema = z.object({ goalType: goalTypeSchema, profileType: profileTypeSchema });
export type GoalFieldsQuery = z.infer<typeof goalFieldsQuerySchema>;

export const goalFieldValueSchema = z
  .strictObject({ value: z.string(), label: z.string() })
  .meta({ id: 'GoalFieldValue' });

/** A field that conditions of a goal can use, with the operators of its type. */
export const goalFieldSchema = z
  .strictObject({
    object: z.enum(['Lead', 'Opportunity']),
    field: z.string(),
    label: z.string(),
    /** As in the platform's describe. */
    type: z.string(),
    operators: z.array(operatorSchema),
    /** The values to choose from; absent where any may be typed. */
    values: z.array(goalFieldValueSchema).optional(),
    /** Whether the org has the field's history, which `changes to` and `changes from` need. */
    hasHistory: z.boolean(),
  })
  .meta({ id: 'GoalField' });
export type GoalField = z.infer<typeof goalFieldSchema>;

/** Only fields that the integration user can read; the usual ones of the goal type first. */
export const goalFieldListSchema = z.strictObject({ fields: z.array(goalFieldSchema) }).meta({ id: 'GoalFieldList' });
