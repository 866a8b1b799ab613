import { hasValues } from './field-history-sql.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { has } from './present-rows.ts';
import { isKnownText } from './picklist-history-sql.ts';
import { foreverMs, isAnyText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The recorded changes of lead statuses. */
const statusChange: Relations[number] = [
  'status_change',
  `SELECT h.lead_id, h.created_date, h.id, h.old_value, h.new_value FROM lead_history h
   WHERE h.field = 'Status' AND ${hasValues('h')}`,
];

/** When the history of lead statuses starts: NULL where the org has none. */
const statusHistory: Relations[number] = [
  'status_history',
  'SELECT min(created_date) AS started_at FROM status_change',
];

export const statusHistoryRelations: Relations = [statusChange, statusHistory];

/**
 * Of the rows of a relation with `lead_id` and `known_at`, those at which the lead was in a qualified status, under
 * another name. The status of a time is the old value of the first change after it; without one it is today's, but only
 * since the history of statuses starts, and never for a converted lead, because a conversion changes the status. An
 * unknown status counts as qualified for as long as the lead can have been open: until its conversion, which the caller
 * checks, or until its last change, after which it cannot have been closed.
 */
export function qualifiedRelations({
  from,
  as,
  statuses,
}: {
  from: string;
  as: string;
  statuses: readonly string[];
}): Relations {
  if (statuses.length === 0) return [[as, `SELECT * FROM ${from}`]];
  const isQualified = (status: string): string => isAnyText(status, statuses);
  return [
    ...statusHistoryRelations,
    [
      `${as}_status`,
      `SELECT DISTINCT ON (k.lead_id, k.known_at) k.lead_id, k.known_at, h.old_value AS status
       FROM ${from} k JOIN status_change h ON h.lead_id = k.lead_id AND h.created_date > k.known_at
       ORDER BY k.lead_id, k.known_at, h.created_date, h.id`,
    ],
    [
      as,
      `SELECT k.* FROM ${from} k
       JOIN lead l ON l.id = k.lead_id
       CROSS JOIN status_history b
       LEFT JOIN ${as}_status e ON e.lead_id = k.lead_id AND e.known_at = k.known_at
       WHERE CASE
         WHEN e.lead_id IS NOT NULL THEN NOT (${isKnownText('e.status')}) OR ${isQualified('e.status')}
         WHEN coalesce(l.is_converted, false) THEN true
         WHEN ${isQualified('l.status')} THEN true
         ELSE k.known_at < coalesce(b.started_at, ${foreverMs}) AND k.known_at < coalesce(l.last_modified_date, l.created_date)
       END`,
    ],
  ];
}

/**
 * F5: when a lead was last qualified as of the snapshot: it entered a qualified status from another one, or was created
 * in one. The status of creation is the first old value; without changes it counts as qualified, whatever it is today.
 */
export const qualificationRelations = (plan: SourcePlan): Relations => [
  ...(has(plan, 'lead_history.Status')
    ? qualifiedEntries(plan.goal.qualifiedStatuses ?? [])
    : ([['qualified_entry', 'SELECT id AS record_id, created_date AS entered_at FROM lead']] satisfies Relations)),
  [
    'qualification',
    `SELECT s.record_id, s.as_of, max(e.entered_at) AS qualified_at
     FROM snapshot s JOIN qualified_entry e ON e.record_id = s.record_id AND e.entered_at <= s.as_of
     GROUP BY s.record_id, s.as_of`,
  ],
];

const qualifiedEntries = (statuses: readonly string[]): Relations => [
  statusChange,
  [
    'first_status',
    'SELECT lead_id, first(old_value ORDER BY created_date, id) AS status FROM status_change GROUP BY lead_id',
  ],
  [
    'qualified_entry',
    `SELECT l.id AS record_id, l.created_date AS entered_at FROM lead l LEFT JOIN first_status f ON f.lead_id = l.id
     WHERE NOT (${isKnownText('f.status')}) OR ${isAnyText('f.status', statuses)}
     UNION ALL
     SELECT lead_id, created_date FROM status_change
     WHERE ${isAnyText('new_value', statuses)} AND ${isKnownText('old_value')} AND NOT ${isAnyText('old_value', statuses)}`,
  ],
];
