import { activitySubtypes } from '../../domain/features/activity-conditions.ts';
import type { RecordedKind, SourcePlan, SourceTableName } from '../../domain/features/source-plan.ts';
import { DAY_MS, latestDayEnd } from '../../domain/time.ts';
import { plannedTable } from './load-tables.ts';
import { has } from './present-rows.ts';
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

const taskHappenedAt = 'greatest(created_date, coalesce(completed_date, created_date))';
/** The end of a date, at midnight UTC in the tables, in the plan's time zone. */
export const dayEndSql = ({ timeZone = 'UTC' }: SourcePlan, date: string): string =>
  `${date} + ${latestDayEnd(timeZone)}`;

/** An all-day meeting is over when its last day is. */
function eventHappenedAt(plan: SourcePlan): string {
  const lastTime = 'coalesce(end_date, start_date, created_date)';
  const lastDay = `coalesce(last_day, ${lastTime} - ${lastTime} % ${DAY_MS})`;
  return `greatest(created_date, CASE WHEN is_all_day THEN ${dayEndSql(plan, lastDay)} ELSE ${lastTime} END)`;
}
const emailHappenedAt = 'greatest(created_date, coalesce(message_date, created_date))';

const taskType = `CASE WHEN ${isEmailSql} THEN task_subtype ELSE 'Call' END`;
const taskKind = `CASE WHEN ${isEmailSql} THEN 'email' ELSE 'call' END`;
const isCountedTask = (plan: SourcePlan): string =>
  `coalesce(is_closed, true) AND (${isEmailSql} OR ${isCallSql(plan)})`;

/** What relates further people and records to activities; each source only in plans of orgs that have it. */
const relatedActivities = (plan: SourcePlan): [SourceTableName, string][] => [
  [
    'task_relation',
    `SELECT activity_id, who_id, NULL, who_id, ${taskType}, call_seconds, ${taskKind}, ${taskHappenedAt}, 1
     FROM task_relation WHERE ${isCountedTask(plan)}`,
  ],
  [
    'event_relation',
    `SELECT activity_id, who_id, NULL, who_id, 'Meeting', NULL, 'meeting', ${eventHappenedAt(plan)}, 1 FROM event_relation`,
  ],
  [
    'email_relation',
    `SELECT coalesce(activity_id, email_id), who_id, NULL, who_id, 'Email', NULL, 'email', ${emailHappenedAt}, 2
     FROM email_relation`,
  ],
  [
    'email_message',
    `SELECT coalesce(m.activity_id, m.id), NULL, coalesce(o.account_id, m.related_to_id),
       coalesce(o.account_id, m.related_to_id), 'Email', NULL, 'email',
       greatest(m.created_date, coalesce(m.message_date, m.created_date)), 3
     FROM email_message m LEFT JOIN opportunity o ON o.id = m.related_to_id`,
  ],
];

const relatedOf = (plan: SourcePlan): string[] =>
  relatedActivities(plan).flatMap(([table, sql]) =>
    plannedTable(plan, table) === undefined || !has(plan, table) ? [] : [sql],
  );

const activityTables = ['task', 'event', 'task_relation', 'event_relation', 'email_relation', 'email_message'] as const;

/** Whether there can be activities. */
export const hasActivities = (plan: SourcePlan): boolean => activityTables.some((table) => has(plan, table));

/**
 * Calls, e-mails and meetings with the time from which the org knew that they had happened: an open task and a future
 * meeting have not. There is one row for each person of an activity; one without a person belongs to the account
 * (`subject_id`). An e-mail with a task is the same activity as its task.
 */
export function activityRelation(plan: SourcePlan): Relations[number] {
  const related = relatedOf(plan);
  const all = [
    `SELECT id, who_id, account_id, coalesce(who_id, account_id) AS subject_id, ${taskType} AS type, call_seconds,
       ${taskKind} AS kind, ${taskHappenedAt} AS happened_at, 0 AS source
     FROM task WHERE ${isCountedTask(plan)}`,
    `SELECT id, who_id, account_id, coalesce(who_id, account_id), 'Meeting', NULL, 'meeting', ${eventHappenedAt(plan)}, 0
     FROM event`,
    ...related,
  ].join('\nUNION ALL\n');
  if (related.length === 0) return ['activity', all];
  const once = 'SELECT DISTINCT ON (id, subject_id) * FROM';
  return ['activity', `${once} (\n${all}\n) ORDER BY id, subject_id, source, happened_at`];
}

