import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { Reading } from './database.ts';
import { accountMoveRelations, isThen } from './account-moves.ts';
import { convertedSql } from './condition-sql.ts';
import { reachedRelations, sameSaveMs } from './opportunity-saves.ts';
import { conversionRelations } from './people-sql.ts';
import {
  isOptedOutContact,
  isOptedOutLead,
  optedOutLeadRelation,
  optedOutContactRelation,
} from './privacy-opt-outs.ts';
import { quoteText, withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/**
 * The outcome of each record: when it was converted, when it (first) reached the goal, and whether its person opted out of
 * profiling. A contact or an account can reach the goal repeatedly (`goal_times`).
 */
export const outcomeSql = (plan: SourcePlan): string =>
  plan.goal.object === 'Lead' ? leadOutcomeSql(plan) : repeatedOutcomeSql(plan);

/** When records reached the goal, one row each time. Needs the table `outcome`. */
export async function readReachedGoal({ database }: Pick<Reading, 'database'>): Promise<{
  recordIds: string[];
  reachedAt: Float64Array;
}> {
  const reached = await database.read(
    'SELECT record_id, unnest(goal_times) AS reached_at FROM outcome WHERE goal_at IS NOT NULL ORDER BY ALL',
  );
  return { recordIds: reached.texts('record_id').map((id) => id ?? ''), reachedAt: reached.numbers('reached_at') };
}

/** See the port. Needs the table `outcome`. */
export async function readToForget(
  { database }: Pick<Reading, 'database'>,
  recordIds: readonly string[],
  { isAbsentDeleted }: { isAbsentDeleted: boolean },
): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const asked = recordIds.map((id) => `(${quoteText(id)})`).join(', ');
  const isGone = isAbsentDeleted
    ? 'asked.id NOT IN (SELECT record_id FROM outcome WHERE NOT opted_out)'
    : 'asked.id IN (SELECT record_id FROM outcome WHERE opted_out)';
  const found = await database.read(
    `SELECT asked.id AS id FROM (VALUES ${asked}) AS asked(id)
     WHERE ${isGone} ORDER BY asked.id`,
  );
  return found.texts('id').filter((id) => id !== undefined);
}

/** A lead reaches its goal once, however often its opportunity is won. */
const firstReached: Relations[number] = [
  'first_reached',
  'SELECT opportunity_id, min(reached_at) AS reached_at FROM reached GROUP BY opportunity_id',
];

function leadOutcomeSql(plan: SourcePlan): string {
  const isConversion = plan.goal.goalType === 'Lead converted';
  const goalAt = isConversion ? `CASE WHEN ${convertedSql(plan)} THEN v.converted_at END` : 'w.reached_at';
  return withRelations(
    [
      ...[optedOutContactRelation, optedOutLeadRelation],
      ...conversionRelations(plan),
      ...(isConversion ? [] : [...reachedRelations(plan), firstReached]),
    ],
    `SELECT l.id AS record_id, l.created_date, v.converted_at, ${goalAt} AS goal_at,
       CASE WHEN ${goalAt} IS NOT NULL THEN [${goalAt}] END AS goal_times,
       ${isOptedOutLead} AS opted_out
     FROM lead l
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     ${isConversion ? '' : 'LEFT JOIN first_reached w ON w.opportunity_id = l.converted_opportunity_id'}`,
  );
}

/**
 * When the opportunities of a contact or an account reached the goal: those in which the contact had a role by then, and
 * those that stood in the account then. Only people, not accounts, can opt out.
 */
const repeated = {
  contact: {
    goalTimes: `SELECT r.contact_id AS record_id, w.reached_at FROM reached w
      JOIN opportunity_contact_role r ON r.opportunity_id = w.opportunity_id
        AND r.created_date <= w.reached_at + ${sameSaveMs}`,
    row: `${isOptedOutContact} AS opted_out FROM contact c`,
    id: 'c',
  },
  account: {
    goalTimes: `SELECT b.account_id AS record_id, w.reached_at FROM reached w
      JOIN opportunity_account b ON b.opportunity_id = w.opportunity_id AND ${isThen('b', 'w.reached_at')}`,
    row: 'false AS opted_out FROM account a',
    id: 'a',
  },
};

function repeatedOutcomeSql(plan: SourcePlan): string {
  const { goalTimes, row, id } = repeated[plan.goal.object === 'Contact' ? 'contact' : 'account'];
  return withRelations(
    [
      optedOutContactRelation,
      optedOutLeadRelation,
      ...reachedRelations(plan),
      ...accountMoveRelations(plan, 'opportunity'),
      ['goal_time', goalTimes],
      [
        'reached_record',
        `SELECT record_id, min(reached_at) AS goal_at, list(DISTINCT reached_at ORDER BY reached_at) AS goal_times
         FROM goal_time GROUP BY record_id`,
      ],
    ],
    `SELECT ${id}.id AS record_id, ${id}.created_date, NULL::BIGINT AS converted_at, g.goal_at, g.goal_times, ${row}
     LEFT JOIN reached_record g ON g.record_id = ${id}.id`,
  );
}
