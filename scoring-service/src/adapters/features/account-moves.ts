import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { has } from './present-rows.ts';
import { foreverMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** History holds a changed lookup twice, by ids and by names; only the ids identify the account. */
const isAccountId = (column: string): string => `regexp_full_match(${column}, '001[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?')`;

/**
 * A value of each record over time, as `<as>(<of>_id, <column>, since_ms, until_ms)`: from the first until before the second
 * time. An empty value is a row too. `changes` is the SQL of the recorded changes with `before`, the old value, if there are
 * any.
 */
export const overTime = (
  of: 'lead' | 'contact' | 'account' | 'opportunity',
  { as, column, changes }: { as: string; column: string; changes: string | undefined },
): Relations => {
  if (changes === undefined) {
    const today = `SELECT id AS ${of}_id, ${column}, -${foreverMs} AS since_ms, ${foreverMs} + 1 AS until_ms FROM ${of}`;
    return [[as, today]];
  }
  return [
    [`${as}_change`, changes],
    [
      as,
      `SELECT ${of}_id, before AS ${column},
         coalesce(lag(created_date) OVER (PARTITION BY ${of}_id ORDER BY created_date, id), -${foreverMs}) AS since_ms,
         created_date AS until_ms
       FROM ${as}_change
       UNION ALL
       SELECT r.id, r.${column}, coalesce(m.changed_at, -${foreverMs}), ${foreverMs} + 1 FROM ${of} r
       LEFT JOIN (SELECT ${of}_id, max(created_date) AS changed_at FROM ${as}_change GROUP BY ${of}_id) m
         ON m.${of}_id = r.id`,
    ],
  ];
};

/** The account of each contact or opportunity over time, as `contact_account` or `opportunity_account`. */
export const accountMoveRelations = (plan: SourcePlan, of: 'contact' | 'opportunity'): Relations =>
  overTime(of, {
    as: `${of}_account`,
    column: 'account_id',
    changes: has(plan, `${of}_history.Account`)
      ? `SELECT ${of}_id, old_value AS before, created_date, id FROM ${of}_history
     WHERE field = 'Account' AND ${isAccountId('coalesce(new_value, old_value)')}`
      : undefined,
  });

/** The key of the e-mail address of each lead or contact over time, as `lead_email` or `contact_email`. */
export const addressRelations = (plan: SourcePlan, of: 'lead' | 'contact'): Relations =>
  overTime(of, {
    as: `${of}_email`,
    column: 'email_key',
    changes: has(plan, `${of}_history.Email`)
      ? `SELECT ${of}_id, old_key AS before, created_date, id FROM ${of}_history
     WHERE field = 'Email' AND coalesce(old_key, new_key) IS NOT NULL`
      : undefined,
  });

/** Whether a row of these relations, by its alias, holds at a time; the last one also stands for today. */
export const isThen = (alias: string, time: string): string =>
  `${time} >= ${alias}.since_ms AND ${time} < ${alias}.until_ms`;
