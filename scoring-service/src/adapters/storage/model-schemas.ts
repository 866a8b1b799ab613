import { z } from 'zod';
import { goalSchema, goalSettingsSchema } from '@plumbline/contract';
import type { TrainingDistribution } from '../../domain/features/training-distribution.ts';
import { accountWays, protections } from '../../domain/features/source-plan.ts';
import type { SourcePlan, SourceTableName } from '../../domain/features/source-plan.ts';

const counts = z.array(z.array(z.number()));
const positives = counts.optional();

/** The stored training distribution of a model. */
export const trainingDistributionSchema = z.strictObject({
  ages: z.array(z.number()),
  revealed: z.record(z.string(), z.array(z.string())).optional(),
  fields: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), field: z.string(), cuts: z.array(z.number()), counts, positives }),
      z.strictObject({
        kind: z.literal('category'),
        field: z.string(),
        levels: z.array(z.string()),
        counts,
        positives,
      }),
    ]),
  ),
}) satisfies z.ZodType<TrainingDistribution>;

/** Every table of a plan: the type finds one that is missing here. */
const tableNames: Record<SourceTableName, SourceTableName> = {
  lead: 'lead',
  lead_history: 'lead_history',
  contact: 'contact',
  contact_history: 'contact_history',
  account: 'account',
  account_history: 'account_history',
  opportunity: 'opportunity',
  opportunity_history: 'opportunity_history',
  opportunity_stage: 'opportunity_stage',
  opportunity_contact_role: 'opportunity_contact_role',
  task: 'task',
  event: 'event',
  task_relation: 'task_relation',
  event_relation: 'event_relation',
  email_relation: 'email_relation',
  email_message: 'email_message',
  currency_type: 'currency_type',
  dated_rate: 'dated_rate',
  campaign_member: 'campaign_member',
  engagement_event: 'engagement_event',
  engagement_event_second: 'engagement_event_second',
  engagement_event_third: 'engagement_event_third',
};

/** The stored source plan of a model. */
export const sourcePlanSchema = z.strictObject({
  tables: z.array(
    z.strictObject({
      name: z.enum(tableNames),
      object: z.string(),
      columns: z.array(
        z.strictObject({
          path: z.string(),
          column: z.string(),
          protection: z.enum(protections),
          type: z.enum(['text', 'number', 'boolean', 'date', 'datetime']).optional(),
          isMoney: z.boolean().optional(),
          lookup: z.strictObject({ related: z.string(), field: z.string(), history: z.string() }).optional(),
          ofFields: z.array(z.string()).optional(),
        }),
      ),
      where: z.string().optional(),
    }),
  ),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string(),
      kind: z.enum(['number', 'category']),
      unit: z.enum(['days', 'count', 'money', 'share', 'yes or no']).optional(),
      family: z.enum(['need', 'person', 'account', 'engagement', 'activity', 'record', 'chosen']),
      isPointInTime: z.boolean(),
      grouping: z.enum(['job rank', 'job department', 'country']).optional(),
      source: z.string().optional(),
      isRestricted: z.boolean().optional(),
    }),
  ),
  leftOut: z.array(z.strictObject({ field: z.string(), label: z.string(), reason: z.string() })),
  picklists: z
    .array(
      z.strictObject({
        table: z.enum(['lead_history', 'contact_history', 'account_history', 'opportunity_history']),
        field: z.string(),
        values: z.array(z.string()),
        labels: z.array(z.strictObject({ value: z.string(), label: z.string() })),
      }),
    )
    .optional(),
  goal: goalSchema
    .pick({
      object: true,
      goalType: true,
      conditions: true,
      timeframeDays: true,
      mergePolicy: true,
      scoreField: true,
      qualifiedStatuses: true,
      segment: true,
    })
    .partial({ qualifiedStatuses: true }),
  learnFrom: goalSettingsSchema.shape.learnFrom,
  observationDays: z.array(z.int()),
  timeZone: z.string().optional(),
  recordedSince: z
    .strictObject({
      call: z.number(),
      email: z.number(),
      meeting: z.number(),
      campaign: z.number(),
      response: z.number(),
      webEvent: z.number(),
    })
    .partial()
    .optional(),
  countsConvertedLeads: z.boolean().optional(),
  callTypes: z.array(z.string()).optional(),
  namesPerAddress: z.number().optional(),
  accountWays: z.array(z.enum(accountWays)).optional(),
  eventKinds: z.array(z.string()).optional(),
}) satisfies z.ZodType<SourcePlan>;
