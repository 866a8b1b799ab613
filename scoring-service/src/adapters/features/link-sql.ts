import { accountMoveRelations, addressRelations, isThen } from './account-moves.ts';
import { foreverMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** Whether a row of a relation over time, by its alias, holds for the values of a snapshot `s`. */
export const wasThen = (alias: string): string => isThen(alias, 's.known_at');

const always = { since: `-${foreverMs}`, until: `${foreverMs} + 1` };

/**
 * The oldest contact of each address over time, as `first_contact_then(email_key, id, created_date, since_ms, until_ms)`:
 * leads with that address are matched to it once it exists. Only the addresses that a contact got or lost later need more
 * than one interval.
 */
const firstContactRelations: Relations = [
  [
    'addressed_contact',
    `SELECT e.*, c.created_date FROM contact_email e JOIN contact c ON c.id = e.contact_id
     WHERE e.email_key IS NOT NULL`,
  ],
  [
    'changed_address',
    `SELECT DISTINCT email_key FROM addressed_contact WHERE since_ms > ${always.since} OR until_ms < ${always.until}`,
  ],
  [
    'address_bound',
    `SELECT a.email_key, a.since_ms AS bound FROM addressed_contact a SEMI JOIN changed_address d ON d.email_key = a.email_key
     UNION
     SELECT a.email_key, a.until_ms FROM addressed_contact a SEMI JOIN changed_address d ON d.email_key = a.email_key`,
  ],
  [
    'address_interval',
    `SELECT email_key, bound AS since_ms, lead(bound) OVER (PARTITION BY email_key ORDER BY bound) AS until_ms
     FROM address_bound`,
  ],
  [
    'first_contact_then',
    `SELECT email_key, arg_min(contact_id, (created_date, contact_id)) AS id, min(created_date) AS created_date,
       ${always.since} AS since_ms, ${always.until} AS until_ms
     FROM addressed_contact a ANTI JOIN changed_address d ON d.email_key = a.email_key GROUP BY email_key
     UNION ALL
     SELECT i.email_key, arg_min(a.contact_id, (a.created_date, a.contact_id)), min(a.created_date), i.since_ms, i.until_ms
     FROM address_interval i
     JOIN addressed_contact a ON a.email_key = i.email_key AND a.since_ms <= i.since_ms AND a.until_ms >= i.until_ms
     GROUP BY i.email_key, i.since_ms, i.until_ms`,
  ],
];

/** Whom addresses and accounts belonged to at every time. */
export const linksOverTime: Relations = [
  ...addressRelations('lead'),
  ...addressRelations('contact'),
  ...firstContactRelations,
  ...accountMoveRelations('contact'),
];

/**
 * The contact and the account of each lead of `snapshot` as of its date, as `lead_link_as_of(record_id, as_of, known_at,
 * lead_id, contact_id, account_id)` with one row for each snapshot: the oldest contact with the address that the lead had
 * then, if it existed, and the account that this contact belonged to then, if it existed. A contact that a conversion
 * created, an address or an account that it filled in are therefore not those of the lead before.
 */
export const leadLinkRelations: Relations = [
  ...linksOverTime,
  [
    'lead_link_as_of',
    `SELECT s.record_id, s.as_of, s.known_at, s.record_id AS lead_id, f.id AS contact_id, a.id AS account_id
     FROM snapshot s
     LEFT JOIN lead_email e ON e.lead_id = s.record_id AND ${wasThen('e')}
     LEFT JOIN first_contact_then f ON f.email_key = e.email_key AND ${wasThen('f')} AND f.created_date <= s.as_of
     LEFT JOIN contact_account b ON b.contact_id = f.id AND ${wasThen('b')}
     LEFT JOIN account a ON a.id = b.account_id AND a.created_date <= s.as_of`,
  ],
];
