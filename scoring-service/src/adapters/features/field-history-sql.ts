import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-tables.ts';
import { quoteName, quoteText, dayMs, textList } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The records that a profile is made of, and what they are called in its query. */
export const aliases = { lead: 'l', contact: 'c', account: 'a' } as const satisfies Record<ProfileSource, string>;

export const profileSources = Object.keys(aliases) as ProfileSource[];

/** Columns that can be rebuilt: history holds the values of fields that leave the org as they are. */
export const rebuildable = (plan: SourcePlan, source: ProfileSource): SourceColumn[] =>
  (plannedTable(plan, source)?.columns ?? []).filter(
    ({ column, protection }) =>
      column === 'status' || (protection === 'none' && plan.fields.some(({ name }) => name === column)),
  );

/** By source the fields of which there is history to rebuild values from, as history names them. */
export type ChangedFields = Partial<Record<ProfileSource, readonly string[]>>;

/** The text of a column as it stood at `known_at`: before the first change after that, else as it is today. */
export function textAt(
  source: ProfileSource,
  { path, column }: Pick<SourceColumn, 'path' | 'column'>,
  changed: ChangedFields,
): string {
  const alias = aliases[source];
  const today = `${alias}.${quoteName(column)}`;
  const position = changed[source]?.indexOf(path) ?? -1;
  if (position < 0) return today;
  return `CASE WHEN r_${alias}.is_changed_${position} THEN r_${alias}.old_${position} ELSE ${today} END`;
}

/**
 * For each row of `links`, which names the record of each source, the values before their first change after
 * `known_at`, for fields that have history at all.
 */
export const rebuiltRelations = (changed: ChangedFields, links: string): Relations =>
  profileSources.flatMap((source): Relations => {
    const fields = changed[source] ?? [];
    if (fields.length === 0) return [];
    const columns = fields.map(
      (field, position) =>
        `coalesce(bool_or(field = ${quoteText(field)}), false) AS is_changed_${position}, ` +
        `max(old_value) FILTER (field = ${quoteText(field)}) AS old_${position}`,
    );
    return [
      [
        `first_changes_${source}`,
        `SELECT DISTINCT ON (k.record_id, k.as_of, h.field) k.record_id, k.as_of, h.field, h.old_value
         FROM ${links} k JOIN ${source}_history h ON h.${source}_id = k.${source}_id AND h.created_date > k.known_at
         ORDER BY k.record_id, k.as_of, h.field, h.created_date, h.id`,
      ],
      [
        `rebuilt_${source}`,
        `SELECT record_id, as_of, ${columns.join(', ')} FROM first_changes_${source} GROUP BY record_id, as_of`,
      ],
    ];
  });

/** How those values are joined to a row of snap `s`. */
export const rebuiltJoins = (changed: ChangedFields): string =>
  profileSources
    .filter((source) => (changed[source] ?? []).length > 0)
    .map((source) => {
      const alias = `r_${aliases[source]}`;
      return `LEFT JOIN rebuilt_${source} ${alias} ON ${alias}.record_id = s.record_id AND ${alias}.as_of = s.as_of`;
    })
    .join('\n');

/** When the record of a source had last been changed, where `source_change` is joined. */
export const sourceChangedAt = (source: ProfileSource): string => `x.${source}_at`;

/**
 * For the merge policy "Most recently changed": when each record of a profile had last been changed at the moment it is
 * looked at, as the history of the fields that are read tells, else when it was created. LastModifiedDate would say it of
 * today: it moves with what came after that moment, with the goal itself and with every score that is written.
 * `joins` are those of the subject.
 */
export const sourceChangeRelation = (joins: string): Relations[number] => {
  const moments = profileSources.map((source) => {
    const alias = aliases[source];
    const changes = `SELECT max(h.created_date) FROM ${source}_history h
         WHERE h.${source}_id = ${alias}.id AND h.created_date <= s.as_of`;
    return `coalesce((${changes}), ${alias}.created_date) AS ${source}_at`;
  });
  return ['source_change', `SELECT s.record_id, s.as_of, ${moments.join(',\n       ')} FROM snap s ${joins}`];
};

export const sourceChangeJoin = 'LEFT JOIN source_change x ON x.record_id = s.record_id AND x.as_of = s.as_of';

const fourteenDaysMs = 14 * dayMs;

/** A membership `m` of a person `p` that the moment knew of; one of a converted lead names its contact too. */
export const membershipOfPerson = `membership m ON m.person_id = p.who_id AND m.created_date <= p.as_of
  AND (p.since IS NULL OR m.created_date >= p.since)`;

/** F4: memberships by the moment; a response counts from the end of its day, of which the org keeps no time. */
export const membershipRelation = (own: ProfileSource): Relations[number] => [
  'membership',
  `SELECT id, ${own === 'lead' ? 'lead_id' : 'coalesce(contact_id, lead_id)'} AS person_id, campaign_type, created_date,
     CASE WHEN first_responded_date IS NOT NULL
       THEN greatest(created_date, first_responded_date + ${dayMs - 1}) END AS responded_at
   FROM campaign_member`,
];

