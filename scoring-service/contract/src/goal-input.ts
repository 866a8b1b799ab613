import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Groups of the inputs of a goal, in the order of the list. */
export const inputGroups = [
  'Need',
  'Contact',
  'Account',
  'Engagement',
  'Qualification',
  'Leads of the person',
  'Activities',
  'Record',
  'Further fields',
] as const;

/** A field or an object that an input is made from, with the share of records that have no value in it. */
export const inputSourceSchema = z
  .strictObject({ source: z.string(), missing: share.optional() })
  .meta({ id: 'InputSource' });

/**
 * One input that a goal uses or could use. `used` ones have a source; `empty` ones have one in which no record has a value;
 * `not set` ones need a setting; `left out` ones are excluded, cannot be read or reveal the outcome.
 */
export const goalInputSchema = z
  .strictObject({
    group: z.enum(inputGroups),
    field: z.string(),
    label: z.string(),
    state: z.enum(['used', 'empty', 'not set', 'left out']),
    /** Whether it is computed from records of these objects instead of read from these fields. */
    isComputed: z.boolean(),
    from: z.array(inputSourceSchema),
    /** What a viewer must be able to read to know of it; absent where it has no source. */
    sources: z.array(z.string()).optional(),
    /** The share of training rows without a value; absent before a training. */
    missing: share.optional(),
    /** Its share of all that moves the scores of the test rows; absent before a training. */
    weight: share.optional(),
    /** Why it is not used. */
    reason: z.string().optional(),
    nextStep: z.string().optional(),
  })
  .meta({ id: 'GoalInput' });
export type GoalInput = z.infer<typeof goalInputSchema>;
