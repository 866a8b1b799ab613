import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { isUnwillingContact, isUnwillingLead, unwillingLeadRelation, unwillingRelation } from './privacy-opt-outs.ts';
import { firstContactRelation } from './profile-sql.ts';
import { dayMs, foreverMs, textList } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** When each converted lead was; without history at the end of its day. */
export const conversionRelations: Relations = [
  [
    'converted',
    `SELECT lead_id, min(created_date) AS moment_ms FROM lead_history WHERE field = 'leadConverted' GROUP BY lead_id`,
  ],
  [
    'lead_conversion',
    `SELECT l.id AS lead_id,
       coalesce(e.moment_ms, l.converted_date + ${dayMs - 1}, l.last_modified_date, l.created_date) AS moment_ms
     FROM lead l LEFT JOIN converted e ON e.lead_id = l.id WHERE l.is_converted`,
  ],
];

/** History tells of a changed lookup twice, by ids and by names: only the ids say where a contact was. */
const isAccountId = (column: string): string => `regexp_full_match(${column}, '001[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?')`;

/** Whose contact somebody was from when until when. */
const accountOfContactRelations: Relations = [
  [
    'contact_move',
    `SELECT contact_id, old_value, new_value, created_date, id FROM contact_history
     WHERE field = 'Account' AND ${isAccountId('coalesce(new_value, old_value)')}`,
  ],
  [
    'contact_account',
    `SELECT contact_id, old_value AS account_id,
       coalesce(lag(created_date) OVER (PARTITION BY contact_id ORDER BY created_date, id), -${foreverMs}) AS since_ms,
       created_date AS until_ms
     FROM contact_move
     UNION ALL
     SELECT c.id, c.account_id, coalesce(m.moved_at, -${foreverMs}), ${foreverMs} + 1 FROM contact c
     LEFT JOIN (SELECT contact_id, max(created_date) AS moved_at FROM contact_move GROUP BY contact_id) m
       ON m.contact_id = c.id`,
  ],
];

const wasThen = 's.known_at >= b.since_ms AND s.known_at < b.until_ms';

/** Leads that are open and, where the goal names statuses, in one of them at the moment: history tells which it was. */
function openLeadRelations(statuses: readonly string[]): Relations {
  if (statuses.length === 0) return [['open_lead', 'SELECT * FROM lead_link WHERE is_open']];
  return [
    [
      'earlier_status',
      `SELECT DISTINCT ON (k.record_id, k.as_of, k.lead_id) k.record_id, k.as_of, k.lead_id, h.old_value
       FROM lead_link k
       JOIN lead_history h ON h.lead_id = k.lead_id AND h.field = 'Status' AND h.created_date > k.known_at
       ORDER BY k.record_id, k.as_of, k.lead_id, h.created_date, h.id`,
    ],
    [
      'open_lead',
      `SELECT k.* FROM lead_link k
       LEFT JOIN earlier_status e ON e.record_id = k.record_id AND e.as_of = k.as_of AND e.lead_id = k.lead_id
       WHERE k.is_open AND CASE WHEN e.lead_id IS NULL THEN k.status ELSE e.old_value END IN (${textList(statuses)})`,
    ],
  ];
}

const leadColumns =
  's.record_id, s.as_of, s.known_at, l.id AS lead_id, l.created_date, l.status, l.email_key, l.converted_contact_id';

/** The leads of a record at the moment: matched by address as a lead finds its contact, or converted into it. */
function leadLinkSql(own: 'contact' | 'account'): string {
  const matched =
    own === 'contact'
      ? 'JOIN first_contact f ON f.id = s.record_id AND f.created_date <= s.as_of'
      : `JOIN contact_account b ON b.account_id = s.record_id AND ${wasThen}
         JOIN first_contact f ON f.id = b.contact_id AND f.created_date <= s.as_of`;
  return `SELECT ${leadColumns}, (v.moment_ms IS NULL OR v.moment_ms > s.as_of) AS is_open
     FROM snap s ${matched}
     JOIN lead l ON l.email_key = f.email_key AND l.created_date <= s.as_of
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     WHERE NOT ${isUnwillingLead}
     UNION
     SELECT ${leadColumns}, false
     FROM snap s JOIN lead l ON l.converted_${own}_id = s.record_id
     JOIN lead_conversion v ON v.lead_id = l.id AND v.moment_ms <= s.as_of
     WHERE NOT ${isUnwillingLead}`;
}

