import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { dayMs } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/**
 * The platform lets nobody change these two of a stage that is closed: won is `Closed`, lost is `Omitted` at 0 %. Whether
 * an opportunity was open at a moment is told by the stage it had then, not by what became of it.
 */
const isClosed = `(g.forecast_category = 'Closed' OR (g.forecast_category = 'Omitted' AND coalesce(g.probability, 0) = 0))`;

/** The opportunities of a contact are those it had a role in by the moment. */
const opportunitiesOf = {
  contact: `SELECT DISTINCT s.record_id, s.as_of, o.id, o.created_date FROM snap s
     JOIN opportunity_contact_role r ON r.contact_id = s.record_id AND r.created_date <= s.as_of
     JOIN opportunity o ON o.id = r.opportunity_id AND o.created_date <= s.as_of`,
  account: `SELECT s.record_id, s.as_of, o.id, o.created_date FROM snap s
     JOIN opportunity o ON o.account_id = s.record_id AND o.created_date <= s.as_of`,
};

/** How many opportunities a contact or an account had at the moment, how many of them open, and since when the last. */
export function opportunityRelations(plan: SourcePlan): Relations {
  const own = ownSource[plan.goal.object];
  if (own === 'lead') return [];
  return [
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
      `SELECT record_id, as_of, count(*) AS opportunities, count(*) FILTER (is_open) AS open_opportunities,
         max(created_date) AS last_created
       FROM opportunity_state GROUP BY record_id, as_of`,
    ],
  ];
}

/** The features of these relations by name, where `o` stands for opportunity_counts. A record without any has none. */
export const opportunityExpressions: Record<string, string> = {
  opportunities: 'coalesce(o.opportunities, 0)',
  open_opportunities: 'coalesce(o.open_opportunities, 0)',
  days_since_opportunity: `(s.as_of - o.last_created) / ${dayMs}.0`,
};

/** How long after a save the two histories may date it: they are written one after the other. */
const sameSaveMs = 2_000;

/**
 * Every change of an opportunity, as `opportunity_change`: the field history and, where an admin does not track the
 * stage, what the platform keeps of it in any case.
 */
export const opportunityChangeRelations: Relations = [
  [
    'stage_change',
    `SELECT opportunity_id, created_date, id, stage_name AS new_value,
       lag(stage_name) OVER (PARTITION BY opportunity_id ORDER BY created_date, id) AS old_value,
       row_number() OVER (PARTITION BY opportunity_id ORDER BY created_date, id) AS place
     FROM opportunity_stage`,
  ],
  [
    'untracked_stage',
    `SELECT opportunity_id, created_date, id, old_value, new_value FROM stage_change c
     WHERE place > 1 AND new_value IS DISTINCT FROM old_value AND NOT EXISTS (
       SELECT 1 FROM opportunity_history h WHERE h.opportunity_id = c.opportunity_id AND h.field = 'StageName'
         AND h.new_value = c.new_value AND abs(h.created_date - c.created_date) <= ${sameSaveMs})`,
  ],
  [
    'untracked_creation',
    `SELECT c.opportunity_id, c.created_date, c.id FROM stage_change c
     ANTI JOIN (SELECT opportunity_id FROM opportunity_history WHERE field = 'created') h
       ON h.opportunity_id = c.opportunity_id
     WHERE c.place = 1`,
  ],
  [
    'opportunity_change',
    `SELECT opportunity_id, created_date, id, field, old_value, new_value FROM opportunity_history
     UNION ALL
     SELECT opportunity_id, created_date, id, 'StageName', old_value, new_value FROM untracked_stage
     UNION ALL
     SELECT opportunity_id, created_date, id, 'created', NULL, NULL FROM untracked_creation`,
  ],
];
