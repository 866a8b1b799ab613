import { foreverMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** History holds a changed lookup twice, by ids and by names; only the ids identify the account. */
const isAccountId = (column: string): string => `regexp_full_match(${column}, '001[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?')`;

/**
 * The account of each contact or opportunity over time, as `contact_account(contact_id, account_id, since_ms, until_ms)`:
 * from the first until before the second time. An empty account is a row too.
 */
export const accountMoveRelations = (of: 'contact' | 'opportunity'): Relations => [
  [
    `${of}_move`,
    `SELECT ${of}_id, old_value, new_value, created_date, id FROM ${of}_history
     WHERE field = 'Account' AND ${isAccountId('coalesce(new_value, old_value)')}`,
  ],
  [
    `${of}_account`,
    `SELECT ${of}_id, old_value AS account_id,
       coalesce(lag(created_date) OVER (PARTITION BY ${of}_id ORDER BY created_date, id), -${foreverMs}) AS since_ms,
       created_date AS until_ms
     FROM ${of}_move
     UNION ALL
     SELECT r.id, r.account_id, coalesce(m.moved_at, -${foreverMs}), ${foreverMs} + 1 FROM ${of} r
     LEFT JOIN (SELECT ${of}_id, max(created_date) AS moved_at FROM ${of}_move GROUP BY ${of}_id) m
       ON m.${of}_id = r.id`,
  ],
];

/** Whether a row of these relations, by its alias, holds at a time. */
export const isThen = (alias: string, time: string): string =>
  `${time} >= ${alias}.since_ms AND ${time} < ${alias}.until_ms`;
