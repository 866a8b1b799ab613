import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { rebuiltRelations, leadText } from './profile-sql.ts';
import { dayMs, quoteText, textList, withRelations } from './sql-text.ts';

/** Later than every moment: values as they are today. */
export const foreverMs = 8_640_000_000_000_000;

/**
 * Rows to learn from before sampling: each lead at the moments at which it was open and its timeframe is over by `asOf`,
 * labelled by what came within the timeframe. Without history each lead once, as it stands, labelled by what it became.
 */
export function momentsSql(
  { goal, learnFrom, observationDays }: SourcePlan,
  asOfMs: number,
  hasStatusHistory: boolean,
): string {
  if (learnFrom === 'creation') {
    return `SELECT record_id, created_date AS as_of, ${foreverMs} AS known_at, group_key,
      coalesce(goal_at <= ${asOfMs}, false) AS label
      FROM outcome WHERE is_willing AND created_date <= ${asOfMs}`;
  }
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
  const changedFields = hasStatusHistory ? ['Status'] : [];
  const status = leadText({ path: 'Status', column: 'status' }, changedFields);
  return withRelations(
    [['snap', open], ...rebuiltRelations(changedFields)],
    `SELECT s.* FROM snap s JOIN lead l ON l.id = s.record_id
     ${hasStatusHistory ? 'LEFT JOIN rebuilt r ON r.record_id = s.record_id AND r.as_of = s.as_of' : ''}
     WHERE ${status} IN (${textList(qualifiedStatuses)})`,
  );
}

/** At most so many rows by chance: the same for the same seed, whatever the order of the pages. */
export const sampleSql = (seed: number, maxRows: number): string =>
  `SELECT * FROM moment
   ORDER BY md5(concat_ws(':', record_id, as_of, ${quoteText(String(seed))})), record_id, as_of LIMIT ${maxRows}`;

/** By field the share of the leads that reached the goal whose last change of it came after that. */
export const changedAfterGoalSql = (asOfMs: number): string => `
  WITH winner AS (SELECT record_id, goal_at FROM outcome WHERE is_willing AND goal_at <= ${asOfMs}),
  late AS (
    SELECT h.field, count(DISTINCT h.lead_id) AS leads
    FROM lead_history h JOIN winner w ON w.record_id = h.lead_id AND h.created_date > w.goal_at GROUP BY h.field
  )
  SELECT field, coalesce(any_value(late.leads), 0) / (SELECT greatest(count(*), 1) FROM winner) AS share
  FROM (SELECT DISTINCT field FROM lead_history) LEFT JOIN late USING (field) GROUP BY field ORDER BY field`;
