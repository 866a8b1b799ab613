import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { rebuiltJoins, rebuiltRelations, textAt } from './rebuilt-sql.ts';
import { repeatedMomentsSql } from './repeated-moments-sql.ts';
import { dayMs, foreverMs, quoteText, textList, withRelations } from './sql-text.ts';
import { isUnwillingContact, isUnwillingLead, unwillingLeadRelation, unwillingRelation } from './wishes-sql.ts';

/**
 * Rows to learn from before sampling: each lead at the moments at which it was open and its timeframe is over by `asOf`,
 * labelled by what came within the timeframe. Without history each record once, as it stands, labelled by what it became.
 */
export function momentsSql(plan: SourcePlan, asOfMs: number, hasStatusHistory: boolean): string {
  const { goal, learnFrom, observationDays } = plan;
  if (learnFrom === 'creation') {
    return `SELECT record_id, created_date AS as_of, ${foreverMs} AS known_at, group_key,
      coalesce(goal_at <= ${asOfMs}, false) AS label
      FROM outcome WHERE is_willing AND created_date <= ${asOfMs}`;
  }
  if (goal.object !== 'Lead') return repeatedMomentsSql(plan, asOfMs);
  const timeframeMs = goal.timeframeDays * dayMs;
  const moments = observationDays.map((days) => `(${days * dayMs})`).join(', ');
  const open = `SELECT o.record_id, o.created_date + d.after AS as_of, o.created_date + d.after AS known_at, o.group_key,
      coalesce(o.goal_at <= o.created_date + d.after + ${timeframeMs}, false) AS label
    FROM outcome o CROSS JOIN (VALUES ${moments}) AS d(after)
    WHERE o.is_willing AND o.created_date + d.after + ${timeframeMs} <= ${asOfMs}
      AND (o.converted_at IS NULL OR o.converted_at > o.created_date + d.after)
      AND (o.goal_at IS NULL OR o.goal_at > o.created_date + d.after)`;
  const qualifiedStatuses = goal.qualifiedStatuses ?? [];
  if (qualifiedStatuses.length === 0) return open;
  const changed = { lead: hasStatusHistory ? ['Status'] : [] };
  const status = textAt('lead', { path: 'Status', column: 'status' }, changed);
  return withRelations(
    [
      ['snap', open],
      ...rebuiltRelations(changed, '(SELECT record_id, as_of, known_at, record_id AS lead_id FROM snap)'),
    ],
    `SELECT s.* FROM snap s JOIN lead l ON l.id = s.record_id
     ${rebuiltJoins(changed)}
     WHERE ${status} IN (${textList(qualifiedStatuses)})`,
  );
}

/** At most so many rows by chance: the same for the same seed, whatever the order of the pages. */
export const sampleSql = (seed: number, maxRows: number): string =>
  `SELECT * FROM moment
   ORDER BY md5(concat_ws(':', record_id, as_of, ${quoteText(String(seed))})), record_id, as_of LIMIT ${maxRows}`;

/** By field the share of the records that reached the goal whose last change of it came after that. */
export const changedAfterGoalSql = (own: ProfileSource, asOfMs: number): string => `
  WITH winner AS (SELECT record_id, goal_at FROM outcome WHERE is_willing AND goal_at <= ${asOfMs}),
  late AS (
    SELECT h.field, count(DISTINCT h.${own}_id) AS records
    FROM ${own}_history h JOIN winner w ON w.record_id = h.${own}_id AND h.created_date > w.goal_at GROUP BY h.field
  )
  SELECT field, coalesce(any_value(late.records), 0) / (SELECT greatest(count(*), 1) FROM winner) AS share
  FROM (SELECT DISTINCT field FROM ${own}_history) LEFT JOIN late USING (field) GROUP BY field ORDER BY field`;

/** Records that people withheld: their own, or of an account the people who are left out of it. */
export const unwillingCountSql = ({ goal }: SourcePlan): string =>
  goal.object === 'Account'
    ? withRelations(
        [unwillingRelation, unwillingLeadRelation],
        `SELECT (SELECT count(*) FROM contact c WHERE ${isUnwillingContact})
           + (SELECT count(*) FROM lead l WHERE ${isUnwillingLead})`,
      )
    : 'SELECT count(*) FROM outcome WHERE NOT is_willing';
