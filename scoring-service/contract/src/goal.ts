import { z } from 'zod';
import { thresholdsSchema } from './thresholds.ts';

export const profileTypeSchema = z.enum(['Person', 'Account']);
export type ProfileType = z.infer<typeof profileTypeSchema>;

/** The object whose records the goal scores. */
export const scoredObjectSchema = z.enum(['Lead', 'Contact', 'Account']);
export type ScoredObject = z.infer<typeof scoredObjectSchema>;

export const goalTypeSchema = z.enum(['Lead converted', 'Opportunity updated']);
export type GoalType = z.infer<typeof goalTypeSchema>;

export const operatorSchema = z.enum([
  'equals',
  'not equals',
  'greater than',
  'greater or equal',
  'less than',
  'less or equal',
  'contains',
  'starts with',
  'is set',
  'is not set',
  'changes to',
  'changes from',
]);
export type Operator = z.infer<typeof operatorSchema>;

/** One condition of a goal: its values are joined with OR, conditions with AND. */
export const goalConditionSchema = z
  .strictObject({ field: z.string().min(1).max(80), operator: operatorSchema, values: z.array(z.string()).max(50) })
  .meta({ id: 'GoalCondition' });
export type GoalCondition = z.infer<typeof goalConditionSchema>;

export const timeframesDays = [30, 60, 90, 120, 180, 365] as const;
// Repeated for the API's description, whose generator takes only the first of several literals.
export const timeframeDaysSchema = z.literal(timeframesDays).meta({ type: 'integer', enum: [...timeframesDays] });

export const mergePolicySchema = z.enum(['Lead first', 'Contact first', 'Account first', 'Most recently changed']);
export type MergePolicy = z.infer<typeof mergePolicySchema>;

/** The policy of a goal that is created without one: goals on accounts prefer the account's own values. */
export const defaultMergePolicy = (object: ScoredObject): MergePolicy =>
  object === 'Account' ? 'Account first' : 'Lead first';

/** `history` rebuilds past records at several observation dates; `creation` takes each record once, as it is. */
export const learnFromSchema = z.enum(['history', 'creation']);

/**
 * Days after creation at which an open lead is observed: when it is new, and then every fortnight for two years, which is
 * as far as field history reaches. So leads that stay open count for as long as they are open, and the average training
 * row, to which a relative score compares, is the average open lead.
 */
export const observedAfterDays = [0, 7, 30, 60, ...Array.from({ length: 48 }, (_, index) => 74 + 14 * index)];

const observationDaysSchema = z.array(z.int().min(0).max(1000)).min(1).max(60);

const apiNameSchema = z
  .string()
  .regex(/^[A-Za-z]\w{0,79}$/, 'must be the API name of an object or a field')
  .meta({ description: 'The API name of an object or a field.' });

/**
 * An object whose records say what a person did on a web site or with marketing. Field names are API names of the object: a
 * person (a lookup to Lead, one to Contact or an e-mail field) and a date at least.
 */
export const engagementSourceSchema = z
  .strictObject({
    object: apiNameSchema,
    lead: apiNameSchema.optional(),
    contact: apiNameSchema.optional(),
    email: apiNameSchema.optional(),
    date: apiNameSchema,
    kind: apiNameSchema.optional(),
    page: apiNameSchema.optional(),
    value: apiNameSchema.optional(),
  })
  .refine(({ lead, contact, email }) => [lead, contact, email].some((field) => field !== undefined), {
    message: 'name at least one of lead, contact and email',
  })
  .meta({ id: 'EngagementSource' });
export type EngagementSource = z.infer<typeof engagementSourceSchema>;

/** The object of the package, which is the source of a goal that names none. */
export const packagedEngagement: EngagementSource = {
  object: 'Engagement_Event__c',
  lead: 'Lead__c',
  contact: 'Contact__c',
  email: 'Email__c',
  date: 'Occurred_At__c',
  kind: 'Kind__c',
  page: 'Page__c',
  value: 'Value__c',
};

/** The ways to find the account of a lead that has no contact with one; the first that fits exactly one account counts. */
const accountMatchingSchema = z.strictObject({
  /** The domain of the lead's e-mail address is that of the account's web site; not for free mail. */
  emailDomain: z.boolean().default(true),
  /** The domain of both web sites is the same; not for pages on shared hosts. */
  website: z.boolean().default(true),
  /** The lead's company and the account have the same name, apart from case, accents, punctuation and legal form. */
  companyName: z.boolean().default(true),
});

