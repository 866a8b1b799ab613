import { waysOf } from '../../domain/features/account-ways.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { companyKeyRelations, companyLeadRelations, matchedRelations } from './account-match-sql.ts';
import { accountMoveRelations, addressRelations, isThen } from './account-moves.ts';
import { has } from './present-rows.ts';
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
const firstContactRelations = (plan: SourcePlan): Relations =>
  has(plan, 'contact_history.Email') ? firstContactOverTime : firstContactToday;

const firstContactToday: Relations = [
  [
    'first_contact_then',
    `SELECT email_key, arg_min(id, (created_date, id)) AS id, min(created_date) AS created_date,
       ${always.since} AS since_ms, ${always.until} AS until_ms
     FROM contact WHERE email_key IS NOT NULL GROUP BY email_key`,
  ],
];

const firstContactOverTime: Relations = [
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
export const linksOverTime = (plan: SourcePlan): Relations => [
  ...addressRelations(plan, 'lead'),
  ...addressRelations(plan, 'contact'),
  ...firstContactRelations(plan),
  ...accountMoveRelations(plan, 'contact'),
];

/** The contact of each lead of a relation `from` as of its date and the account of this contact, as columns `f` and `a`. */
const contactJoins = (from: string, lead: string): string => `${from} s
     LEFT JOIN lead_email e ON e.lead_id = s.${lead} AND ${wasThen('e')}
     LEFT JOIN first_contact_then f ON f.email_key = e.email_key AND ${wasThen('f')} AND f.created_date <= s.as_of
     LEFT JOIN contact_account b ON b.contact_id = f.id AND ${wasThen('b')}
     LEFT JOIN account a ON a.id = b.account_id AND a.created_date <= s.as_of`;

/**
 * The contact and the account of each lead of `snapshot` as of its date, as `lead_link_as_of(record_id, as_of, known_at,
 * lead_id, contact_id, account_id, found_by)` with one row for each snapshot: the oldest contact with the address that the
 * lead had then, if it existed, and the account that this contact belonged to then, if it existed; without one, the account
 * of the lead's company. A contact that a conversion created, an address or an account that it filled in are therefore not
 * those of the lead before.
 */
export function leadLinkRelations(plan: SourcePlan): Relations {
  const overTime = has(plan, 'contact') ? linksOverTime(plan) : addressRelations(plan, 'lead');
  const byContact = has(plan, 'contact')
    ? `SELECT s.record_id, s.as_of, s.known_at, s.record_id AS lead_id, f.id AS contact_id, a.id AS account_id
     FROM ${contactJoins('snapshot', 'record_id')}`
    : `SELECT record_id, as_of, known_at, record_id AS lead_id, NULL::VARCHAR AS contact_id, NULL::VARCHAR AS account_id
     FROM snapshot`;
  if (waysOf(plan).length === 0) {
    const links = `SELECT *, CASE WHEN account_id IS NOT NULL THEN 'Contact' END AS found_by FROM (${byContact})`;
    return [...overTime, ['lead_link_as_of', links]];
  }
  return [
    ...overTime,
    ['lead_contact', byContact],
    ['asked_lead', 'SELECT lead_id, as_of, known_at FROM lead_contact WHERE account_id IS NULL'],
    ...companyKeyRelations(plan),
    ...matchedRelations,
    [
      'lead_link_as_of',
      `SELECT c.record_id, c.as_of, c.known_at, c.lead_id, c.contact_id, coalesce(c.account_id, m.account_id) AS account_id,
         CASE WHEN c.account_id IS NOT NULL THEN 'Contact' ELSE m.found_by END AS found_by,
         coalesce(m.is_conflict, false) AS is_conflict
       FROM lead_contact c LEFT JOIN account_by_company m ON m.lead_id = c.lead_id AND m.as_of = c.as_of`,
    ],
  ];
}

/** The open leads of the companies of the accounts in `snapshot`, as `account_by_company`, without those of a contact. */
export const companyLeads = (plan: SourcePlan): Relations =>
  waysOf(plan).length === 0
    ? []
    : [
        ...companyKeyRelations(plan),
        ...companyLeadRelations,
        [
          'asked_lead',
          `SELECT s.lead_id, s.as_of, s.known_at FROM ${contactJoins('company_lead', 'lead_id')} WHERE a.id IS NULL`,
        ],
        ...matchedRelations,
      ];