const contactsOf = {
  contact: `SELECT s.record_id, s.as_of, c.id AS who_id, c.created_date, c.email_key
     FROM snap s JOIN contact c ON c.id = s.record_id`,
  account: `SELECT s.record_id, s.as_of, c.id AS who_id, c.created_date, c.email_key
     FROM snap s JOIN contact_account b ON b.account_id = s.record_id AND ${wasThen}
     JOIN contact c ON c.id = b.contact_id AND c.created_date <= s.as_of
     WHERE NOT ${isUnwillingContact}`,
};

/**
 * S6: who stands behind a contact or an account at the moment, as `people(record_id, as_of, who_id, object, since,
 * person)`: its contacts, their open leads and, for what is logged on no person, the record itself. A conversion moves
 * the activities of a lead to a contact: of one that the moment did not know yet, they are the lead's (`Moved`) since its
 * creation. Contact and lead of one address are one person, of whom nobody can tell later whose an activity was.
 */
export function peopleRelations(plan: SourcePlan, own: 'contact' | 'account'): Relations {
  return [
    firstContactRelation,
    unwillingRelation,
    unwillingLeadRelation,
    ...conversionRelations,
    ...accountOfContactRelations,
    ['lead_link', leadLinkSql(own)],
    ['contact_link', contactsOf[own]],
    ...openLeadRelations(plan.goal.qualifiedStatuses ?? []),
    [
      'people',
      `SELECT record_id, as_of, who_id, 'Contact' AS object, NULL::BIGINT AS since, coalesce(email_key, who_id) AS person
       FROM contact_link
       UNION ALL
       SELECT record_id, as_of, lead_id, 'Lead', NULL, coalesce(email_key, lead_id) FROM open_lead
       UNION ALL
       SELECT k.record_id, k.as_of, k.converted_contact_id, 'Moved', min(k.created_date),
         coalesce(min(k.email_key), k.converted_contact_id)
       FROM open_lead k
       ANTI JOIN contact_link q ON q.record_id = k.record_id AND q.as_of = k.as_of AND q.who_id = k.converted_contact_id
       WHERE k.converted_contact_id IS NOT NULL GROUP BY k.record_id, k.as_of, k.converted_contact_id
       ${own === 'account' ? `UNION ALL SELECT record_id, as_of, record_id, 'Account', NULL, NULL FROM snap` : ''}`,
    ],
    ['profile_link', profileLinkSql(own)],
  ];
}

/** Which lead, contact and account give a record its values: the newest lead, the oldest contact. */
function profileLinkSql(own: 'contact' | 'account'): string {
  const contact = own === 'contact' ? 's.record_id' : 'q.contact_id';
  return `SELECT s.record_id, s.as_of, s.known_at, n.lead_id, n.person_id AS lead_person_id, ${contact} AS contact_id,
       ${own === 'contact' ? 'b.account_id' : 's.record_id'} AS account_id
     FROM snap s
     LEFT JOIN (
       SELECT record_id, as_of, arg_max(lead_id, (created_date, lead_id)) AS lead_id,
         arg_max(CASE WHEN is_open THEN lead_id ELSE converted_contact_id END, (created_date, lead_id)) AS person_id
       FROM lead_link GROUP BY record_id, as_of
     ) n ON n.record_id = s.record_id AND n.as_of = s.as_of
     ${
       own === 'contact'
         ? `LEFT JOIN contact_account b ON b.contact_id = s.record_id AND ${wasThen}`
         : `LEFT JOIN (
              SELECT record_id, as_of, arg_min(who_id, (created_date, who_id)) AS contact_id
              FROM contact_link GROUP BY record_id, as_of
            ) q ON q.record_id = s.record_id AND q.as_of = s.as_of`
     }`;
}
