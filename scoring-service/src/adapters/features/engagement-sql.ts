import { activitySubtypes } from '../../domain/features/source-columns.ts';
import { dayMs, textList } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** Column beginnings of the counted kinds. */
export const kinds = [
  { kind: 'call', many: 'calls' },
  { kind: 'email', many: 'emails' },
  { kind: 'meeting', many: 'meetings' },
] as const;

/**
 * Calls, e-mails and meetings with the moment from which the org knew that they had happened: an open task and a
 * meeting that is still to come have not. What is logged on no person is the account's (`subject_id`).
 */
export const activityRelation: Relations[number] = [
  'activity',
  `SELECT who_id, account_id, coalesce(who_id, account_id) AS subject_id, task_subtype AS type, call_seconds,
     CASE WHEN task_subtype IN (${textList(activitySubtypes.call)}) THEN 'call' ELSE 'email' END AS kind,
     greatest(created_date, coalesce(completed_date, created_date)) AS happened_at
   FROM task
   WHERE coalesce(is_closed, true) AND task_subtype IN (${textList(Object.values(activitySubtypes).flat())})
   UNION ALL
   SELECT who_id, account_id, coalesce(who_id, account_id), 'Meeting', NULL, 'meeting',
     greatest(created_date, coalesce(end_date, start_date, created_date))
   FROM event`,
];

const within = (kind: string, days: number): string =>
  `count(*) FILTER (a.kind = '${kind}' AND a.happened_at > p.as_of - ${days * dayMs})`;

/** An activity `a` of a person `p` that the moment knew of. */
export const activityOfPerson = `activity a ON a.subject_id = p.who_id AND a.happened_at <= p.as_of
       AND (p.since IS NULL OR a.happened_at >= p.since)`;

/** What is counted of the activities `a` of a person `p`, or of all the people of a record. */
export const countedActivities = `${kinds
  .flatMap(({ kind, many }) => [
    `${within(kind, 30)} AS ${many}_30_days`,
    `${within(kind, 90)} AS ${many}_90_days`,
    `count(*) FILTER (a.kind = '${kind}') AS ${many}_total`,
    `max(a.happened_at) FILTER (a.kind = '${kind}') AS last_${kind}`,
  ])
  .join(',\n       ')},
       coalesce(sum(a.call_seconds) FILTER (a.kind = 'call' AND a.happened_at > p.as_of - ${90 * dayMs}), 0) / 60
         AS call_minutes_90_days`;

/** F7: a record without any activity by the moment has no row, so that all its counts are missing; else they are real. */
export const activityRelations: Relations = [
  activityRelation,
  [
    'activity_counts',
    `SELECT p.record_id, p.as_of, ${countedActivities},
       count(DISTINCT p.person) FILTER (a.happened_at > p.as_of - ${90 * dayMs})
         AS active_people_90_days
     FROM people p JOIN ${activityOfPerson}
     GROUP BY p.record_id, p.as_of`,
  ],
];

/** The features of these relations by name, where `y` stands for activity_counts. */
export const activityExpressions: Record<string, string> = Object.fromEntries([
  ...kinds.flatMap(({ kind, many }) => [
    ...[`${many}_30_days`, `${many}_90_days`, `${many}_total`].map((name) => [name, `y.${name}`]),
    [`days_since_${kind}`, `(s.as_of - y.last_${kind}) / ${dayMs}.0`],
  ]),
  ['call_minutes_90_days', 'y.call_minutes_90_days'],
  ['active_people_90_days', 'y.active_people_90_days'],
]);
