import { accountMoveRelations, isThen } from './account-moves.ts';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import { isOptedOutContact, optedOutContactRelation, optedOutLeadRelation } from './privacy-opt-outs.ts';
import type { Relations } from './sql-text.ts';

/**
 * The platform fixes both fields of a closed stage: won is `Closed`, lost is `Omitted` at 0 %. Whether an opportunity was
 * open as of the snapshot follows from its stage at that time, not from its outcome.
 */
const isClosed = `(g.forecast_category = 'Closed' OR (g.forecast_category = 'Omitted' AND coalesce(g.probability, 0) = 0))`;

/**
 * The opportunities of a contact are those in which it had a contact role as of the snapshot, those of an account the ones
 * that stood in it then.
 */
const opportunitiesOf = {
  contact: `SELECT DISTINCT s.record_id, s.as_of, o.id, o.created_date FROM snapshot s
     JOIN opportunity_contact_role r ON r.contact_id = s.record_id AND r.created_date <= s.as_of
     JOIN opportunity o ON o.id = r.opportunity_id AND o.created_date <= s.as_of`,
  account: `SELECT s.record_id, s.as_of, o.id, o.created_date FROM snapshot s
     JOIN opportunity_account b ON b.account_id = s.record_id AND ${isThen('b', 's.known_at')}
     JOIN opportunity o ON o.id = b.opportunity_id AND o.created_date <= s.as_of`,
};

/** The opportunities of a contact or an account as of the snapshot, the open ones, and the creation of the newest. */
export function opportunityRelations(plan: SourcePlan): Relations {
  const own = ownSource[plan.goal.object];
  if (own === 'lead') return [];
  return [
    ...(own === 'account' ? accountMoveRelations(plan, 'opportunity') : []),
    ['known_opportunity', opportunitiesOf[own]],
    [
      'opportunity_state',
      `SELECT k.record_id, k.as_of, k.id, k.created_date,
         coalesce(NOT last(${isClosed} ORDER BY g.created_date, g.id), false) AS is_open
       FROM known_opportunity k
       LEFT JOIN opportunity_stage g ON g.opportunity_id = k.id AND g.created_date <= k.as_of
       GROUP BY k.record_id, k.as_of, k.id, k.created_date`,
    ],
    [
      'opportunity_counts',
      `SELECT record_id, as_of, count(*) AS opportunities, count(CASE WHEN is_open THEN 1 END) AS open_opportunities,
         max(created_date) AS last_created
       FROM opportunity_state GROUP BY record_id, as_of`,
    ],
  ];
}

/** The features of these relations by name; `o` is opportunity_counts. A record without opportunities has 0. */
export const opportunityExpressions: Record<string, string> = {
  opportunities: 'coalesce(o.opportunities, 0)',
  open_opportunities: 'coalesce(o.open_opportunities, 0)',
  days_since_opportunity: `(s.as_of - o.last_created) / ${DAY_MS}.0`,
};

/** The contact can be one of another account. */
const usableRoles: Relations = [
  optedOutContactRelation,
  optedOutLeadRelation,
  [
    'usable_role',
    `SELECT r.* FROM opportunity_contact_role r LEFT JOIN contact c ON c.id = r.contact_id WHERE NOT ${isOptedOutContact}`,
  ],
];

/**
 * F2: the newest role in an opportunity as of the snapshot: of the record's contact, or in the opportunities of an account,
 * where those of contacts who opted out do not count (F11). `links` names the contact of each row.
 */
export function contactRoleRelations(plan: SourcePlan, links: string): Relations {
  const isAccount = ownSource[plan.goal.object] === 'account';
  const roles = isAccount
    ? 'known_opportunity k JOIN usable_role r ON r.opportunity_id = k.id'
    : `${links} k JOIN opportunity_contact_role r ON r.contact_id = k.contact_id`;
  return [
    ...(isAccount ? [...opportunityRelations(plan), ...usableRoles] : []),
    [
      'newest_role',
      `SELECT k.record_id, k.as_of, last(r.role ORDER BY r.created_date, r.id) AS role
       FROM ${roles} AND r.created_date <= k.as_of WHERE r.role IS NOT NULL GROUP BY k.record_id, k.as_of`,
    ],
  ];
}

/** The features of these relations by name; `e` is newest_role. */
export const contactRoleExpressions: Record<string, string> = { contact_role: 'e.role' };
