import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { activitySubtypes } from '../../domain/features/activity-conditions.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import { textList } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The counted kinds of activities and the prefixes of their columns. */
export const kinds = [
  { kind: 'call', many: 'calls' },
  { kind: 'email', many: 'emails' },
  { kind: 'meeting', many: 'meetings' },
] as const;

/** Whether a task is a call: by its subtype, by a call type or by its type; one of an e-mail's subtype is an e-mail. */
function isCallSql({ callTypes = [] }: SourcePlan): string {
  const ofType =
    callTypes.length === 0 ? '' : ` OR lower(task_type) IN (${textList(callTypes.map((type) => type.toLowerCase()))})`;
  return `coalesce(task_subtype IN (${textList(activitySubtypes.call)}) OR call_type IS NOT NULL${ofType}, false)`;
}

const isEmailSql = `coalesce(task_subtype IN (${textList(activitySubtypes.email)}), false)`;

/**
 * Calls, e-mails and meetings with the time from which the org knew that they had happened: an open task and a future
 * meeting have not. An activity without a person belongs to the account (`subject_id`).
 */
export const activityRelation = (plan: SourcePlan): Relations[number] => [
  'activity',
  `SELECT who_id, account_id, coalesce(who_id, account_id) AS subject_id,
     CASE WHEN ${isEmailSql} THEN task_subtype ELSE 'Call' END AS type, call_seconds,
     CASE WHEN ${isEmailSql} THEN 'email' ELSE 'call' END AS kind,
     greatest(created_date, coalesce(completed_date, created_date)) AS happened_at
   FROM task
   WHERE coalesce(is_closed, true) AND (${isEmailSql} OR ${isCallSql(plan)})
   UNION ALL
   SELECT who_id, account_id, coalesce(who_id, account_id), 'Meeting', NULL, 'meeting',
     greatest(created_date, coalesce(end_date, start_date, created_date))
   FROM event`,
];

const within = (kind: string, days: number): string =>
  `count(*) FILTER (a.kind = '${kind}' AND a.happened_at > p.as_of - ${days * DAY_MS})`;

/** Joins the activities `a` of a person `p` that were known as of the snapshot. */
export const activityOfPerson = `activity a ON a.subject_id = p.who_id AND a.happened_at <= p.as_of
       AND (p.since IS NULL OR a.happened_at >= p.since)`;

/** Aggregates over the activities `a` of a person `p`, or of all people of a record. */
export const countedActivities = `${kinds
  .flatMap(({ kind, many }) => [
    `${within(kind, 30)} AS ${many}_30_days`,
    `${within(kind, 90)} AS ${many}_90_days`,
    `count(*) FILTER (a.kind = '${kind}') AS ${many}_total`,
    `max(a.happened_at) FILTER (a.kind = '${kind}') AS last_${kind}`,
  ])
  .join(',\n       ')},
       coalesce(sum(a.call_seconds) FILTER (a.kind = 'call' AND a.happened_at > p.as_of - ${90 * DAY_MS}), 0) / 60
         AS call_minutes_90_days`;

/** F7: a record without any activity as of the snapshot has no row, so that all its counts are missing instead of 0. */
export const activityRelations = (plan: SourcePlan): Relations => [
  activityRelation(plan),
  [
    'activity_counts',
    `SELECT p.record_id, p.as_of, ${countedActivities},
       count(DISTINCT p.person) FILTER (a.happened_at > p.as_of - ${90 * DAY_MS})
         AS active_people_90_days
     FROM people p JOIN ${activityOfPerson}
     GROUP BY p.record_id, p.as_of`,
  ],
];

/** The features of these relations by name; `y` is activity_counts. */
export const activityExpressions: Record<string, string> = Object.fromEntries([
  ...kinds.flatMap(({ kind, many }) => [
    ...[`${many}_30_days`, `${many}_90_days`, `${many}_total`].map((name) => [name, `y.${name}`]),
    [`days_since_${kind}`, `(s.as_of - y.last_${kind}) / ${DAY_MS}.0`],
  ]),
  ['call_minutes_90_days', 'y.call_minutes_90_days'],
  ['active_people_90_days', 'y.active_people_90_days'],
]);

/** Joins the memberships `m` of a person `p` that were known as of the snapshot. */
export const membershipOfPerson = `membership m ON m.person_id = p.who_id AND m.created_date <= p.as_of
  AND (p.since IS NULL OR m.created_date >= p.since)`;

/**
 * F4: campaign memberships. One of a converted lead names its contact too. The org keeps the day of a response without a
 * time, so the response counts from the end of that day.
 */
export const membershipRelation = (own: ProfileSource): Relations[number] => [
  'membership',
  `SELECT id, ${own === 'lead' ? 'lead_id' : 'coalesce(contact_id, lead_id)'} AS person_id, campaign_type, created_date,
     CASE WHEN first_responded_date IS NOT NULL
       THEN greatest(created_date, first_responded_date + ${DAY_MS - 1}) END AS responded_at
   FROM campaign_member`,
];

/** F4: the campaigns of a record as of the snapshot, by all its people. */
export const campaignRelations = (own: ProfileSource): Relations => [
  membershipRelation(own),
  [
    'campaign_counts',
    `SELECT p.record_id, p.as_of, count(*) AS campaigns,
       last(m.campaign_type ORDER BY m.created_date, m.id) FILTER (m.campaign_type IS NOT NULL) AS campaign_type,
       count(*) FILTER (m.responded_at <= p.as_of) AS campaign_responses,
       max(m.responded_at) FILTER (m.responded_at <= p.as_of) AS last_response
     FROM ${own === 'lead' ? '(SELECT record_id, as_of, record_id AS who_id, NULL::BIGINT AS since FROM snapshot)' : 'people'} p
     JOIN ${membershipOfPerson}
     GROUP BY p.record_id, p.as_of`,
  ],
];

/** The features of these relations by name; `m` is campaign_counts. */
export const campaignExpressions: Record<string, string> = {
  campaign_type: 'm.campaign_type',
  campaigns: 'm.campaigns',
  campaign_responses: 'm.campaign_responses',
  days_since_response: `(s.as_of - m.last_response) / ${DAY_MS}.0`,
};
