import { z } from 'zod';
import type { Code } from './codes.ts';
import type { Thresholds } from './goal.ts';

/** The code that each limit decides about. */
export const thresholdCodes = {
  accounts: 401,
  contacts: 402,
  activities: 403,
  conversions: 404,
  nonConversions: 900,
  accountsWithActivity: 405,
  contactsWithActivity: 406,
  knownActivityTypes: 407,
  missingActivityStop: 408,
  missingActivityWarn: 201,
  missingFirmographicWarn: 200,
  auc: 409,
  tunedAuc: 410,
  tuneBelowAuc: 103,
  suspiciousAuc: 902,
  trainingConversions: 411,
  highAndMediumShare: 906,
  replaceFrom: 909,
  inputDrift: 904,
  outcomeDrift: 930,
} as const satisfies Record<keyof Thresholds, Code>;

/** A limit of the quality checks that a goal may set otherwise: a share from 0 to 1, a count, or an index without end. */
export const thresholdSchema = z
  .strictObject({
    name: z.string(),
    unit: z.enum(['count', 'share', 'index']),
    defaultValue: z.number(),
    code: z.int(),
    /** The text of the code; `{}` is the measured value. */
    text: z.string(),
  })
  .meta({ id: 'Threshold' });
export type Threshold = z.infer<typeof thresholdSchema>;

export const thresholdListSchema = z
  .strictObject({ thresholds: z.array(thresholdSchema) })
  .meta({ id: 'ThresholdList' });
export type ThresholdList = z.infer<typeof thresholdListSchema>;