const within = (kind: string, days: number, only = ''): string =>
  `count(CASE WHEN ${only}a.kind = '${kind}' AND a.happened_at > a.as_of - ${days * DAY_MS} THEN 1 END)`;

/**
 * The activities of each person of a record that were known as of the snapshot. `is_first` is true for one of the people
 * who share an activity, so that it counts once for the record.
 */
export function knownActivityRelations(plan: SourcePlan): Relations {
  const isFirst =
    relatedOf(plan).length === 0
      ? 'true'
      : 'row_number() OVER (PARTITION BY p.record_id, p.as_of, a.id ORDER BY a.source, a.subject_id, p.object) = 1';
  return [
    activityRelation(plan),
    [
      'known_activity',
      `SELECT p.record_id, p.as_of, p.who_id, p.person, a.kind, a.call_seconds, a.happened_at, ${isFirst} AS is_first
       FROM people p JOIN activity a ON a.subject_id = p.who_id AND a.happened_at <= p.as_of
         AND (p.since IS NULL OR a.happened_at >= p.since)`,
    ],
  ];
}

/** Aggregates over the known activities `a` of a person; of a record with `only` the first of each (`a.is_first AND `). */
export const countedActivities = (only = ''): string => `${kinds
  .flatMap(({ kind, many }) => [
    `${within(kind, 30, only)} AS ${many}_30_days`,
    `${within(kind, 90, only)} AS ${many}_90_days`,
    `count(CASE WHEN ${only}a.kind = '${kind}' THEN 1 END) AS ${many}_total`,
    `max(CASE WHEN a.kind = '${kind}' THEN a.happened_at END) AS last_${kind}`,
  ])
  .join(',\n       ')},
       coalesce(sum(CASE WHEN ${only}a.kind = 'call' AND a.happened_at > a.as_of - ${90 * DAY_MS} THEN a.call_seconds END), 0) / 60
         AS call_minutes_90_days`;

/** F7: a record without any activity as of the snapshot has no row. */
export const activityRelations = (plan: SourcePlan): Relations => [
  ...knownActivityRelations(plan),
  [
    'activity_counts',
    `SELECT a.record_id, a.as_of, ${countedActivities('a.is_first AND ')},
       count(DISTINCT CASE WHEN a.happened_at > a.as_of - ${90 * DAY_MS} THEN a.person END)
         AS active_people_90_days
     FROM known_activity a
     GROUP BY a.record_id, a.as_of`,
  ],
];

/**
 * A count of what a row of snapshot `s` has of some kinds, as SQL: 0, not missing, where it has none and the org recorded
 * one of the kinds by then. `known` is a number above 0 where the row has any. Missing, as it was, for a plan that does not
 * know since when.
 */
export function countSql(
  { recordedSince }: Pick<SourcePlan, 'recordedSince'>,
  kinds: readonly RecordedKind[],
  { count, known }: { count: string; known: string },
): string {
  if (recordedSince === undefined) return count;
  const since = Math.min(...kinds.map((kind) => recordedSince[kind] ?? Number.POSITIVE_INFINITY));
  const isRecorded = Number.isFinite(since) ? `s.as_of >= ${since} OR ` : '';
  return `CASE WHEN ${isRecorded}${known} > 0 THEN coalesce(${count}, 0) END`;
}

/** The features of these relations by name; `y` is activity_counts. */
export function activityExpressions(plan: SourcePlan): Record<string, string> {
  const countOf = (of: readonly (typeof kinds)[number][], name: string): [string, string] => {
    const known = of.map(({ many }) => `y.${many}_total`).join(' + ');
    return [
      name,
      countSql(
        plan,
        of.map(({ kind }) => kind),
        { count: `y.${name}`, known },
      ),
    ];
  };
  return Object.fromEntries([
    ...kinds.flatMap((one): [string, string][] => [
      ...['30_days', '90_days', 'total'].map((window) => countOf([one], `${one.many}_${window}`)),
      [`days_since_${one.kind}`, `(s.as_of - y.last_${one.kind}) / ${DAY_MS}.0`],
    ]),
    countOf(kinds.slice(0, 1), 'call_minutes_90_days'),
    countOf(kinds, 'active_people_90_days'),
  ]);
}
