import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS, EARLIEST_DAY_START_MS } from '../../domain/time.ts';
import { isThen } from './account-moves.ts';
import { countSql, dayEndSql } from './engagement-sql.ts';
import { foreverMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/**
 * F4: campaign memberships. The org keeps the day of a response without a time, so it was certainly there (`responded_at`)
 * at the end of that day. Training counts it from then on (`known_at`); scoring, which reads the org as it is now, counts
 * one of today too.
 */
export function membershipRelation(plan: SourcePlan): Relations[number] {
  const atTime = (time: string): string =>
    `CASE WHEN first_responded_date IS NOT NULL THEN greatest(created_date, ${time}) END`;
  const respondedAt = atTime(`${dayEndSql(plan, 'first_responded_date')} - 1`);
  const isScoring = `(SELECT bool_or(known_at = ${foreverMs}) FROM snapshot)`;
  const today = atTime(`first_responded_date - ${EARLIEST_DAY_START_MS}`);
  const knownAt =
    plan.timeZone === undefined ? respondedAt : `CASE WHEN ${isScoring} THEN ${today} ELSE ${respondedAt} END`;
  return [
    'membership',
    `SELECT id, lead_id, contact_id, campaign_type, created_date, ${respondedAt} AS responded_at, ${knownAt} AS known_at
     FROM campaign_member`,
  ];
}

const always = `-${foreverMs} AS since_ms, ${foreverMs} + 1 AS until_ms`;

/**
 * Whose a membership is over time, as `person_membership` with `person_id`, `since_ms` and `until_ms`. A conversion adds the
 * contact to the lead's memberships: they are the lead's before it and the contact's from then on.
 */
export const membershipRelations = (plan: SourcePlan, own: ProfileSource): Relations => [
  membershipRelation(plan),
  [
    'person_membership',
    own === 'lead'
      ? `SELECT *, lead_id AS person_id, ${always} FROM membership`
      : `SELECT m.*, m.contact_id AS person_id, coalesce(v.converted_at, -${foreverMs}) AS since_ms,
           ${foreverMs} + 1 AS until_ms
         FROM membership m LEFT JOIN lead_conversion v ON v.lead_id = m.lead_id WHERE m.contact_id IS NOT NULL
         UNION ALL
         SELECT m.*, m.lead_id, -${foreverMs}, v.converted_at
         FROM membership m JOIN lead_conversion v ON v.lead_id = m.lead_id WHERE m.contact_id IS NOT NULL
         UNION ALL
         SELECT *, lead_id, ${always} FROM membership WHERE contact_id IS NULL`,
  ],
];

/** Without the contacts that leads became later: until then the memberships are those of the leads. */
export const existingPeople = `(SELECT * FROM people WHERE object <> 'Moved')`;

/** Joins the memberships `m` of a person `p` that were known as of the snapshot. */
export const membershipOfPerson = `person_membership m ON m.person_id = p.who_id AND m.created_date <= p.as_of
  AND ${isThen('m', 'p.as_of')}`;

/** The responses of the memberships `m` of a person `p` that were known as of the snapshot, and the time of the last one. */
export const countedResponses = `count(CASE WHEN m.known_at <= p.as_of THEN 1 END) AS campaign_responses,
       max(CASE WHEN m.known_at <= p.as_of THEN least(m.responded_at, p.as_of) END) AS last_response`;

/** F4: the campaigns of a record as of the snapshot, by all its people. */
export const campaignRelations = (plan: SourcePlan, own: ProfileSource): Relations => [
  ...membershipRelations(plan, own),
  [
    'campaign_counts',
    `SELECT p.record_id, p.as_of, count(*) AS campaigns,
       last(m.campaign_type ORDER BY m.created_date, m.id) FILTER (m.campaign_type IS NOT NULL) AS campaign_type,
       ${countedResponses}
     FROM ${own === 'lead' ? '(SELECT record_id, as_of, record_id AS who_id FROM snapshot)' : existingPeople} p
     JOIN ${membershipOfPerson}
     GROUP BY p.record_id, p.as_of`,
  ],
];

/** The features of these relations by name; `m` is campaign_counts. */
export const campaignExpressions = (plan: SourcePlan): Record<string, string> => ({
  campaign_type: 'm.campaign_type',
  campaigns: countSql(plan, ['campaign'], { count: 'm.campaigns', known: 'm.campaigns' }),
  campaign_responses: countSql(plan, ['response'], {
    ...{ count: 'm.campaign_responses', known: 'm.campaign_responses' },
  }),
  days_since_response: `(s.as_of - m.last_response) / ${DAY_MS}.0`,
});
