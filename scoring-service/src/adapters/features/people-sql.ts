import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { waysOf } from '../../domain/features/account-ways.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import { isThen } from './account-moves.ts';
import { dayEndSql } from './engagement-sql.ts';
import { qualifiedRelations } from './lead-status-sql.ts';
import {
  isOptedOutContact,
  isOptedOutLead,
  optedOutLeadRelation,
  optedOutContactRelation,
} from './privacy-opt-outs.ts';
import { companyLeads, linksOverTime, wasThen } from './link-sql.ts';
import { has } from './present-rows.ts';
import { foreverMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

const fourteenDaysMs = 14 * DAY_MS;

/**
 * When each lead was converted; without history, at the end of its conversion date or, where it is earlier, with its last
 * change, because a converted lead is read-only. The date is that of the user who converted, so it can be before the
 * lead's creation in UTC; a conversion counts as after the creation.
 */
export function conversionRelations(plan: SourcePlan): Relations {
  const conversion = (recorded: string, join: string): Relations[number] => [
    'lead_conversion',
    `SELECT l.id AS lead_id,
       greatest(
         coalesce(${recorded}least(${dayEndSql(plan, 'l.converted_date')} - 1, l.last_modified_date), l.created_date),
         l.created_date + 1
       ) AS converted_at
     FROM lead l ${join}WHERE l.is_converted`,
  ];
  if (!has(plan, 'lead_history.leadConverted')) return [conversion('', '')];
  return [
    [
      'converted',
      `SELECT lead_id, min(created_date) AS converted_at FROM lead_history WHERE field = 'leadConverted' GROUP BY lead_id`,
    ],
    conversion('e.converted_at, ', 'LEFT JOIN converted e ON e.lead_id = l.id '),
  ];
}

/** Leads that were open as of the snapshot and, if the goal has qualified statuses, in one of them. */
const openLeadRelations = (statuses: readonly string[]): Relations => [
  ['unconverted_lead', 'SELECT * FROM lead_link WHERE is_open'],
  ...qualifiedRelations({ from: 'unconverted_lead', as: 'open_lead', statuses }),
];

const leadColumns =
  's.record_id, s.as_of, s.known_at, l.id AS lead_id, l.created_date, l.status, e.email_key, l.converted_contact_id';

/** A converted lead belongs to the contact and the account that it became, also where other people have its address. */
const isConverted = 'coalesce(v.converted_at <= s.as_of, false)';

/** The leads of a record as of the snapshot: matched to its contacts by e-mail address, to its company, or converted into it. */
function leadLinkSql(plan: SourcePlan, own: 'contact' | 'account'): string {
  const contacts =
    own === 'contact'
      ? 'JOIN first_contact_then f ON f.id = s.record_id'
      : `JOIN contact_account b ON b.account_id = s.record_id AND ${wasThen('b')}
         JOIN first_contact_then f ON f.id = b.contact_id`;
  return `SELECT ${leadColumns}, NOT ${isConverted} AS is_open
     FROM snapshot s ${contacts} AND ${wasThen('f')} AND f.created_date <= s.as_of
     JOIN lead_email e ON e.email_key = f.email_key AND ${wasThen('e')}
     JOIN lead l ON l.id = e.lead_id AND l.created_date <= s.as_of
     LEFT JOIN lead_conversion v ON v.lead_id = l.id
     WHERE NOT ${isOptedOutLead} AND NOT (${isConverted} AND l.converted_${own}_id IS NOT NULL)
     UNION
     SELECT ${leadColumns}, false
     FROM snapshot s JOIN lead l ON l.converted_${own}_id = s.record_id
     JOIN lead_conversion v ON v.lead_id = l.id AND v.converted_at <= s.as_of
     LEFT JOIN lead_email e ON e.lead_id = l.id AND ${wasThen('e')}
     WHERE NOT ${isOptedOutLead}
     ${own === 'account' && waysOf(plan).length > 0 ? ofCompany : ''}`;
}

/** The open leads of an account's company that no contact leads to. */
const ofCompany = `UNION
     SELECT ${leadColumns}, true
     FROM snapshot s JOIN account_by_company m ON m.account_id = s.record_id AND m.as_of = s.as_of
     JOIN lead l ON l.id = m.lead_id
     LEFT JOIN lead_email e ON e.lead_id = l.id AND ${wasThen('e')}
     WHERE NOT ${isOptedOutLead}`;

const contactsOf = {
  contact: `SELECT s.record_id, s.as_of, c.id AS who_id, c.created_date, e.email_key
     FROM snapshot s JOIN contact c ON c.id = s.record_id
     LEFT JOIN contact_email e ON e.contact_id = c.id AND ${wasThen('e')}`,
  account: `SELECT s.record_id, s.as_of, c.id AS who_id, c.created_date, e.email_key
     FROM snapshot s JOIN contact_account b ON b.account_id = s.record_id AND ${wasThen('b')}
     JOIN contact c ON c.id = b.contact_id AND c.created_date <= s.as_of
     LEFT JOIN contact_email e ON e.contact_id = c.id AND ${wasThen('e')}
     WHERE NOT ${isOptedOutContact}`,
};

/**
 * S6: the people of a contact or an account as of the snapshot, as `people(record_id, as_of, who_id, object, since,
 * person)`: its contacts, their open leads and, for activities without a person, the account itself. A conversion moves a
 * lead's activities to a contact: if the contact did not belong to the record yet, its activities since the lead's creation
 * count as the lead's (`Moved`). A contact and a lead with the same e-mail address are one person, because a conversion
 * removes the distinction between their activities.
 */
export function peopleRelations(plan: SourcePlan, own: 'contact' | 'account'): Relations {
  return [
    optedOutContactRelation,
    optedOutLeadRelation,
    ...conversionRelations(plan),
    ...linksOverTime(plan),
    ...(own === 'account' ? companyLeads(plan) : []),
    ['lead_link', leadLinkSql(plan, own)],
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
       ${own === 'account' ? `UNION ALL SELECT record_id, as_of, record_id, 'Account', NULL, NULL FROM snapshot` : ''}`,
    ],
    ['profile_link', profileLinkSql(own)],
  ];
}

/** The lead, contact and account that a record's values come from: the newest lead and the oldest contact. */
function profileLinkSql(own: 'contact' | 'account'): string {
  const contact = own === 'contact' ? 's.record_id' : 'q.contact_id';
  return `SELECT s.record_id, s.as_of, s.known_at, n.lead_id, n.person_id AS lead_person_id, ${contact} AS contact_id,
       ${own === 'contact' ? 'b.account_id' : 's.record_id'} AS account_id
     FROM snapshot s
     LEFT JOIN (
       SELECT record_id, as_of, arg_max(lead_id, (created_date, lead_id)) AS lead_id,
         arg_max(CASE WHEN is_open THEN lead_id ELSE converted_contact_id END, (created_date, lead_id)) AS person_id
       FROM lead_link GROUP BY record_id, as_of
     ) n ON n.record_id = s.record_id AND n.as_of = s.as_of
     ${
       own === 'contact'
         ? `LEFT JOIN contact_account b ON b.contact_id = s.record_id AND ${wasThen('b')}`
         : `LEFT JOIN (
              SELECT record_id, as_of, arg_min(who_id, (created_date, who_id)) AS contact_id
              FROM contact_link GROUP BY record_id, as_of
            ) q ON q.record_id = s.record_id AND q.as_of = s.as_of`
     }`;
}

/** Addresses that a lead always had, which windows count; the few that changed are joined. */
const isSteady = `e.since_ms = -${foreverMs} AND e.until_ms > ${foreverMs}`;

/** Leads that the windows over addresses leave out: of changed addresses and, under other ones, converted into the contact. */
function furtherLeads(plan: SourcePlan): string | undefined {
  const ofAddress = `SELECT r.record_id, r.as_of, l.id, l.created_date FROM row_of_person r
     JOIN lead_email e ON e.email_key = r.email_key AND ${isThen('e', 'r.known_at')} AND NOT (${isSteady})
     JOIN lead l ON l.id = e.lead_id AND l.created_date <= r.as_of`;
  const ofContact = `SELECT r.record_id, r.as_of, l.id, l.created_date FROM row_of_person r
     JOIN lead l ON l.converted_contact_id = r.contact_id AND l.created_date <= r.as_of AND l.id <> r.record_id
     JOIN lead_conversion v ON v.lead_id = l.id AND v.converted_at <= r.as_of
     LEFT JOIN lead_email e ON e.lead_id = l.id AND ${isThen('e', 'r.known_at')}
     WHERE e.email_key IS DISTINCT FROM r.email_key`;
  const parts = [
    ...(has(plan, 'lead_history.Email') ? [ofAddress] : []),
    ...(plan.countsConvertedLeads === true && has(plan, 'contact') && has(plan, 'converted lead') ? [ofContact] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('\n     UNION\n     ');
}

/**
 * F6: the leads of a lead's person as of the snapshot: those with the address that it had, and those that were converted
 * into its contact. The former are counted by windows over leads and snapshots together instead of a self join.
 */
function registrationsOfLead(plan: SourcePlan): Relations {
  const further = furtherLeads(plan);
  const isChanged = has(plan, 'lead_history.Email');
  return [
    ...conversionRelations(plan),
    [
      'row_of_person',
      `SELECT k.record_id, k.as_of, k.known_at, k.contact_id, e.email_key FROM lead_link_as_of k
     LEFT JOIN ${isChanged ? `lead_email e ON e.lead_id = k.record_id AND ${isThen('e', 'k.known_at')}` : 'lead e ON e.id = k.record_id'}`,
    ],
    [
      'registration',
      `SELECT ${isChanged ? 'e' : 'l'}.email_key, l.created_date AS event_at, 1 AS is_lead, NULL AS record_id, NULL AS as_of
     FROM lead l ${isChanged ? `JOIN lead_email e ON e.lead_id = l.id AND ${isSteady}` : ''}
     WHERE ${isChanged ? 'e' : 'l'}.email_key IS NOT NULL
     UNION ALL
     SELECT email_key, as_of, 0, record_id, as_of FROM row_of_person WHERE email_key IS NOT NULL`,
    ],
    [
      'address_counts',
      `SELECT record_id, as_of,
       sum(is_lead) OVER (PARTITION BY email_key ORDER BY event_at
         RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS leads,
       sum(is_lead) OVER (PARTITION BY email_key ORDER BY event_at
         RANGE BETWEEN ${fourteenDaysMs} PRECEDING AND CURRENT ROW) AS leads_14_days
     FROM registration QUALIFY record_id IS NOT NULL`,
    ],
    ...(further === undefined
      ? []
      : [
          [
            'further_counts',
            `SELECT record_id, as_of, count(*) AS leads,
       count(CASE WHEN created_date >= as_of - ${fourteenDaysMs} THEN 1 END) AS leads_14_days
     FROM (${further}) GROUP BY record_id, as_of`,
          ] satisfies Relations[number],
        ]),
    [
      'registration_counts',
      further === undefined
        ? 'SELECT record_id, as_of, leads AS leads_of_person, leads_14_days AS leads_of_person_14_days FROM address_counts'
        : `SELECT record_id, as_of, a.leads + coalesce(f.leads, 0) AS leads_of_person,
       a.leads_14_days + coalesce(f.leads_14_days, 0) AS leads_of_person_14_days
     FROM address_counts a LEFT JOIN further_counts f USING (record_id, as_of)`,
    ],
  ];
}

/** The same for a contact or an account, whose leads are in `lead_link`. */
const registrationsOfPeople: Relations = [
  [
    'registration_counts',
    `SELECT record_id, as_of, count(*) AS leads_of_person,
       count(CASE WHEN created_date >= as_of - ${fourteenDaysMs} THEN 1 END) AS leads_of_person_14_days
     FROM lead_link GROUP BY record_id, as_of`,
  ],
];

export const registrationRelations = (plan: SourcePlan, own: ProfileSource): Relations =>
  own === 'lead' ? registrationsOfLead(plan) : registrationsOfPeople;

/** The features of these relations by name; `g` is registration_counts. */
export function registrationExpressions(own: ProfileSource): Record<string, string> {
  const [all, recent] = ['g.leads_of_person', 'g.leads_of_person_14_days'];
  if (own === 'account') {
    return { leads_of_people: `coalesce(${all}, 0)`, leads_of_people_14_days: `coalesce(${recent}, 0)` };
  }
  if (own === 'lead') return { leads_of_person: all, leads_of_person_14_days: recent };
  return { leads_of_person: `coalesce(${all}, 0)`, leads_of_person_14_days: `coalesce(${recent}, 0)` };
}

/** S6: the number of people of an account, and of all their open leads. */
export const peopleCountRelations: Relations = [
  [
    'people_counts',
    `SELECT record_id, as_of, count(CASE WHEN object = 'Contact' THEN 1 END) AS contacts,
       count(CASE WHEN object = 'Lead' THEN 1 END) AS qualified_leads, any_value(u.open_leads) AS open_leads
     FROM people LEFT JOIN (
       SELECT record_id, as_of, count(DISTINCT lead_id) AS open_leads FROM unconverted_lead GROUP BY record_id, as_of
     ) u USING (record_id, as_of)
     GROUP BY record_id, as_of`,
  ],
];

/** A plan of an earlier version calls the qualified leads open. */
export const tellsQualifiedApart = ({ fields }: SourcePlan): boolean =>
  fields.some(({ name }) => name === 'qualified_leads');

/** The features of these relations by name; `w` is people_counts. */
export const peopleExpressions = (plan: SourcePlan): Record<string, string> => ({
  contacts: 'coalesce(w.contacts, 0)',
  open_leads: `coalesce(w.${tellsQualifiedApart(plan) ? 'open_leads' : 'qualified_leads'}, 0)`,
  qualified_leads: 'coalesce(w.qualified_leads, 0)',
});