export const campaignRelations = (own: ProfileSource): Relations => [
  membershipRelation(own),
  [
    'campaign_counts',
    `SELECT p.record_id, p.as_of, count(*) AS campaigns,
       last(m.campaign_type ORDER BY m.created_date, m.id) FILTER (m.campaign_type IS NOT NULL) AS campaign_type,
       count(*) FILTER (m.responded_at <= p.as_of) AS campaign_responses,
       max(m.responded_at) FILTER (m.responded_at <= p.as_of) AS last_response
     FROM ${own === 'lead' ? '(SELECT record_id, as_of, record_id AS who_id, NULL::BIGINT AS since FROM snap)' : 'people'} p
     JOIN ${membershipOfPerson}
     GROUP BY p.record_id, p.as_of`,
  ],
];

/** F6: leads of the same e-mail address, counted over one stream of registrations and questions instead of a self join. */
const registrationsOfLead: Relations = [
  [
    'registration',
    `SELECT email_key, created_date AS moment_ms, 1 AS is_lead, NULL AS record_id, NULL AS as_of
     FROM lead WHERE email_key IS NOT NULL
     UNION ALL
     SELECT l.email_key, s.as_of, 0, s.record_id, s.as_of
     FROM snap s JOIN lead l ON l.id = s.record_id WHERE l.email_key IS NOT NULL`,
  ],
  [
    'registration_counts',
    `SELECT record_id, as_of,
       sum(is_lead) OVER (PARTITION BY email_key ORDER BY moment_ms
         RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS leads_of_person,
       sum(is_lead) OVER (PARTITION BY email_key ORDER BY moment_ms
         RANGE BETWEEN ${fourteenDaysMs} PRECEDING AND CURRENT ROW) AS leads_of_person_14_days
     FROM registration QUALIFY record_id IS NOT NULL`,
  ],
];

/** The same of a contact or an account, whose leads are known. */
const registrationsOfPeople: Relations = [
  [
    'registration_counts',
    `SELECT record_id, as_of, count(*) AS leads_of_person,
       count(*) FILTER (created_date >= as_of - ${fourteenDaysMs}) AS leads_of_person_14_days
     FROM lead_link GROUP BY record_id, as_of`,
  ],
];

export const registrationRelations = (own: ProfileSource): Relations =>
  own === 'lead' ? registrationsOfLead : registrationsOfPeople;

/** The features of these relations by name, where `g` stands for registration_counts. */
export function registrationExpressions(own: ProfileSource): Record<string, string> {
  const [all, late] = ['g.leads_of_person', 'g.leads_of_person_14_days'];
  if (own === 'account') {
    return { leads_of_people: `coalesce(${all}, 0)`, leads_of_people_14_days: `coalesce(${late}, 0)` };
  }
  if (own === 'lead') return { leads_of_person: all, leads_of_person_14_days: late };
  return { leads_of_person: `coalesce(${all}, 0)`, leads_of_person_14_days: `coalesce(${late}, 0)` };
}

/** S6: how many people an account has. */
export const peopleCountRelations: Relations = [
  [
    'people_counts',
    `SELECT record_id, as_of, count(*) FILTER (object = 'Contact') AS contacts,
       count(*) FILTER (object = 'Lead') AS open_leads
     FROM people GROUP BY record_id, as_of`,
  ],
];

/** The features of these relations by name, where `w` stands for people_counts. */
export const peopleExpressions: Record<string, string> = {
  contacts: 'coalesce(w.contacts, 0)',
  open_leads: 'coalesce(w.open_leads, 0)',
};

/** F5: when a lead first was in a qualified status, as its status history tells. */
export const qualificationRelations = (qualifiedStatuses: readonly string[]): Relations => [
  [
    'first_status',
    `SELECT lead_id, first(old_value ORDER BY created_date, id) AS status
     FROM lead_history WHERE field = 'Status' GROUP BY lead_id`,
  ],
  [
    'status_entry',
    `SELECT l.id AS record_id, l.created_date AS moment_ms, CASE WHEN f.lead_id IS NULL THEN l.status ELSE f.status END AS status
     FROM lead l LEFT JOIN first_status f ON f.lead_id = l.id
     UNION ALL
     SELECT lead_id, created_date, new_value FROM lead_history WHERE field = 'Status'`,
  ],
  [
    'qualification',
    `SELECT record_id, min(moment_ms) AS qualified_at FROM status_entry
     WHERE status IN (${textList(qualifiedStatuses)}) GROUP BY record_id`,
  ],
];

/** F8: the last change that history knows by the moment. */
export const changeRelations = (own: ProfileSource): Relations => [
  [
    'last_change',
    `SELECT s.record_id, s.as_of, max(h.created_date) AS changed_at
     FROM snap s JOIN ${own}_history h ON h.${own}_id = s.record_id AND h.created_date <= s.as_of
     GROUP BY s.record_id, s.as_of`,
  ],
];
