import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import { qualifiedRelations as qualifiedLeadRelations } from './lead-status-sql.ts';
import { opportunityRelations } from './opportunity-sql.ts';
import { foreverMs, quoteText, withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';

/** More frequent snapshots would repeat the same state of a record. */
const MAX_STEP_DAYS = 90;

/** Older snapshots say little about the present. */
const MAX_SNAPSHOTS = 16;

/**
 * The labelled snapshots that training can use, before sampling: leads at each observation age at which they were open and
 * whose timeframe has ended by `asOf`, labelled by whether the goal was reached within the timeframe. Without history each
 * record once with its current values, labelled by its outcome. None of a lead before `sinceMs`.
 */
export function eligibleSnapshotsSql(
  plan: SourcePlan,
  { asOfMs, sinceMs = -foreverMs }: { asOfMs: number; sinceMs?: number | undefined },
): string {
  const { goal, learnFrom } = plan;
  if (learnFrom === 'creation') {
    return `SELECT record_id, created_date AS as_of, ${foreverMs} AS known_at,
      coalesce(goal_at <= ${asOfMs}, false) AS label
      FROM outcome WHERE NOT opted_out AND created_date <= ${asOfMs}`;
  }
  return goal.object === 'Lead' ? leadSnapshotsSql(plan, { asOfMs, sinceMs }) : repeatedSnapshotsSql(plan, asOfMs);
}

/** A random sample that depends on the seed only, not on the order of the rows. */
export const sampleSql = (seed: number, maxRows: number, from = 'SELECT * FROM eligible_snapshot'): string =>
  `SELECT * FROM (${from})
   ORDER BY md5(concat_ws(':', record_id, as_of, ${quoteText(String(seed))})), record_id, as_of LIMIT ${maxRows}`;

/**
 * Which rows of `snapshot` qualify (S2): a contact always, an account by its people or an open opportunity, because
 * without either it cannot reach a goal.
 */
export const qualifiedRelations = (plan: SourcePlan): Relations => [
  ...opportunityRelations(plan),
  [
    'qualified',
    `SELECT record_id, as_of FROM people WHERE object IN ('Contact', 'Lead')
     UNION SELECT record_id, as_of FROM opportunity_state WHERE is_open`,
  ],
];

function leadSnapshotsSql(
  { goal, observationDays }: SourcePlan,
  { asOfMs, sinceMs }: { asOfMs: number; sinceMs: number },
): string {
  const timeframeMs = goal.timeframeDays * DAY_MS;
  const ages = observationDays.map((days) => `(${days * DAY_MS})`).join(', ');
  const open = `SELECT o.record_id, o.record_id AS lead_id, o.created_date + d.age AS as_of,
      o.created_date + d.age AS known_at,
      coalesce(o.goal_at <= o.created_date + d.age + ${timeframeMs}, false) AS label
    FROM outcome o CROSS JOIN (VALUES ${ages}) AS d(age)
    WHERE NOT o.opted_out AND o.created_date + d.age + ${timeframeMs} <= ${asOfMs}
      AND o.created_date + d.age >= ${sinceMs}
      AND (o.converted_at IS NULL OR o.converted_at > o.created_date + d.age)
      AND (o.goal_at IS NULL OR o.goal_at > o.created_date + d.age)`;
  return withRelations(
    [
      ['open_snapshot', open],
      ...qualifiedLeadRelations({
        ...{ from: 'open_snapshot', as: 'qualified_snapshot', statuses: goal.qualifiedStatuses ?? [] },
      }),
    ],
    'SELECT * EXCLUDE (lead_id) FROM qualified_snapshot',
  );
}

/**
 * Snapshots of records that are never closed and can reach the goal repeatedly: all on the same dates, from the newest
 * whose timeframe has ended back to the first change of an opportunity in the org's history. Dates relative to creation
 * would cover only the first months of an account, and hardly any account that is older than the history.
 */
function repeatedSnapshotsSql(plan: SourcePlan, asOfMs: number): string {
  const { goal } = plan;
  const timeframeMs = goal.timeframeDays * DAY_MS;
  const stepMs = Math.min(goal.timeframeDays, MAX_STEP_DAYS) * DAY_MS;
  const newestMs = asOfMs - timeframeMs;
  const subject = subjectOf(plan);
  const isAccount = goal.object === 'Account';
  return withRelations(
    [
      [
        'history_start',
        `SELECT min(created_date) AS started_at FROM (
           SELECT created_date FROM opportunity_history UNION ALL SELECT created_date FROM opportunity_stage)`,
      ],
      [
        'observation_date',
        `SELECT ${newestMs} - step * ${stepMs} AS as_of FROM range(${MAX_SNAPSHOTS}) AS steps(step)`,
      ],
      [
        'snapshot',
        `SELECT o.record_id, d.as_of, d.as_of AS known_at,
           len(list_filter(o.goal_times, lambda t: t > d.as_of AND t <= d.as_of + ${timeframeMs})) > 0 AS label
         FROM outcome o CROSS JOIN observation_date d CROSS JOIN history_start b
         WHERE NOT o.opted_out AND d.as_of >= greatest(o.created_date, b.started_at)`,
      ],
      ...(isAccount ? [...subject.relations, ...qualifiedRelations(plan)] : []),
    ],
    `SELECT s.record_id, s.as_of, s.known_at, coalesce(s.label, false) AS label FROM snapshot s
     ${isAccount ? 'JOIN qualified q ON q.record_id = s.record_id AND q.as_of = s.as_of' : ''}`,
  );
}