/**
 * The settings in `Settings__c`, which an admin may change at any time. Field names are API names of the scored object unless
 * a field says otherwise.
 */
export const goalSettingsSchema = z
  .strictObject({
    learnFrom: learnFromSchema.default('history'),
    observationDays: observationDaysSchema.default(observedAfterDays),
    /** The need (product interest): of the scored object, or of the lead or account as `Account.Need__c`. */
    needTypeField: z.string().optional(),
    /** The need that the account says, beside that of `needTypeField`; the merge policy decides between both. */
    accountNeedTypeField: z.string().optional(),
    /** The field of the contact that says what kind of contact it is. There is none by default. */
    contactTypeField: z.string().optional(),
    /** The field of the account that says its category: by default Ownership. */
    accountCategoryField: z.string().optional(),
    /** Further inputs: fields of the scored object, and as `Contact.Level__c` those of lead, contact and account. */
    extraFields: z.array(z.string()).default([]),
    excludedFields: z.array(z.string()).default([]),
    sensitiveFields: z.array(z.string()).default([]),
    /** Read at each training for the fairness check only, never to score. */
    fairnessFields: z.array(z.string()).default([]),
    /** Fields that every reader of a scored record may know of: the first reason, a field of list views, can name them. */
    visibleFields: z.array(z.string()).default([]),
    /** The language in which the first reason is written on records; absent, the org's default one. */
    reasonLanguage: z.enum(['en', 'de']).optional(),
    /** Training rows alike that "records like this" needs at least. */
    fewestSimilarRows: z.int().min(1).default(50),
    /** Values of Task.Type that make a task a phone call, beside its subtype and its call type. */
    callTypes: z.array(z.string()).default(['Call']),
    /** Where events of web sites and marketing are; left out, it is `Engagement_Event__c`, and an empty list is none. */
    engagementSources: z.array(engagementSourceSchema).max(3).optional(),
    accountMatching: accountMatchingSchema.prefault({}),
    thresholds: thresholdsSchema.prefault({}),
  })
  .meta({ id: 'GoalSettings' });
export type GoalSettings = z.infer<typeof goalSettingsSchema>;

/**
 * `relative`: how the odds of the record compare with those of the average one. `probability`: 100 times the probability.
 * `percentile`: the rank among the goal's open records.
 */
export const scoreBasisSchema = z.enum(['relative', 'probability', 'percentile']);

export const goalStatusSchema = z.enum(['Waiting for training', 'Training', 'Scoring', 'Ready', 'Failed', 'Deleting']);
export type GoalStatus = z.infer<typeof goalStatusSchema>;

/** A score goal, the record `Score_Goal__c`. */
export const goalSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string().optional(),
    profileType: profileTypeSchema,
    object: scoredObjectSchema,
    goalType: goalTypeSchema,
    conditions: z.array(goalConditionSchema),
    timeframeDays: timeframeDaysSchema,
    mergePolicy: mergePolicySchema,
    /** API name of the score field; the names of its companion fields are derived from it. */
    scoreField: z.string(),
    /** Statuses that count as qualified; an empty list means every open status. */
    qualifiedStatuses: z.array(z.string()),
    /** Conditions on the scored record: records outside have no score of the goal. Absent where it scores all records. */
    segment: z.array(goalConditionSchema).max(5).optional(),
    scoreBasis: scoreBasisSchema,
    highFrom: z.int(),
    mediumFrom: z.int(),
    settings: goalSettingsSchema,
    isActive: z.boolean(),
    isUpdatedDaily: z.boolean(),
    status: goalStatusSchema,
    modelVersion: z.string().optional(),
  })
  .meta({ id: 'Goal' });
export type Goal = z.infer<typeof goalSchema>;

/** Every score goal of the org; `unusable` ones have fields that cannot be read, such as settings that are not JSON. */
export const goalListSchema = z
  .strictObject({
    goals: z.array(goalSchema),
    unusable: z.array(z.strictObject({ id: z.string(), name: z.string(), problem: z.string(), action: z.string() })),
  })
  .meta({ id: 'GoalList' });
export type GoalList = z.infer<typeof goalListSchema>;
