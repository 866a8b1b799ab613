import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { has } from './present-rows.ts';
import { foreverMs, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** A value whose changes are in `field` of the history, in the columns `old_<form>` and `new_<form>`. */
type Tracked = {
  as: string;
  column: string;
  field: string;
  form: string;
  /** The SQL of whether a row of the history is a change of the value; without it, every row with a value is. */
  isChange?: string;
};

/**
 * A value of each record over time, as `<as>(<of>_id, <column>, since_ms, until_ms)`: from the first until before the second
 * time. An empty value is a row too.
 */
export function overTime(
  plan: SourcePlan,
  of: 'lead' | 'contact' | 'account' | 'opportunity',
  { as, column, field, form, isChange = `coalesce(old_${form}, new_${form}) IS NOT NULL` }: Tracked,
): Relations {
  if (!has(plan, `${of}_history.${field}`)) {
    const today = `SELECT id AS ${of}_id, ${column}, -${foreverMs} AS since_ms, ${foreverMs} + 1 AS until_ms FROM ${of}`;
    return [[as, today]];
  }
  return [
    [
      `${as}_change`,
      `SELECT ${of}_id, old_${form} AS before, created_date, id FROM ${of}_history
       WHERE field = ${quoteText(field)} AND ${isChange}`,
    ],
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
}

/** History holds a changed lookup twice, by ids and by names; only the ids identify the account. */
const isAccountChange = `regexp_full_match(coalesce(new_value, old_value), '001[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?')`;

/** The account of each contact or opportunity over time, as `contact_account` or `opportunity_account`. */
export const accountMoveRelations = (plan: SourcePlan, of: 'contact' | 'opportunity'): Relations =>
  overTime(plan, of, {
    ...{ as: `${of}_account`, column: 'account_id', field: 'Account', form: 'value' },
    isChange: isAccountChange,
  });

/** The key of the e-mail address of each lead or contact over time, as `lead_email` or `contact_email`. */
export const addressRelations = (plan: SourcePlan, of: 'lead' | 'contact'): Relations =>
  overTime(plan, of, { as: `${of}_email`, column: 'email_key', field: 'Email', form: 'key' });

/** Whether a row of these relations, by its alias, holds at a time; the last one also stands for today. */
export const isThen = (alias: string, time: string): string =>
  `${time} >= ${alias}.since_ms AND ${time} < ${alias}.until_ms`;
