import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { opportunityRelations } from './opportunity-sql.ts';
import { dayMs, withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';

/** Looked at more often, the same state of a record would only be learned twice. */
const LONGEST_STEP_DAYS = 90;

/** Older ones say little of today. */
const MOST_MOMENTS = 16;

/**
 * Which rows of `snap` qualify (S2): a contact always; an account by its people or an open opportunity, for there is
 * nobody else who could reach a goal.
 */
export const qualifiedRelations = (plan: SourcePlan): Relations => [
  ...opportunityRelations(plan),
  [
    'qualified',
    `SELECT record_id, as_of FROM people WHERE object IN ('Contact', 'Lead')
     UNION SELECT record_id, as_of FROM opportunity_state WHERE is_open`,
  ],
];

/**
 * Rows to learn from of records that are never closed and can reach the goal again: each on the same days, back from the
 * newest whose timeframe is over to the first change of an opportunity that the org still knows. Dates since creation
 * would see the first months of an account only, and hardly any of one that is older than the history.
 */
export function repeatedMomentsSql(plan: SourcePlan, asOfMs: number): string {
  const { goal } = plan;
  const timeframeMs = goal.timeframeDays * dayMs;
  const stepMs = Math.min(goal.timeframeDays, LONGEST_STEP_DAYS) * dayMs;
  const newestMs = asOfMs - timeframeMs;
  const subject = subjectOf(plan);
  const isAccount = goal.object === 'Account';
  return withRelations(
    [
      [
        'began',
        `SELECT min(created_date) AS moment_ms FROM (
           SELECT created_date FROM opportunity_history UNION ALL SELECT created_date FROM opportunity_stage)`,
      ],
      ['day', `SELECT ${newestMs} - step * ${stepMs} AS moment_ms FROM range(${MOST_MOMENTS}) AS steps(step)`],
      [
        'snap',
        `SELECT o.record_id, d.moment_ms AS as_of, d.moment_ms AS known_at, o.group_key,
           len(list_filter(o.goal_moments, lambda m: m > d.moment_ms AND m <= d.moment_ms + ${timeframeMs})) > 0 AS label
         FROM outcome o CROSS JOIN day d CROSS JOIN began b
         WHERE o.is_willing AND d.moment_ms >= greatest(o.created_date, b.moment_ms)`,
      ],
      ...(isAccount ? [...subject.relations, ...qualifiedRelations(plan)] : []),
    ],
    `SELECT s.record_id, s.as_of, s.known_at, s.group_key, coalesce(s.label, false) AS label FROM snap s
     ${isAccount ? 'JOIN qualified q ON q.record_id = s.record_id AND q.as_of = s.as_of' : ''}`,
  );
}
